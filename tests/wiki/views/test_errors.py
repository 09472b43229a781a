"""What is absent, refused or broken; and the headers of every answer."""

import pytest
from django.test import Client

from tests.factories import concept
from tests.together import together
from tests.wiki.views.pages import html, text
from wiki.views import home

pytestmark = pytest.mark.django_db

ABSENT = [
    "/nowhere/",
    "/concepts/nothing/",
    "/concepts/nothing.md",
    "/concepts/nothing/links/",
    "/essays/nothing/",
    "/tags/nothing/",
    "/citations/nothing/",
    "/talk/",
]
ODD = [
    "%00",
    "a%00b",
    "%E2%80%AEgnp",  # turns the direction of what follows
    "%E2%81%A6x",
    "%EF%BB%BFx",
    "%0d%0aSet-Cookie:x=1",
    "%09",
    "%FF%FE",
    "%ED%A0%80",
    "..%2f..%2fetc",
    "%2e%2e",
    "%3Cscript%3E",
    "a" * 3000,
    "%F0%9F%8F%94" * 200,
]


@pytest.mark.parametrize("path", ABSENT)
def test_what_is_absent_says_where_to_look(get, path):
    response = get(path)
    assert response.status_code == 404
    assert "Nothing here" in text(response)
    assert "the names from A to Z" in text(response)
    assert "<title>Nothing here – Commonplace</title>" in html(response)


@pytest.mark.both
@together("name", ODD)
@together("path", ["/concepts/{}/", "/concepts/{}.md", "/essays/{}/links/", "/tags/{}/", "/citations/{}/"])
def test_an_odd_address_is_absent_and_never_an_error(get, path, name):
    response = get(path.format(name))
    assert response.status_code in (301, 404)
    if response.status_code == 404:
        assert response.content == get("/concepts/nothing/").content
        assert "<script>" not in html(response)


def test_a_broken_page_says_so_and_shows_nothing_of_the_inside(monkeypatch, settings):
    def broken(request):
        raise RuntimeError("inside of the machine")

    monkeypatch.setattr(home.readers, "home_page", broken)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert "Something broke" in text(response)
    assert "inside" not in html(response)
    assert "Traceback" not in html(response)
    check_headers(response)


def check_headers(response):
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


@together(
    ("method", "path", "status"),
    [
        ("get", "/", 200),
        ("get", "/concepts/weir/", 200),
        ("get", "/concepts/weir.md", 200),
        ("get", "/concepts/dam/", 301),
        ("get", "/concepts/weir", 301),
        ("get", "/accounts/login/", 200),
        ("get", "/admin/", 302),
        ("get", "/nowhere/", 404),
        ("post", "/concepts/weir/", 405),
        ("head", "/concepts/weir/", 200),
    ],
)
def test_every_answer_carries_the_headers(client, method, path, status):
    concept("Weir", "A low dam.", aliases=["dam"])
    response = getattr(client, method)(path)
    assert response.status_code == status
    check_headers(response)


def test_a_form_without_its_token_is_refused_with_the_headers():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x", "password": "y"})
    assert response.status_code == 403
    check_headers(response)


@pytest.mark.both
def test_an_unknown_host_is_refused(client):
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert b"evil" not in response.content


def test_readers_pages_may_be_kept_and_asked_again_others_never(get, ben):
    concept("Weir", "A low dam.")
    assert get("/concepts/weir/")["Cache-Control"] == "no-cache"
    assert get("/nowhere/")["Cache-Control"] == "no-cache"
    assert get("/nowhere/", ben)["Cache-Control"] == "private, no-store"


def test_a_form_without_its_token_is_refused_on_a_page_of_ours():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x", "password": "y"})
    assert response.status_code == 403
    assert "too old" in response.content.decode()
    assert "style=" not in response.content.decode()
