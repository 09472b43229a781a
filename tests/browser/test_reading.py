"""Following links, the contents, the theme, paper, coming and going."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.usefixtures("sample")

FIRST_THEME = """
new MutationObserver(() => {
  if (document.body && window.themeAtFirst === undefined) {
    window.themeAtFirst = document.documentElement.dataset.theme ?? '';
  }
}).observe(document, {childList: true, subtree: true});
"""


@pytest.fixture
def desk(window):
    return window(viewport={"width": 1440, "height": 900})


def test_a_reader_follows_a_link_another_name_and_a_note_of_a_section(desk):
    desk.goto("/concepts/equal-hours/")
    desk.locator(".prose").get_by_role("link", name="temporal hours").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Temporal hours")
    assert desk.goto("/concepts/clock-hours/").status == 200
    desk.wait_for_url("**/concepts/equal-hours/")
    desk.locator("#ui-links").get_by_role("link", name="all, with sentences").click()
    expect(desk.get_by_role("heading", level=2, name="What links here")).to_be_visible()
    desk.locator(".part-body .facts a").first.click()
    desk.wait_for_function("location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))")


def test_a_name_not_written_yet_is_no_link_and_says_so(desk):
    desk.goto("/concepts/equal-hours/")
    red = desk.locator(".prose .red")
    assert red.text_content() == "decimal time (not written yet)"
    assert "decimal time (not written yet)" in desk.locator(".prose > p").last.aria_snapshot()
    expect(desk.locator(".prose").get_by_role("link", name="decimal time")).to_have_count(0)
    assert "dotted" in red.evaluate("element => getComputedStyle(element).textDecorationStyle")


def test_editors_follow_the_private_link(desk, eda, sign_in):
    sign_in(eda, desk)
    desk.goto("/concepts/equal-hours/")
    desk.locator(".prose").get_by_role("link", name="private: decimal time").click()
    expect(desk.locator(".badge-private").first).to_have_text("Private")


@pytest.mark.looks
def test_the_contents_mark_the_section_in_sight(desk):
    desk.goto("/concepts/equal-hours/")
    marked = desk.locator(".entry > .contents [aria-current]")
    expect(marked).to_have_text("Summary")
    desk.evaluate("document.getElementById('what-equality-means').scrollIntoView()")
    expect(marked).to_have_text("What equality means")
    desk.evaluate("scrollTo(0, 0)")
    expect(marked).to_have_text("Summary")
    desk.locator(".entry > .contents").get_by_role("link", name="References").click()
    desk.wait_for_url("**#ui-references")


@pytest.mark.looks
def test_a_chosen_theme_is_there_before_the_page_is(desk):
    desk.emulate_media(color_scheme="light")
    desk.add_init_script(FIRST_THEME)
    desk.goto("/concepts/equal-hours/")
    light = desk.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    desk.locator("#ui-theme [data-choice=dark]").click()
    dark = desk.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert light != dark
    for path in ("/concepts/equal-hours/", "/"):
        desk.goto(path)
        assert desk.evaluate("themeAtFirst") == "dark"
        assert desk.evaluate("getComputedStyle(document.documentElement).backgroundColor") == dark
        assert desk.locator("#ui-theme [aria-pressed=true]").text_content() == "dark"
    desk.locator("#ui-theme [data-choice=system]").click()
    desk.reload()
    assert desk.evaluate("themeAtFirst") == ""
    assert desk.evaluate("getComputedStyle(document.documentElement).backgroundColor") == light


@pytest.mark.looks
def test_paper_shows_the_text_and_its_notes_and_no_navigation(desk):
    desk.goto("/concepts/equal-hours/")
    desk.emulate_media(media="print")
    for hidden in (".site-head", ".site-foot", ".tabs", ".contents", ".note-back"):
        for part in desk.locator(hidden).all():
            assert not part.is_visible(), hidden
    for shown in ("h1", ".prose > p", ".notes li", ".only-print", "#ui-references"):
        assert desk.locator(shown).first.is_visible(), shown
    notes, text = desk.locator(".notes").bounding_box(), desk.locator(".prose > p").last.bounding_box()
    assert notes["y"] > text["y"]


def test_a_person_signs_in_and_out(desk, eda, sign_in_by_form):
    sign_in_by_form(eda, desk)
    expect(desk.get_by_role("heading", level=1)).to_have_text("What we mean by our words")
    menu = desk.locator(".account")
    menu.locator("summary").click()
    desk.keyboard.press("Escape")
    expect(menu.get_by_role("button", name="Sign out")).to_be_hidden()
    menu.locator("summary").click()
    menu.get_by_role("button", name="Sign out").click()
    expect(desk.locator(".site-head").get_by_role("link", name="Sign in")).to_be_visible()
    assert desk.goto("/concepts/decimal-time/").status == 404


@pytest.mark.looks
def test_the_first_stop_of_the_keyboard_leads_to_the_text(desk):
    desk.goto("/concepts/equal-hours/")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.className") == "skip"
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.id") == "ui-main"


def test_the_index_jumps_to_a_letter(desk):
    desk.goto("/concepts/")
    for head in ("W", "Han", "0–9"):
        desk.get_by_role("navigation", name="Letters").get_by_role("link", name=head, exact=True).click()
        assert desk.evaluate("document.querySelector(':target h2').textContent") == head
