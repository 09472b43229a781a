"""Write in a browser: with script, without it, and when the connection goes."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.factories import PRIVATE, concept, essay
from wiki.models import Concept, Draft

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
BODY = "The tide comes in.\n\n## Ebb\n\nIt falls, see [[Neap tide]].\n\n## Flood\n\nIt rises.\n"
EDIT = "/concepts/tide/edit/"


@pytest.fixture
def wiki(transactional_db):
    """A few entries to write about."""
    concept("Tide", BODY, tags=["sea"], aliases=["flood, ebb"])
    concept("Dispute", "A quarrel. It goes on.")
    concept("Precedence", "Who goes first.", aliases=["Displacement, order of"])
    concept("Disputed coast", "Two draw it.", visibility=PRIVATE, tags=["seamanship"])
    essay("On displacement", "Words.[^1]\n\n[^1]: Hallam, J. *Charts*. 1953.", author="M. Sorley")


@pytest.fixture
def writer(wiki, window, sign_in, eda):
    """`writer(address)`: a window in which Eda has the editor open; `**options` are Playwright's."""

    pages = []

    def writer(address=EDIT, viewport=DESK, **options):
        page = window(viewport=viewport, **options)
        pages.append(page)
        sign_in(eda, page)
        page.goto(address)
        if options.get("java_script_enabled", True) and ("/edit/" in address or "/new/" in address):
            page.wait_for_selector("#ui-editor[data-ready]")
        return page

    yield writer
    for page in pages:
        page.evaluate("window.fetch = () => Promise.reject(); true")  # a page that closes sends no last word


def text(page):
    return page.locator("textarea[name=body]")


def caret_behind(page, words):
    text(page).evaluate(
        "(field, words) => { const at = field.value.indexOf(words) + words.length;"
        " field.focus(); field.setSelectionRange(at, at); }",
        words,
    )


def selected(page, words):
    text(page).evaluate(
        "(field, words) => { const at = field.value.indexOf(words); field.focus();"
        " field.setSelectionRange(at, at + words.length); }",
        words,
    )


def kept(page):
    expect(page.locator("#ui-kept")).to_have_text(re.compile(r"Draft kept at \d\d:\d\d"), timeout=8000)


def test_from_a_red_link_to_a_page_that_is_there(writer):
    page = writer("/concepts/tide/")
    page.locator(".prose a.red", has_text="Neap tide").click()
    expect(page.locator("#ui-title")).to_have_value("Neap tide")
    expect(page.locator(".waiting")).to_contain_text("1 page already links here")
    page.wait_for_selector("#ui-editor[data-ready]")
    text(page).click()
    page.keyboard.type("A small one: no [[disp")
    options = page.locator("[role=option]")
    expect(options).to_have_count(5)
    assert [line.split("\n")[0] for line in options.all_inner_texts()] == [
        "Dispute", "Disputed coast", "Displacement, order of", "On displacement", "“disp” as a page not written yet",
    ]  # fmt: skip
    expect(options.nth(2)).to_contain_text("leads to Precedence")
    expect(options.nth(1)).to_contain_text("Private concept")
    assert text(page).get_attribute("aria-activedescendant") == options.nth(0).get_attribute("id")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("|")
    page.keyboard.type("quarrel")
    page.keyboard.press("End")
    page.keyboard.type(" of waters.")
    expect(text(page)).to_have_value("A small one: no [[Dispute|quarrel]] of waters.")
    preview = page.locator("#ui-preview .prose")
    expect(preview.get_by_role("link", name="quarrel")).to_have_attribute("href", "/concepts/dispute/")
    page.locator("#ui-save").click()
    page.wait_for_url("**/concepts/neap-tide/")
    expect(page.locator(".prose")).to_contain_text("A small one: no quarrel of waters.")
    page.goto("/concepts/tide/")
    expect(page.locator(".prose a.red")).to_have_count(0)
    assert not Draft.objects.filter(closed=False).exists()


def test_what_completion_offers_can_be_left_alone(writer):
    page = writer()
    caret_behind(page, "The tide")
    page.keyboard.type(" [[dispu")
    popup = page.locator(".popup:not([hidden])")
    expect(popup).to_be_visible()
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    page.keyboard.type("t")
    expect(popup).to_be_visible()
    page.keyboard.press("Tab")  # no trap: focus goes on
    expect(popup).to_have_count(0)
    assert page.evaluate("document.activeElement.name") != "body"
    expect(text(page)).to_have_value(BODY.replace("The tide", "The tide [[disput"))


def test_sources_and_headings_are_completed(writer):
    page = writer()
    caret_behind(page, "It rises.")
    page.keyboard.type("[@hallam 19")
    expect(page.locator("[role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    assert re.search(r"It rises\.\[@[\w-]+\]\n$", text(page).input_value())
    page.keyboard.type(" See [[tide#fl")
    expect(page.locator("[role=option]")).to_have_text(re.compile("Flood"))
    page.locator("[role=option]").click()
    expect(text(page)).to_have_value(re.compile(re.escape(" See [[tide#Flood]]")))


@pytest.mark.looks
def test_tools_and_keys_change_the_text_and_undo_takes_it_back(writer):
    page = writer()
    tools = page.locator("#ui-tools")
    steps = [
        ("falls", lambda: page.keyboard.press("Control+b"), "It **falls**, see"),
        ("falls", lambda: page.keyboard.press("Control+i"), "It *falls*, see"),
        ("falls", lambda: page.keyboard.press("Control+k"), "It [falls](https://), see"),
        ("It falls", lambda: tools.get_by_role("button", name="Quote").click(), "\n> It falls, see"),
        ("It falls", lambda: tools.get_by_role("button", name="List").click(), "\n- It falls, see"),
        ("It falls", lambda: tools.get_by_role("button", name="Heading").click(), "\n## It falls, see"),
        ("falls", lambda: tools.get_by_role("button", name="Link to an entry").click(), "It [[falls]], see"),
        ("falls", lambda: tools.get_by_role("button", name="Cite a source").click(), "It [@falls], see"),
    ]
    for words, act, expected in steps:
        selected(page, words)
        act()
        assert expected in text(page).input_value(), expected
        page.keyboard.press("Escape")
        page.keyboard.press("Control+z")
        expect(text(page)).to_have_value(BODY)
    selected(page, "falls")
    tools.get_by_role("button", name="Note").click()
    page.keyboard.type("Why.")
    assert "falls[^1]" in text(page).input_value() and text(page).input_value().endswith("\n\n[^1]: Why.")
    caret_behind(page, "The tide comes in.")
    tools.get_by_role("button", name="Table").click()
    expect(text(page)).to_have_value(
        re.compile(re.escape("in.\n\n| Head | Head |\n|---|---|\n| cell | cell |\n\n## Ebb"))
    )


@pytest.mark.looks
def test_the_toolbar_is_one_stop_and_arrows_move_in_it(writer):
    page = writer()
    page.locator("#ui-title").focus()
    page.keyboard.press("Tab")
    focused = "document.activeElement.dataset.tool ?? document.activeElement.dataset.view"
    assert page.evaluate(focused) == "bold"
    for key, name in (("ArrowRight", "italic"), ("End", "link"), ("ArrowRight", "bold"), ("ArrowLeft", "link")):
        page.keyboard.press(key)
        assert page.evaluate(focused) == name
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "write"


@pytest.mark.looks
def test_keys_save_preview_and_help(writer):
    page = writer()
    caret_behind(page, "It rises.")
    page.keyboard.type(" *Slowly*.")
    page.keyboard.press("Control+p")
    expect(page.locator("#ui-preview em")).to_have_text("Slowly")
    expect(text(page)).not_to_be_visible()
    page.keyboard.press("Control+p")
    expect(text(page)).to_be_focused()
    with page.context.expect_page() as opened:
        page.keyboard.press("F1")
    assert opened.value.url.endswith("/help/")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/concepts/tide/")
    assert Concept.objects.get(slug="tide").number == 2


@pytest.mark.looks
def test_the_view_is_remembered_and_the_preview_marks_what_is_edited(writer):
    page = writer()
    caret_behind(page, "It rises")
    marked = page.locator("#ui-preview .is-edited")
    expect(marked).to_have_text("It rises.")
    page.keyboard.type(" [[Nowhere]]")
    expect(page.locator("#ui-preview .preview-wanted")).to_contain_text("2 red links")
    expect(page.locator("#ui-count")).to_have_text("14 words, 1 minute to read")
    page.get_by_role("button", name="Write", exact=True).click()
    expect(page.locator("#ui-preview")).not_to_be_visible()
    kept(page)
    page.reload()
    page.wait_for_selector("#ui-editor[data-ready]")
    expect(page.locator("#ui-preview")).not_to_be_visible()


@pytest.mark.looks
def test_the_preview_keeps_its_place(writer):
    concept("Long", "".join(f"## Part {n}\n\nWords of the part number {n}. {'More. ' * 40}\n\n" for n in range(30)))
    page = writer("/concepts/long/edit/")
    expect(page.locator("#ui-preview h2")).to_have_count(30)
    text(page).evaluate("field => { field.scrollTop = field.scrollHeight / 2 }")
    middle = page.locator("#ui-preview h2", has_text=re.compile("^Part 15$"))
    expect(middle).to_be_in_viewport()
    caret_behind(page, "Words of the part number 25")
    page.keyboard.type(" here")
    expect(page.locator("#ui-preview")).to_contain_text("number 25 here")
    source, shown = page.locator(".source-copy .is-edited"), page.locator("#ui-preview .is-edited")
    assert abs(source.bounding_box()["y"] - shown.bounding_box()["y"]) < 4


@pytest.mark.looks
def test_names_are_chips_one_a_line(writer):
    page = writer()
    aliases, tags = page.get_by_label("Also known as", exact=True), page.get_by_role("combobox", name="Tags")
    chips = page.locator(".chips li")
    expect(chips).to_have_text(["flood, ebb", "sea"])
    page.locator("#ui-aliases").fill("high, low")
    page.keyboard.press("Enter")
    page.locator("#ui-aliases").fill("dispute")
    page.keyboard.press("Enter")
    expect(page.locator(".editor-side")).to_contain_text("“dispute” also leads to Dispute.")
    page.keyboard.press("Backspace")
    expect(chips).to_have_text(["flood, ebb", "high, low", "sea"])
    page.get_by_role("button", name="Remove flood, ebb").click()
    tags.click()
    page.keyboard.type("seam")
    expect(page.locator(".popup:not([hidden]) [role=option]").first).to_contain_text("seamanship")
    page.keyboard.press("Enter")
    page.keyboard.type("a new one")
    page.locator("#ui-summary").focus()  # what was typed counts, too
    expect(chips).to_have_text(["high, low", "sea", "seamanship", "a new one"])
    assert aliases.count() >= 1
    page.keyboard.press("Control+s")
    page.wait_for_url("**/concepts/tide/")
    document = Concept.objects.get(slug="tide").document()
    assert (document.aliases, document.tags) == (("high, low",), ("sea", "seamanship", "a new one"))


@pytest.mark.looks
def test_enter_in_a_field_saves_and_never_discards(writer):
    page = writer()
    caret_behind(page, "It rises.")
    page.keyboard.type(" Mine.")
    kept(page)
    page.reload()
    expect(page.locator("#ui-restored")).to_be_visible()
    page.locator("#ui-title").press("Enter")
    page.wait_for_url("**/concepts/tide/")
    assert "Mine." in Concept.objects.get(slug="tide").body


def test_a_draft_is_kept_and_comes_back(writer):
    page = writer()
    caret_behind(page, "It rises.")
    page.keyboard.type(" Half a thought")
    kept(page)
    page.goto("/concepts/tide/")  # what is kept needs no question
    page.goto(EDIT)
    expect(page.locator("#ui-restored")).to_contain_text("was restored")
    expect(text(page)).to_have_value(re.compile(re.escape("Half a thought")))
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("#ui-restored")).to_have_count(0)
    page.goto(EDIT)
    page.get_by_role("button", name="discard it").click()
    page.wait_for_selector("#ui-editor[data-ready]")
    expect(text(page)).to_have_value(BODY)
    assert not Draft.objects.filter(closed=False).exists()


def test_the_draft_of_a_new_page_comes_back_after_a_reload(writer):
    page = writer("/concepts/new/?title=Slack")
    text(page).fill("Neither in nor out.")
    kept(page)
    page.reload()
    expect(text(page)).to_have_value("Neither in nor out.")
    expect(page.locator("#ui-title")).to_have_value("Slack")


def test_a_lost_connection_loses_no_text(writer):
    page = writer()
    page.context.set_offline(True)
    caret_behind(page, "It rises.")
    page.keyboard.type(" Written at sea.")
    expect(page.locator("#ui-kept")).to_have_text("Not kept: no connection; it will be tried again.", timeout=8000)
    expect(page.locator("#ui-preview-said")).to_have_text("The preview could not be brought up to date.")
    page.context.set_offline(False)
    kept(page)
    page.goto(EDIT)
    expect(text(page)).to_have_value(re.compile(re.escape("Written at sea.")))


def test_somebody_who_was_signed_out_is_told(writer):
    page = writer()
    page.evaluate("window.fetch = async () => new Response('', {status: 403})")
    caret_behind(page, "It rises.")
    page.keyboard.type(" Mine.")
    expect(page.locator("#ui-kept")).to_contain_text("You are signed out: sign in in another window.", timeout=8000)
    expect(page.locator("#ui-preview-said")).to_have_text("You are signed out, so the preview stands still.")


def test_whoever_signs_in_again_in_another_window_writes_on(writer, sign_in_by_form, eda):
    page = writer()
    page.context.clear_cookies()
    other = page.context.new_page()
    sign_in_by_form(eda, other)  # with another token than the form has
    caret_behind(page, "It rises.")
    page.evaluate(
        "const real = window.fetch; window.fetch = (address, options) =>"
        " options?.method === 'POST' && !window.isBack ? Promise.resolve(new Response('', {status: 403}))"
        " : real(address, options); true"
    )
    page.get_by_role("button", name="Write", exact=True).click()
    text(page).focus()
    page.keyboard.type("Mine.")
    expect(page.locator("#ui-kept")).to_contain_text("You are signed out", timeout=8000)
    page.evaluate("window.isBack = true; dispatchEvent(new Event('focus'))")
    kept(page)


def test_a_draft_that_is_under_way_does_not_outlive_the_save(writer):
    page = writer()

    def slow(route):
        if "action=draft" in (route.request.post_data or ""):
            time.sleep(1)
        route.continue_()

    page.route(f"**{EDIT}", slow)
    caret_behind(page, "It rises.")
    with page.expect_request(lambda request: "action=draft" in (request.post_data or ""), timeout=8000):
        page.keyboard.type(" Mine.")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/concepts/tide/")
    assert "Mine." in Concept.objects.get(slug="tide").body
    assert not Draft.objects.filter(closed=False).exists()


@pytest.mark.looks
def test_leaving_asks_while_something_is_neither_saved_nor_kept(writer):
    page = writer()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/concepts/tide/")
    assert asked == []
    page.goto(EDIT)
    page.wait_for_selector("#ui-editor[data-ready]")
    caret_behind(page, "It rises.")
    page.context.set_offline(True)
    page.keyboard.type(" Lost?")
    page.evaluate("location.hash = ''")
    page.evaluate("setTimeout(() => location.reload())")
    page.wait_for_timeout(600)
    assert asked == ["beforeunload"]
    page.context.set_offline(False)


def test_somebody_who_hides_the_page_has_a_draft(writer):
    page = writer()
    caret_behind(page, "It rises.")
    page.keyboard.type(" Hidden at once.")
    with page.expect_response(
        lambda response: response.request.method == "POST" and "draft" in response.request.post_data
    ):
        page.evaluate(
            "Object.defineProperty(document, 'hidden', {value: true});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
    assert "Hidden at once." in Draft.objects.get().fields["body"]


def test_a_section_is_edited_from_its_heading(writer):
    page = writer("/concepts/tide/")
    page.locator("#ebb .section-edit").click()
    page.wait_for_selector("#ui-editor[data-ready]")
    expect(text(page)).to_have_value("## Ebb\n\nIt falls, see [[Neap tide]].")
    expect(page.locator("#ui-preview .prose")).not_to_contain_text("rises")
    caret_behind(page, "It falls")
    page.keyboard.type(" fast")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/concepts/tide/#ebb")
    assert Concept.objects.get(slug="tide").body == BODY.replace("It falls", "It falls fast")


def test_everything_works_without_script(writer):
    page = writer("/concepts/tide/", java_script_enabled=False)
    page.locator(".prose a.red", has_text="Neap tide").click()
    expect(page.locator("#ui-title")).to_have_value("Neap tide")
    expect(page.locator(".js-only:visible")).to_have_count(0)
    text(page).fill("A *small* one.")
    page.locator("#ui-tags").fill("sea\nmoon, full")
    page.locator("#ui-show-preview").click()
    expect(page.locator("#ui-preview em")).to_have_text("small")
    page.get_by_role("button", name="Keep as draft").click()
    page.goto("/concepts/new/")
    page.get_by_role("link", name="Neap tide").click()
    expect(text(page)).to_have_value("A *small* one.")
    page.locator("#ui-summary").fill("it was wanted")
    page.locator("#ui-save").click()
    page.wait_for_url("**/concepts/neap-tide/")
    assert Concept.objects.get(slug="neap-tide").document().tags == ("sea", "moon, full")
    page.goto("/concepts/tide/")
    page.locator("#flood .section-edit").click()
    expect(text(page)).to_have_value("## Flood\n\nIt rises.")
    text(page).fill("## Flood\n\nIt climbs.")
    page.locator("#ui-summary").press("Enter")
    page.wait_for_url("**/concepts/tide/#flood")
    assert Concept.objects.get(slug="tide").body == BODY.replace("rises", "climbs")


@pytest.mark.looks
def test_the_editor_is_accessible_in_both_themes(writer, assert_accessible):
    page = writer()
    expect(page.locator("#ui-preview .prose p").first).to_be_visible()
    caret_behind(page, "The tide")
    page.keyboard.type(" [[disp")
    expect(page.locator("[role=option]").first).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        text(page).focus()
        page.keyboard.press("Backspace")
        expect(page.locator(".popup:not([hidden])")).to_be_visible()
        assert_accessible(page)
    kept(page)
    page.goto(EDIT)
    page.wait_for_selector("#ui-editor[data-ready]")
    assert_accessible(page)


@pytest.mark.looks
def test_a_phone_has_room_for_it(writer, assert_accessible):
    page = writer(viewport=PHONE, has_touch=True, is_mobile=True)
    wider = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(wider) <= 0
    expect(page.get_by_role("button", name="Side by side")).not_to_be_visible()
    caret_behind(page, "The tide")
    page.keyboard.type(" [[disp")
    popup = page.locator(".popup:not([hidden])")
    expect(popup).to_be_visible()
    box = popup.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    page.locator("[role=option]").nth(0).tap()
    expect(text(page)).to_have_value(BODY.replace("The tide", "The tide [[Dispute]]"))
    assert_accessible(page)
    page.locator("#ui-views").get_by_role("button", name="Preview").tap()
    expect(page.locator("#ui-preview .prose").get_by_role("link", name="Dispute")).to_be_visible()
    assert page.evaluate(wider) <= 0
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate(wider) <= 0
    kept(page)
