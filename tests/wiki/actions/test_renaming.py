import threading

import pytest
from django.db import connection

from tests.factories import PRIVATE, concept, essay, revise
from wiki.actions import renaming
from wiki.actions.errors import EditConflict, NameTaken, SaveRefused
from wiki.models import Alias, Concept, Edit, Entry, Link

pytestmark = pytest.mark.django_db


def body(entry):
    return Entry.objects.get(pk=entry.pk).body


def test_the_old_title_goes_on_leading_there(eda):
    entry, page = concept("Half hitch", "A knot."), concept("Knots", "A [[Half hitch]] and a [[half-hitch|hitch]].")
    done = renaming.rename(entry, "Single hitch", by=eda)
    assert (done.entry.title, done.entry.slug, done.edit.kind, done.edit.base) == (
        "Single hitch",
        "single-hitch",
        "rename",
        1,
    )
    assert done.edit.revision.comment == "[[Half hitch]] renamed to [[Single hitch]]"
    assert list(Alias.objects.filter(entry=entry.pk).values_list("text", "kind")) == [("Half hitch", "former")]
    assert set(Link.objects.filter(source=page.pk).values_list("target_all", flat=True)) == {entry.pk}
    assert body(page) == "A [[Half hitch]] and a [[half-hitch|hitch]]."


def test_there_and_back_again(eda):
    entry = concept("Half hitch", aliases=["Single hitch"])
    renaming.rename(entry, "Single hitch", by=eda)
    renaming.rename(Concept.objects.get(pk=entry.pk), "Half hitch", by=eda)
    assert list(Alias.objects.filter(entry=entry.pk).values_list("text", "kind")) == [("Single hitch", "former")]


def test_the_same_title_makes_no_revision(eda):
    assert renaming.rename(concept("Half hitch"), " Half  hitch ", by=eda, rewrite=True).edit is None


@pytest.mark.parametrize(
    ("title", "error"), [("", SaveRefused), ("a [b", SaveRefused), ("x" * 256, SaveRefused), ("Reef knot", NameTaken)]
)
def test_a_title_that_cannot_be_changes_nothing(eda, title, error):
    entry, page = concept("Half hitch"), concept("Knots", "[[Half hitch]]")
    concept("Reef knot")
    with pytest.raises(error):
        renaming.rename(entry, title, by=eda, rewrite=True)
    assert (Concept.objects.get(pk=entry.pk).title, body(page)) == ("Half hitch", "[[Half hitch]]")


def test_texts_that_link_by_the_old_title_are_rewritten(eda):
    entry = concept("Half hitch")
    page = concept("Knots", "A [[Half hitch]], a [[half hitch]] and a [[Half hitch#Use|hitch]]; `[[Half hitch]]`.")
    listed = essay("On Rope", "Nothing.", related=["Half hitch", "Rope"])
    path = concept("Rope", "[[concepts/half-hitch]]")
    done = renaming.rename(entry, "Single hitch", by=eda, rewrite=True)
    assert body(page) == "A [[Single hitch]], a [[single hitch]] and a [[Single hitch#Use|hitch]]; `[[Half hitch]]`."
    assert Entry.objects.get(pk=listed.pk).related == ["Single hitch", "Rope"]
    assert body(path) == "[[concepts/half-hitch]]"
    assert [found.title for found in done.rewritten] == ["Knots", "On Rope"] and done.left == 0
    edit = Edit.objects.get(entry=page.pk, number=2)
    assert (edit.kind, edit.revision.comment, edit.revision.user) == (
        "edit",
        "[[Half hitch]] renamed to [[Single hitch]]",
        eda,
    )
    assert not Link.objects.exclude(target_all=entry.pk).filter(fold__in=["single hitch", "half hitch"]).exists()


def test_texts_that_mean_another_by_the_same_words_stay(eda):
    entry = concept("Half hitch", visibility=PRIVATE)
    concept("Overhand", aliases=["half hitch"])
    page = concept("Knots", "A [[Half hitch]].")
    done = renaming.rename(entry, "Single hitch", by=eda, rewrite=True)
    assert body(page) == "A [[Half hitch]]."
    assert (done.rewritten, done.left) == ([], 1)


def test_nothing_is_rewritten_when_the_new_name_would_lead_elsewhere(eda):
    concept("Single hitch")
    entry, page = essay("Half hitch"), concept("Knots", "A [[Half hitch]].")
    done = renaming.rename(entry, "Single hitch", by=eda, rewrite=True)
    assert (body(page), done.left) == ("A [[Half hitch]].", 1)
    assert Link.objects.get(source=page.pk).target_all_id == entry.pk


def test_the_history_of_a_public_page_does_not_tell_of_a_private_entry(eda):
    entry, page = concept("Half hitch", visibility=PRIVATE), concept("Knots", "A [[Half hitch]].")
    renaming.rename(entry, "Single hitch", by=eda, rewrite=True)
    assert Edit.objects.get(entry=page.pk, number=2).revision.comment == "“Half hitch” reads “Single hitch” now"


def test_somebody_elses_text_is_kept_and_somebody_elses_title_is_not_overwritten(ada, eda):
    entry = concept("Half hitch", "One.")
    revise(entry, body="Two.")
    assert renaming.rename(entry, "Single hitch", by=eda).entry.body == "Two."
    with pytest.raises(EditConflict):
        renaming.rename(entry, "Simple hitch", by=ada)


@pytest.mark.django_db(transaction=True)
def test_two_people_rename_at_once(eda, ada):
    concept("Half hitch")
    answers, ready = [], threading.Barrier(2)

    def go(title, by):
        try:
            entry = Concept.objects.get(slug="half-hitch")
            ready.wait(10)
            answers.append(renaming.rename(entry, title, by=by).entry.title)
        except EditConflict:
            answers.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=args) for args in (("Single hitch", eda), ("Simple hitch", ada))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    (title,) = [answer for answer in answers if answer]
    assert len(answers) == 2
    entry = Concept.objects.get()
    assert (entry.title, entry.number) == (title, 2)
    assert [alias.text for alias in entry.aliases.all()] == ["Half hitch"]
