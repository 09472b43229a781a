"""The scenarios of docs/visibility.md; each test carries the number of its scenario."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.factories import PRIVATE, concept, entries, essay, revise, submission
from tests.visibility.crawl import essence
from wiki.actions import deleting, joining, publishing
from wiki.actions.derived import rebuild
from wiki.models import Alias, Citation, CitationUse, Concept, Edit, Entry, Link, Tag, TaggedEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both(each=True)]

SECRET = "Careening"
NEVER = "Never used by anybody"


@pytest.fixture
def wiki():
    """A public concept and essay, and a private concept that both would lead to."""
    entries(
        submission("Hull", "See [[Careening]], [[heaving down]] and [[Keel]].", related=["Careening"], tags=["ship"]),
        submission(
            SECRET,
            "Cleaning a [[Hull]].[^1]\n\n[^1]: Falconer, William. *Marine Dictionary*. 1769.",
            visibility=PRIVATE,
            aliases=["heaving down", "hull work"],
            tags=["strand", "ship"],
        ),
        submission("On ships", "Careening a hull takes a beach.", kind="essay"),
    )


@pytest.fixture
def get(client_of, nobody):
    """`get(path, person=nobody)`: the response."""
    return lambda path, person=nobody: client_of(person).get(path)


def test_01_anyone_sees_a_public_entry(wiki, get, ben, eda, ada, nobody):
    for person in (nobody, ben, eda, ada):
        assert get("/concepts/hull/", person).status_code == 200


def test_02_a_private_entry_exists_for_editors_and_admins_only(wiki, get, ben, eda, ada, nobody):
    statuses = [get("/concepts/careening/", person).status_code for person in (nobody, ben, eda, ada)]
    assert statuses == [404, 404, 200, 200]
    for model in (Concept, Entry):
        titles = [model.objects.visible_to(p).filter(title=SECRET).exists() for p in (nobody, None, ben, eda)]
        assert titles == [False, False, False, True]


@pytest.mark.parametrize(
    "path", ["/concepts/{}/", "/concepts/{}.md", "/concepts/{}/links/", "/essays/{}/", "/tags/{}/"]
)
def test_03_hidden_answers_as_what_never_was(wiki, get, ben, nobody, path):
    for person in (nobody, ben):
        hidden, absent = get(path.format("careening"), person), get(path.format("never-used"), person)
        assert hidden.status_code == 404
        assert essence(hidden) == essence(absent)


def test_03_aliases_of_private_entries_lead_nowhere(wiki, get, eda):
    assert essence(get("/concepts/heaving-down/")) == essence(get("/concepts/never-used/"))
    assert get("/concepts/heaving-down/", eda)["Location"] == "/concepts/careening/"


def test_04_what_belongs_to_a_private_entry_inherits_its_visibility(wiki, nobody, eda):
    for model, path in ((Alias, "entry"), (Link, "source"), (CitationUse, "entry"), (TaggedEntry, "content_object")):
        seen = model.objects.visible_to(nobody).filter(**{f"{path}__title": SECRET})
        assert not seen.exists()
        assert model.objects.visible_to(eda).filter(**{f"{path}__title": SECRET}).exists()
    assert not Edit.objects.visible_to(nobody).filter(entry__title=SECRET).exists()


def test_04_tags_and_sources_exist_through_visible_uses(wiki, get, nobody, eda):
    assert set(Tag.objects.visible_to(nobody).values_list("slug", flat=True)) == {"ship"}
    assert not Citation.objects.visible_to(nobody).exists()
    key = Citation.objects.visible_to(eda).get().key
    assert essence(get("/tags/strand/")) == essence(get("/tags/never-used/"))
    assert essence(get(f"/citations/{key}/")) == essence(get("/citations/never-used/"))
    assert get("/tags/strand/", eda).status_code == get(f"/citations/{key}/", eda).status_code == 200


def test_04_a_persons_page_exists_through_contributions_that_are_seen(wiki, get, nobody, ben, eda):
    secret = Concept.objects.get(title=SECRET)
    revise(secret, by=eda, body="By her.", summary="cleaned")
    for who in (nobody, ben):
        assert get("/people/eda/", who).status_code == get("/people/nobody-ever/", who).status_code == 404
    revise(Concept.objects.get(title="Hull"), by=eda, body="Of wood.")
    for who in (nobody, ben):
        page = get("/people/eda/", who).content.decode()
        assert "Hull" in page and SECRET not in page and "cleaned" not in page
    assert SECRET in get("/people/eda/", eda).content.decode()


def test_04_a_private_use_gives_a_public_source_no_text(get, nobody, eda):
    concept("Ballast", "Stones.[@falconer1769]")
    concept("Secret", "Text.[^1]\n\n[^1]: Falconer, *Secret edition*, 1769.", visibility=PRIVATE)
    assert b"Secret edition" not in get("/citations/").content
    assert b"Secret edition" not in get("/concepts/ballast/").content


def test_05_a_name_resolves_among_what_the_person_sees(get, eda):
    entries(submission("Foo", visibility=PRIVATE), submission("Bar", aliases=["foo"]))
    assert get("/concepts/foo/")["Location"] == "/concepts/bar/"
    assert get("/concepts/foo/", eda).status_code == 200
    source = concept("Source", "[[foo]]")
    link = Link.objects.get(source=source.pk)
    assert (link.target_all.title, link.target_public.title) == ("Foo", "Bar")


def test_06_a_link_to_a_private_entry_is_red_to_the_last_byte(wiki, get, eda):
    before = get("/concepts/hull/").content
    assert b"lock" not in before
    Entry.objects.filter(title=SECRET).update(deleted_at="2026-01-01T00:00:00Z")
    from wiki.actions.derived import rebuild

    rebuild("links")
    assert get("/concepts/hull/").content == before


def test_06_editors_see_the_link_and_the_document_keeps_the_authors_lines(wiki, get, eda):
    assert b'href="/concepts/careening/"' in get("/concepts/hull/", eda).content
    assert b'href="/concepts/careening/"' not in get("/concepts/hull/").content
    assert b"Careening" in get("/concepts/hull.md").content


def test_06_an_embed_never_shows_a_private_body(get, eda):
    concept("Secret", "hidden words", visibility=PRIVATE)
    concept("Open", "open words")
    concept("Page", "![[Secret]]\n\n![[Open]]")
    readers, editors = get("/concepts/page/").content, get("/concepts/page/", eda).content
    assert b"hidden words" not in readers
    assert b"open words" in readers
    assert b"hidden words" in editors


def test_06_plain_mentions_of_private_concepts_are_not_listed(wiki, get, eda):
    assert b"/concepts/careening/" not in get("/essays/on-ships/").content
    assert b"/concepts/careening/" in get("/essays/on-ships/", eda).content


PAGES = [
    "/",
    "/concepts/",
    "/essays/",
    "/tags/",
    "/citations/",
    "/tags/ship/",
    "/concepts/hull/",
    "/concepts/hull/links/",
]


@pytest.mark.parametrize("path", PAGES)
def test_07_counts_and_lists_are_those_of_what_the_person_sees(wiki, get, eda, ben, path):
    with_secret = get(path).content
    for_ben = get(path, ben).content
    assert b"strand" not in with_secret
    assert b"/concepts/careening/" not in with_secret + for_ben
    assert b"hull work" not in with_secret + for_ben
    if path in ("/concepts/", "/tags/ship/", "/concepts/hull/links/"):
        assert b"/concepts/careening/" in get(path, eda).content


def test_08_a_new_entry_is_private():
    assert Concept(kind="concept").visibility == "private"


def test_08_merging_a_public_and_a_private_concept_needs_the_right_to_publish(wiki, get, eda, ada):
    secret, hull = Concept.objects.get(title=SECRET), Concept.objects.get(title="Hull")
    with pytest.raises(joining.AcrossVisibilities):
        joining.merge(secret, hull, by=eda)
    assert b"Cleaning a" not in get("/concepts/hull/").content
    act = joining.merge(secret, hull, by=ada).act
    assert b"Cleaning a" in get("/concepts/hull/").content
    joining.undo_merge(act, by=ada)
    assert get("/concepts/careening/").status_code == 404
    assert b"Cleaning a" not in get("/concepts/hull/").content


def test_08_a_public_concept_that_is_divided_again_comes_back_private(get, ada, eda):
    one, other = concept("Bilge", "Harmful words."), concept("Hold", "Words.")
    act = joining.merge(one, other, by=eda).act
    assert get("/concepts/bilge/")["Location"] == "/concepts/hold/"
    publishing.hide([other], by=ada, reason="harmful words from the bilge")
    joining.undo_merge(act, by=ada)
    for path in ("/concepts/bilge/", "/concepts/bilge/history/1/"):
        assert (get(path).status_code, get(path, eda).status_code) == (404, 200)
    row = one.visibility_changes.first()
    assert (row.visibility, row.by) == (PRIVATE, ada)


def test_09_the_horizon_begins_at_the_latest_publication(ada, nobody, eda):
    entry = concept("Log", "Harmful.", visibility=PRIVATE)
    revise(entry, body="Clean.")
    publishing.publish([entry], by=ada)
    assert [edit.number for edit in Edit.objects.visible_to(nobody).filter(entry=entry.pk)] == [2]
    assert Edit.objects.visible_to(eda).filter(entry=entry.pk).count() == 2
    publishing.hide([entry], by=ada)
    revise(entry, body="Cleaner.")
    publishing.publish([entry], by=ada)
    assert [edit.number for edit in Edit.objects.visible_to(nobody).filter(entry=entry.pk)] == [3]


@pytest.fixture
def log(ada, eda):
    """An entry with two private revisions, two public ones, one of them suppressed, and the one that stands."""
    entry = concept("Log", "Harmful.", visibility=PRIVATE, by=eda, summary="harm one", tags=["harmtag"])
    revise(entry, body="Harmful still.", title="Harmlog", by=eda, summary="harm two", tags=[])
    revise(entry, body="Clean.", title="Log", by=eda, summary="harm taken out")
    publishing.publish([entry], by=ada)
    for text in ("Wicked.", "Dry.", "Dry and long."):
        revise(entry, body=text, by=eda)
    Edit.objects.filter(entry=entry.pk, number=4).update(text_suppressed=True)
    return entry


def test_09_a_former_title_behind_the_horizon_is_no_name_for_readers(wiki, get, ada, eda, nobody):
    """A title of private times leads nobody here but those who know those times; links by it stay red for readers."""
    secret = Concept.objects.get(title=SECRET)
    concept("Tar", "Used after [[Careening]].")
    essay("On pitch", "Careening needs pitch, and breaming needs it too.")
    revise(secret, title="Breaming")
    publishing.publish([secret], by=ada)
    assert get("/concepts/breaming/").status_code == 200
    assert get("/concepts/careening/").status_code == 404
    assert essence(get("/concepts/careening/"))[0] == essence(get("/concepts/never-was/"))[0]
    assert get("/concepts/careening/", eda)["Location"] == "/concepts/breaming/"
    assert b'href="/concepts/breaming/"' not in get("/concepts/tar/").content
    assert b'href="/concepts/breaming/"' in get("/concepts/tar/", eda).content
    mentions = Link.objects.filter(kind="mention", source__title="On pitch").order_by("position")
    assert [(m.target, m.target_public_id) for m in mentions] == [("Careening", None), ("breaming", secret.pk)]
    revise(Concept.objects.get(pk=secret.pk), title="Graving")
    assert get("/concepts/breaming/")["Location"] == "/concepts/graving/"
    assert get("/concepts/careening/").status_code == 404
    publishing.hide([secret], by=ada)
    revise(Concept.objects.get(pk=secret.pk), body="Clean.")
    publishing.publish([secret], by=ada)
    assert get("/concepts/breaming/").status_code == 404


def test_09_a_merge_opens_no_former_title_that_readers_did_not_know(wiki, get, ada):
    secret = Concept.objects.get(title=SECRET)
    revise(secret, title="Breaming")
    secret.refresh_from_db()
    joining.merge(secret, Concept.objects.get(title="Hull"), by=ada)
    assert get("/concepts/careening/").status_code == 404
    assert get("/concepts/breaming/")["Location"] == "/concepts/hull/"


def test_09_pages_of_history_end_at_the_horizon(log, get, ben, eda, nobody):
    open_to_all = ["history/", "history/3/", "history/3.md", "history/6/", "diff/", "diff/?from=3&to=6", "diff/?to=3"]
    closed = [
        "history/1/",
        "history/2/",
        "history/2.md",
        "history/9/",
        "diff/?from=2&to=3",
        "diff/?from=1",
        "diff/?to=2",
    ]
    for person in (nobody, ben):
        for path in open_to_all:
            response = get(f"/concepts/log/{path}", person)
            assert response.status_code == 200, path
            for word in (b"harm", b"Harm", b"Wicked"):
                assert word not in response.content, (path, word)
        absent = essence(get("/concepts/log/history/99/", person))
        assert all(essence(get(f"/concepts/log/{path}", person)) == absent for path in closed)
    for path in (*open_to_all, *closed[:3]):
        assert get(f"/concepts/log/{path}", eda).status_code == 200, path


def test_09_the_first_visible_revision_is_the_publication(log, get):
    page = get("/concepts/log/history/").content
    assert page.count(b"published") == 1
    assert page.count(b"Change in bytes") == 1  # of the last: those of the third and the fifth tell what was before
    log.refresh_from_db()
    assert f'datetime="{log.published_at.isoformat()}"'.encode() in page


@pytest.mark.parametrize(
    "path", ["history/", "history/1/", "history/1.md", "diff/", "diff/?to=1", "restore/1/", "history/1/undo/"]
)
def test_09_a_private_entry_has_no_history(wiki, get, ben, nobody, eda, path):
    for person in (nobody, ben):
        assert essence(get(f"/concepts/careening/{path}", person)) == essence(get(f"/concepts/never/{path}", person))
    assert get(f"/concepts/careening/{path}", eda).status_code in (200, 409)


def test_11_a_suppressed_revision_leaves_readers_a_gap(log, get, eda, ada):
    assert essence(get("/concepts/log/history/4/")) == essence(get("/concepts/log/history/99/"))
    assert essence(get("/concepts/log/diff/?from=3&to=4")) == essence(get("/concepts/log/diff/?from=3&to=99"))
    assert b"Wicked" not in get("/concepts/log/history/4/", eda).content
    assert b"suppressed" in get("/concepts/log/history/4/", eda).content
    assert b"Wicked" in get("/concepts/log/history/4/", ada).content


def test_11_the_title_of_a_suppressed_revision_is_a_name_for_admins_alone(get, eda, ada):
    entry = concept("Scurvy dog", "Words.")
    revise(entry, title="Sailor")
    concept("Ship", "Full of [[scurvy dog]].")
    essay("On ships", "A scurvy dog sang.")
    assert get("/concepts/scurvy-dog/")["Location"] == "/concepts/sailor/"
    Edit.objects.filter(entry=entry.pk, number=1).update(text_suppressed=True)
    assert essence(get("/concepts/scurvy-dog/"))[0] == essence(get("/concepts/never-was/"))[0]
    assert get("/concepts/scurvy-dog/").status_code == 404
    assert get("/concepts/scurvy-dog/", eda).status_code == 404
    assert get("/concepts/scurvy-dog/", ada)["Location"] == "/concepts/sailor/"
    rebuild("links")  # an act of suppressing settles this
    assert set(Link.objects.values_list("target_all", "target_public")) == {(entry.pk, None)}


def test_10_hiding_closes_every_page_at_the_very_next_request(wiki, get, ada):
    paths = ["/concepts/hull/", "/concepts/hull.md", "/concepts/hull/links/", "/tags/ship/"]
    paths += [f"/concepts/hull/{path}" for path in ("history/", "history/1/", "history/1.md", "diff/")]
    assert [get(path).status_code for path in paths] == [200] * 8
    publishing.hide(list(Concept.objects.visible_to(ada).filter(title="Hull")), by=ada)
    assert [get(path).status_code for path in paths] == [404] * 8
    assert b"Hull" not in get("/").content + get("/concepts/").content


def test_14_signed_in_pages_are_never_stored(wiki, get, ben, eda):
    for person in (ben, eda):
        assert get("/concepts/hull/", person)["Cache-Control"] == "private, no-store"
    public = get("/concepts/hull/")
    assert not public.cookies
    assert "Cookie" not in public.get("Vary", "")
    assert b"csrfmiddlewaretoken" not in public.content


def test_15_no_key_of_a_table_reaches_a_reader(wiki, get):
    entries(*[submission(f"Filler {n}", visibility=PRIVATE) for n in range(3)])
    entry = concept("Later", "Text.", tags=["ship"])
    edit = Edit.objects.get(entry=entry.pk)
    page = get("/concepts/later/").content.decode()
    assert f"revision/{edit.revision_id}" not in page
    assert "data-id" not in page


def test_15_names_never_get_a_number(get):
    concept("A", tags=["Deep sea"], visibility=PRIVATE)
    concept("B", tags=["deep-sea"])
    assert list(Tag.objects.values_list("slug", flat=True)) == ["deep-sea"]
    assert b"Deep sea" not in get("/tags/deep-sea/").content


def test_16_deleted_entries_are_left_out_for_everybody(wiki, get, client_of, ada, eda):
    hull = Concept.objects.get(title="Hull")
    concept("Deck", "Above the [[Hull]].")
    deleting.delete(hull, by=eda, reason="shipwreck")
    for person in (AnonymousUser(), ada):
        for path in ("", "links/", "history/", "history/1/", "edit/", "rename/", "delete/"):
            assert get(f"/concepts/hull/{path}", person).status_code == 404, path
        assert get("/concepts/hull.md", person).status_code == 404
        assert b"not written yet" in get("/concepts/deck/", person).content
        assert b'href="/concepts/hull/"' not in get("/concepts/?letter=h", person).content
        assert not Entry.objects.visible_to(person).filter(title="Hull").exists()
    assert not Tag.objects.visible_to(AnonymousUser()).exists()
    assert Entry.objects.unscoped_deleted().get() == Entry.objects.get(pk=hull.pk)
    assert b"shipwreck" in get("/bin/", eda).content


def test_16_from_the_bin_it_comes_back_private_and_a_purged_one_not_at_all(wiki, get, eda, ada):
    hull = Concept.objects.get(title="Hull")
    deleting.delete(hull, by=eda)
    deleting.restore(hull, by=ada)
    assert (get("/concepts/hull/").status_code, get("/concepts/hull/", eda).status_code) == (404, 200)
    deleting.delete(hull, by=eda)
    deleting.purge(hull, by=ada)
    assert not Entry.objects.filter(pk=hull.pk).exists()
    assert get("/bin/", eda).status_code == 200
    assert [get("/bin/", person).status_code for person in (AnonymousUser(), ada)] == [403, 200]
