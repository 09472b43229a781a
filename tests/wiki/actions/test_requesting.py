"""Ask for a publication, take it back, decide; who asked is told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured, PermissionDenied

from accounts.roles import READER, set_role
from tests.factories import PRIVATE, concept, revise
from wiki import environment
from wiki.actions import deleting, joining, publishing, requesting, telling
from wiki.actions.errors import EditConflict
from wiki.actions.publishing import NotNow
from wiki.actions.requesting import AskedAlready, Decided
from wiki.models import Concept, Notice, PublicationRequest, VisibilityChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def knot():
    return concept("Knot", "One.", visibility=PRIVATE)


@pytest.fixture
def asked(knot, eda):
    return requesting.ask(knot, "public", by=eda, note="it is ready", base=1)


def is_public(entry):
    return Concept.objects.get(pk=entry.pk).is_public


def decision(asked):
    return PublicationRequest.objects.values_list("decision", "decided_by__username", "reason").get(pk=asked.pk)


def test_a_request_waits_and_changes_nothing(knot, asked, eda):
    assert (asked.number, asked.note, asked.by, asked.decision) == (1, "it is ready", eda, "")
    assert not is_public(knot) and not VisibilityChange.objects.exists()


def test_one_waits_for_an_entry_at_a_time(knot, asked, ada):
    with pytest.raises(AskedAlready) as refused:
        requesting.ask(knot, "public", by=ada)
    assert refused.value.asked == asked


def test_what_is_so_already_or_was_changed_is_not_asked_for(knot, eda, ben):
    with pytest.raises(NotNow, match="private already"):
        requesting.ask(knot, "private", by=eda)
    with pytest.raises(EditConflict):
        requesting.ask(knot, "public", by=eda, base=2)
    with pytest.raises(PermissionDenied):
        requesting.ask(knot, "public", by=ben)
    deleting.delete(knot, by=eda)
    with pytest.raises(NotNow, match="deleted"):
        requesting.ask(knot, "public", by=eda)


def test_publishing_is_one_change_and_who_asked_is_told(knot, asked, ada, eda):
    requesting.publish(asked, by=ada, reason="agreed", base=1)
    assert is_public(knot)
    assert decision(asked) == ("publish", "ada", "agreed")
    assert VisibilityChange.objects.get().reason == "agreed"
    notice = Notice.objects.get()
    assert (notice.person, notice.entry_id, notice.by, notice.reason) == (eda, knot.pk, ada, "agreed")
    assert "public now" in notice.text and "Knot" not in notice.text


def test_declining_needs_a_reason_and_tells_it(knot, asked, ada, eda):
    with pytest.raises(NotNow, match="Say why"):
        requesting.decline(asked, by=ada, reason=" ")
    requesting.decline(asked, by=ada, reason="too thin")
    assert decision(asked) == ("decline", "ada", "too thin") and not is_public(knot)
    assert (Notice.objects.get().person, Notice.objects.get().reason) == (eda, "too thin")


def test_one_takes_back_ones_own_request_alone(asked, ada, eda):
    with pytest.raises(PermissionDenied):
        requesting.withdraw(asked, by=ada)
    requesting.withdraw(asked, by=eda)
    assert decision(asked)[0] == "withdraw" and not Notice.objects.exists()
    assert requesting.ask(asked.entry, "public", by=eda).pk != asked.pk


@pytest.mark.parametrize("second", ["publish", "decline", "withdraw"])
def test_what_was_decided_is_not_decided_again(knot, asked, ada, eda, second):
    requesting.decline(asked, by=ada, reason="too thin")
    acts = {
        "publish": lambda: requesting.publish(asked, by=ada, base=1),
        "decline": lambda: requesting.decline(asked, by=ada, reason="again"),
        "withdraw": lambda: requesting.withdraw(asked, by=eda),
    }
    with pytest.raises(Decided, match="ada declined it before you"):
        acts[second]()
    assert decision(asked)[2] == "too thin" and not is_public(knot)


def test_nothing_is_published_that_changed_meanwhile(knot, asked, ada):
    revise(knot, body="Two, with a secret.")
    with pytest.raises(EditConflict):
        requesting.publish(asked, by=ada, base=1)
    assert not is_public(knot) and decision(asked)[0] == ""
    requesting.publish(asked, by=ada, base=2)
    assert Concept.objects.get(pk=knot.pk).public_from == 2


def test_rights_are_asked_when_it_is_decided(knot, asked, ada, eda):
    with pytest.raises(PermissionDenied):
        requesting.publish(asked, by=eda, base=1)
    set_role(ada, READER)
    for act in (
        lambda: requesting.publish(asked, by=ada, base=1),
        lambda: requesting.decline(asked, by=ada, reason="x"),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert decision(asked)[0] == "" and not is_public(knot)


def test_publishing_directly_settles_what_was_asked_for(knot, asked, ada, eda):
    publishing.publish([knot], by=ada, reason="at last")
    assert decision(asked) == ("publish", "ada", "at last")
    assert Notice.objects.get().person == eda
    hide = requesting.ask(knot, "private", by=eda)
    publishing.undo(VisibilityChange.objects.first(), by=ada)
    assert decision(hide)[0] == "publish"
    assert "private now" in Notice.objects.first().text


def test_a_request_about_a_page_that_is_so_by_now_is_settled(ada, eda, ben):
    entry, other = concept("Hitch"), concept("Bend")
    asked, second = (requesting.ask(page, "private", by=eda) for page in (entry, other))
    Concept.objects.update(visibility=PRIVATE)  # in no way there is now
    assert requesting.open_request(entry) is None
    requesting.publish(asked, by=ada, base=1)
    assert decision(asked)[0] == "publish" and VisibilityChange.objects.count() == 2
    third = requesting.ask(other, "public", by=ada)
    assert decision(second)[0] == "publish" and requesting.open_request(other) == third


@pytest.mark.parametrize("way", ["bin", "merge"])
def test_what_was_asked_before_a_page_was_deleted_is_closed_when_it_comes_back(ada, eda, way):
    entry = concept("Hitch")
    asked = requesting.ask(entry, "private", by=eda)
    if way == "bin":
        deleting.delete(entry, by=ada)
        with pytest.raises(NotNow, match="deleted"):
            requesting.publish(asked, by=ada, base=1)
        deleting.restore(entry, by=ada)
    else:
        joining.undo_merge(joining.merge(entry, concept("Bend"), by=ada).act, by=ada)
    assert decision(asked)[:2] == ("withdraw", "ada")
    notice = Notice.objects.visible_to(eda).get()
    assert "your request" in notice.text.lower() and notice.entry_id == entry.pk
    with pytest.raises(Decided):
        requesting.publish(asked, by=ada, base=1)
    requesting.ask(entry, "public", by=ada)
    publishing.publish([entry], by=ada)
    assert requesting.open_request(entry) is None and is_public(entry)


def test_who_decides_on_their_own_request_is_told_nothing(knot, ada):
    asked = requesting.ask(knot, "public", by=ada)
    requesting.publish(asked, by=ada, base=1)
    assert not Notice.objects.exists()


# E-mail


@pytest.fixture
def mailing(settings):
    settings.SENDS_MAIL = True
    settings.SITE_URL = "https://wiki.example"


def test_a_notice_goes_out_by_mail_once_it_has_happened(knot, asked, ada, mailing, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        requesting.decline(asked, by=ada, reason="too thin")
        assert mail.outbox == []
    (letter,) = mail.outbox
    assert letter.to == ["eda@example.org"]
    assert "declined" in letter.body and "too thin" in letter.body
    assert "Knot\nhttps://wiki.example/concepts/knot/" in letter.body


def test_without_mail_only_the_site_tells(asked, ada, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        requesting.decline(asked, by=ada, reason="too thin")
    assert mail.outbox == [] and Notice.objects.count() == 1


@pytest.mark.parametrize("meanwhile", ["no role", "switched off", "no address", "deleted"])
def test_what_somebody_may_know_is_asked_again_when_a_mail_goes_out(knot, eda, ada, mailing, meanwhile):
    notice = telling.tell(eda, knot, "Something was decided.", by=ada)
    if meanwhile == "no role":
        set_role(eda, READER)
    elif meanwhile == "deleted":
        deleting.delete(knot, by=ada)
    else:
        field = {"switched off": {"is_active": False}, "no address": {"email": ""}}[meanwhile]
        type(eda).objects.filter(pk=eda.pk).update(**field)
    telling.mail([notice.pk])
    assert mail.outbox == []


def test_a_mail_server_that_refuses_undoes_nothing(asked, ada, mailing, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    with django_capture_on_commit_callbacks(execute=True):
        requesting.decline(asked, by=ada, reason="too thin")
    assert decision(asked)[0] == "decline"


def test_notices_are_marked_as_seen_for_their_person_alone(knot, eda, ada):
    for person in (eda, eda, ada):
        telling.tell(person, knot, "Something was decided.")
    assert telling.mark_seen(eda) == 2
    assert list(Notice.objects.filter(seen_at=None).values_list("person", flat=True)) == [ada.pk]


@pytest.mark.parametrize(
    ("value", "host", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", "mail.example", 587, True, False),
        ("smtp://a%40b:p%2Fw@mail.example:2525?tls=off", "mail.example", 2525, False, False),
        ("smtp://mail.example?tls=implicit&from=w@x.org", "mail.example", 465, False, True),
        ("smtp://[::1]?tls=on", "::1", 587, True, False),
    ],
)
def test_the_mail_server_is_one_address(monkeypatch, value, host, port, tls, ssl):
    monkeypatch.setenv("EMAIL_URL", value)
    found = environment.mail("EMAIL_URL")
    assert [found[f"EMAIL_{name}"] for name in ("HOST", "PORT", "USE_TLS", "USE_SSL")] == [host, port, tls, ssl]
    if "@mail" in value:
        assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("a@b", "p/w")
    assert found.get("DEFAULT_FROM_EMAIL") == ("w@x.org" if "from" in value else None)


@pytest.mark.parametrize(
    "value",
    ["mail.example", "http://mail.example", "smtp://", "smtp://h:port", "smtp://h?tls=maybe", "smtp://h?x=1",
     "smtp://u:secret@h/path", "smtp://h?from=nobody", "smtp://[h"],
)  # fmt: skip
def test_a_wrong_mail_server_stops_the_start_with_one_line(monkeypatch, value):
    monkeypatch.setenv("EMAIL_URL", value)
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.mail("EMAIL_URL")
    said = str(refused.value)
    assert said.startswith("EMAIL_URL") and "\n" not in said and "secret" not in said


def test_no_mail_server_is_no_setting(monkeypatch):
    monkeypatch.delenv("EMAIL_URL", raising=False)
    assert environment.mail("EMAIL_URL") == {}


def test_with_a_mail_server_the_wiki_starts():
    """What other settings follow from it fit together: the checks of a fresh process say nothing."""
    env = {**os.environ, "EMAIL_URL": "smtp://mail.example", "DJANGO_SETTINGS_MODULE": "wiki.settings"}
    command = [sys.executable, str(Path(__file__).parents[3] / "manage.py"), "check"]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
