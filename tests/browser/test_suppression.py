"""Suppressing and protecting in a browser: an admin decides, an editor is told, a reader sees nothing of it."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_every_page import look_at
from tests.factories import concept, revise
from wiki.actions.protecting import protect
from wiki.actions.suppressing import suppress
from wiki.models import Edit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def weir(transactional_db, eda):
    entry = concept("Weir", "It is low.\n\n## Uses\n\nFish climb it.", by=eda, summary="first")
    revise(entry, title="The mill of the miller", body="It belongs to a thief.", by=eda, summary="he stole it")
    revise(entry, title="Weir", body="It is low.\n\n## Uses\n\nFish climb it.", by=eda, summary="cleaned")
    return entry


@pytest.fixture
def desk(window):
    return window(viewport={"width": 1440, "height": 900})


def test_an_admin_suppresses_an_editor_is_told_a_reader_finds_a_gap(weir, window, ada, eda, sign_in):
    desk, other, reader = (window(viewport={"width": 1440, "height": 900}) for _ in range(3))
    sign_in(ada, desk)
    desk.goto("/concepts/weir/history/2/")
    desk.get_by_role("link", name="Suppress", exact=True).click()
    desk.get_by_label("Text", exact=True).check()
    desk.get_by_label("Summary").check()
    desk.get_by_role("button", name="Change what is shown").click()
    expect(desk.locator(".error")).to_contain_text("Say why")
    expect(desk.get_by_label("Text", exact=True)).to_be_checked()
    desk.get_by_label("Reason").fill("It accuses somebody.")
    desk.get_by_role("button", name="Change what is shown").click()
    expect(desk.get_by_role("status")).to_contain_text("Revision 2: text and summary suppressed.")
    expect(desk.locator(".prose")).to_contain_text("It belongs to a thief.")

    sign_in(eda, other)
    other.goto("/concepts/weir/history/2/")
    expect(other.locator("main")).to_contain_text("It accuses somebody.")
    expect(other.locator("main")).not_to_contain_text("thief")
    expect(other.locator("main")).not_to_contain_text("he stole it")
    expect(other.get_by_role("link", name="Suppress")).to_have_count(0)

    reader.goto("/concepts/weir/history/")
    expect(reader.locator(".revisions > li")).to_have_count(2)
    assert reader.goto("/concepts/weir/history/2/").status == 404
    assert reader.goto("/concepts/the-mill-of-the-miller/").status == 404

    desk.get_by_role("link", name="Suppress or show").click()
    desk.get_by_label("Text", exact=True).uncheck()
    desk.get_by_label("Summary").uncheck()
    desk.get_by_role("button", name="Change what is shown").click()
    assert reader.goto("/concepts/weir/history/2/").status == 200


def test_an_admin_protects_and_an_editor_is_told_and_loses_nothing(weir, window, ada, eda, sign_in):
    desk, other = (window(viewport={"width": 1440, "height": 900}) for _ in range(2))
    sign_in(eda, other)
    other.goto("/concepts/weir/edit/")
    other.locator("textarea[name=body]").fill("An hour of work.")
    expect(other.locator("#ui-kept")).not_to_be_empty()  # its draft, before the protection
    sign_in(ada, desk)
    desk.goto("/concepts/weir/")
    desk.get_by_text("More", exact=True).click()
    desk.get_by_role("link", name="Protection").click()
    desk.get_by_label("Reason").fill("Two people change it back and forth.")
    desk.get_by_role("button", name="Decide").click()
    expect(desk.locator(".protected")).to_contain_text("Two people change it back and forth.")

    other.get_by_role("button", name="Save").last.click()
    expect(other.get_by_label("Text", exact=True)).to_have_value("An hour of work.")
    expect(other.locator("main")).to_contain_text("Only admins change “Weir”.")
    other.goto("/concepts/weir/")
    expect(other.locator(".protected")).to_contain_text("Protected by ada")
    expect(other.locator(".tabs").get_by_role("link", name="Edit")).to_have_count(0)


@pytest.mark.looks
def test_pages_of_suppressing(weir, desk, ada, eda, window, sign_in, assert_accessible):
    sign_in(ada, desk)
    for number in (2, 3):
        look_at(desk, f"/concepts/weir/history/{number}/suppress/", assert_accessible)
    parts = {"text": True, "summary": True, "author": True}
    suppress(Edit.objects.get(entry=weir.pk, number=2), by=ada, reason="It accuses somebody. " * 6, **parts)
    for path in ("history/2/suppress/", "history/2/", "history/", "restore/2/"):
        look_at(desk, f"/concepts/weir/{path}", assert_accessible)
    other = window(viewport={"width": 1440, "height": 900})
    sign_in(eda, other)
    for path in ("history/2/", "history/", "diff/?to=2"):
        look_at(other, f"/concepts/weir/{path}", assert_accessible)


@pytest.mark.looks
def test_pages_of_protecting(weir, desk, ada, eda, window, sign_in, assert_accessible):
    sign_in(ada, desk)
    look_at(desk, "/concepts/weir/protection/", assert_accessible)
    protect(weir, by=ada, reason="Two people change it back and forth. " * 6)
    look_at(desk, "/concepts/weir/protection/", assert_accessible)
    other = window(viewport={"width": 1440, "height": 900})
    sign_in(eda, other)
    for path in ("", "edit/", "delete/"):
        look_at(other, f"/concepts/weir/{path}", assert_accessible)
