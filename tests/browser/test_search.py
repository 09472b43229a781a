"""Searching, by keyboard and by pointer, with and without script."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.usefixtures("sample")


@pytest.fixture
def desk(window):
    return window(viewport={"width": 1440, "height": 900})


def options(page):
    return page.locator("#ui-found").get_by_role("option")


def test_a_name_is_found_by_keyboard_alone(desk):
    desk.goto("/concepts/equal-hours/")
    desk.keyboard.press("/")
    field = desk.get_by_role("combobox", name="Search names and text")
    expect(field).to_be_focused()
    desk.keyboard.type("tempor")
    expect(options(desk).first).to_contain_text("Temporal hours")
    expect(field).to_have_attribute("aria-expanded", "true")
    desk.keyboard.press("ArrowDown")
    expect(options(desk).first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options(desk).first.get_attribute("id")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Temporal hours")


def test_escape_closes_the_list_and_enter_asks_for_the_words(desk):
    desk.goto("/concepts/")
    desk.get_by_role("combobox").fill("hours")
    expect(options(desk).first).to_be_visible()
    desk.keyboard.press("Escape")
    expect(options(desk)).to_have_count(0)
    desk.keyboard.press("Enter")
    expect(desk).to_have_url("/search/?q=hours")
    assert desk.locator(".hits > li").count() >= 3


def test_another_name_leads_by_pointer(desk):
    desk.goto("/")
    desk.get_by_role("combobox").fill("clock hours")
    option = options(desk).first
    expect(option).to_contain_text("another name for Equal hours")
    option.click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Equal hours")


def test_no_name_is_kept_for_whoever_comes_back(desk):
    desk.goto("/")
    field = desk.get_by_role("combobox")
    asked = []
    desk.on("request", lambda request: asked.append(request.url) if "/suggest" in request.url else None)
    for _ in range(2):
        field.fill("")
        field.fill("clock hours")
        expect(options(desk).first).to_be_visible()
    assert len(asked) == 1
    desk.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    expect(options(desk)).to_have_count(0)
    field.fill("")
    field.fill("clock hours")
    expect(options(desk).first).to_be_visible()
    assert len(asked) == 2


def test_a_slash_that_is_written_stays_one(desk):
    desk.goto("/search/")
    expect(desk.get_by_role("combobox")).to_be_focused()
    desk.keyboard.type("a/b")
    expect(desk.get_by_role("combobox")).to_have_value("a/b")


def test_results_are_narrowed_and_misspelt_words_put_right(desk):
    desk.goto("/search/?q=temproal+hours")
    expect(desk.locator(".instead")).to_contain_text("Showing results for temporal hours")
    expect(desk.locator(".hits a").first).to_have_text("Temporal hours")
    desk.goto("/search/?q=hours")
    before = desk.locator(".hits > li").count()
    desk.get_by_role("checkbox", name="Essays").check()
    desk.get_by_role("button", name="Apply").click()
    expect(desk.get_by_role("checkbox", name="Essays")).to_be_checked()
    expect(desk.locator(".hit-kind").first).to_have_text("Essay")
    assert desk.locator(".hits > li").count() < before
    desk.get_by_role("link", name="Clear").click()
    expect(desk.locator(".hits > li")).to_have_count(before)


def test_it_works_without_script_and_on_a_phone(window):
    page = window(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto("/concepts/equal-hours/")
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_label("A name, or words from the text").fill("noon")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".hits a").first).to_contain_text("Noon")


def test_names_are_looked_for_in_two_looks(window):
    for scheme in ("light", "dark"):
        page = window(viewport={"width": 1440, "height": 900}, color_scheme=scheme)
        page.goto("/search/?q=hours")
        page.get_by_role("combobox", name="A name").fill("noo")
        expect(options(page).first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
