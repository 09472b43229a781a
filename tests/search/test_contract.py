"""What search promises, the same on both databases."""

from dataclasses import replace

import pytest
from django.db import connection

from tests.factories import concept, entries, essay, revise, submission
from wiki.actions import deleting, publishing
from wiki.models import Entry
from wiki.search import search as searching
from wiki.search.query import parse
from wiki.search.search import search

pytestmark = pytest.mark.django_db


def found(text, private=False, **more):
    """The titles of all hits, best first."""
    hits = search(parse(text), private, limit=50, **more)
    titles = dict(Entry.objects.filter(pk__in=hits.ids).values_list("pk", "title"))
    assert hits.count == len(hits.ids)
    return [titles[key] for key in hits.ids]


@pytest.fixture
def harbour():
    """A few pages about a harbour."""
    entries(
        submission("Pilot", "Whoever knows the channel takes the wheel.", aliases=["Channel keeper"], tags=["people"]),
        submission("Channel", "A deep way between shoals.", tags=["water/deep", "charts"]),
        submission("Shoal", "Water that is not deep. The channel goes round it.", tags=["water"]),
        submission(
            "Buoy", "A float on a chain.\n\n## Use\n\nTwo rows of them mark the channel at night.", tags=["signs"]
        ),
        submission("Old Channel (harbour)", "It silted up.", tags=["water"]),
        submission(
            "On Marking the Way", "Every buoy is an argument.", kind="essay", author="Ilse Örtel", tags=["signs"]
        ),
        submission("Secret anchorage", "Only the crew knows this channel.", visibility="private", tags=["water"]),
    )


def test_exact_title_then_other_name_then_words_of_titles_then_lead_then_text(harbour):
    concept("Fairway", "The marked part.", aliases=["channel"])
    assert found("channel") == ["Channel", "Fairway", "Old Channel (harbour)", "Pilot", "Shoal", "Buoy"]


def test_a_title_is_found_without_its_qualifier_and_with_it(harbour):
    assert found("old channel")[0] == found("Old Channel (harbour)")[0] == "Old Channel (harbour)"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("deep shoals", {"Channel", "Shoal"}),
        ('"not deep"', {"Shoal"}),
        ('"deep not"', set()),
        ("silt*", {"Old Channel (harbour)"}),
        ("mark night", {"Buoy"}),
        ("marking", {"Buoy", "On Marking the Way"}),
        ("channel -deep", {"Pilot", "Buoy", "Old Channel (harbour)"}),
        ('channel -"goes round" -wheel', {"Channel", "Buoy", "Old Channel (harbour)"}),
        ("tag:water", {"Channel", "Shoal", "Old Channel (harbour)"}),
        ("tag:water/deep", {"Channel"}),
        ("channel tag:signs", {"Buoy"}),
        ("channel -tag:water", {"Pilot", "Buoy"}),
        ("buoy kind:essay", {"On Marking the Way"}),
        ("kind:essay", {"On Marking the Way"}),
        ("author:ortel", {"On Marking the Way"}),
        ('by:"ilse örtel" buoy', {"On Marking the Way"}),
        ("ilse", {"On Marking the Way"}),
        ("in:title channel", {"Channel", "Old Channel (harbour)"}),
        ("charts", {"Channel"}),
        ("argument", {"On Marking the Way"}),
        ("nothing of the kind", set()),
    ],
)
def test_words_phrases_beginnings_exclusions_and_conditions(harbour, text, expected):
    assert set(found(text)) == expected


@pytest.mark.parametrize(
    "title, text, asked",
    [
        ("二重権力", "二重権力とは、二つの権力が並び立つことである。", ["二重権力", "権力", "並び立つ", "重権"]),
        ("이중권력", "이중권력은 두 권력이 함께 있는 상태이다.", ["권력", "이중권력", "상태"]),
        ("ازدواجية السلطة", "وُجُودُ سُلطَتَينِ في آنٍ واحد.", ["السلطة", "سلطتين", "وجود", "إزدواجية"]),
        ("Διαρχία", "Δύο εξουσίες μαζί.", ["διαρχια", "εξουσίες", "ΕΞΟΥΣΙΕΣ"]),
        ("Двоевластие", "Две власти сразу, ещё одна рядом.", ["двоевластие", "еще", "ВЛАСТИ"]),
        ("द्वैध शक्ति", "दो सत्ताएँ एक साथ।", ["शक्ति", "सत्ताएँ"]),
        ("Số phận", "Café à la crème.", ["so phan", "CAFE", "crème"]),
        ("Nord-Süd", "Straßen und Plätze.", ["nord süd", "strassen", "plätze"]),
    ],
)
def test_any_script(title, text, asked):
    concept(title, text)
    for question in asked:
        assert found(question) == [title], question


def test_what_is_between_two_fields_or_two_names_is_no_phrase():
    concept("Anchor", "Holds fast.", aliases=["mud hook", "kedge"])
    assert found('"hook kedge"') == found('"anchor mud"') == found('"anchor holds"') == []
    assert found('"mud hook"') == ["Anchor"]


def test_who_cites_a_source_is_found_by_its_text():
    concept("Anchor", "It holds.[^1]\n\n[^1]: Okonjo, *Ground Tackle*, 1931.")
    assert found("ground tackle") == ["Anchor"]


def test_an_opening_outweighs_any_number_of_words_in_a_text():
    concept("Deep", "It is long.\n\n" + "Hawser and capstan. " * 30)
    concept("Opening", "A hawser goes round a capstan.\n\n" + "It turns for a long while. " * 60)
    assert found("hawser capstan") == ["Opening", "Deep"]
    assert found("capstan") == ["Opening", "Deep"]


def test_private_entries_are_found_by_who_sees_them(harbour):
    assert "Secret anchorage" not in found("channel") and found("anchorage crew") == []
    assert "Secret anchorage" in found("channel", private=True)


def test_private_texts_do_not_move_public_ones(harbour):
    concept("Ferry", "Rope, rope and rope; a channel.")
    concept("Winch", "Rope. " + "It turns and turns for a long while beside the channel. " * 8)
    before = found("rope channel")
    entries(*[submission(f"Hidden {n}", "Rope " * 30, visibility="private") for n in range(20)])
    assert found("rope channel") == before


def test_texts_that_were_public_once_do_not_move_public_ones(harbour):
    concept("Ferry", "Rope, rope and rope; a channel.")
    concept("Winch", "Rope. " + "It turns and turns for a long while beside the channel. " * 8)
    before = scores("rope OR channel OR buoy")
    some = entries(*[submission(f"Hidden {n}", "Rope " * 30) for n in range(20)])
    assert scores("rope OR channel OR buoy") != before or connection.vendor == "postgresql"
    publishing.hide(some, by=None, reason="x")
    assert scores("rope OR channel OR buoy") == before


def scores(text):
    """How each public entry is ranked; on PostgreSQL nothing is counted over all of them, so its order will do."""
    if connection.vendor == "postgresql":
        return search(replace(parse(text), any_of=True), False, limit=9).ids[:5]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid, bm25(wiki_search_public) FROM wiki_search_public WHERE wiki_search_public MATCH %s", [text]
        )
        return cursor.fetchall()


def test_the_index_follows_every_change(harbour):
    entry = concept("Lantern", "A light.", aliases=["lamp"])
    assert found("lantern") == found("lamp") == ["Lantern"]
    revise(entry, title="Beacon", body="A fire.", aliases=())
    assert found("fire") == ["Beacon"] and found("light") == [] and found("lamp") == []
    assert found("lantern") == ["Beacon"]  # a former title that readers saw
    publishing.hide([entry], by=None, reason="x")
    assert found("beacon") == [] and found("beacon", private=True) == ["Beacon"]
    publishing.publish([Entry.objects.get(pk=entry.pk)], by=None, reason="x")
    assert found("beacon") == ["Beacon"]
    assert found("lantern") == [] and found("lantern", private=True) == ["Beacon"]  # before the horizon now
    deleting.delete(entry, by=None)
    assert found("beacon") == found("beacon", private=True) == []
    deleting.restore(Entry.objects.unscoped_deleted().get(pk=entry.pk), by=None)
    assert found("beacon") == [] and found("beacon", private=True) == ["Beacon"]


def test_within_some_entries(harbour):
    some = Entry.objects.scoped(False).filter(title__in=["Buoy", "Shoal"])
    assert set(found("channel", within=some)) == {"Buoy", "Shoal"}


def test_of_very_many_hits_those_with_the_word_in_a_name_are_complete(monkeypatch):
    monkeypatch.setattr(searching, "RANKED", 5)
    entries(*[submission(f"Page {n}", "A rope lies here.") for n in range(12)], submission("The rope", "Last."))
    hits = search(parse("rope"), False, limit=50)
    assert hits.is_more and hits.count == 5
    assert Entry.objects.get(pk=hits.ids[0]).title == "The rope"


def test_of_very_many_hits_names_come_before_subjects_and_openings_and_these_before_texts(monkeypatch):
    monkeypatch.setattr(searching, "RANKED", 5)
    lead = submission("Cordage", "A rope is what it is made of.\n\nMore.")
    entries(
        *[submission(f"Page {n}", "First.\n\nThen a rope.") for n in range(4)], lead, submission("The rope", "Last.")
    )
    hits = search(parse("rope"), False, limit=50)
    titles = dict(Entry.objects.values_list("pk", "title"))
    assert hits.is_more and [titles[key] for key in hits.ids][:2] == ["The rope", "Cordage"] and len(hits.ids) == 6


@pytest.mark.parametrize("many", [2, 100])
def test_orders_are_kept_however_many_hits_there_are(monkeypatch, many):
    monkeypatch.setattr(searching, "RANKED", many)
    entries(*[submission(name, "A rope.") for name in ("Hitch", "Bend", "Splice")])
    revise(Entry.objects.get(title="Bend"), body="A rope, again.")
    titles = dict(Entry.objects.values_list("pk", "title"))

    def ordered(order):
        return [titles[key] for key in search(parse("rope"), False, limit=3, order=order).ids]

    assert ordered("name") == ["Bend", "Hitch", "Splice"] and ordered("newest")[0] == "Bend"


def test_a_page_of_exactly_this_name_comes_before_one_with_a_qualifier(harbour):
    entries(submission("Lock (canal)", "Water."), submission("Lock", "Water."), submission("Key", aliases=["lock"]))
    assert found("lock") == ["Lock", "Key", "Lock (canal)"]


def test_where_an_essay_was_published_is_found():
    essay("On locks", "Doors.", author="A. B.", publication="Quarter Days")
    assert found("quarter days") == ["On locks"] and found("author:quarter") == []


def test_equal_hits_stand_by_name_and_not_by_age():
    for one, other in (("Betta", "Alpha"), ("Gamma", "Delta")):
        first = concept(one, "Same words.", visibility="private")
        concept(other, "Same words.")
        publishing.publish([first], by=None, reason="x")
    assert found("same") == ["Alpha", "Betta", "Delta", "Gamma"]
    assert [Entry.objects.get(pk=key).title for key in search(parse("same"), False, limit=2).ids] == ["Alpha", "Betta"]


def test_a_filter_finds_what_stands_behind_many_others(monkeypatch):
    monkeypatch.setattr(searching, "RANKED", 3)
    entries(*[submission(f"Page {n}", "Nothing but a rope.") for n in range(9)], submission("Last", "It is a rope."))
    last = Entry.objects.filter(title="Last")
    assert found("rope", within=last) == ["Last"]


def test_names_and_questions_of_any_length(harbour):
    entry = concept("的" * 250, "One.", aliases=["\ufdfa" * 250, "x" * 255])
    assert found("的" * 250) == found("\ufdfa" * 250) == found("x" * 255) == [entry.title]
    assert found("marx " + "的" * 900) == found("tag:" + "x" * 3000) == []


@pytest.mark.parametrize(
    "text",
    [
        "AND OR NOT NEAR(a b)", "a' OR 1=1; --", '"', "title : (x", "{a b} : c", "'a':* & !b <-> c", "\\", "%s %d",
        "a*b*c*", "*", "-", "(((", "tag:a'b", 'tag:"a""b"', "^a", "a:b", "x" * 9000, "🜁 ☃", "\ud7ff￾", "-a -b", "NOT a",
    ],
)  # fmt: skip
def test_nothing_that_is_typed_breaks_it(harbour, text):
    found(text)
    found(text, private=True)


def test_a_very_long_text_is_found_by_its_words():
    concept("Log book", "Day by day. " + " ".join(f"word{n}" for n in range(60_000)) + " the very end")
    assert found("word59999") == found('"very end"') == ["Log book"]
