"""Suppressing parts of revisions, and what follows from it."""

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories import PRIVATE, concept, essay, revise, submission
from wiki.actions import deleting, publishing, restoring
from wiki.actions.errors import EditConflict, SaveRefused
from wiki.actions.saving import Submission, save_entry
from wiki.actions.suppressing import ChangedMeanwhile, SuppressRefused, parts_of, suppress
from wiki.interchange.exporting import export
from wiki.models import Act, Edit, Link, Origin, VisibilityChange

pytestmark = pytest.mark.django_db


def edit_of(entry, number):
    return Edit.objects.get(entry=entry.pk, number=number)


@pytest.fixture
def weir(eda):
    entry = concept("Weir", "It is low.", by=eda, summary="first")
    revise(entry, body="Wicked.", by=eda, summary="vile words")
    revise(entry, body="It is low again.", by=eda, summary="cleaned")
    return entry


def test_each_part_is_set_alone_and_shown_again(weir, ada):
    edit = edit_of(weir, 2)
    for part in ("text", "summary", "author"):
        suppress(edit, by=ada, reason="harm", **{part: True})
        assert [name for name, is_so in parts_of(edit_of(weir, 2)).items() if is_so] == [part]
        suppress(edit, by=ada, **{part: False})
        assert not any(parts_of(edit_of(weir, 2)).values())
    assert Act.objects.filter(kind="suppress").count() == 6


def test_an_act_says_who_when_why_and_which_parts(weir, ada):
    act = suppress(edit_of(weir, 2), by=ada, text=True, author=True, reason="harm")
    assert (act.kind, act.number, act.reason, act.by, act.title) == ("suppress", 2, "harm", ada, "Weir")
    assert act.details == {"text": True, "summary": False, "author": True}
    assert suppress(edit_of(weir, 2), by=ada, text=True, reason="again") is None
    assert Act.objects.count() == 1


def test_the_text_that_stands_is_not_suppressed_but_its_summary_and_author_are(weir, ada):
    with pytest.raises(SuppressRefused, match="Save a clean one first"):
        suppress(edit_of(weir, 3), by=ada, text=True, summary=True, reason="harm")
    assert not any(parts_of(edit_of(weir, 3)).values())
    suppress(edit_of(weir, 3), by=ada, summary=True, author=True, reason="harm")
    assert parts_of(edit_of(weir, 3)) == {"text": False, "summary": True, "author": True}


def test_what_becomes_suppressed_needs_a_reason(weir, ada):
    with pytest.raises(SuppressRefused, match="Say why"):
        suppress(edit_of(weir, 2), by=ada, text=True, reason="  ")
    suppress(edit_of(weir, 2), by=ada, text=True, reason="harm")
    with pytest.raises(SuppressRefused, match="Say why"):
        suppress(edit_of(weir, 2), by=ada, text=False, author=True)


def test_only_who_may_moderate_now_suppresses(weir, eda, ben):
    for person in (eda, ben):
        with pytest.raises(PermissionDenied):
            suppress(edit_of(weir, 2), by=person, text=True, reason="harm")
    assert not edit_of(weir, 2).text_suppressed


def test_a_decision_on_another_state_is_refused(weir, ada):
    seen = parts_of(edit_of(weir, 2))
    suppress(edit_of(weir, 2), by=ada, summary=True, reason="harm")
    with pytest.raises(ChangedMeanwhile):
        suppress(edit_of(weir, 2), by=ada, text=True, reason="harm", seen=seen)
    deleting.delete(weir, by=ada)
    with pytest.raises(SuppressRefused, match="deleted"):
        suppress(edit_of(weir, 2), by=ada, text=True, reason="harm")


@pytest.fixture
def dog(eda):
    """An entry that had a bad title for one revision, and texts that link and name it by that title."""
    entry = concept("Dog", "Words.", by=eda)
    revise(entry, title="Scurvy cur", by=eda)
    revise(entry, title="Hound", by=eda)
    concept("Ship", "Full of [[Scurvy cur]], [[scurvy-cur]] and [[dog]].")
    essay("On ships", "A scurvy cur sang to a dog.")
    return entry


def leads(kind):
    rows = Link.objects.filter(kind=kind).order_by("position")
    return [(link.target.lower(), link.target_all_id is not None, link.target_public_id is not None) for link in rows]


def test_links_and_mentions_by_the_title_go_red_for_readers_and_come_back(dog, ada):
    before = leads("link"), leads("mention")
    assert all(public for rows in before for _, _, public in rows)
    suppress(edit_of(dog, 2), by=ada, text=True, reason="harm")
    assert leads("link") == [("scurvy cur", True, False), ("scurvy-cur", True, False), ("dog", True, True)]
    assert leads("mention") == [("scurvy cur", True, False), ("dog", True, True)]
    suppress(edit_of(dog, 2), by=ada, text=False)
    assert (leads("link"), leads("mention")) == before


def test_names_that_came_by_a_merge_do_not_go_with_a_text_that_never_had_them(ada, eda):
    from wiki.actions import joining

    one, other = concept("Bilge", "Words."), concept("Hold", "Vile.")
    joining.merge(one, other, by=ada)
    concept("Ship", "Has a [[Bilge]].")
    suppress(edit_of(other, 1), by=ada, text=True, reason="harm")
    assert leads("link") == [("bilge", True, True)]


def test_the_log_does_not_repeat_what_was_suppressed(ada, eda):
    secret = save_entry(submission("Vile name", "Vile.", visibility="public", summary="vile words"), by=ada).entry
    deleting.delete(secret, by=ada)
    deleting.restore(secret, by=ada)
    publishing.publish([secret], by=ada)
    revise(secret, title="Name", body="Clean.")
    suppress(edit_of(secret, 1), by=ada, text=True, summary=True, reason="harm")
    assert set(Act.objects.values_list("title", flat=True)) == {"Name"}
    assert "vile words" not in VisibilityChange.objects.values_list("reason", flat=True)
    suppress(edit_of(secret, 1), by=ada, text=False, summary=False)
    assert list(Act.objects.order_by("pk").values_list("title", flat=True)) == ["Vile name"] * 2 + ["Name"] * 2
    assert VisibilityChange.objects.order_by("pk").first().reason == "vile words"


def test_a_suppressed_text_is_no_base_and_is_not_brought_back_by_who_may_not_read_it(weir, eda, ada):
    suppress(edit_of(weir, 2), by=ada, text=True, reason="harm")
    weir.refresh_from_db()
    for act in (restoring.restore, restoring.undo):
        with pytest.raises(SaveRefused, match="open to you"):
            act(weir, 2, by=eda)
    with pytest.raises(SaveRefused, match="open to you"):
        restoring.undo(weir, 3, by=eda)
    with pytest.raises(EditConflict) as conflict:
        save_entry(Submission(submission("Weir", "Mine.").document, weir, base=2), by=eda)
    assert "Wicked" not in str(conflict.value.merged)
    restoring.restore(weir, 2, by=ada)
    weir.refresh_from_db()
    assert weir.body == "Wicked."


def test_a_text_that_is_suppressed_at_the_moment_of_restoring_stays_closed(weir, eda, ada, monkeypatch):
    weir.refresh_from_db()
    read = restoring.history.read_number

    def read_then_suppressed(entry, number, **options):
        document = read(entry, number, **options)
        suppress(edit_of(weir, number), by=ada, text=True, reason="harm")
        return document

    monkeypatch.setattr(restoring.history, "read_number", read_then_suppressed)
    with pytest.raises(SaveRefused, match="suppressed meanwhile"):
        restoring.restore(weir, 2, by=eda)
    weir.refresh_from_db()
    assert (weir.number, weir.body) == (3, "It is low again.")


def test_what_stood_when_it_was_looked_at_can_be_suppressed_when_it_was_replaced(weir, ada):
    edit = edit_of(weir, 3)
    revise(weir, body="Cleaner.")
    suppress(edit, by=ada, text=True, reason="harm")
    assert edit_of(weir, 3).text_suppressed


@pytest.mark.parametrize("number", [1, 0])
def test_the_file_of_a_suppressed_text_goes_out_with_everything_alone(weir, ada, tmp_path, number):
    Origin.objects.create(
        entry=weir, path="notes/weir.md", sha256="0", raw=b"Vile bytes.\n\nIt is low.", number=number, marked="public",
        document=edit_of(weir, 1).version.serialized_data,
    )  # fmt: skip
    revise(weir, body="It is low.")

    def exported(name, *arguments, **options):
        export(tmp_path / name, *arguments, **options)
        return b"".join(file.read_bytes() for file in (tmp_path / name).rglob("*.md"))

    assert b"Vile bytes" in exported("before", ada)
    suppress(edit_of(weir, 1), by=ada, text=True, reason="harm")
    assert b"Vile bytes" not in exported("admin", ada) + exported("public", None)
    assert b"Vile bytes" in exported("all", None, private=True)
    suppress(edit_of(weir, 1), by=ada, text=False)
    assert b"Vile bytes" in exported("after", ada)


def test_a_private_entry_keeps_its_suppressions_when_it_is_published(ada, nobody):
    entry = concept("Log", "First.", visibility=PRIVATE)
    revise(entry, body="Vile.")
    revise(entry, body="Clean.")
    suppress(edit_of(entry, 2), by=ada, text=True, reason="harm")
    publishing.publish([entry], by=ada)
    publishing.move_horizon(entry, 1, by=ada, reason="open")
    assert [edit.number for edit in Edit.objects.visible_to(nobody).filter(entry=entry.pk)] == [3, 1]
