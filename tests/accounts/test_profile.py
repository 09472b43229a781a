"""What people say of themselves, and the time zone in which they are told the time."""

import datetime

import pytest
from django.template import Context, Template
from django.utils import timezone

from accounts import zones
from accounts.middleware import TimeZone
from accounts.models import User

PAGE = "/accounts/profile/"
FORM = {"first_name": "Ben", "last_name": "Okri", "language": "en-gb", "time_zone": "asia/kolkata"}


@pytest.fixture
def two_languages(settings):
    settings.LANGUAGES = [("en-gb", "English"), ("pt", "Português")]


def test_where_there_is_one_language_nothing_is_asked_and_nothing_lost(client_of, ben):
    User.objects.update(language="pt")
    client = client_of(ben)
    assert "Language" not in client.get(PAGE).text
    assert client.post(PAGE, FORM).status_code == 303
    assert (User.objects.get().first_name, User.objects.get().language) == ("Ben", "pt")


def test_connections_are_a_tab_where_there_is_a_site_to_connect(client_of, ben, monkeypatch):
    tab = 'href="/accounts/connections/"'
    assert tab not in client_of(ben).get(PAGE).text
    monkeypatch.setattr("accounts.oidc.providers", lambda: [object()])
    assert tab in client_of(ben).get(PAGE).text


def test_ben_saves_his_profile(two_languages, client_of, ben):
    client = client_of(ben)
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, FORM).status_code == 303
    ben = User.objects.get()
    assert (ben.first_name, ben.last_name, ben.language) == ("Ben", "Okri", "en-gb")
    assert ben.time_zone == "Asia/Kolkata"


def test_what_is_emptied_is_empty(client_of, ben):
    client = client_of(ben)
    client.post(PAGE, FORM)
    client.post(PAGE, dict.fromkeys(FORM, ""))
    ben = User.objects.get()
    assert (ben.first_name, ben.language, ben.time_zone) == ("", "", "")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"time_zone": "Mars/Olympus"}, "no time zone of this name"),
        ({"time_zone": "../../etc/passwd"}, "no time zone of this name"),
        ({"language": "tlh"}, "not one of the available choices"),
        ({"first_name": "x" * 151}, "at most 150"),
        ({"first_name": "a\0b"}, "Null characters"),
    ],
)
def test_a_wrong_form_comes_back_and_nothing_is_saved(two_languages, client_of, ben, wrong, said):
    answer = client_of(ben).post(PAGE, FORM | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert User.objects.get().last_name == ""


def test_nothing_else_is_set_by_the_form(two_languages, client_of, ben):
    before = User.objects.values().get()
    extra = {"is_staff": "on", "is_superuser": "on", "groups": "1", "username": "ada", "email": "x@example.org"}
    extra |= {
        "is_active": "",
        "awaits_approval": "on",
        "blocked_at": "",
        "must_confirm": "",
        "password": "x",
        "id": "9",
    }
    client_of(ben).post(PAGE, FORM | extra)
    after = User.objects.values().get()
    changed = {name for name in before if before[name] != after[name]} - {"last_login"}
    assert changed == {"first_name", "last_name", "language", "time_zone"}
    assert not User.objects.get().groups.exists()


def test_the_page_is_for_the_signed_in(client, db):
    assert client.get(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"


NOON = datetime.datetime(2026, 1, 2, 12, tzinfo=datetime.UTC)


def shown(rf, user):
    request = rf.get("/")
    request.user = user
    show = Template("{{ at|date:'H:i' }}")
    return TimeZone(lambda request: show.render(Context({"at": NOON})))(request)


@pytest.mark.parametrize(("name", "time"), [("", "12:00"), ("Asia/Kolkata", "17:30"), ("Gone/Nowhere", "12:00")])
def test_times_are_those_of_who_reads(rf, ben, name, time):
    ben.time_zone = name
    assert shown(rf, ben) == time
    assert timezone.get_current_timezone_name() == "UTC"


def test_times_of_nobody_are_the_site_s(rf, nobody):
    assert shown(rf, nobody) == "12:00"


@pytest.mark.parametrize("name", ["Europe/Lisbon", "utc", " america/new york "])
def test_zones_are_found_as_people_type_them(name):
    assert zones.find(name) in zones.names()
