import threading

import pytest
from django.db import connection
from reversion.models import Revision, Version

from tests.factories import PRIVATE, concept, essay, revise
from wiki.actions import deleting, joining, renaming
from wiki.actions.drafting import keep
from wiki.actions.errors import EditConflict, SaveRefused
from wiki.models import (
    Act,
    Alias,
    Citation,
    CitationUse,
    Concept,
    Draft,
    Edit,
    Entry,
    Essay,
    Link,
    Origin,
    Tag,
    VisibilityChange,
)

pytestmark = pytest.mark.django_db


def target_of(page):
    return Link.objects.exclude(kind="mention").get(source=page.pk).target_all_id


def test_a_deleted_entry_is_gone_and_links_to_it_are_red(eda):
    entry, page = concept("Marlin spike", "Steel."), concept("Tools", "A [[Marlin spike]].")
    talk = essay("On Rope", "The marlin spike opens a strand.")
    assert Link.objects.filter(source=talk.pk, target_all=entry.pk).exists()
    deleting.delete(entry, by=eda, reason="doubled")
    assert not Concept.objects.visible_to(eda).filter(pk=entry.pk).exists()
    assert target_of(page) is None
    assert not Link.objects.filter(source=talk.pk).exists()
    act = Act.objects.get()
    assert (act.kind, act.entry_id, act.title, act.by, act.reason) == (
        "delete",
        entry.pk,
        "Marlin spike",
        eda,
        "doubled",
    )


def test_its_name_is_free_and_links_lead_to_whoever_takes_it(eda):
    entry, page = concept("Marlin spike", aliases=["fid"]), concept("Tools", "A [[fid]].")
    deleting.delete(entry, by=eda)
    other = concept("Marlin spike", aliases=["fid"])
    assert target_of(page) == other.pk
    with pytest.raises(SaveRefused, match="has taken the name"):
        deleting.restore(Entry.objects.get(pk=entry.pk), by=eda)


def test_deleting_twice_and_saving_what_is_deleted_are_refused(eda):
    entry = concept("Marlin spike")
    deleting.delete(entry, by=eda)
    with pytest.raises(deleting.Gone):
        deleting.delete(entry, by=eda)
    with pytest.raises(SaveRefused, match="deleted in the meantime"):
        from wiki.actions.saving import Submission, save_entry

        save_entry(Submission(entry.document(), entry=entry, base=1), by=eda)
    assert Act.objects.count() == 1


def test_restored_it_is_private_and_whole_again(eda):
    entry = concept("Marlin spike", "See [[Tools]] and [[Later]].[^1]\n\n[^1]: Ashley, *Knots*, 1944.", tags=["steel"])
    page = concept("Tools", "A [[Marlin spike]].")
    deleting.delete(entry, by=eda)
    later = concept("Later", "Written meanwhile.")
    deleting.restore(Entry.objects.get(pk=entry.pk), by=eda, reason="needed")
    back = Concept.objects.visible_to(eda).get(pk=entry.pk)
    assert (back.visibility, back.deleted_at, back.number) == ("private", None, 1)
    assert target_of(page) == entry.pk
    assert Link.objects.get(source=page.pk).target_public_id is None
    assert Link.objects.get(source=entry.pk, target="Later").target_all_id == later.pk
    assert CitationUse.objects.filter(entry=entry.pk).count() == 1
    assert VisibilityChange.objects.filter(entry=entry.pk).first().visibility == "private"
    assert [act.kind for act in Act.objects.all()] == ["restore", "delete"]
    with pytest.raises(deleting.Gone):
        deleting.restore(back, by=eda)


def test_a_restored_essay_names_what_was_written_meanwhile(eda):
    talk = essay("On Rope", "The marlin spike opens a strand.")
    deleting.delete(talk, by=eda)
    entry = concept("Marlin spike")
    deleting.restore(Entry.objects.get(pk=talk.pk), by=eda)
    assert Link.objects.get(source=talk.pk, kind="mention").target_all_id == entry.pk


def test_purged_nothing_is_left_but_a_line_of_the_log(ada):
    other = concept("Tools", "A [[Marlin spike]].[^1]\n\n[^1]: Day, *Tools*, 1967.", tags=["rope"])
    entry = essay(
        "Marlin spike", "Text [[Tools]].[^1]\n\n[^1]: Ashley, *Knots*, 1944.", tags=["steel", "rope"], aliases=["fid"]
    )
    revise(entry, body="Other text.[^1]\n\n[^1]: Ashley, *Knots*, 1944.")
    keep(ada, {"body": "draft"}, kind="essay", entry=entry, base=2)
    Origin.objects.create(entry=entry, path="fid.md", sha256="0", raw=b"fid", number=1, document="")
    deleting.delete(entry, by=ada)
    assert Draft.objects.count() == 1
    deleting.purge(Entry.objects.get(pk=entry.pk), by=ada, reason="by order")
    assert list(Entry.objects.values_list("pk", flat=True)) == [other.pk]
    for model, kept in (
        (Edit, 1),
        (Version, 1),
        (Revision, 1),
        (Link, 1),
        (Alias, 0),
        (Draft, 0),
        (Origin, 0),
        (Essay, 0),
    ):
        assert model.objects.count() == kept, model
    assert list(Tag.objects.values_list("slug", flat=True)) == ["rope"]
    assert CitationUse.objects.count() == Citation.objects.count() == 1
    act = Act.objects.get(kind="purge")
    assert (act.entry, act.title, act.by, act.reason) == (None, "Marlin spike", ada, "by order")
    with pytest.raises(deleting.Gone):
        deleting.purge(entry, by=ada)


@pytest.mark.parametrize("which", ["Reef knot", "Sheet bend"])
def test_purged_its_names_are_in_no_line_about_a_merge(ada, which):
    source = renaming.rename(concept("Slander", "Text."), "Reef knot", by=ada).entry
    target = concept("Sheet bend", "Text.", aliases=["slander"])
    act = joining.merge(source, target, by=ada).act
    assert act.details["names"]
    if which == "Sheet bend":
        deleting.delete(target, by=ada)
    deleting.purge(Entry.objects.get(title=which), by=ada)
    act.refresh_from_db()
    assert (act.kind, act.title, act.details) == ("merge", "Reef knot", {})


def test_purging_keeps_what_people_said_of_tags_and_sources(ada):
    entry = concept("Spike", "Text.[@day1967]", tags=["steel"], visibility=PRIVATE)
    Tag.objects.update(description="Iron with carbon.")
    Citation.objects.update(fields={"title": "Tools"})
    deleting.delete(entry, by=ada)
    deleting.purge(entry, by=ada)
    assert Tag.objects.count() == Citation.objects.count() == 1


def test_what_is_not_in_the_bin_cannot_be_purged(ada):
    entry = concept("Marlin spike")
    with pytest.raises(deleting.Gone):
        deleting.purge(entry, by=ada)
    assert Concept.objects.get() == entry


@pytest.mark.django_db(transaction=True)
def test_somebody_deletes_while_others_save(eda, ada):
    entry = concept("Marlin spike", "0")
    said, ready = [], threading.Barrier(3)

    def save(by):
        ready.wait(10)
        try:
            for number in range(5):
                revise(entry, body=f"{by} {number}", by=by)
        except (SaveRefused, EditConflict, Concept.DoesNotExist) as refused:
            said.append(str(refused))
        finally:
            connection.close()

    def remove():
        ready.wait(10)
        try:
            deleting.delete(entry, by=ada)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(by,)) for by in (eda, ada)] + [threading.Thread(target=remove)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    row = Entry.objects.get(pk=entry.pk)
    assert row.deleted_at is not None
    assert sorted(Edit.objects.filter(entry=row).values_list("number", flat=True)) == list(range(1, row.number + 1))
    assert all("deleted in the meantime" in text or "was changed since" in text for text in said)
