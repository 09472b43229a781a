"""Publish, hide, move the horizon, and take one of these back."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import EDITOR, set_role
from tests.cast import person
from tests.factories import PRIVATE, concept, essay, revise
from wiki.actions import deleting, publishing
from wiki.actions.errors import EditConflict
from wiki.actions.publishing import NotNow
from wiki.models import Alias, Concept, Edit, Link, VisibilityChange

pytestmark = pytest.mark.django_db


def now(entry):
    return Concept.objects.get(pk=entry.pk)


def log():
    """(visibility, number, horizon after, horizon before, what it undoes) of every change, oldest first."""
    rows = VisibilityChange.objects.order_by("pk")
    return [(row.visibility, row.number, row.public_from, row.was_public_from, row.undoes_id) for row in rows]


@pytest.fixture
def knot():
    """A private concept of three revisions."""
    entry = concept("Knot", "One.", visibility=PRIVATE)
    revise(entry, body="Two.")
    revise(entry, body="Three.")
    return now(entry)


def seen(entry):
    return sorted(Edit.objects.scoped(private=False).filter(entry=entry.pk).values_list("number", flat=True))


def test_each_change_is_one_row_with_the_horizon_before_and_after(knot, ada):
    publishing.publish([knot], by=ada, reason="ready")
    revise(knot, body="Four.")
    publishing.hide([knot], by=ada)
    publishing.publish([knot], by=ada)
    assert log() == [
        ("public", 3, 3, None, None),
        ("private", 4, 3, 3, None),
        ("public", 4, 4, 3, None),
    ]
    assert VisibilityChange.objects.order_by("pk")[0].reason == "ready"


def test_what_is_so_already_is_no_change(knot, ada):
    assert publishing.hide([knot], by=ada) == []
    assert log() == []


def test_nothing_happens_when_one_of_several_was_changed_meanwhile(knot, ada):
    other = concept("Hitch", visibility=PRIVATE)
    with pytest.raises(EditConflict):
        publishing.publish([knot, other], by=ada, base={knot.pk: 3, other.pk: 2})
    assert log() == [] and not now(knot).is_public and not now(other).is_public


def test_the_right_is_asked_when_it_is_done(knot, ada, eda):
    assert ada.has_perm("wiki.publish")  # as the page knew it
    set_role(ada, EDITOR)
    for act in (publishing.publish, publishing.hide):
        with pytest.raises(PermissionDenied):
            act([knot], by=ada)
    assert log() == []
    with pytest.raises(PermissionDenied):
        publishing.move_horizon(knot, 1, by=eda, reason="why not")


def test_a_publication_is_taken_back(knot, ada):
    publishing.publish([knot], by=ada)
    row = publishing.undo(VisibilityChange.objects.get(), by=ada, reason="too early")
    assert (now(knot).visibility, now(knot).public_from) == ("private", None)
    assert (row.reason, row.undoes.visibility, row.visibility) == ("too early", "public", "private")
    assert log()[1][:4] == ("private", 3, None, 3)


def test_hiding_is_taken_back_with_its_former_horizon(knot, ada):
    source = concept("Rope", "A [[knot]].")
    publishing.publish([knot], by=ada)
    revise(knot, body="Four.")
    published_at = now(knot).published_at
    publishing.hide([knot], by=ada)
    assert Link.objects.get(source=source.pk).target_public_id is None
    publishing.undo(VisibilityChange.objects.first(), by=ada)
    assert (now(knot).public_from, now(knot).published_at, seen(knot)) == (3, published_at, [3, 4])
    assert Link.objects.get(source=source.pk).target_public_id == knot.pk


def test_hiding_is_not_taken_back_after_the_text_was_changed_in_private(knot, ada):
    publishing.publish([knot], by=ada)
    publishing.hide([knot], by=ada)
    revise(knot, body="A secret.")
    revise(knot, body="Clean.")
    with pytest.raises(NotNow, match="changed since it is private"):
        publishing.undo(VisibilityChange.objects.first(), by=ada)
    assert not now(knot).is_public


def test_only_the_latest_change_is_taken_back_and_once(knot, ada, eda):
    publishing.publish([knot], by=ada)
    first = VisibilityChange.objects.get()
    with pytest.raises(PermissionDenied):
        publishing.undo(first, by=eda)
    publishing.hide([knot], by=ada)
    with pytest.raises(NotNow, match="decided since"):
        publishing.undo(first, by=ada)
    latest = VisibilityChange.objects.first()
    undone = publishing.undo(latest, by=ada)
    for change in (latest, undone):
        with pytest.raises(NotNow):
            publishing.undo(change, by=ada)
    assert len(log()) == 3 and now(knot).is_public


def test_a_publication_at_the_first_save_is_taken_back_too(ada):
    entry = concept("Knot", "One.")
    publishing.undo(VisibilityChange.objects.get(), by=ada)
    assert not now(entry).is_public


def test_what_comes_out_of_the_bin_private_becomes_public_again_by_undo(ada):
    entry = concept("Knot", "One.")
    revise(entry, body="Two.")
    deleting.delete(now(entry), by=ada)
    deleting.restore(now(entry), by=ada)
    publishing.undo(VisibilityChange.objects.first(), by=ada)
    assert (now(entry).is_public, seen(entry)) == (True, [1, 2])


def test_nothing_is_taken_back_of_a_deleted_entry(knot, ada):
    publishing.publish([knot], by=ada)
    deleting.delete(now(knot), by=ada)
    with pytest.raises(NotNow, match="deleted"):
        publishing.undo(VisibilityChange.objects.get(), by=ada)


def test_the_horizon_is_moved_both_ways_and_back(knot, ada):
    publishing.publish([knot], by=ada)
    revise(knot, body="Four.")
    publishing.move_horizon(knot, 2, by=ada, reason="asked by readers")
    assert seen(knot) == [2, 3, 4]
    assert now(knot).published_at == Edit.objects.get(entry=knot.pk, number=2).revision.date_created
    publishing.move_horizon(knot, 4, by=ada, reason="too much")
    assert seen(knot) == [4]
    publishing.undo(VisibilityChange.objects.first(), by=ada)
    assert seen(knot) == [2, 3, 4]
    assert [row[2:4] for row in log()] == [(3, None), (2, 3), (4, 2), (2, 4)]
    publishing.move_horizon(knot, 3, by=ada, reason="as it was")
    assert now(knot).published_at == VisibilityChange.objects.order_by("pk")[0].at


def test_former_titles_and_links_by_them_follow_the_horizon(ada):
    entry = concept("Loop", "One.", visibility=PRIVATE)
    revise(entry, title="Bight")
    source = concept("Rope", "A [[loop]].")
    essay("On ropes", "The loop is a part.")
    publishing.publish([entry], by=ada)

    def lead():
        links = Link.objects.filter(source=source.pk), Link.objects.filter(kind="mention")
        return [rows.values_list("target_public", flat=True).get() for rows in links]

    assert lead() == [None, None]
    publishing.move_horizon(entry, 1, by=ada, reason="nothing to hide")
    assert Alias.objects.scoped(private=False).filter(text="Loop").exists()
    assert lead() == [entry.pk, entry.pk]
    publishing.undo(VisibilityChange.objects.first(), by=ada)
    assert lead() == [None, None]


@pytest.mark.parametrize(
    ("number", "reason", "said"),
    [(1, " ", "Say why"), (0, "x", "no revision 0"), (9, "x", "no revision 9"), (3, "x", "already")],
)
def test_a_horizon_without_reason_or_revision_is_refused(knot, ada, number, reason, said):
    publishing.publish([knot], by=ada)
    with pytest.raises(NotNow, match=said):
        publishing.move_horizon(knot, number, by=ada, reason=reason)
    assert now(knot).public_from == 3


def test_the_history_does_not_begin_with_a_suppressed_text(knot, ada):
    publishing.publish([knot], by=ada)
    Edit.objects.filter(entry=knot.pk, number=2).update(text_suppressed=True)
    with pytest.raises(NotNow, match="suppressed"):
        publishing.move_horizon(knot, 2, by=ada, reason="x")


def test_what_is_private_has_no_horizon_to_move(knot, ada):
    with pytest.raises(NotNow, match="private"):
        publishing.move_horizon(knot, 1, by=ada, reason="x")


def test_somebody_without_an_account_any_more_publishes_nothing(knot):
    gone = person("gone", "admin")
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    with pytest.raises(PermissionDenied):
        publishing.publish([knot], by=gone)
