"""Renaming a tag goes on until it is done, and tells readers nothing that they could not read before."""

import pytest

from tests.factories import PRIVATE, concept, entries, submission
from wiki.actions import retagging
from wiki.actions.protecting import protect
from wiki.actions.retagging import describe_tag, rename_tag
from wiki.models import Act, Entry, Tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_a_call(monkeypatch):
    monkeypatch.setattr(retagging, "MOST", 2)


def spelt(tag):
    return sorted(Entry.objects.filter(tagged__tag__slug=tag).values_list("tagged__name", flat=True))


def test_another_spelling_comes_to_all(eda, two_a_call):
    entries(*[submission(f"Place {n}", "Text.", tags=["low tide"]) for n in range(5)])
    done = [rename_tag("low-tide", "Low Tide", by=eda) for _ in range(4)]
    assert [(one.changed, one.left) for one in done] == [(2, 3), (2, 1), (1, 0), (0, 0)]
    assert spelt("low-tide") == ["Low Tide"] * 5


def test_another_spelling_comes_to_narrower_tags_too(eda, two_a_call):
    entries(*[submission(f"Place {n}", "Text.", tags=["low tide/mud"]) for n in range(3)])
    done = [rename_tag("low-tide", "Low Tide", by=eda, narrower=True) for _ in range(2)]
    assert [(one.changed, one.left) for one in done] == [(2, 1), (1, 0)]
    assert spelt("low-tide/mud") == ["Low Tide/mud"] * 3


def test_protected_ones_at_the_head_stop_no_other(ada, eda, two_a_call):
    made = entries(*[submission(f"Place {n}", "Text.", tags=["here"]) for n in range(5)])
    for entry in made[:2]:
        protect(entry, by=ada, reason="disputed")
    done = [rename_tag("here", "there", by=eda) for _ in range(3)]
    assert [(one.changed, one.left) for one in done] == [(2, 3), (1, 2), (0, 2)]
    assert [one.protected for one in done] == [["Place 0", "Place 1"]] * 3
    assert spelt("there") == ["there"] * 3


def described(slug):
    return Tag.objects.get(slug=slug).description


def test_what_was_said_of_a_private_tag_does_not_come_to_readers(ada, client):
    concept("Mud", "Text.", tags=["open/sub"])
    concept("Plan", "Text.", tags=["closed/sub"], visibility=PRIVATE)
    describe_tag("closed/sub", "About the hidden plan", by=ada)
    done = rename_tag("closed", "open", by=ada, narrower=True)
    assert done.undescribed == ["closed/sub"]
    assert "hidden plan" not in client.get("/tags/open/sub/").content.decode() and described("open/sub") == ""
    assert Act.objects.first().details == {"slug": "closed/sub", "before": "About the hidden plan", "after": ""}


def test_what_readers_saw_goes_along(ada):
    concept("Mud", "Text.", tags=["open/sub"])
    concept("Sand", "Text.", tags=["shore/sub"])
    concept("Plan", "Text.", tags=["shore/sub"], visibility=PRIVATE)
    describe_tag("shore/sub", "Where the sea ends", by=ada)
    assert rename_tag("shore", "open", by=ada, narrower=True).undescribed == []
    assert described("open/sub") == "Where the sea ends"


def test_among_private_entries_it_goes_along(ada):
    concept("Mud", "Text.", tags=["open/sub"], visibility=PRIVATE)
    concept("Plan", "Text.", tags=["closed/sub"], visibility=PRIVATE)
    describe_tag("closed/sub", "About the hidden plan", by=ada)
    rename_tag("closed", "open", by=ada, narrower=True)
    assert described("open/sub") == "About the hidden plan"


def test_the_answer_says_what_stayed_behind(ada, client_of):
    concept("Mud", "Text.", tags=["open/sub"])
    concept("Plan", "Text.", tags=["closed/sub"], visibility=PRIVATE)
    describe_tag("closed/sub", "About the hidden plan", by=ada)
    form = {"action": "merge", "name": "open", "narrower": "on"}
    page = client_of(ada).post("/manage/tags/closed/", form, follow=True)
    assert "The description of “closed/sub” did not go along" in page.content.decode()


def test_a_description_leaves_a_trace(ada, eda, client_of):
    concept("Mud", "Text.", tags=["shore"])
    describe_tag("shore", "Where the sea ends", by=eda)
    describe_tag("shore", "Where the sea ends", by=eda)
    describe_tag("shore", "Where the land ends", by=ada)
    acts = [(act.kind, act.title, act.entry, act.by, act.details["after"]) for act in Act.objects.order_by("pk")]
    assert acts == [
        ("describe", "shore", None, eda, "Where the sea ends"),
        ("describe", "shore", None, ada, "Where the land ends"),
    ]
    row = client_of(ada).get("/audit/?kind=tags").context["page"].rows[0]
    assert (row.what, row.who, row.whom, row.url) == ("Tag described", "ada", "shore", "")
    assert row.details == "description: “Where the sea ends”, now “Where the land ends”"
    assert client_of(eda).get("/audit/?kind=tags").status_code == 403


def test_a_tag_that_is_renamed_takes_its_description_on_record(eda):
    concept("Mud", "Text.", tags=["shore"])
    describe_tag("shore", "Where the sea ends", by=eda)
    rename_tag("shore", "coast", by=eda)
    found = [(act.title, act.details["before"], act.details["after"]) for act in Act.objects.order_by("pk")]
    assert found[1:] == [("coast", "", "Where the sea ends"), ("shore", "Where the sea ends", "")]
