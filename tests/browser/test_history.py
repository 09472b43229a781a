"""The history in a browser: choosing, comparing, bringing back; nothing for axe to say, nothing too wide."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_every_page import look_at
from tests.factories import PRIVATE, concept, revise
from wiki.actions import publishing

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "A weir is low.\n\nIt feeds a mill.\n\nA pool.\n\n## Uses\n\nFish climb it by three steps.[^1]\n\n[^1]: Seen."


@pytest.fixture
def weir(transactional_db, eda):
    entry = concept("Weir", "Notes.", by=eda, visibility=PRIVATE, summary="first thoughts")
    revise(entry, body=TEXT, by=eda, summary="written out", tags=["water", "a subject with a rather long name"])
    publishing.publish([entry], by=None)
    revise(entry, body=TEXT.replace("low", "high"), by=eda, summary="measured")
    revise(entry, body=TEXT.replace("low", "high").replace("three", "four") + "\n\n" + "long" * 60, tags=["water"],
           aliases=["barrage"], by=eda, summary="counted again, " + "at length " * 8)  # fmt: skip
    return entry


@pytest.fixture
def desk(window):
    return window(viewport={"width": 1440, "height": 900})


PAGES = ["history/", "history/3/", "diff/", "diff/?from=2&to=4&view=side", "diff/?from=2&to=4&view=inline"]


@pytest.mark.looks
def test_pages_of_readers(weir, desk, assert_accessible):
    for path in PAGES:
        look_at(desk, f"/concepts/weir/{path}", assert_accessible)


@pytest.mark.looks
def test_pages_of_editors(weir, desk, eda, sign_in, assert_accessible):
    revise(weir, body=TEXT.replace("low", "higher"), by=eda)
    sign_in(eda, desk)
    for path in [*PAGES, "restore/3/", "history/4/undo/", "history/3/undo/", "history/1/undo/"]:
        look_at(desk, f"/concepts/weir/{path}", assert_accessible)


def test_an_editor_compares_two_and_brings_one_back(weir, desk, eda, sign_in):
    sign_in(eda, desk)
    desk.goto("/concepts/weir/")
    desk.locator(".tabs").get_by_role("link", name="History").click()
    desk.get_by_label("Compare from revision 1").check()
    desk.get_by_label("Compare to revision 3").check()
    desk.get_by_role("button", name="Compare chosen").click()
    desk.wait_for_url("**/diff/?to=3&from=1")
    expect(desk.locator(".diff-heads")).to_contain_text("Revision 1 ·")
    desk.get_by_role("link", name="Restore revision 1").click()
    desk.get_by_label("Why").fill("the first was right")
    desk.get_by_role("button", name="Restore revision 1").click()
    expect(desk.locator(".prose")).to_have_text("Notes.")
    expect(desk.get_by_role("status")).to_contain_text("Saved as revision 5.")


@pytest.mark.looks
def test_the_window_decides_how_texts_stand_and_a_choice_stays(weir, desk):
    desk.goto("/concepts/weir/diff/")
    side, line = desk.locator(".side.new ins").first, desk.locator(".line ins").first
    expect(side).to_be_visible()
    expect(line).to_be_hidden()
    expect(desk.locator(".choose .revisions")).to_be_visible()
    desk.set_viewport_size({"width": 390, "height": 844})
    expect(side).to_be_hidden()
    expect(line).to_be_visible()
    expect(desk.locator(".choose .revisions")).to_be_hidden()
    desk.locator(".choose summary").click()
    expect(desk.locator(".choose .revisions")).to_be_visible()
    desk.get_by_role("link", name="Side by side").click()
    expect(desk.locator(".side.new ins").first).to_be_visible()
    desk.set_viewport_size({"width": 1440, "height": 900})
    desk.get_by_role("button", name="Compare chosen").click()
    desk.wait_for_url("**view=side**")


def test_a_page_of_history_works_without_script(weir, window):
    plain = window(viewport={"width": 1440, "height": 900}, java_script_enabled=False)
    plain.goto("/concepts/weir/history/")
    plain.get_by_label("Compare from revision 2").check()
    plain.get_by_role("button", name="Compare chosen").click()
    expect(plain.locator(".side.new ins").first).to_be_visible()
    plain.get_by_role("link", name="next change").first.click()
    plain.wait_for_url("**#change-2")
