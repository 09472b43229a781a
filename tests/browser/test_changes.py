"""The list of changes in a browser: a page that was looked at marks itself as seen; without script a button does."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories import concept, revise
from wiki.models import Visit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def knots(transactional_db, ada, eda):
    """A concept that Ada revised twice, and that Eda saw when it was new."""
    entry = concept("Bowline", "A knot.", by=ada)
    Visit.objects.create(person=eda, changes_seen_at=timezone.now())
    for body in ("A loop.", "A fixed loop."):
        revise(entry, by=ada, body=body, summary=body.lower())
    return entry


@pytest.fixture
def desk(window):
    return window(viewport={"width": 1440, "height": 900})


def test_a_page_that_was_looked_at_is_seen(knots, desk, eda, sign_in, assert_accessible):
    sign_in(eda, desk)
    before = Visit.objects.get().changes_seen_at
    desk.goto("/changes/")
    expect(desk.get_by_text("2 new since your last visit")).to_be_visible()
    desk.get_by_text("3 changes").click()
    expect(desk.locator(".changed ol").get_by_text("a fixed loop.")).to_be_visible()
    expect(desk.get_by_role("button", name="Mark all as seen")).to_have_count(0)
    expect(desk.locator(".changed b").first).to_have_text("New")  # the marks stay until the page is loaded again
    assert Visit.objects.get().changes_seen_at > before
    desk.reload()
    expect(desk.locator(".changed b")).to_have_count(0)
    desk.goto("/changes/?kind=person")
    assert_accessible(desk)


@pytest.mark.looks
def test_what_is_new_is_marked_for_everybody(knots, desk, eda, sign_in, assert_accessible):
    Visit.objects.update(changes_seen_at=timezone.now() - datetime.timedelta(days=3))
    concept("Hitch", "Another.")
    sign_in(eda, desk)
    desk.goto("/changes/")
    for theme in ("light", "dark"):
        desk.emulate_media(color_scheme=theme)
        assert_accessible(desk)
    desk.set_viewport_size({"width": 390, "height": 844})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_script_the_button_says_so(knots, window, eda, sign_in):
    desk = window(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    sign_in(eda, desk)
    desk.goto("/changes/")
    desk.get_by_role("button", name="Mark all as seen").click()
    expect(desk.locator(".changed b")).to_have_count(0)
    expect(desk.get_by_role("button", name="Mark all as seen")).to_have_count(0)
