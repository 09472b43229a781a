"""Protection of entries: only admins change them, whatever the way."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from tests.factories import concept, essay, revise
from wiki import policies
from wiki.actions import deleting, joining, restoring
from wiki.actions.protecting import Protected, ProtectionRefused, divide, protect, unprotect
from wiki.actions.renaming import rename
from wiki.actions.retagging import retag
from wiki.actions.unlinked import link_mention
from wiki.models import Act, Concept, Entry, Protection

pytestmark = pytest.mark.django_db
SOON = datetime.timedelta(days=1)


@pytest.fixture
def hull(ada, eda):
    entry = concept("Hull", "Of [[Oak]].", by=eda, tags=["ship"])
    revise(entry, body="Of [[Oak]] and a keel.", by=eda)
    entry.refresh_from_db()
    protect(entry, by=ada, reason="a quarrel")
    return entry


def changes(entry, by):
    """Everything that changes an entry, by its name."""
    other = Concept.objects.get(title="Keel")
    return {
        "edit": lambda: revise(entry, by=by, body="Other."),
        "rename": lambda: rename(entry, "Body", by=by),
        "merge": lambda: joining.merge(entry, other, by=by),
        "merge into it": lambda: joining.merge(other, entry, by=by),
        "delete": lambda: deleting.delete(entry, by=by),
        "restore": lambda: restoring.restore(entry, 1, by=by),
        "undo": lambda: restoring.undo(entry, 2, by=by),
        "retag": lambda: retag([entry], by=by, add=["wood"]),
        "link it": lambda: link_mention(entry, other, "keel", entry.text, by=by),
    }


ACTS = ["edit", "rename", "merge", "merge into it", "delete", "restore", "undo", "retag", "link it"]


@pytest.mark.parametrize("act", ACTS)
def test_an_action_asks_itself(hull, eda, ada, act):
    concept("Keel", "Words.")
    hull = Concept.objects.get(pk=hull.pk)
    with pytest.raises(Protected, match=r"“Hull” is protected: only admins change it\."):
        changes(hull, eda)[act]()
    assert Concept.objects.get(pk=hull.pk).number == 2
    assert Entry.objects.scoped(private=True).count() == 2
    changes(hull, ada)[act]()
    found = Entry.objects.get(pk=hull.pk)
    assert found.number == 3 or found.deleted_at is not None


def test_dividing_and_taking_out_of_the_bin_ask_too(ada, eda):
    one, other = concept("Bilge", "Words."), concept("Hold", "Words.")
    act = joining.merge(one, other, by=eda).act
    protect(other, by=ada, reason="x")
    with pytest.raises(Protected):
        joining.undo_merge(act, by=eda)
    unprotect(other, by=ada)
    protect(other, by=ada, reason="x")
    deleting.delete(other, by=ada)
    with pytest.raises(Protected):
        deleting.restore(other, by=eda)
    deleting.restore(other, by=ada)


def test_the_system_changes_what_is_protected(hull):
    assert revise(hull, by=None, body="Other.").edit.number == 3


def test_who_may(hull, ada, eda, ben, nobody, django_assert_num_queries):
    open_one = concept("Keel", "Words.")
    for policy in (policies.can_edit, policies.can_rename, policies.can_merge, policies.can_delete):
        assert [policy(person, hull) for person in (nobody, ben, eda, ada)] == [False, False, False, True]
        assert [policy(person, open_one) for person in (nobody, ben, eda, ada)] == [False, False, True, True]
    assert not policies.can_merge(eda, open_one, hull)
    for person, count in ((nobody, 0), (ben, 0), (eda, 1), (ada, 0)):  # rights are at hand by now
        with django_assert_num_queries(count):
            policies.can_edit(person, hull)


def test_it_runs_out_and_is_lifted(ada, eda, monkeypatch):
    entry = concept("Hull")
    protection = protect(entry, by=ada, reason="x", until=timezone.now() + SOON)
    assert not policies.can_edit(eda, entry)
    Protection.objects.filter(pk=protection.pk).update(until=timezone.now())
    assert policies.can_edit(eda, entry)
    assert revise(entry, by=eda, body="Other.").edit
    assert not unprotect(entry, by=ada)  # nothing stood
    protect(entry, by=ada, reason="again")
    assert unprotect(entry, by=ada, reason="settled")
    assert policies.can_edit(eda, entry)
    rows = Act.objects.order_by("pk").values_list("kind", "reason", "by")
    assert list(rows) == [("protect", "x", ada.pk), ("protect", "again", ada.pk), ("unprotect", "settled", ada.pk)]


def test_the_same_again_leaves_no_trace_and_another_is_another_act(ada):
    entry = concept("Hull")
    for reason in ("x", "x", "y"):
        protect(entry, by=ada, reason=reason)
    assert Act.objects.count() == 2
    assert Protection.objects.get().reason == "y"


def test_what_cannot_be(ada, eda):
    entry = concept("Hull")
    with pytest.raises(ProtectionRefused, match="Say why"):
        protect(entry, by=ada, reason=" ")
    with pytest.raises(ProtectionRefused, match="past"):
        protect(entry, by=ada, reason="x", until=timezone.now() - SOON)
    for act in (lambda: protect(entry, by=eda, reason="x"), lambda: unprotect(entry, by=eda)):
        with pytest.raises(PermissionDenied):
            act()
    deleting.delete(entry, by=ada)
    with pytest.raises(ProtectionRefused, match="deleted"):
        protect(entry, by=ada, reason="x")
    assert not Protection.objects.exists()


def test_renaming_another_leaves_its_links_and_says_so(hull, eda):
    oak = concept("Oak", "Wood.")
    concept("Deck", "Of [[Oak]].")
    done = rename(oak, "Oak wood", by=eda, rewrite=True)
    assert ([entry.title for entry in done.rewritten], done.left, done.protected) == (["Deck"], 1, ["Hull"])
    assert "[[Oak]]" in Concept.objects.get(pk=hull.pk).body


def test_lists_are_divided_with_one_question(hull, eda, ada, django_assert_num_queries):
    entries = [hull, concept("Keel"), essay("On ships")]
    with django_assert_num_queries(1):
        assert divide(entries[1:], eda) == (entries[1:], [])
    with django_assert_num_queries(1 + 3):  # and who asks, with what their groups and they themselves may
        free, closed = divide(entries, eda)
    assert ([entry.title for entry in free], closed) == (["Keel", "On ships"], ["Hull"])
    assert divide(entries, ada) == (entries, [])
    assert divide(entries, None) == (entries, [])


def test_an_import_leaves_it_out_and_says_so(hull, eda, ada, tmp_path, capsys):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "Hull.md").write_text("---\ntitle: Hull\nvisibility: public\n---\nOf iron.\n")
    (tmp_path / "in" / "Mast.md").write_text("---\ntitle: Mast\n---\nTall.\n")
    options = {"user": "eda", "on_conflict": "revise"}
    for more in ({"dry_run": True}, {}):
        call_command("import_entries", str(tmp_path / "in"), **options, **more)
        said = capsys.readouterr().out
        assert "“Hull” is protected: only admins change it. This file was left out." in said
        assert "1 new, 1 skipped" in said
    assert Concept.objects.get(pk=hull.pk).number == 2
    assert Concept.objects.get(title="Mast").number == 1
    call_command("import_entries", str(tmp_path / "in"), **options | {"user": "ada"})
    assert Concept.objects.get(pk=hull.pk).body.strip() == "Of iron."
