"""The impact of a publication: what lights up, comes into view, leads elsewhere; and of hiding, what goes."""

import time

import pytest

from tests.factories import PRIVATE, concept, entries, essay, revise, submission
from wiki.actions import publishing, requesting
from wiki.models import Concept, Entry, Link
from wiki.readers.moderation import last_published, queue, tally, visibility_log
from wiki.readers.publication import publication_page

pytestmark = pytest.mark.django_db

FATHOM = "A unit.[^1] It is told from the [[Lead line|line]] and the [[Chip log]]. A [[rod]] is longer.\n\n"
FATHOM += "The sounding pole is no unit.\n\n[^1]: Falconer, William. *Marine Dictionary*. 1769."


@pytest.fixture
def fathom():
    """A private concept with everything, among public and private ones."""
    entries(
        submission("Depth", "In [[fathom|fathoms]], rarely in feet. Two [[fathom]]s are a [[brass]].", tags=["Sea"]),
        submission("Chart", "Depths stand in [[the brasse]]. See [[mark]]."),
        submission("Mark", "A point on a line."),
        submission("Fathom (verb)", "To measure.", related=["Fathom"]),
        submission("Dictionary", "A book.[^1]\n\n[^1]: Falconer, William. *Marine Dictionary*. 1769."),
        submission("Chip log", "Not a depth.", visibility=PRIVATE),
        submission("Lead line", "It sinks.", visibility=PRIVATE, related=["Fathom"]),
        submission("Sounding pole", "A pole.", visibility=PRIVATE),
        submission("On depth", "A fathom is what two arms reach.", kind="essay"),
    )
    saved = concept(
        "Fathom", FATHOM, visibility=PRIVATE, aliases=["brass", "Mark"], tags=["sea", "Arms"],
        related=["Lead line", "Depth", "Nowhere"],
    )  # fmt: skip
    revise(saved, body=FATHOM + " ", summary="more")
    return Concept.objects.get(pk=saved.pk)


def titles(rows):
    return [row.title for row in rows]


def test_links_that_light_up_stand_with_their_sentences(fathom):
    page = publication_page(fathom, "public")
    assert (page.link_count, page.links.count) == (4, 2)
    assert titles(page.links.rows) == ["Depth", "Fathom (verb)"]
    assert [(quote.before, quote.mark) for quote in page.links.rows[0].quotes] == [
        ("In ", "fathoms"),
        ("Two ", "fathom"),
        ("Two fathoms are a ", "brass"),
    ]
    assert page.links.rows[1].reason == "lists it as related"


def test_names_that_come_into_view_and_what_they_meant(fathom):
    page = publication_page(fathom, "public")
    assert page.names == [("Fathom", "title"), ("brass", "alias"), ("Mark", "alias")]
    (mark,) = page.elsewhere
    assert (mark.name, titles(mark.before), titles(mark.after), mark.leads_here) == ("Mark", ["Mark"], ["Mark"], False)
    assert titles(page.hatnotes) == ["Fathom (verb)"]


def test_tags_sources_revisions_and_essays(fathom):
    page = publication_page(fathom, "public")
    assert [(met.name, met.others) for met in page.tags] == [("sea", 1), ("Arms", 0)]
    assert [met.name for met in page.new_tags] == ["Arms"]
    assert [met.others for met in page.citations] == [1] and "Falconer" in page.citations[0].name
    assert (page.revisions, page.all_revisions, page.mentions) == (1, 2, 1)


def test_private_names_in_the_text_stand_with_their_sentences(fathom):
    page = publication_page(fathom, "public")
    found = {row.title: [quote.mark for quote in row.quotes] for row in page.private_names}
    assert found == {"Lead line": ["line"], "Chip log": ["Chip log"], "Sounding pole": ["sounding pole"]}
    assert page.left_out == ["Lead line", "Nowhere"]
    entries(submission("Chip log (game)", aliases=["Sounding pole"]))
    assert "Sounding pole" not in titles(publication_page(fathom, "public").private_names)


def test_a_name_of_equal_claim_is_asked_about(fathom):
    entries(submission("Copper", aliases=["brass"]))
    page = publication_page(fathom, "public")
    brass = next(meaning for meaning in page.elsewhere if meaning.name == "brass")
    assert (titles(brass.before), brass.links) == (["Copper"], 1)
    assert sorted(titles(brass.after)) == ["Copper", "Fathom"]
    assert page.link_count == 3


def test_what_is_said_is_what_happens(fathom, ada):
    """The links that the page counts are those that lead here for readers afterwards, in both directions."""
    before = set(Link.objects.filter(target_public=fathom.pk).values_list("pk", flat=True))
    page = publication_page(fathom, "public")
    publishing.publish([fathom], by=ada)
    links = Link.objects.filter(target_public=fathom.pk, source__visibility="public").exclude(kind="mention")
    assert (links.count() - len(before), Link.objects.filter(kind="mention", target_public=fathom.pk).count()) == (
        page.link_count,
        page.mentions,
    )
    fathom.refresh_from_db()
    hidden = publication_page(fathom, "private")
    assert (hidden.link_count, hidden.links.count, hidden.mentions) == (page.link_count, 2, page.mentions)


def test_hiding_says_what_goes(fathom, ada):
    publishing.publish([fathom], by=ada)
    entries(submission("Copper", aliases=["brasse"]), submission("Alloy", aliases=["brass"]))
    revise(Concept.objects.get(pk=fathom.pk), body="Short.")
    page = publication_page(Concept.objects.get(pk=fathom.pk), "private")
    assert page.link_count == 3  # brass is a name of two by now, and no link leads here by it
    brass = next(meaning for meaning in page.elsewhere if meaning.name == "brass")
    assert (titles(brass.after), brass.leads_here) == (["Alloy"], False)
    assert (page.revisions, page.private_names, [met.name for met in page.new_tags]) == (2, [], ["Arms"])


def test_former_titles_of_private_times_do_not_come_into_view(ada):
    entry = concept("Brasse", "A unit.", visibility=PRIVATE)
    concept("Chart", "In [[brasse]].")
    revise(entry, title="Fathom")
    entry = Concept.objects.get(pk=entry.pk)
    page = publication_page(entry, "public")
    assert (page.link_count, page.names) == (0, [("Fathom", "title")])
    publishing.publish([entry], by=ada)
    assert Link.objects.get(target="brasse").target_public is None


def test_as_many_questions_for_many_links_as_for_few(fathom, django_assert_max_num_queries):
    entries(*[submission(f"Page {n}", f"A [[fathom]] of [[rope {n}]]. The rod.") for n in range(40)])
    entries(*[submission(f"Rope {n}", visibility=PRIVATE) for n in range(10)])
    revise(fathom, body=" ".join(f"[[rope {n}]]" for n in range(10)) + " rope 3 and rope 4.", tags=["a", "b", "c"])
    fathom.refresh_from_db()
    with django_assert_max_num_queries(27):
        page = publication_page(fathom, "public")
    assert (page.links.count, len(page.links.rows), page.links.more) == (42, 30, 12)
    assert len(page.private_names) == 11


def test_the_numbers_of_the_queue_are_those_of_the_page(fathom, ada, eda, django_assert_num_queries):
    requesting.ask(fathom, "public", by=eda)
    public = concept("Cable", "A [[Fathom]]. See [[Cable]].", tags=["sea"])
    concept("Rope", "A [[cable]].")
    requesting.ask(public, "private", by=eda)
    found = {asked.row.title: asked.tally for asked in queue(ada).waiting}
    assert vars_of(found["Fathom"]) == (5, 2, 1, 2)
    assert vars_of(found["Cable"]) == (1, 1, 0, 0)
    assert found["Cable"].items == ["1 link", "1 tag"]
    page = publication_page(fathom, "public")
    assert found["Fathom"].links == page.link_count
    for n in range(5):
        requesting.ask(concept(f"Knot {n}", "[[Rope]]", visibility=PRIVATE), "public", by=eda)
    queue(ada)
    with django_assert_num_queries(6):
        assert queue(ada).count == 7
    assert tally([]) == {}


def vars_of(tally):
    return tally.links, tally.tags, tally.citations, tally.private_names


def test_the_log_says_what_was_done(fathom, ada, ben, eda, django_assert_max_num_queries):
    entry = Entry.objects.get(pk=fathom.pk)
    publishing.publish([entry], by=ada, reason="ready")
    publishing.move_horizon(entry, 1, by=ada, reason="nothing to hide")
    assert last_published(entry) is None
    publishing.hide([entry], by=ada)
    entry.refresh_from_db()
    log = visibility_log(entry, ada)
    assert [row.what for row in log] == ["made private", "opened from revision 1 on", "made public"]
    assert [row.can_undo for row in log] == [True, False, False]
    assert [row.can_undo for row in visibility_log(entry, eda)] == [False] * 3
    assert visibility_log(entry, ben) == []
    assert last_published(entry) == 2
    publishing.undo(log[0].change, by=ada)
    entry.refresh_from_db()
    log = visibility_log(entry, ada)
    assert (log[0].what, log[0].can_undo) == ("made public, taking back a change", False)


def test_essays_name_private_entries_too(ada):
    concept("Chip log", visibility=PRIVATE)
    entry = essay("On depth", "The chip log is no measure.", visibility=PRIVATE)
    page = publication_page(Entry.objects.get(pk=entry.pk), "public")
    assert [(row.title, [quote.mark for quote in row.quotes]) for row in page.private_names] == [
        ("Chip log", ["chip log"])
    ]


def test_many_hidden_comments_take_no_long_time():
    text = "`%%shown%%` " + "".join(f"%%note {n}%% " for n in range(40_000))
    entry = concept("Log", visibility=PRIVATE)
    entry.body, entry.html = text, f"<p><code>%%shown%%</code> {' '.join(['%%x%%'] * 40_000)}</p>"
    begun = time.process_time()
    comments = publication_page(entry, "public").comments
    assert time.process_time() - begun < 10
    assert (len(comments), comments[0]) == (40_000, "note 0")
