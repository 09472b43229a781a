"""Notes stand beside their sentence on a desk, open in place on a phone, and are a plain list without script."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.looks, pytest.mark.usefixtures("sample")]

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
BOXES = """() => [...document.querySelectorAll('.notes li')].map(note => {
  const reference = document.getElementById(`fnref-${note.dataset.note}`).getBoundingClientRect();
  const box = note.getBoundingClientRect();
  return {top: box.top, bottom: box.bottom, left: box.left, reference: reference.top};
})"""


def test_side_notes_stand_beside_their_reference_and_never_meet(window):
    page = window(viewport=DESK)
    page.goto("/essays/the-bell-was-ours-first/", wait_until="networkidle")
    page.wait_for_function("document.querySelector('.notes').dataset.placed !== undefined")
    notes = page.evaluate(BOXES)
    edge = page.evaluate("document.querySelector('.prose').getBoundingClientRect().right")
    assert len(notes) > 2
    assert all(note["left"] > edge for note in notes)
    assert all(low["top"] >= high["bottom"] for high, low in pairwise(notes))
    page.goto("/concepts/equal-hours/", wait_until="networkidle")
    assert all(abs(note["top"] - note["reference"]) < 16 for note in page.evaluate(BOXES))


def test_a_reference_on_a_desk_leads_to_its_note_and_back(window):
    page = window(viewport=DESK)
    page.goto("/concepts/equal-hours/")
    page.locator("#fnref-2 a").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "fn-2"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#fnref-2"


def test_a_note_opens_under_its_line_on_a_phone(window):
    page = window(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto("/concepts/equal-hours/")
    assert not page.locator(".notes").is_visible()
    reference, opened = page.locator("#fnref-1 a"), page.locator(".note-open")
    reference.tap()
    expect(opened).to_contain_text("Dohrn-van Rossum")
    assert reference.get_attribute("aria-expanded") == "true"
    below = opened.bounding_box()["y"] - reference.bounding_box()["y"]
    assert 0 < below < 120
    page.locator(".note-open button").tap()
    expect(opened).to_have_count(0)
    assert page.locator("#fn-1").text_content().strip().startswith("Dohrn-van Rossum")


def test_notes_open_and_close_by_keyboard(window):
    page = window(viewport=PHONE)
    page.goto("/concepts/equal-hours/")
    reference, opened = page.locator("#fnref-1 a"), page.locator(".note-open")
    reference.focus()
    for opens, closes in (("Enter", "Escape"), ("Space", "Space"), ("Enter", "Enter")):
        page.keyboard.press(opens)
        expect(opened).to_have_count(1)
        page.keyboard.press(closes)
        expect(opened).to_have_count(0)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(opened).to_have_count(0)
    assert page.evaluate("document.activeElement.parentElement.id") == "fnref-1"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_without_script_notes_are_a_list_that_links_lead_to(window, size):
    page = window(viewport=size, java_script_enabled=False)
    page.goto("/concepts/equal-hours/")
    notes = page.locator(".notes li")
    expect(notes).to_have_count(3)
    assert all(notes.nth(n).is_visible() for n in range(3))
    text, note = page.locator(".prose > p").last.bounding_box(), notes.first.bounding_box()
    assert note["y"] > text["y"]
    assert note["x"] < text["x"] + 100
    page.locator("#fnref-2 a").click()
    page.wait_for_url("**#fn-2")
    page.locator("#fn-2 .note-back").click()
    page.wait_for_url("**#fnref-2")
