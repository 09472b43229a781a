"""Every answer of a production server scores A+, whatever its status; nobody is led away, no page tells of within."""

import json
import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from django.test import Client, override_settings

from tests.cast import PASSWORD
from tests.factories import concept
from tests.visibility.observatory import grade, policy_of, score
from tests.visibility.world import PATTERNS, build
from wiki.views import home

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
HOST = "wiki.example.org"
NAMES = ("SECURE_", "SESSION_", "CSRF_", "X_FRAME", "MIDDLEWARE", "ALLOWED_HOSTS", "WHITENOISE_", "DEBUG", "MESSAGE_")
CODE = """
import json, django
from django.conf import settings
from django.core.management import call_command
django.setup()
call_command("check", deploy=True, fail_level="WARNING")
import wiki.settings as module
print(json.dumps({name: getattr(module, name) for name in dir(module) if name.startswith(%r)}))
"""


@pytest.fixture(scope="session")
def production(tmp_path_factory):
    """The settings of a server behind https, as a process of its own reads them; `check --deploy` says nothing."""
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "wiki.settings", "HTTPS": "on"}
    environment |= {"DATA_DIR": str(tmp_path_factory.mktemp("data")), "ALLOWED_HOSTS": HOST}
    environment |= {"SITE_URL": f"https://{HOST}"}
    command = [sys.executable, "-c", CODE % (NAMES,)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.fixture
def server(production, tmp_path):
    """`server(**options)`: a window at a production server, with its static files."""
    (tmp_path / "page.css").write_text("p { margin: 0 }")
    with override_settings(**production, STATIC_ROOT=str(tmp_path), WHITENOISE_AUTOREFRESH=True):
        yield lambda **options: Window(headers={"host": HOST}, raise_request_exception=False, **options)


class Window(Client):
    """Asks by https, as a browser at a production server does."""

    def generic(self, method, path, data="", content_type="application/octet-stream", secure=False, **more):
        return super().generic(method, path, data, content_type, True, **more)


def sign_in(client):
    return client.post(
        "/accounts/login/", {"login": "eda", "password": PASSWORD}, headers={"referer": f"https://{HOST}/"}
    )


def answers(server, monkeypatch, settings, eda):
    """Return {what: (expected status, response)}."""
    concept("Weir", "A low dam.", aliases=["dam"])
    client, known, strict = server(), server(), server(enforce_csrf_checks=True)
    found = {
        "page": (200, client.get("/concepts/weir/")),
        "head": (200, client.head("/concepts/weir/")),
        "options": (405, client.options("/concepts/weir/")),
        "document": (200, client.get("/concepts/weir.md")),
        "form": (200, client.get("/accounts/login/")),
        "redirect": (301, client.get("/concepts/dam/")),
        "admin": (302, client.get("/admin/")),
        "absent": (404, client.get("/nowhere/")),
        "static": (200, client.get("/static/page.css")),
        "static absent": (404, client.get("/static/none.css")),
        "refused": (403, client.get("/concepts/weir/edit/")),
        "without token": (403, strict.post("/accounts/login/", {"login": "x"})),
        "method": (405, client.post("/concepts/weir/")),
        "odd method": (405, client.put("/accounts/login/")),
        "another host": (400, client.get("/", headers={"host": "evil.example"})),
    }
    stamp = found["static"][1]["Last-Modified"]
    found["unchanged"] = 304, client.get("/static/page.css", headers={"if-modified-since": stamp})
    found["signed in"] = sign_in(known).status_code, known.get("/concepts/weir/edit/")
    found["signed in"] = 200, found["signed in"][1]
    found["saved"] = 303, known.post("/concepts/weir/edit/", {"base": "1", "body": "A dam."})
    found["own admin"] = 200, known.get("/admin/")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    found["too large"] = 413, known.post("/concepts/weir/edit/", {"base": "2", "body": "x" * 2000})
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    trying = server()
    found["too often"] = 429, [sign_in(trying) for _ in range(2)][-1]
    monkeypatch.setattr(home.readers, "home_page", lambda *_: 1 / 0)
    found["broken"] = 500, client.get("/")
    return found


@pytest.fixture
def found(server, monkeypatch, settings, eda):
    return answers(server, monkeypatch, settings, eda)


def test_every_answer_scores_a_plus(found):
    for what, (status, response) in found.items():
        assert response.status_code == status, what
        points, losses = score(response)
        assert (losses, grade(points)) == ([], "A+"), what
        assert points >= 130 or not response.cookies, what
        policy = policy_of(response)
        assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"], what
        assert "unsafe" not in response["Content-Security-Policy"], what
        assert response["Cross-Origin-Opener-Policy"] == "same-origin", what
        assert response["X-Frame-Options"] == "DENY", what
        assert not {"Server", "X-Powered-By", "Access-Control-Allow-Origin"} & set(response.headers), what


def test_plain_http_is_led_to_https_on_the_same_host(server):
    response = Client(headers={"host": HOST}).get("/concepts/?letter=a")
    assert (response.status_code, response["Location"]) == (301, f"https://{HOST}/concepts/?letter=a")
    assert set(score(response)[1]) == {"no HSTS"}  # which a browser would not believe without https


INSIDE = "traceback zerodivision django python gunicorn /work site-packages sqlite evil.example settings"


def test_no_page_about_a_fault_tells_of_within(found):
    for what in (
        "broken",
        "another host",
        "absent",
        "refused",
        "without token",
        "too large",
        "too often",
        "odd method",
    ):
        body = found[what][1].content.lower()
        for word in INSIDE.split():
            assert word.encode() not in body, (what, word)


@pytest.mark.parametrize(
    "losing",
    [
        ("Content-Security-Policy", "default-src 'none'; script-src 'unsafe-inline'"),
        ("Content-Security-Policy", None),
        ("Strict-Transport-Security", "max-age=60"),
        ("X-Content-Type-Options", None),
        ("Access-Control-Allow-Origin", "*"),
        ("Referrer-Policy", "unsafe-url"),
    ],
)
def test_the_scorer_condemns(found, losing):
    response = found["page"][1]
    name, value = losing
    if value is None:
        del response.headers[name]
    else:
        response.headers[name] = value
    assert score(response)[1]


# Who asks for another host, and who is led away

AWAY = ["https://evil.example/", "//evil.example/", "/\\evil.example/", "\\\\evil.example", "https:evil.example",
        "///evil.example", "javascript:alert(1)", "/%0a/evil.example", "https://wiki.example.org.evil.example/",
        "https://wiki.example.org@evil.example/", "\thttps://evil.example/", "/\t/evil.example/"]  # fmt: skip
LEADING = ("next", "continue", "return", "url", "to", "back", "redirect_to")


def is_local(address):
    return address.startswith(f"https://{HOST}/") or (address.startswith("/") and address[1:2] not in ("/", "\\", "\t"))


@pytest.mark.parametrize("away", AWAY)
def test_nobody_is_led_to_another_site(server, eda, away):
    asked = dict.fromkeys(LEADING, away)
    for path in (
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/logout/",
        "/admin/",
        "/admin/login/",
        "/concepts/new/",
    ):
        for client in (server(), server()):
            response = client.get(path, asked)
            assert is_local(response.get("Location", "/")), path
    client = server()
    form = {"login": "eda", "password": PASSWORD, **asked}
    response = client.post("/accounts/login/", form, query_params=asked)
    assert response.status_code in (302, 303) and is_local(response["Location"])
    assert is_local(client.post("/accounts/logout/", asked, query_params=asked)["Location"])


@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/%2f..", "/\\evil.example", "///evil.example"])
def test_an_address_with_two_slashes_leads_nowhere_else(server, path):
    response = server().generic("GET", "/", PATH_INFO=path)
    assert response.status_code in (301, 404)
    assert is_local(response.get("Location", "/"))


def test_the_host_that_somebody_names_reaches_no_page(server):
    for host in (
        "evil.example",
        "wiki.example.org.evil.example",
        "evil.example:443",
        "wiki.example.org@evil.example",
        "[",
    ):
        assert server().get("/", headers={"host": host}).status_code == 400, host
    for header in ("x-forwarded-host", "x-host", "forwarded", "x-forwarded-server", "x-original-url", "x-rewrite-url"):
        response = server().get("/concepts/", headers={header: "evil.example"})
        assert (response.status_code, b"evil" in response.content) == (200, False), header


# Methods


def test_only_get_head_and_post_do_anything():
    world = build()
    for name, method in product(PATTERNS, ("put", "patch", "delete", "trace")):
        response = world.ask("ada", method, world.address(name, "public"))
        assert (response.status_code, response.content) == (405, b""), (name, method)
        assert response["Allow"], (name, method)
