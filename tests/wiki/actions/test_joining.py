import threading

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import PRIVATE, PUBLIC, concept, essay, revise
from wiki.actions import deleting, joining, publishing, renaming
from wiki.actions.errors import EditConflict
from wiki.actions.joining import AcrossVisibilities, MergeRefused
from wiki.models import Act, CitationUse, Concept, Edit, Link
from wiki.readers import entries_named

pytestmark = pytest.mark.django_db

SOURCE = "A bend for two ropes, like a [[Reef knot]].[^1] See [the book][b].\n\n[^1]: Ashley, *Knots*, 1944.\n\n[b]: https://a.example/"
TARGET = "Joins two ropes.[^1] See [a page][b].\n\n[^1]: Day, *Tools*, 1967.\n\n[b]: https://b.example/"


@pytest.fixture
def two():
    """Two concepts that are one, with names of every kind, and texts that link to both."""
    related = ["Reef knot", "Sheet bend"]
    source = concept(
        "Ruin bend",
        SOURCE,
        aliases=["ruinous bend"],
        tags=["Bend", "rope"],
        related=related,
        paths=["knots/ruin"],
    )
    source = Concept.objects.get(pk=renaming.rename(source, "Weaver's knot", by=None).entry.pk)
    target = concept("Sheet bend", TARGET, aliases=["becket"], tags=["rope"], related=["Weaver's knot", "Bowline"])
    return source, target


def now(entry):
    return Concept.objects.get(pk=entry.pk)


def state(*entries):
    """All that undoing a merge has to bring back."""
    rows = [Concept.objects.get(pk=entry.pk) for entry in entries]
    links = Link.objects.order_by("source", "kind", "position").values_list(
        "source", "target", "target_all", "target_public"
    )
    return [
        (row.document(), row.visibility, row.deleted_at, sorted(row.aliases.values_list("text", "kind")))
        for row in rows
    ], list(links)


def test_the_target_takes_names_tags_related_and_text(two, eda):
    done = joining.merge(*two, by=eda)
    document = now(two[1]).document()
    assert document.aliases == ("becket", "ruinous bend")
    assert document.tags == ("rope", "Bend")
    assert document.related == ("Bowline", "Reef knot")
    assert document.body == (
        TARGET + "\n\n## Weaver's knot\n\nA bend for two ropes, like a [[Reef knot]].[^1-2] See [the book][b-2].\n\n"
        "[^1-2]: Ashley, *Knots*, 1944.\n\n[b-2]: https://a.example/\n"
    )
    assert (done.edit.number, done.edit.kind) == (2, "merge")
    assert list(CitationUse.objects.filter(entry=two[1].pk).values_list("text", flat=True)) == [
        "Day, Tools, 1967.",
        "Ashley, Knots, 1944.",
    ]
    assert sorted(now(two[1]).aliases.exclude(kind="alias").values_list("text", "kind")) == [
        ("Ruin bend", "former"),
        ("Weaver's knot", "former"),
        ("knots/ruin", "path"),
    ]


@pytest.mark.parametrize("name", ["Weaver's knot", "weavers-knot", "Ruin bend", "ruinous bend", "knots/ruin"])
def test_every_name_of_the_source_leads_to_the_target(two, eda, name):
    page = concept("Page", f"[[{name}]]")
    assert Link.objects.get(source=page.pk).target_all_id == two[0].pk
    joining.merge(*two, by=eda)
    assert Link.objects.get(source=page.pk).target_all_id == two[1].pk
    assert Link.objects.get(source=page.pk).target_public_id == two[1].pk
    assert [entry.pk for entry in entries_named("concept", name.rpartition("/")[2], eda)] == [two[1].pk]


def test_mentions_of_the_source_are_mentions_of_the_target(two, eda):
    talk = essay("On Rope", "They tied a weaver's knot.")
    joining.merge(*two, by=eda)
    assert Link.objects.get(source=talk.pk, kind="mention").target_all_id == two[1].pk


def test_the_log_says_what_was_moved(two, eda):
    done = joining.merge(*two, by=eda, reason="one knot")
    act = Act.objects.get()
    assert (act, act.kind, act.entry_id, act.other_id, act.number) == (done.act, "merge", two[0].pk, two[1].pk, 2)
    assert sorted(name for name, *_ in act.details["names"]) == ["Ruin bend", "Weaver's knot", "knots/ruin"]
    assert act.reason == done.edit.revision.comment == "one knot"


def test_undone_everything_is_as_it_was(two, ada):
    concept("Page", "[[Weaver's knot]] and [[Sheet bend]] and [[ruinous bend]]")
    before = state(*two)
    act = joining.merge(*two, by=ada).act
    source = joining.undo_merge(act, by=ada)
    assert source.visibility == PRIVATE
    publishing.publish([source], by=ada)
    assert state(*two) == before
    assert [edit.kind for edit in Edit.objects.filter(entry=two[1].pk)] == ["undo", "merge", "create"]
    assert [act.kind for act in Act.objects.all()] == ["unmerge", "merge"]
    with pytest.raises(deleting.Gone):
        joining.undo_merge(act, by=ada)


def test_what_was_written_since_then_stays(two, ada):
    act = joining.merge(*two, by=ada).act
    document = now(two[1]).document()
    revise(
        two[1],
        body=document.body.replace("Joins two ropes.", "Joins two ropes of unlike size."),
        tags=(*document.tags, "new"),
    )
    joining.undo_merge(act, by=ada)
    assert now(two[1]).body.startswith("Joins two ropes of unlike size.[^1]")
    assert "Weaver" not in now(two[1]).body
    assert now(two[1]).document().tags == ("rope", "new")


def test_a_text_that_was_reworked_is_not_torn_apart(two, ada):
    act = joining.merge(*two, by=ada).act
    revise(two[1], body=now(two[1]).body.replace("A bend for two ropes", "A hitch for one rope"))
    before = state(two[1])
    with pytest.raises(MergeRefused, match="by hand"):
        joining.undo_merge(act, by=ada)
    assert state(two[1]) == before
    assert not Concept.objects.scoped(private=True).filter(pk=two[0].pk).exists()


@pytest.mark.parametrize("who", ["ada", "eda", None])
def test_the_source_comes_back_private_and_the_log_says_so(two, who, request):
    by = request.getfixturevalue(who) if who else None
    act = joining.merge(*two, by=None).act
    assert joining.undo_merge(act, by=by).visibility == PRIVATE
    row = now(two[0]).visibility_changes.first()
    assert (row.visibility, row.by, row.reason) == (PRIVATE, by, "Divided from “Sheet bend”")


def test_only_who_may_publish_merges_a_private_and_a_public_one(eda, ada):
    hidden, shown = concept("Hidden", "Words.", visibility=PRIVATE), concept("Shown", "Words.")
    for pair in ((hidden, shown), (shown, hidden)):
        with pytest.raises(AcrossVisibilities):
            joining.merge(*pair, by=eda)
    assert joining.merge(hidden, shown, by=ada).entry.visibility == PUBLIC
    assert joining.undo_merge(Act.objects.get(), by=ada).visibility == PRIVATE


def test_it_cannot_go_into_itself_or_into_what_is_deleted(two, eda):
    source, target = two
    with pytest.raises(MergeRefused, match="itself"):
        joining.merge(source, source, by=eda)
    deleting.delete(target, by=eda)
    with pytest.raises(MergeRefused, match="deleted"):
        joining.merge(source, target, by=eda)
    with pytest.raises(MergeRefused, match="deleted"):
        joining.merge(target, source, by=eda)


def test_a_decision_is_about_the_revisions_that_were_seen(two, eda):
    seen = (two[0].number, two[1].number)
    revise(two[1], body="Other.")
    with pytest.raises(EditConflict):
        joining.merge(*two, by=eda, seen=seen)
    assert not Act.objects.exists()


def test_a_text_that_would_be_swallowed_is_not_appended(eda):
    source, target = concept("One", "Text."), concept("Two", "Words.\n\n```\ncode")
    with pytest.raises(MergeRefused, match="not closed"):
        joining.merge(source, target, by=eda)


def test_without_a_text_only_the_names_move(eda):
    source, target = concept("One"), concept("Two", "Words.")
    done = joining.merge(source, target, by=eda)
    assert (done.edit, done.act.number, now(target).body) == (None, None, "Words.")
    assert entries_named("concept", "one", eda)[0].pk == target.pk
    joining.undo_merge(done.act, by=eda)
    assert entries_named("concept", "one", eda)[0].pk == source.pk
    assert not now(target).aliases.exists()


def test_a_name_the_target_had_already_stays_when_the_merge_is_undone(eda):
    source, target = concept("One", "Text."), concept("Two", aliases=["One"])
    act = joining.merge(source, target, by=eda).act
    assert act.details["names"] == []
    joining.undo_merge(act, by=eda)
    assert now(target).document().aliases == ("One",)


def test_a_former_title_that_another_name_covers_comes_back(eda):
    target = concept("Old")
    renaming.rename(target, "Two", by=eda)
    source = concept("One", aliases=["old"])
    before = state(source, target)
    publishing.publish([joining.undo_merge(joining.merge(source, target, by=None).act, by=None)], by=None)
    assert state(source, target) == before


def test_a_save_in_between_is_kept(two, eda, monkeypatch):
    def saved_by_another(body, render=joining.render_text):
        monkeypatch.setattr(joining, "render_text", render)
        revise(two[1], body=now(two[1]).body.replace("Joins two ropes.", "Joins two unlike ropes."))
        return render(body)

    monkeypatch.setattr(joining, "render_text", saved_by_another)
    act = joining.merge(*two, by=eda).act
    assert "Joins two unlike ropes." in now(two[1]).body
    assert (act.number, now(two[1]).number) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_two_that_go_into_each_other_at_once(eda):
    one, other = concept("One", "1."), concept("Two", "2.")
    answers, ready = [], threading.Barrier(2)

    def go(source, target):
        try:
            ready.wait(10)
            answers.append(joining.merge(source, target, by=eda).entry.pk)
        except MergeRefused:
            answers.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    (left,) = [answer for answer in answers if answer]
    assert len(answers) == 2
    assert [entry.pk for entry in Concept.objects.scoped(private=True)] == [left]
    assert Act.objects.count() == 1


def test_one_after_the_other(eda):
    first, second, third = concept("One", "1."), concept("Two", "2."), concept("Three", "3.")
    joining.merge(first, second, by=eda)
    act = joining.merge(second, third, by=eda).act
    assert entries_named("concept", "one", eda)[0].pk == third.pk
    with pytest.raises(MergeRefused, match="deleted"):
        joining.undo_merge(Act.objects.get(entry=first.pk), by=eda)
    joining.undo_merge(act, by=eda)
    assert entries_named("concept", "one", eda)[0].pk == second.pk


def test_purging_what_was_merged_leaves_the_target(two, ada):
    act = joining.merge(*two, by=ada).act
    deleting.purge(two[0], by=ada)
    with pytest.raises(MergeRefused, match="nothing left"):
        joining.undo_merge(Act.objects.get(pk=act.pk), by=ada)
    assert "Ashley" in now(two[1]).body


def test_published_meanwhile_the_target_stays_public(two, ada):
    publishing.hide(list(two), by=ada)
    act = joining.merge(now(two[0]), now(two[1]), by=ada).act
    publishing.publish([now(two[1])], by=ada)
    assert joining.undo_merge(act, by=ada).visibility == PRIVATE
    assert now(two[1]).visibility == PUBLIC


@pytest.mark.parametrize("body", ["", "Words."])
@pytest.mark.parametrize("into", [PRIVATE, PUBLIC])
def test_readers_know_the_name_while_they_see_what_was_merged(client, ada, body, into):
    source = concept("Granny knot", body, visibility=into)
    source = Concept.objects.get(pk=renaming.rename(source, "False knot", by=ada).entry.pk)
    target = concept("Square knot", "Lies flat.", visibility=into)
    joining.merge(source, target, by=ada)
    if into == PUBLIC:
        assert [client.get(f"/concepts/{name}/").status_code for name in ("false-knot", "granny-knot")] == [301, 301]
        publishing.hide([now(target)], by=ada)
        revise(target, body="Lies very flat.")
    publishing.publish([now(target)], by=ada)
    assert client.get("/concepts/square-knot/").status_code == 200
    assert [client.get(f"/concepts/{name}/").status_code for name in ("false-knot", "granny-knot")] == [404, 404]
    assert [entry.pk for entry in entries_named("concept", "false-knot", ada)] == [target.pk]


SENTENCES = st.lists(
    st.sampled_from(
        [
            "One rope.[^1]",
            "Two [[Ropes]].",
            "`[^1]` code.",
            "- item [r]",
            "> quote",
            "\n\n[^1]: A note.",
            "\n[r]: https://x.example/\n",
            "# Head",
        ]
    ),
    max_size=6,
)


@settings(max_examples=15, deadline=None)
@given(one=SENTENCES.map("\n".join), other=SENTENCES.map("\n".join))
def test_merging_and_undoing_gives_both_texts_back(one, other):
    with transaction.atomic():
        source, target = concept("Uno", one, aliases=["a"]), concept("Due", other, tags=["t"])
        before, _ = state(source, target)
        found = {link.target for link in Link.objects.filter(source=source.pk)}
        act = joining.merge(source, target, by=None).act
        assert found <= {link.target for link in Link.objects.filter(source=target.pk)}
        publishing.publish([joining.undo_merge(act, by=None)], by=None)
        after, _ = state(source, target)
        assert after == before
        transaction.set_rollback(True)
