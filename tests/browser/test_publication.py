"""Ask, look at the impact, publish, read, hide: with real windows of an editor, an admin and a reader."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.browser.test_every_page import look_at
from tests.factories import PRIVATE, entries, revise, submission
from tests.visibility.crawl import crawl, essence
from wiki.actions import publishing, requesting, telling
from wiki.models import Concept, PublicationRequest

PRIVATE_PAGES = [
    "/concepts/fathom/",
    "/concepts/fathom.md",
    "/concepts/fathom/links/",
    "/concepts/fathom/history/",
    "/concepts/fathom/history/2/",
    "/concepts/fathom/history/2.md",
    "/concepts/fathom/diff/",
    "/concepts/fathom/edit/",
    "/concepts/fathom/visibility/",
    "/concepts/fathom/mentions/",
    "/concepts/fathom/rename/",
    "/concepts/brass/",
    "/tags/arms/",
    "/essays/fathom/",
]
LISTS = ["/", "/concepts/", "/concepts/?letter=f", "/essays/", "/tags/", "/tags/sea/", "/citations/", "/help/"]
LISTS += ["/concepts/depth/", "/concepts/depth/links/", "/concepts/chip-log/", "/essays/on-depth/", "/nowhere/"]


@pytest.fixture
def depths(transactional_db):
    entries(
        submission("Depth", "In [[fathom|fathoms]], rarely in feet, and never in [[brass]].", tags=["Sea"]),
        submission("Chart", "Depths stand in fathoms. A [[fathom]] is what it counts in."),
        submission("On depth", "A fathom is what two arms reach.", kind="essay", author="M. Sorley"),
        submission("Lead line", "It sinks.", visibility=PRIVATE),
        submission("Chip log", "Told apart from the [[Lead line]].", visibility=PRIVATE),
        submission(
            "Fathom",
            "What two arms reach, told from the [[Lead line|line]].[^1]\n\n[^1]: Falconer, W. *Dictionary*. 1769.",
            visibility=PRIVATE,
            aliases=["brass"],
            tags=["Sea", "Arms"],
            related=["Depth", "Lead line"],
        ),
    )
    entry = Concept.objects.get(title="Fathom")
    revise(entry, body=entry.body.replace("What two", "As much as two"), summary="said better")
    return Concept.objects.get(title="Fathom")


def test_from_asking_to_hiding(depths, window, sign_in, eda, ada):
    before = crawl(Client(), LISTS + PRIVATE_PAGES)
    editor, admin, reader = (window(viewport={"width": 1280, "height": 900}) for _ in range(3))
    sign_in(eda, editor)
    sign_in(ada, admin)
    assert reader.goto("/concepts/fathom/").status == 404

    editor.goto("/concepts/fathom/")
    editor.get_by_text("More", exact=True).click()
    editor.get_by_role("link", name="Make public").click()
    expect(editor.get_by_role("heading", name="3 links light up")).to_be_visible()
    editor.get_by_label("A note for who decides").fill("two pages point at it")
    editor.get_by_role("button", name="Ask for it").click()
    expect(editor.get_by_text("You asked for this")).to_be_visible()
    assert reader.goto("/concepts/fathom/").status == 404

    admin.goto("/")
    admin.locator(".account summary").click()
    admin.get_by_role("link", name="Moderation 1 wait").click()
    admin.get_by_role("link", name="Fathom").click()
    for said in ("3 links light up", "2 names come into view", "2 tags and 1 source join it", "Readers get 1 revision"):
        expect(admin.get_by_role("heading", name=said), said).to_be_visible()
    expect(admin.get_by_text("The text names 1 private entry.")).to_be_visible()
    admin.get_by_label("Reason, kept on record").fill("agreed")
    admin.get_by_role("button", name="Make public").click()
    admin.get_by_text("eda is told").wait_for()

    assert reader.goto("/concepts/fathom/").status == 200
    expect(reader.get_by_text("As much as two arms reach")).to_be_visible()
    reader.goto("/concepts/depth/")
    reader.locator(".prose").get_by_role("link", name="fathoms").click()
    expect(reader).to_have_url(re.compile("/concepts/fathom/$"))
    statuses = {path: Client().get(path).status_code for path in PRIVATE_PAGES}
    shut = {path for path, status in statuses.items() if status in (403, 404)}
    assert shut == {path for path in PRIVATE_PAGES if path.endswith(("edit/", "visibility/", "mentions/", "rename/"))}
    assert Client().get("/concepts/fathom/history/1/").status_code == 404

    editor.goto("/")
    editor.locator(".account summary").click()
    editor.get_by_role("link", name="Notices 1 new").click()
    expect(editor.get_by_text("the page is public now")).to_be_visible()
    expect(editor.get_by_text("agreed")).to_be_visible()
    editor.get_by_role("button", name="Mark all as seen").click()
    expect(editor.get_by_text("nothing new")).to_be_visible()

    admin.goto("/concepts/fathom/visibility/")
    expect(admin.get_by_role("heading", name="3 links go dark")).to_be_visible()
    admin.locator("form.act").get_by_label("Reason, kept on record").fill("a pause")
    admin.get_by_role("button", name="Make private").click()
    admin.get_by_text("is private now").wait_for()
    assert reader.goto("/concepts/fathom/").status == 404
    reader.goto("/concepts/depth/")
    expect(reader.locator(".prose a[href='/concepts/fathom/']")).to_have_count(0)
    client = Client()
    for path in PRIVATE_PAGES:
        assert client.get(path).status_code == 404, path
        absent = re.sub("fathom|brass|arms", "never-was", path)
        assert essence(client.get(path)) == essence(client.get(absent)), path
    after = crawl(client, LISTS + PRIVATE_PAGES)
    assert after.keys() == before.keys()
    assert [path for path in after if after[path] != before[path]] == []


@pytest.mark.looks
def test_without_script_and_taken_back(depths, window, sign_in, ada, eda):
    requesting.ask(depths, "public", by=eda, note="two pages point at it", base=2)
    page = window(java_script_enabled=False)
    sign_in(ada, page)
    page.goto(f"/moderation/{PublicationRequest.objects.get().pk}/")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_text("Say why: who asked is told.")).to_be_visible()
    page.get_by_label("Reason, kept on record").fill("agreed")
    page.get_by_role("button", name="Make public").click()
    assert Client().get("/concepts/fathom/").status_code == 200
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    assert Client().get("/concepts/fathom/").status_code == 404
    expect(page.get_by_text("Made private, taking back a change")).to_be_visible()


@pytest.mark.looks
def test_pages_are_accessible_and_fit_a_phone(depths, window, sign_in, ada, eda, assert_accessible):
    desk = window(viewport={"width": 1440, "height": 900})
    sign_in(ada, desk)
    public = Concept.objects.get(title="Depth")
    requesting.ask(public, "private", by=eda, note="the harbour office asked for a pause")
    revise(public, body="In [[fathom]]s alone.")
    publishing.publish([depths], by=ada, reason="ready")
    publishing.hide([depths], by=ada, reason="a pause, for the archive wants to look at it first")
    revise(depths, body=depths.body + " A word more.")
    asked = requesting.ask(depths, "public", by=eda, note="two public pages point at it already")
    declined = requesting.ask(Concept.objects.get(title="Chip log"), "public", by=eda, note="why not")
    requesting.decline(declined, by=ada, reason="nothing links to it")
    telling.tell(ada, depths, "Something was decided.", reason="for a reason")
    paths = ["/moderation/", f"/moderation/{asked.pk}/", f"/moderation/{declined.pk}/", "/notices/"]
    paths += ["/concepts/fathom/visibility/", "/concepts/depth/visibility/"]
    for path in paths:
        look_at(desk, path, assert_accessible)
    desk.goto(f"/moderation/{asked.pk}/")
    desk.get_by_text("What was changed since readers saw it last").click()
    expect(desk.locator(".diff ins").first).to_be_visible()
    sign_in(eda, desk)
    look_at(desk, "/concepts/fathom/visibility/", assert_accessible)
