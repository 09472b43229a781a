"""What was changed lately: by day and by entry, as far as one may know of it."""

import pytest

from tests.factories import PRIVATE, concept, entries, essay, revise, submission
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text
from wiki.actions import deleting, joining, publishing, renaming, suppressing
from wiki.models import Concept, Edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def knots(clock, eda, ada):
    """A concept that was revised twice on one day and once on the next."""
    entry = concept("Bowline", "A knot.", by=eda)
    for hours, by, summary in ((1, eda, "say what it does"), (2, ada, "say it better"), (24, eda, "a day later")):
        clock(hours)
        revise(entry, by=by, body=f"A loop, {hours}.", summary=summary)
    return entry


def test_revisions_stand_by_day_and_those_of_one_day_together(knots, get):
    page = get("/changes/")
    words = text(page)
    assert "3 March 2026 Bowline a day later eda · 12:00 · +1 bytes · changes of revision 4 of Bowline" in words
    assert (
        "ada, eda · 14:00 · changes of Bowline on this day · history of Bowline 3 changes, the latest: say it" in words
    )
    assert words.index("say it better") < words.index("say what it does") < words.index("published")
    hrefs = addresses(page)
    assert "/concepts/bowline/diff/?to=4" in hrefs and "/concepts/bowline/history/" in hrefs
    assert "/concepts/bowline/diff/?from=1&to=3" in hrefs  # over all of that day
    assert all(get(href).status_code == 200 for href in set(hrefs) if href.startswith("/concepts/"))


def test_the_first_that_readers_see_is_a_publication_dated_by_it(clock, get, eda):
    entry = concept("Hitch", "A secret knot.", by=eda, visibility=PRIVATE, summary="begun in secret")
    clock(1)
    revise(entry, by=eda, body="Another secret.", summary="still secret")
    clock(48)
    publishing.publish([entry], by=None, reason="ready")
    page = get("/changes/")
    assert "4 March 2026 Hitch published · 12:00 · revision 2 of Hitch" in text(page)
    assert "2 March" not in text(page) and "secret" not in text(page) and "eda" not in text(page)
    assert not [href for href in addresses(page) if "diff" in href] and "bytes" not in text(page)
    clock(49)
    revise(entry, by=eda, body="Open.", summary="in the open")
    group = text(get("/changes/"))
    assert "in the open eda · 13:00 · −10 bytes" in group and "published · 12:00" in group
    assert "/concepts/hitch/diff/?from=2&to=3" in addresses(get("/changes/"))


def test_editors_see_what_else_was_done(clock, get, eda, ada):
    one, two = concept("Hitch", "A knot."), concept("Sheepshank", "Another.")
    gone = concept("Granny", "A bad one.")
    clock(24)
    publishing.hide([one], by=ada, reason="a name in it")
    clock(25)
    publishing.publish([one], by=ada, reason="clean now")
    renaming.rename(Concept.objects.get(pk=one.pk), "Half hitch", by=eda, reason="there are two")
    clock(48)
    joining.merge(two, Concept.objects.get(pk=one.pk), by=eda, reason="the same knot")
    clock(72)
    deleting.delete(gone, by=eda, reason="wrong")
    words = text(get("/changes/", eda))
    assert "5 March 2026 Granny wrong deleted · eda · 12:00" in words
    assert "the same knot merged into Half hitch · eda · 12:00" in words and "merged · eda" in words
    for said in ("a name in it made private · ada", "clean now made public · ada", "renamed · eda"):
        assert said in words, said
    assert "made public" not in words[words.index("2 March") :]  # what was made public is no news by itself
    for said in ("deleted", "made private", "merged into", "Granny", "wrong", "a name in it"):
        assert said not in text(get("/changes/")), said


def test_what_is_suppressed_is_closed(knots, get, eda, ada):
    edit = Edit.objects.get(entry=knots.pk, number=3)
    suppressing.suppress(edit, by=ada, text=True, summary=True, author=True, reason="a name")
    page = get("/changes/")
    assert "say it better" not in text(page) and "/history/3/" not in html(page)
    assert "diff/?to=4" in html(page) and "12:00 · changes" in text(page)  # its size would tell that of the closed one
    for_eda = text(get("/changes/", eda))
    assert "text suppressed summary suppressed author suppressed" in for_eda and "say it better" not in for_eda
    assert "say it better" in text(get("/changes/", ada))
    assert all(get(href).status_code == 200 for href in set(addresses(page)) if href.startswith("/concepts/"))


def test_private_and_deleted_entries_are_for_editors(clock, get, eda, ben):
    concept("Canary", "It sings.", by=eda, visibility=PRIVATE)
    deleting.delete(essay("On birds", "A bird."), by=None)
    for person in ({}, {"person": ben}):
        assert "Nothing is written yet" in text(get("/changes/", **person))
    assert "Canary Private" in text(get("/changes/", eda)) and "On birds" in text(get("/changes/", eda))


def test_names_and_summaries_stand_in_the_page_escaped(get):
    concept(QUOTED, "Words.", summary="said <b>so</b>")
    revise(Concept.objects.get(), body="More.", summary="said <b>so</b>")
    assert not_raw(get("/changes/")) and "<b>so" not in html(get("/changes/"))


@pytest.mark.both
def test_a_long_list_goes_on_without_gaps(clock, get, eda, ada):
    """Everything at one moment, as after an import; the places hold no key of a table."""
    for n in range(3):
        entry = concept(f"Knot {n}", "A.", by=eda)
        essay(f"Knot {n}", "A.", by=eda)
        for at in range(20):
            revise(entry, by=eda, body=f"B {at}.")
    hidden = entries(*[submission(f"Late {n}", "A.", visibility=PRIVATE) for n in range(30)])
    publishing.publish(hidden, by=None)
    for person, expected in (({}, 96), ({"person": ada}, 126)):
        found, path, pages = [], "/changes/", 0
        while path:
            page = get(path, **person)
            found += [href for href in addresses(page) if "history/" in href and not href.endswith("history/")]
            found += [href for href in addresses(page) if "diff/?to=" in href]
            found += ["made public"] * text(page).count("made public")
            older = [href for href in addresses(page) if href and "after=" in href]
            path, pages = f"/changes/{older[0]}" if older else "", pages + 1
        singles = [href for href in found if href != "made public"]
        assert len(singles) == len(set(singles)) and len(found) == expected, person
        assert pages == (2 if not person else 3)
    assert "Nothing older" in text(get("/changes/?after=20010101000000000000-r-concept-1-a"))


def test_many_changes_cost_no_more_questions(clock, queries, eda, ben):
    def write(first, count):
        made = entries(*[submission(f"Knot {n}", "A.", tags=[f"t{n}"]) for n in range(first, first + count)], by=eda)
        for entry in made:
            revise(entry, by=eda, body="B.")
        publishing.hide(made, by=None)
        publishing.publish(made[::2], by=None)

    write(0, 4)
    paths = ("/changes/", "/changes/?by=eda", "/changes/?tag=t2&kind=concept&days=3")
    few = [queries(path, person) for path in paths for person in (eda, ben)] + [queries(path) for path in paths]
    write(10, 30)
    many = [queries(path, person) for path in paths for person in (eda, ben)] + [queries(path) for path in paths]
    assert many == few and max(few) <= 14 and max(few[-3:]) <= 4


def test_head_answers_without_a_body_and_post_is_refused(client):
    assert client.head("/changes/").content == b""
    assert client.post("/changes/").status_code == 405
