"""Changing the password, and getting a new one by mail."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.mail import beside, post
from accounts.models import User
from tests.cast import PASSWORD

NEW = "a short walk in the hills"
CHANGE, RESET = "/accounts/password/change/", "/accounts/password/reset/"


def change(client, **fields):
    return client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW} | fields)


def password_of(person):
    return next(word for word in (PASSWORD, NEW) if User.objects.get(pk=person.pk).check_password(word))


def test_ben_changes_his_password_and_is_signed_out_elsewhere(client_of, ben):
    here, there = client_of(ben), client_of(ben)
    assert here.get(CHANGE).status_code == 200
    assert change(here).status_code == 303
    assert password_of(ben) == NEW
    assert here.get(CHANGE).status_code == 200
    assert there.get(CHANGE).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"oldpassword": "not this"}, "This is not your password now"),
        ({"password2": "something else"}, "same password"),
        ({"password1": "12345", "password2": "12345"}, "too short"),
        ({"password1": "password", "password2": "password"}, "too common"),
        ({"password1": "", "password2": ""}, "required"),
    ],
)
def test_a_wrong_form_comes_back_and_nothing_is_changed(client_of, ben, wrong, said):
    answer = change(client_of(ben), **wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert password_of(ben) == PASSWORD


def test_nobody_is_led_to_the_sign_in(client, db):
    assert client.get(CHANGE)["Location"] == f"/accounts/login/?next={CHANGE}"


def test_the_form_needs_its_csrf_token(ben):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ben)
    assert change(client).status_code == 403
    assert password_of(ben) == PASSWORD


def test_the_page_is_kept_by_nobody(client_of, ben):
    assert "no-store" in client_of(ben).get(CHANGE)["Cache-Control"]


def test_without_mail_the_page_says_whom_to_ask(client, ben, mailoutbox):
    for answer in (client.get(RESET), client.post(RESET, {"email": ben.email})):
        assert "sends no mail" in answer.text
    assert not mailoutbox


def ask(client, mail, link_in, email="ben@example.org"):
    assert client.post(RESET, {"email": email})["Location"] == RESET + "done/"
    return link_in(mail.pop())


def test_ben_gets_a_new_password_by_a_link_that_works_once(client, ben, mail, link_in):
    path = ask(client, mail, link_in, "Ben@Example.org")
    form = client.get(path)["Location"]  # the secret part goes into the session
    assert path not in form
    assert client.get(form).status_code == 200
    assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 303
    assert password_of(ben) == NEW
    used = Client().get(path)
    assert used.status_code == 404
    assert "does not work any more" in used.text
    assert Client().post(form, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 404
    assert password_of(ben) == NEW


def test_a_weak_password_comes_back_and_the_link_stays(client, ben, mail, link_in):
    form = client.get(ask(client, mail, link_in))["Location"]
    assert client.post(form, {"password1": "12345", "password2": "12345"}).status_code == 422
    assert password_of(ben) == PASSWORD
    assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 303


def test_an_expired_link_says_so(client, ben, mail, link_in, settings):
    path = ask(client, mail, link_in)
    settings.PASSWORD_RESET_TIMEOUT = -1
    answer = client.get(path)
    assert answer.status_code == 404
    assert "too old" in answer.text
    assert password_of(ben) == PASSWORD


def test_a_link_ends_when_the_password_is_changed(client, client_of, ben, mail, link_in):
    path = ask(client, mail, link_in)
    change(client_of(ben))
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["key/1-nonsense/", "key/zzzzzzzzzzzzzz-x/", "key/0-set-password/", "key/1-%00/"])
def test_a_guessed_link_does_nothing(client, ben, mail, path):
    assert client.get(RESET + path).status_code == 404


def test_who_has_no_account_gets_the_same_page_and_no_mail(client, ben, mail):
    known = client.post(RESET, {"email": "ben@example.org"}, follow=True)
    mail.clear()
    unknown = Client().post(RESET, {"email": "zoe@example.org"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert known.text == unknown.text
    assert not mail


def test_what_is_done_before_the_answer_is_the_same_for_anybody(client, ben, mail, settings, monkeypatch):
    settings.MAIL_IN_BACKGROUND = True
    later, asked = [], []
    monkeypatch.setattr("accounts.mail.threading.Thread.start", lambda thread: later.append(thread))
    for email in ("ben@example.org", "zoe@example.org"):
        with CaptureQueriesContext(connection) as questions:
            assert client.post(RESET, {"email": email}).status_code in (302, 303)
        asked.append(len(questions))
    assert len(later) == 2 and asked[0] == asked[1] and not mail


def test_a_mail_server_that_fails_tells_nobody_who_has_an_account(client, ben, mail, monkeypatch, caplog):
    def refuse(self, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    for email in ("ben@example.org", "zoe@example.org"):
        assert client.post(RESET, {"email": email})["Location"] == RESET + "done/"
    assert "could not be sent: ConnectionRefusedError" in caplog.text
    assert "example.org" not in caplog.text


def test_mail_goes_out_beside_the_request(mail, settings):
    settings.MAIL_IN_BACKGROUND = True
    sent = threading.Event()

    class Message:
        def send(self):
            sent.thread = threading.current_thread()
            sent.set()

    post(Message())
    assert sent.wait(10) and sent.thread is not threading.current_thread()


@pytest.mark.django_db(transaction=True)
def test_what_is_done_beside_a_request_asks_the_database_and_says_what_went_wrong(settings, caplog):
    settings.MAIL_IN_BACKGROUND = True
    done, found = threading.Event(), []

    def work(fails):
        found.append((threading.current_thread(), User.objects.count()))
        try:
            assert not fails
        finally:
            done.set()

    for fails in (False, True):
        done.clear()
        before = set(threading.enumerate())
        beside(work, fails)
        assert done.wait(10)
        for thread in set(threading.enumerate()) - before:
            thread.join(10)
    assert [count for _, count in found] == [0, 0] and threading.current_thread() not in dict(found)
    assert caplog.text.count("could not be written: AssertionError") == 1


def test_somebody_switched_off_gets_no_link(client, ben, mail):
    User.objects.update(is_active=False)
    client.post(RESET, {"email": "ben@example.org"})
    assert not mail


def test_links_lead_to_the_site_whatever_host_was_asked(client, ben, mail, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(RESET, {"email": "ben@example.org"}, headers={"host": "evil.example"})
    assert "evil" not in mail[0].body + mail[0].subject
