"""The scenarios of docs/visibility.md about publishing and hiding; each test carries the number of its scenario."""

import pytest

from accounts.roles import EDITOR, set_role
from tests.factories import PRIVATE, concept, entries, essay, revise, submission
from tests.visibility.crawl import crawl, essence
from tests.wiki.views.forms import fields_of
from wiki.actions import publishing, requesting
from wiki.models import Concept, Edit, Notice, PublicationRequest, VisibilityChange

pytestmark = [pytest.mark.django_db, pytest.mark.both(each=True)]
LISTS = ["/", "/concepts/", "/essays/", "/tags/", "/citations/", "/concepts/rope/", "/concepts/rope/links/", "/help/"]
OF_SPLICE = [
    "", "links/", "history/", "history/1/", "history/1.md", "history/2/", "diff/", "diff/?from=1&to=2", "edit/",
    "visibility/", "mentions/", "rename/", "merge/", "delete/", "restore/1/", "history/1/undo/",
]  # fmt: skip


@pytest.fixture
def splice(eda):
    """A private concept of two revisions, which a public concept and essay name."""
    entries(
        submission("Rope", "Two ropes make a [[splice]], or a [[marriage]].", tags=["Sea"]),
        submission("On ropes", "A splice is stronger than a knot.", kind="essay"),
    )
    text = "Strands laid together.[@splicer]"
    entry = concept("Splice", text, visibility=PRIVATE, aliases=["marriage"], tags=["Strands"], by=eda)
    revise(entry, body=f"{text} Twice.", by=eda)
    return Concept.objects.get(title="Splice")


@pytest.fixture
def get(client_of, nobody):
    return lambda path, person=nobody: client_of(person).get(path)


def is_public():
    return Concept.objects.get(title="Splice").is_public


def test_08_only_who_holds_the_right_makes_an_entry_public(splice, client_of, eda, ada, ben, nobody):
    form = {"visibility": "public", "reason": "x", "base": "2"}
    statuses = [
        client_of(person).post("/concepts/splice/visibility/", form).status_code for person in (nobody, ben, eda)
    ]
    assert statuses == [404, 404, 303] and not is_public()  # an editor's is a request
    assert client_of(ada).post("/concepts/splice/visibility/", form).status_code == 303
    assert is_public()


@pytest.mark.parametrize("field", ["public_from", "number", "public_from_number", "published_at", "horizon"])
def test_08_no_other_field_of_the_form_opens_anything(splice, client_of, ada, field):
    form = {"visibility": "public", "reason": "x", "base": "2", field: "1"}
    client_of(ada).post("/concepts/splice/visibility/", form)
    assert Concept.objects.get(title="Splice").public_from == 2


def test_09_an_admin_moves_the_horizon_and_everything_below_follows(get, ada, eda, nobody):
    entry = concept("Marrying", "Dirty.", visibility=PRIVATE, by=eda, summary="dirty")
    revise(entry, body="Clean.", title="Splice", by=eda)
    publishing.publish([entry], by=ada)
    revise(entry, body="Cleaner.", by=eda)
    below = ["/concepts/splice/history/1/", "/concepts/splice/history/1.md", "/concepts/splice/diff/?from=1&to=2"]
    below += ["/concepts/marrying/"]
    assert [get(path).status_code for path in below] == [404] * 4
    publishing.move_horizon(entry, 1, by=ada, reason="nothing to hide")
    assert [get(path).status_code for path in below] == [200, 200, 200, 301]
    page = get("/concepts/splice/history/").content
    assert page.count(b"published") == 1 and b"dirty" not in page
    publishing.move_horizon(entry, 3, by=ada, reason="something to hide")
    below += ["/concepts/splice/history/2/", "/concepts/splice/history/2.md"]
    assert [get(path).status_code for path in below] == [404] * 6
    assert get("/concepts/splice/history/1/", eda).status_code == 200
    row = VisibilityChange.objects.first()
    assert (row.public_from, row.was_public_from, row.reason) == (3, 1, "something to hide")


def test_09_an_undo_of_hiding_opens_nothing_that_was_written_in_private(splice, ada, eda, nobody):
    publishing.publish([splice], by=ada)
    publishing.hide([splice], by=ada)
    revise(splice, body="A secret.", by=eda)
    revise(splice, body="Clean.", by=eda)
    with pytest.raises(publishing.NotNow):
        publishing.undo(VisibilityChange.objects.first(), by=ada)
    publishing.publish([splice], by=ada)
    assert [edit.number for edit in Edit.objects.visible_to(nobody).filter(entry=splice.pk)] == [4]


def test_10_hiding_closes_everything_at_the_very_next_request(splice, get, client_of, ada, nobody):
    """Every address of the entry, and every list: as they were before it was public, to the last byte."""
    paths = [f"/concepts/splice/{path}" for path in OF_SPLICE]
    paths += ["/concepts/splice.md", "/concepts/marriage/", "/tags/strands/", "/citations/splicer/", "/essays/splice/"]
    before = crawl(client_of(nobody), [*LISTS, *paths])
    publishing.publish([splice], by=ada)
    shown = crawl(client_of(nobody), [*LISTS, *paths])
    for path in (
        "/concepts/splice/",
        "/concepts/splice.md",
        "/concepts/splice/history/2/",
        "/tags/strands/",
        "/concepts/",
    ):
        assert shown[path] != before[path], path
    client = client_of(ada)
    client.post(
        "/concepts/splice/visibility/", fields_of(client.get("/concepts/splice/visibility/"), having="visibility")
    )
    for path in paths:
        response = get(path)
        assert response.status_code == 404, path
    after = crawl(client_of(nobody), [*LISTS, *paths])
    assert after.keys() == before.keys()
    assert [path for path in after if after[path] != before[path]] == []


def test_10_an_undo_of_publishing_closes_as_much(splice, client_of, nobody, ada):
    before = crawl(client_of(nobody), LISTS)
    publishing.publish([splice], by=ada)
    publishing.undo(VisibilityChange.objects.filter(entry=splice.pk).get(), by=ada)
    after = crawl(client_of(nobody), LISTS)
    assert [path for path in after | before if after.get(path) != before.get(path)] == []


def test_12_ask_decide_tell_take_back(splice, client_of, eda, ada, get):
    editor, admin = client_of(eda), client_of(ada)
    editor.post("/concepts/splice/visibility/", {"visibility": "public", "reason": "ready", "base": "2"})
    asked = PublicationRequest.objects.get()
    assert b"ready" in admin.get("/moderation/").content and not is_public()
    admin.post(f"/moderation/{asked.pk}/", {"action": "publish", "reason": "agreed", "base": "2"})
    row = VisibilityChange.objects.get(entry=splice.pk)
    assert (row.by, row.reason, row.number, row.public_from) == (ada, "agreed", 2, 2)
    assert b"agreed" in editor.get("/notices/").content
    admin.post(f"/concepts/splice/visibility/{row.pk}/undo/")
    assert get("/concepts/splice/").status_code == 404
    assert VisibilityChange.objects.first().undoes == row


def test_12_a_request_and_its_notice_change_no_byte_for_a_reader(splice, client_of, ben, nobody, eda, ada):
    starts = [
        *LISTS,
        "/concepts/splice/",
        "/concepts/splice/visibility/",
        "/moderation/",
        "/moderation/1/",
        "/notices/",
    ]
    before = [crawl(client_of(person), starts) for person in (nobody, ben)]
    asked = requesting.ask(splice, "public", by=eda, note="a note")
    requesting.decline(asked, by=ada, reason="a reason")
    requesting.ask(splice, "public", by=eda, note="another note")
    assert Notice.objects.count() == 1
    for person, expected in zip((nobody, ben), before, strict=True):
        found = crawl(client_of(person), starts)
        assert [path for path in found | expected if found.get(path) != expected.get(path)] == []


def test_12_a_notice_about_a_private_page_changes_no_byte_for_its_person(splice, client_of, ben, ada):
    from wiki.actions import telling

    before = essence(client_of(ben).get("/notices/")), essence(client_of(ben).get("/"))
    telling.tell(ben, splice, "Something was decided.", reason="Splice", by=ada)  # an editor once
    assert (essence(client_of(ben).get("/notices/")), essence(client_of(ben).get("/"))) == before


@pytest.mark.parametrize("path", ["/concepts/splice/visibility/", "/moderation/{}/"])
def test_12_somebody_who_lost_the_role_meanwhile_publishes_nothing(splice, client_of, eda, ada, path):
    asked = requesting.ask(splice, "public", by=eda)
    client, path = client_of(ada), path.format(asked.pk)
    fields = {**fields_of(client.get(path)), "action": "publish"}
    set_role(ada, EDITOR)
    client.post(path, fields)
    assert not is_public() and not VisibilityChange.objects.filter(entry=splice.pk).exists()


def test_13_the_impact_stands_before_the_change_in_both_directions(splice, get, ada):
    page = get("/concepts/splice/visibility/", ada).content.decode()
    for said in ("2 links light up", "2 names come into view", "1 tag and 1 source join it", "Readers get 1 revision"):
        assert said in page, said
    publishing.publish([splice], by=ada)
    page = get("/concepts/splice/visibility/", ada).content.decode()
    for said in ("2 links go dark", "2 names vanish", "1 tag and 1 source go with it", "1 revision closes"):
        assert said in page, said


def test_13_private_names_in_the_text_are_said_first(splice, get, ada):
    concept("Marlinspike", visibility=PRIVATE)
    essay("Fid", visibility=PRIVATE)
    revise(splice, body="Opened with a [[marlinspike|spike]] or a fid.", related=["Marlinspike"])
    page = get("/concepts/splice/visibility/", ada).content.decode()
    assert "names 2 private entries" in page
    assert "with a <mark>spike</mark> or" in page and "or a <mark>fid</mark>." in page
    assert page.index("private entries") < page.index("links light up")


@pytest.mark.parametrize("act", ["publish", "ask", "decide"])
def test_13_what_was_changed_meanwhile_is_shown_and_not_published(splice, client_of, eda, ada, act):
    if act == "decide":
        path = f"/moderation/{requesting.ask(splice, 'public', by=eda).pk}/"
    else:
        path = "/concepts/splice/visibility/"
    client = client_of(eda if act == "ask" else ada)
    fields = {**fields_of(client.get(path)), **({"action": "publish"} if act == "decide" else {})}
    revise(splice, body="Strands laid together. A secret.", by=eda)
    response = client.post(path, fields)
    page = response.content.decode()
    assert response.status_code == 409 and "changed meanwhile" in page and "secret" in page
    assert not is_public() and (act == "decide" or not PublicationRequest.objects.exists())
