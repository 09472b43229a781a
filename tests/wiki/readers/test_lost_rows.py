"""What goes between two questions of one page is left out of it."""

import pytest

from tests.factories import entries, submission
from wiki.models import Entry, TaggedEntry
from wiki.readers import checks, ledger, map, map_list
from wiki.readers.rows import shown

pytestmark = pytest.mark.django_db
GONE = 987_654_321


@pytest.fixture
def wiki():
    entries(
        submission("Weir", "Text.", tags=["water", "stone"], related=["Mill"], aliases=["Dam"]),
        submission("Mill", "Text.", tags=["water"], aliases=["dam"]),
    )


@pytest.fixture
def lost(monkeypatch):
    """The weir is there for the first question and gone for the later one about entries."""
    in_order = checks._in_order
    monkeypatch.setattr(checks, "_in_order", lambda keys: [entry for entry in in_order(keys) if entry.title != "Weir"])


@pytest.fixture
def uncounted(monkeypatch):
    numbers = checks._numbers
    weir = lambda: Entry.objects.scoped(private=True).get(title="Weir").pk  # noqa: E731
    monkeypatch.setattr(
        checks, "_numbers", lambda keys: {key: number for key, number in numbers(keys).items() if key != weir()}
    )


def test_related_in_one_direction(wiki, lost):
    assert checks.one_way_rows(checks.one_way(9)) == []


def test_related_in_one_direction_without_a_number(wiki, uncounted):
    assert checks.one_way_rows(checks.one_way(9)) == []


@pytest.mark.parametrize("how", ["lost", "uncounted"])
def test_a_name_that_two_claim(wiki, request, how):
    request.getfixturevalue(how)
    (found,) = checks.collision_rows(checks.collisions(9))
    assert [row.title for row in found.others] == ["Mill"]


def test_a_name_that_nobody_claims_any_more(wiki):
    assert checks.collision_rows(["dam", "weld"])[1:] == []


def test_a_tag_at_one_entry(wiki, lost):
    assert checks.tag_rows(checks.lonely_tags(9)) == []


def test_a_stub_without_its_revision(wiki, monkeypatch):
    monkeypatch.setattr(checks, "_in_order", lambda keys: shown(Entry.objects.scoped(private=True).alphabetical()))
    weir = Entry.objects.scoped(private=True).get(title="Weir")
    assert [row.row.title for row in checks.stub_rows([weir.pk])] == ["Weir"]


def test_the_fix_of_a_related_entry(wiki, eda):
    weir = Entry.objects.scoped(private=True).get(title="Weir")
    gone = shown(Entry.objects.scoped(private=True).filter(title="Mill"))[0]._replace(id=GONE)
    assert ledger._fixes(weir, [ledger.Related(gone, listed=True)]) == {}


def test_the_list_of_the_map(wiki, eda, monkeypatch):
    members = map_list._members

    def with_one_more(private, tags):
        names, found = members(private, tags)
        return names, {tag: [GONE, *keys] for tag, keys in found.items()}

    monkeypatch.setattr(map_list, "_members", with_one_more)
    subjects = map_list.map_list(eda).subjects
    assert [(subject.slug, subject.count) for subject in subjects] == [("stone", 1), ("water", 2)]


def test_the_map(wiki, eda, monkeypatch):
    uses = map._uses
    weir = TaggedEntry.objects.scoped(private=True).first().content_object_id
    monkeypatch.setattr(map, "_uses", lambda private: [(weir, GONE, "Late"), *uses(private)])
    page = map.whole_map(eda)
    assert page.tags == [("stone", "stone"), ("water", "water")] and sorted(map_tags(page)) == [1, 2]


def map_tags(page):
    return [len(found) for found in page.tagged]
