"""Two people write on one page in two browsers, with script and without; and pages that stand around the editor."""

import pytest
from playwright.sync_api import expect

from tests.factories import concept
from wiki.models import Concept, Edit, IgnoredMention

pytestmark = pytest.mark.django_db(transaction=True)

BODY = "The tide comes in. The boats rise. Nobody hurries.\n\n## Ebb\n\nIt falls.\n"
EDIT = "/concepts/tide/edit/"
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def two(window, sign_in, ada, eda):
    """`two(script)`: Ada and Eda, each with the form of the same revision open."""
    concept("Tide", BODY)

    def two(script=True, viewport=DESK, **options):
        pages = []
        for person in (ada, eda):
            page = window(viewport=viewport, java_script_enabled=script, **options)
            sign_in(person, page)
            page.goto(EDIT)
            if script:
                page.wait_for_selector("#ui-editor[data-ready]")
            pages.append(page)
        return pages

    return two


def save(page, old, new, summary=""):
    field = page.locator("textarea[name=body]")
    field.fill(field.input_value().replace(old, new))
    page.locator("[name=summary]").fill(summary)
    page.locator("#ui-save").click()


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("script", [True, False])
def test_changes_of_different_sentences_meet_in_one_text(two, script):
    ada, eda = two(script)
    save(ada, "boats", "ships")
    ada.wait_for_url("**/concepts/tide/")
    save(eda, "Nobody", "No one")
    eda.wait_for_url("**/concepts/tide/")
    expect(eda.locator(".messages")).to_contain_text("brought together")
    expect(eda.locator(".prose")).to_contain_text("The ships rise. No one hurries.")
    assert [edit.kind for edit in Edit.objects.order_by("number")] == ["create", "edit", "merge"]


@pytest.mark.parametrize("script", [True, False])
def test_a_clash_shows_the_clashing_sentence_and_nothing_has_to_be_typed_again(two, script):
    ada, eda = two(script)
    save(ada, "boats", "ships", "they float")
    ada.wait_for_url("**/concepts/tide/")
    save(eda, "boats", "rafts", "they drift")
    expect(eda.locator("h1")).to_have_text("Two people changed Tide")
    expect(eda.locator(".conflict-side")).to_contain_text("they float")
    expect(eda.locator(".clash")).to_have_count(1)
    expect(eda.locator(".clash ins")).to_have_text(["rafts", "ships"])
    eda.get_by_label("Yours").check()
    if script:
        eda.get_by_role("button", name="Edit the merged text").click()
        expect(eda.locator("textarea[name=body]")).to_have_value(BODY.replace("boats", "rafts"))
        eda.locator("#ui-save").click()
    else:
        eda.get_by_role("button", name="Save the merged text").click()
    eda.wait_for_url("**/concepts/tide/")
    assert Concept.objects.get().body == BODY.replace("boats", "rafts")
    assert Edit.objects.first().revision.comment == "they drift"


def test_two_make_the_same_page_and_both_texts_stay(two):
    ada, eda = two()
    for page in (ada, eda):
        page.goto("/concepts/new/?title=Neap+tide")
        page.wait_for_selector("#ui-editor[data-ready]")
    save(ada, "", "Ada says that it is low.")
    ada.wait_for_url("**/concepts/neap-tide/")
    save(eda, "", "Eda says it differently.")
    eda.get_by_role("button", name="put your text together with what stands there").click()
    expect(eda.locator("h1")).to_have_text("Two texts for Neap tide")
    eda.get_by_role("button", name="Save the merged text").click()
    eda.wait_for_url("**/concepts/neap-tide/")
    expect(eda.locator(".prose")).to_contain_text("Eda says it differently.")
    expect(eda.locator(".prose")).to_contain_text("Ada says that it is low.")
    assert Concept.objects.count() == 2


@pytest.mark.looks
def test_the_pages_around_the_editor_are_for_everybody(two, assert_accessible):
    concept("Moon", "The tide follows it. The tide is late.")
    ada, eda = two(viewport=PHONE, color_scheme="light")
    save(ada, "boats", "ships")
    ada.wait_for_url("**/concepts/tide/")
    save(eda, "boats", "rafts")
    expect(eda.locator(".clash")).to_be_visible()
    for page, address in (
        (eda, None),
        (eda, "/concepts/tide/mentions/"),
        (ada, "/concepts/tide/visibility/"),
        (ada, "/help/"),
    ):
        if address:
            page.goto(address)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            assert fits(page), (page.url, size)
            for scheme, rules in (("light", None), ("dark", ["color-contrast"])):  # the theme changes nothing else
                page.emulate_media(color_scheme=scheme)
                page.evaluate("Promise.all(document.getAnimations().map((running) => running.finished))")
                assert_accessible(page, rules=rules)


def test_a_mention_becomes_a_link_with_one_click_or_never(two):
    concept("Moon", "The tide follows it.")
    concept("Sun", "The tide knows it.")
    _, eda = two()
    eda.goto("/concepts/tide/mentions/")
    eda.locator(".mention", has_text="The tide follows it").get_by_role("button", name="Link it").click()
    expect(eda.locator(".messages")).to_contain_text("“Moon” links to “Tide” now.")
    eda.get_by_role("button", name="Never for these two").click()
    expect(eda.locator(".mention")).to_have_count(0)
    assert Concept.objects.get(title="Moon").body == "The [[tide]] follows it."
    assert IgnoredMention.objects.count() == 1


def test_a_session_that_has_ended_loses_no_text(two, sign_in_by_form, eda):
    _, page = two(script=False)
    page.context.clear_cookies(name="sessionid")
    save(page, "boats", "rafts")
    expect(page.locator("h1")).to_have_text("Not saved yet")
    other = page.context.new_page()
    sign_in_by_form(eda, other)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#ui-errors")).to_contain_text("save it again")
    page.locator("#ui-save").click()
    page.wait_for_url("**/concepts/tide/")
    assert "rafts" in Concept.objects.get(title="Tide").body
