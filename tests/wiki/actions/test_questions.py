"""What a save asks of the database: few questions, as many for a long text as for a short one."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import concept, essay, revise
from wiki.actions.saving import Submission, save_entry
from wiki.models import Entry, Link
from wiki.prepared import PART, Prepared, asked

pytestmark = pytest.mark.django_db

TEXT = "The moon draws it. See [[Moon]] and [[Harbour]].[^1]\n\n[^1]: Thorpe, *Waters*, 1903.\n"
MOST = {"concept": 25, "essay": 31}  # the lock of writers on PostgreSQL among them


@pytest.fixture
def world():
    concept("Moon", "It pulls.")
    return {make.__name__: make("Tide " + make.__name__, TEXT, tags=["sea"]) for make in (concept, essay)}


def questions_of(entry, body, by):
    entry = type(entry).objects.get(pk=entry.pk)
    document = replace(entry.document(), body=body)
    with CaptureQueriesContext(connection) as questions:
        save_entry(Submission(document, entry=entry, base=entry.number), by=by)
    return len(questions)


@pytest.mark.parametrize("kind", MOST)
def test_a_text_that_was_changed(world, kind, eda):
    entry = world[kind]
    questions_of(entry, TEXT + "\nA first change.", eda)  # the types of content are known from now on
    short = questions_of(entry, TEXT + "\nA change.", eda)
    assert short <= MOST[kind]
    assert questions_of(entry, TEXT + "\nA change." + "\n\nMore of it." * 200, eda) <= short


def test_names_and_tags_that_stay_are_not_written_again(world, eda):
    entry = world["concept"]
    with CaptureQueriesContext(connection) as questions:
        revise(entry, body="Quite another text, by itself.", by=eda)
    written = [
        query["sql"] for query in questions if "wiki_alias" in query["sql"] or "wiki_taggedentry" in query["sql"]
    ]
    assert written and all(sql.startswith("SELECT") for sql in written)


def test_what_is_saved_is_read_anew_afterwards(world, eda):
    saved = revise(world["concept"], aliases=("Ebb",), tags=("sea", "sky"), by=eda).entry
    assert [alias.text for alias in saved.aliases.all()] == ["Ebb"]
    assert saved.document().tags == ("sea", "sky")
    assert saved.aliases.all().filter(text="Flow").count() == 0


def test_any_number_of_values_is_asked_about():
    titles = Prepared(
        lambda private, *keys: Entry.objects.filter(pk__in=keys).values_list("title"), lambda title: title
    )
    made = [concept(f"Rope {number}", "It holds.").pk for number in range(7)]
    none = list(range(10**6, 10**6 + PART))
    for keys in ([], made[:1], made[:3], made, [*made[:2], *none, *made[2:]]):
        assert sorted(asked(titles, keys)) == sorted(Entry.objects.filter(pk__in=keys).values_list("title", flat=True))
    assert {1, 4, 16} <= {size for _, size, _ in titles.compiled}  # few questions serve all


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite's plan")
def test_who_embeds_is_asked_of_embeds_alone():
    both = Link.objects.filter(target_all__in=[1, 2], kind="embed") | Link.objects.filter(target_public=3, kind="embed")
    plan = both.order_by().values_list("source", "target_all").explain()
    assert "link_embed_all" in plan and "link_embed_public" in plan
