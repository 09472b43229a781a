"""Cards beside links: by pointer and by keyboard, gone by Escape, none for fingers, and nothing moves for them."""

import datetime

import pytest
from playwright.sync_api import expect

from tests.factories import PRIVATE, concept, entries, essay, submission

BODY = """The [[Weir]] stands by the [[Mill#Wheel|wheel]], the [[salmon ladder]] and the [[Canary]].

It is [elsewhere](https://example.org/concepts/weir/) too; [[Leat]] means two things, and [[River]] is this page.

## More

""" + "\n\n".join(f"Line {number} of many, on the [[Weir]]." for number in range(40))
DESK = {"width": 1440, "height": 900}
RECTS = """() => [...document.querySelectorAll('main *:not(.card, .card *), footer')].map((node) => {
  const box = node.getBoundingClientRect(); return [box.x, box.y, box.width, box.height].join(' ') })"""


@pytest.fixture
def river(transactional_db):
    entries(
        submission("Weir", "A low dam. It holds a river back.", aliases=["barrage"]),
        submission("Mill", "It grinds.\n\n## Wheel\n\nIt turns."),
        submission("Leat (water)", "A ditch."),
        submission("Leat (art)", "A line."),
        submission("Canary", "Bird.", visibility=PRIVATE),
    )
    essay("On weirs", "Against every [[weir]] of the [[river]].", author="M. Sorley", published="1911")
    return concept("River", BODY, related=["Mill"])


@pytest.fixture
def desk(river, window):
    page = window(viewport=DESK)
    page.goto("/concepts/river/", wait_until="networkidle")
    return page


def link(page, name, place=".prose"):
    return page.locator(f"{place} a, {place} .red", has_text=name).first


def settled(page):
    """Wait longer than a card would need."""
    page.wait_for_timeout(700)
    return page.locator(".card").count()


def test_a_card_comes_after_a_rest_and_stays_while_the_pointer_is_on_it(desk):
    card, weir = desk.locator(".card"), link(desk, "Weir")
    before, height = desk.evaluate(RECTS), desk.evaluate("document.documentElement.scrollHeight")
    weir.hover()
    desk.wait_for_timeout(150)
    expect(card).to_have_count(0)
    card.wait_for()
    assert card.inner_text().split("\n")[0] == "Weir"
    for words in ("Also known as barrage", "A low dam. It holds a river back.", "Concept · 2 entries link here"):
        assert words in card.inner_text()
    assert "Private" not in card.inner_text() and "Public" not in card.inner_text()
    assert desk.evaluate(RECTS) == before
    assert desk.evaluate("document.documentElement.scrollHeight") == height
    box, at = card.bounding_box(), weir.bounding_box()
    assert box["width"] == 380
    assert box["y"] + box["height"] <= at["y"] or box["y"] >= at["y"] + at["height"]
    desk.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2, steps=30)
    assert settled(desk) == 1
    desk.mouse.move(5, 5)
    card.wait_for(state="detached")


def test_escape_sends_it_away_until_the_pointer_comes_again(desk):
    card, weir = desk.locator(".card"), link(desk, "Weir")
    weir.hover()
    card.wait_for()
    desk.keyboard.press("Escape")
    expect(card).to_have_count(0)
    box = weir.bounding_box()
    desk.mouse.move(box["x"] + 3, box["y"] + 8)
    assert settled(desk) == 0
    desk.mouse.move(5, 5)
    weir.hover()
    card.wait_for()


def test_the_keyboard_brings_it_and_says_only_the_opening(desk):
    card, weir = desk.locator(".card"), link(desk, "Weir")
    weir.evaluate("link => link.previousSibling && document.querySelector('.tabs a:last-child').focus()")
    while desk.evaluate("document.activeElement.textContent") != "Weir":
        desk.keyboard.press("Tab")
    card.wait_for()
    described = weir.get_attribute("aria-describedby")
    expect(desk.locator(f"#{described}")).to_have_text("A low dam. It holds a river back.")
    assert (card.get_attribute("role"), desk.locator("[aria-live], [role=status]").count()) == ("tooltip", 0)
    desk.mouse.move(5, 5)
    assert settled(desk) == 1  # a link that has the focus keeps its card
    desk.keyboard.press("Escape")
    assert card.count() == 0 and weir.get_attribute("aria-describedby") is None
    desk.keyboard.press("Tab")
    card.wait_for()
    assert card.inner_text().startswith("Mill")
    desk.keyboard.press("Tab")
    card.wait_for(state="detached")


def test_a_link_to_a_section_shows_its_entry_and_a_hint_of_the_browser_gives_way(desk):
    wheel = link(desk, "wheel")
    assert wheel.get_attribute("href") == "/concepts/mill/#wheel" and wheel.get_attribute("title") == "Mill"
    wheel.hover()
    desk.locator(".card").wait_for()
    assert desk.locator(".card").inner_text().startswith("Mill")
    assert wheel.get_attribute("title") is None
    desk.mouse.move(5, 5)
    desk.locator(".card").wait_for(state="detached")
    assert wheel.get_attribute("title") == "Mill"


def test_only_links_to_other_entries_have_one(desk):
    asked = []
    desk.on("request", lambda request: asked.append(request.url) if "/card/" in request.url else None)
    for name in ("salmon ladder", "Canary", "elsewhere", "Leat", "River"):
        link(desk, name).hover()
        assert settled(desk) == 0, name
    for name in ("History", "Essays"):
        desk.locator("header a, .tabs a", has_text=name).first.hover()
        assert settled(desk) == 0, name
    assert asked == []
    link(desk, "On weirs", ".apparatus").hover()
    desk.locator(".card").wait_for()
    assert "M. Sorley · 1911" in desk.locator(".card").inner_text().replace(", ", " · ")


def test_it_is_asked_for_once_and_not_for_a_link_that_was_passed(desk):
    asked = []
    desk.on("request", lambda request: asked.append(request.url) if "/card/" in request.url else None)
    desk.clock.install()
    desk.clock.pause_at(datetime.datetime.now() + datetime.timedelta(hours=1))  # time stands still but for what we say
    link(desk, "wheel").hover()
    desk.clock.run_for(100)
    for _ in range(2):
        link(desk, "Weir").hover()
        desk.clock.run_for(1000)
        desk.locator(".card").wait_for()
        desk.mouse.move(5, 5)
        desk.clock.run_for(1000)
        desk.locator(".card").wait_for(state="detached")
    assert [url.split("/concepts/")[1] for url in asked] == ["weir/card/"]


def test_an_editor_is_told_that_an_entry_is_private(river, window, sign_in, eda, assert_accessible):
    page = window(viewport=DESK, color_scheme="dark", reduced_motion="reduce")
    sign_in(eda, page)
    page.goto("/concepts/river/")
    link(page, "Canary").hover()
    page.locator(".card").wait_for()
    expect(page.locator(".card .badge")).to_have_text("Private")
    assert page.evaluate("getComputedStyle(document.querySelector('.card')).animationName") == "none"
    assert_accessible(page)


def test_light_and_accessible(desk, assert_accessible):
    link(desk, "Weir").hover()
    desk.locator(".card").wait_for()
    desk.evaluate("Promise.all(document.getAnimations().map((running) => running.finished))")
    assert_accessible(desk)


def test_fingers_get_none(river, window):
    page = window(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto("/concepts/river/", wait_until="networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/card/" in request.url else None)
    link(page, "Weir").hover()
    assert settled(page) == 0
    link(page, "Weir").focus()
    assert settled(page) == 0
    link(page, "Weir").tap()
    page.wait_for_url("**/concepts/weir/")
    assert asked == []


def test_it_stays_within_a_narrow_window_and_goes_below_where_there_is_no_room_above(river, window):
    page = window(viewport={"width": 360, "height": 600})
    page.goto("/concepts/river/", wait_until="networkidle")
    last = page.locator(".prose a", has_text="Weir").nth(20)
    last.scroll_into_view_if_needed()
    last.evaluate("link => scrollBy(0, link.getBoundingClientRect().top - 20)")
    last.hover()
    page.locator(".card").wait_for()
    box, at = page.locator(".card").bounding_box(), last.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    assert box["y"] >= at["y"] + at["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_page_written_from_right_to_left(desk):
    desk.evaluate("document.querySelector('.entry').dir = 'rtl'")
    weir = link(desk, "Weir")
    weir.hover()
    desk.locator(".card").wait_for()
    box, at = desk.locator(".card").bounding_box(), weir.bounding_box()
    assert box["x"] + box["width"] > at["x"] + at["width"] + 50


def test_a_revision_has_them_too(desk):
    desk.goto("/concepts/river/history/1/", wait_until="networkidle")
    link(desk, "Weir").hover()
    desk.locator(".card").wait_for()


def test_the_policy_minds_neither_cards_nor_the_block_of_data(river, window):
    page = window(viewport=DESK)
    page.add_init_script("addEventListener('securitypolicyviolation', (event) => (window.minded ??= []).push(event))")
    page.goto("/concepts/river/", wait_until="networkidle")
    link(page, "Weir").hover()
    page.locator(".card").wait_for()
    data = page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert (data["@type"], data["name"]) == ("DefinedTerm", "River")
    assert page.evaluate("window.minded ?? []") == []
