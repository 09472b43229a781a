"""`manage.py set_role`."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Event, User
from accounts.roles import ADMIN, EDITOR, READER, role_of


def run(*arguments, stdin="", monkeypatch=None):
    out, err = io.StringIO(), io.StringIO()
    if monkeypatch:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
    call_command("set_role", *arguments, stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


@pytest.mark.parametrize("role", [READER, EDITOR, ADMIN])
def test_gives_each_role(ben, role):
    run("ben", role)
    ben = User.objects.get()
    assert role_of(ben) == role
    assert ben.is_staff == (role != READER)


def test_takes_a_role_away(ada):
    assert "reader" in run("ada", "reader")
    assert (role_of(ada), User.objects.get().is_staff) == (READER, False)


@pytest.mark.parametrize("name", ["BEN", "ben@example.org", "Ben@Example.org"])
def test_finds_a_person_by_name_or_address_in_any_case(ben, name):
    run(name, "editor", "--create")
    assert User.objects.get() == ben
    assert role_of(ben) == EDITOR


def test_an_unknown_person_is_an_error(db):
    with pytest.raises(CommandError, match="There is no account 'zoe'"):
        run("zoe", "editor")
    assert not User.objects.exists()


def test_create_without_a_password_makes_an_account_that_nobody_can_enter(db):
    assert "no password yet" in run("zoe", "editor", "--create")
    assert not User.objects.get().has_usable_password()


def test_create_with_a_password(db, monkeypatch, client):
    run("zoe", "admin", "--create", "--password-stdin", stdin="  a pass phrase \r\nmore\n", monkeypatch=monkeypatch)
    assert User.objects.get().check_password("  a pass phrase ")
    assert client.login(username="zoe", password="  a pass phrase ")


def test_an_address_as_name_can_sign_in(db, monkeypatch):
    run("zoe@example.org", "reader", "--create", "--password-stdin", stdin="phrase of mine", monkeypatch=monkeypatch)
    assert User.objects.get().email == "zoe@example.org"


def test_sets_the_password_of_an_account_that_is_there(ben, monkeypatch):
    run("ben", "reader", "--password-stdin", stdin="something quite new\n", monkeypatch=monkeypatch)
    assert User.objects.get().check_password("something quite new")


def test_a_role_alone_leaves_the_password(ben):
    before = ben.password
    run("ben", "editor")
    assert User.objects.get().password == before


def test_an_empty_password_is_refused_and_nothing_is_made(db, monkeypatch):
    with pytest.raises(CommandError, match="no password"):
        run("zoe", "admin", "--create", "--password-stdin", stdin="\n", monkeypatch=monkeypatch)
    assert not User.objects.exists()


def test_a_weak_password_is_named_as_such(db, monkeypatch):
    said = run("zoe", "admin", "--create", "--password-stdin", stdin="12345\n", monkeypatch=monkeypatch)
    assert "Weak password" in said


@pytest.mark.parametrize("name", ["two words", "", "x" * 151])
def test_a_name_that_no_account_may_have_is_refused(db, name):
    with pytest.raises(CommandError):
        run(name, "editor", "--create")
    assert not User.objects.exists()


def test_an_unknown_role_is_refused(ben):
    with pytest.raises(CommandError, match="invalid choice"):
        run("ben", "owner")


def test_what_the_command_does_is_written_down(ben, monkeypatch):
    run("ben", "editor")
    run("ben", "editor")
    run("zoe", "admin", "--create")
    run("ben", "editor", "--password-stdin", stdin="something quite new\n", monkeypatch=monkeypatch)
    rows = [(event.kind, event.subject, event.by) for event in Event.objects.order_by("pk")]
    assert rows == [
        ("role", "ben", None),
        ("sign-up", "zoe", None),
        ("role", "zoe", None),
        ("password", "ben", None),
    ]
