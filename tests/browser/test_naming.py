"""Rename, merge, delete and restore with a real browser, with the keyboard and without script."""

import pytest
from playwright.sync_api import expect

from wiki.models import Concept, Entry

pytestmark = pytest.mark.usefixtures("sample")


def title(page):
    return page.locator("main h1").inner_text()


def test_rename_and_follow_an_old_link(page, eda, sign_in, assert_accessible):
    sign_in(eda)
    page.goto("/concepts/sundial/")
    page.locator(".entry-bar summary").focus()
    page.keyboard.press("Enter")
    rename = page.get_by_role("link", name="Rename")
    for _ in range(5):
        page.keyboard.press("Tab")
        if rename.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/rename/")
    page.get_by_label("New title", exact=True).fill("Shadow clock")
    page.get_by_role("button", name="Show what changes").click()
    expect(page.locator("del").first).to_have_text("sundial")
    expect(page.locator("ins").first).to_have_text("shadow clock")
    assert_accessible(page)
    page.get_by_role("button", name="Rename", exact=True).click()
    page.wait_for_url("**/concepts/shadow-clock/")
    expect(page.locator(".messages")).to_contain_text("“Sundial” goes on leading here.")
    page.goto("/concepts/noon/")
    page.locator(".prose").get_by_role("link", name="sundial", exact=True).first.click()
    assert title(page) == "Shadow clock"
    page.goto("/concepts/sundial/")
    page.wait_for_url("**/concepts/shadow-clock/")


@pytest.mark.parametrize("script", [True, False])
def test_delete_see_the_red_link_and_restore(window, eda, sign_in, assert_accessible, script):
    page = window(viewport={"width": 1280, "height": 900}, java_script_enabled=script)
    sign_in(eda, page)
    page.goto("/concepts/sundial/")
    page.locator(".entry-bar summary").click()
    page.get_by_role("link", name="Delete").click()
    expect(page.locator("main")).to_contain_text("pages get red links")
    page.get_by_label("Reason").fill("it was cloudy")
    page.get_by_role("button", name="Delete").click()
    page.wait_for_url("**/bin/")
    expect(page.locator("main")).to_contain_text("it was cloudy")
    if script:
        assert_accessible(page)
    assert page.goto("/concepts/sundial/").status == 404
    page.goto("/concepts/noon/")
    expect(page.locator(".prose .red", has_text="sundial")).to_have_count(1)
    page.goto("/bin/")
    page.get_by_role("button", name="Restore Sundial").click()
    page.wait_for_url("**/concepts/sundial/")
    expect(page.locator(".messages")).to_contain_text("It is private")
    page.goto("/concepts/noon/")
    expect(page.locator(".prose a.private", has_text="sundial")).to_have_count(1)


@pytest.mark.parametrize("script", [True, False])
def test_merge_two_and_undo_it_at_once(window, ada, sign_in, assert_accessible, script):
    page = window(viewport={"width": 1280, "height": 900}, java_script_enabled=script)
    sign_in(ada, page)
    before = Concept.objects.get(slug="water-clock").body
    page.goto("/concepts/sundial/merge/")
    page.get_by_label("Into which concept").fill("clepsydra")
    page.get_by_role("button", name="Show what moves").click()
    assert title(page) == "Sundial into Water clock"
    if script:
        assert_accessible(page)
    page.get_by_role("button", name="Merge them").click()
    page.wait_for_url("**/concepts/water-clock/")
    expect(page.locator(".prose h2", has_text="Sundial")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url("**/concepts/sundial/")
    assert Concept.objects.get(slug="water-clock").body == before
    page.get_by_role("link", name="Make it public again").click()
    page.get_by_role("button", name="Make public").click()
    page.wait_for_url("**/concepts/sundial/")
    assert Concept.objects.get(slug="sundial").is_public


def test_what_is_deleted_for_good_is_asked_twice(page, ada, sign_in, assert_accessible):
    sign_in(ada)
    page.goto("/concepts/sundial/delete/")
    assert_accessible(page)
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("link", name="Delete for good Sundial").click()
    assert_accessible(page)
    page.get_by_role("button", name="Delete for good").click()
    page.wait_for_url("**/bin/")
    assert not Entry.objects.filter(slug="sundial").exists()


@pytest.mark.looks
def test_these_pages_fit_a_phone_and_both_themes(window, ada, sign_in, assert_accessible):
    phone = window(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    sign_in(ada, phone)
    for path in ("rename", "merge", "delete"):
        phone.goto(f"/concepts/sundial/{path}/")
        assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    phone.get_by_role("button", name="Delete").click()
    phone.wait_for_url("**/bin/")
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert_accessible(phone)
    phone.emulate_media(color_scheme="dark")
    assert_accessible(phone, rules=["color-contrast"])
    phone.goto("/concepts/noon/")
    phone.locator(".entry-bar summary").tap()
    phone.wait_for_timeout(200)  # it appears slowly
    assert_accessible(phone)
    phone.keyboard.press("Escape")
    expect(phone.locator(".entry-bar details[open]")).to_have_count(0)
