"""A live server and a fresh browser window for each test, which fails on script errors and foreign requests."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from playwright.sync_api import sync_playwright
from reversion.models import Version

from tests.browser import chromium
from tests.cast import PASSWORD
from tests.replicas import browsed
from wiki.actions.derived import rebuild

if browsed.REPLICA:  # two processes and a replica in the place of a thread: python -m tests.replicas.browsed
    from tests.replicas.browsed import live_server, pytest_runtest_call  # noqa: F401

# What a person does is played on both databases where it ends in the database by steps that no other test takes; the
# tests of suppressing ask both for the same by HTTP.
ON_BOTH = ("test_publication", "test_sign_in")


@pytest.hookimpl(tryfirst=True)  # before tests are left out by their markers
def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            if item.path.stem not in ON_BOTH:
                item.add_marker(pytest.mark.looks)
            if browsed.REPLICA and item.get_closest_marker("within"):
                item.add_marker(pytest.mark.skip("changes the server from within: here it is other processes"))


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, for the whole session."""
    path = chromium.path()
    if not path:
        pytest.skip(chromium.MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def window(browser, live_server):
    """`window(**options)`: a page in a context of its own, with Playwright's context options."""
    opened = []

    def window(**options):
        context = browser.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(10_000)
        page = context.new_page()
        watch(page, complaints, urlsplit(live_server.url).netloc)
        opened.append(context)
        return page

    complaints = []
    yield window
    for context in opened:
        context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def sample(transactional_db):
    """The wiki that a newcomer finds: read in once, then put back as it was."""
    if not SAMPLE:
        call_command("load_sample", verbosity=0)
        SAMPLE.extend((model, list(model._base_manager.all())) for model in apps.get_models() if holds_content(model))
        KINDS.update((row.pk, row.content_type.natural_key()) for row in Version.objects.select_related("content_type"))
        return
    with transaction.atomic():  # keys between tables are checked at its end
        for model, rows in SAMPLE:
            put_back(model, rows)
    rebuild("search")


SAMPLE = []  # (model, its rows)
KINDS = {}  # of each version: content types are made anew after a flush, under other keys


def holds_content(model):
    return not model._meta.proxy and model._meta.app_label in ("wiki", "reversion")


def put_back(model, rows):
    if model is Version:
        for row in rows:
            row.content_type = ContentType.objects.get_by_natural_key(*KINDS[row.pk])
    if model._meta.parents:
        for row in rows:
            row.save_base(raw=True, force_insert=True)
    else:
        model._base_manager.bulk_create(rows)


@pytest.fixture
def page(window):
    """A page at desktop size."""
    return window(viewport={"width": 1280, "height": 900})


def watch(page, complaints, host):
    """Note script errors, console errors and requests to other hosts.

    A page that answers 4xx on purpose is no error: Chromium says so on the console, where the text names no script.
    """

    def console(message):
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(f"console: {message.text} ({page.url})")

    def request(request):
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.netloc != host:
            complaints.append(f"request to a foreign host: {request.url} ({page.url})")

    def response(response):
        if response.status >= 400 and not response.request.is_navigation_request():
            complaints.append(f"{response.status} for {response.url} ({page.url})")

    page.on("console", console)
    page.on("pageerror", lambda error: complaints.append(f"script: {error} ({page.url})"))
    page.on("request", request)
    page.on("response", response)


@pytest.fixture
def sign_in(page, live_server):
    """`sign_in(person, page)`: give the window a session; two pages less than by the form."""

    def sign_in(person, page=page):
        client = Client()
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        session = {"name": cookie.key, "value": cookie.value, "url": live_server.url, "httpOnly": True}
        page.context.add_cookies([session])

    return sign_in


@pytest.fixture
def sign_in_by_form(page):
    """`sign_in_by_form(person, page)`: as people do."""

    def sign_in_by_form(person, page=page):
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(person.username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/accounts/login/" not in url)

    return sign_in_by_form


@pytest.fixture(scope="session")
def assert_accessible():
    """`assert_accessible(page)`: axe finds nothing against WCAG 2.2 A and AA. `rules` names the only ones to ask."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def assert_accessible(page, rules=None):
        only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": tags}
        read = page.evaluate("'axe' in window")  # by an earlier question to the same page: half a megabyte of script
        results = Axe(*["0"] * read).run(page, options={"runOnly": only, "resultTypes": ["violations"]})
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return assert_accessible
