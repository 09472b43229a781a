"""Mail about what was decided: it holds no writer up, and goes out over one connection."""

import fcntl

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from tests.factories import PRIVATE, concept
from wiki.actions import publishing, requesting, telling, writing
from wiki.models import Notice, Site


@pytest.fixture
def mailing(settings):
    settings.SENDS_MAIL = True


@pytest.mark.django_db(transaction=True)
def test_the_next_writer_does_not_wait_for_what_follows_a_commit(tmp_path, monkeypatch):
    queue, found = tmp_path / "writers", []
    monkeypatch.setattr(writing, "_turn", lambda: writing._locked(queue))

    def is_free():
        with queue.open("ab") as other:
            try:
                fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    with writing.writing():
        transaction.on_commit(lambda: found.append(is_free()))
        found.append(is_free())
    assert found == [False, True]
    with pytest.raises(ZeroDivisionError), writing.writing():
        1 / 0  # noqa: B018
    assert is_free()


@pytest.mark.django_db
def test_a_mail_goes_out_beside_the_request(
    ada, eda, mailing, settings, monkeypatch, django_capture_on_commit_callbacks
):
    settings.MAIL_IN_BACKGROUND = True
    begun = []
    monkeypatch.setattr("accounts.mail.threading.Thread.start", lambda thread: begun.append(thread))
    with django_capture_on_commit_callbacks(execute=True):
        telling.tell(eda, None, "Something was decided.", by=ada)
    assert len(begun) == 1 and mail.outbox == []


@pytest.mark.django_db
def test_the_mails_of_one_act_share_a_connection(ada, eda, mailing, monkeypatch, django_capture_on_commit_callbacks):
    entries = [concept(name, visibility=PRIVATE) for name in ("Knot", "Hitch", "Bend")]
    for entry in entries:
        requesting.ask(entry, "public", by=eda)
    opened, send = [], EmailBackend.send_messages

    def once_refused(self, messages):
        if "hitch" in messages[0].body:
            raise ConnectionRefusedError
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "open", lambda self: opened.append(self))
    monkeypatch.setattr(EmailBackend, "send_messages", once_refused)
    with django_capture_on_commit_callbacks(execute=True):
        publishing.publish(entries, by=ada)
    assert len(opened) == 1 and Notice.objects.count() == 3
    assert [letter.body.count("/concepts/") for letter in mail.outbox] == [1, 1]  # one refused keeps no other back


@pytest.mark.django_db
def test_a_mail_says_the_name_that_the_settings_say(ada, eda, mailing, django_capture_on_commit_callbacks):
    Site.objects.create(pk=1, name="The Map Room")
    with django_capture_on_commit_callbacks(execute=True):
        telling.tell(eda, None, "Something was decided.", by=ada)
    assert mail.outbox[0].subject.startswith("The Map Room: ")
