"""Whoever loses a right between the page and the act does not act."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import User
from accounts.roles import EDITOR, READER, set_role
from tests.factories import PRIVATE, concept, revise
from wiki import policies
from wiki.actions import deleting, joining, protecting, renaming
from wiki.actions.protecting import Protected, protect
from wiki.actions.rights import require_editor
from wiki.actions.saving import save_entries
from wiki.models import Act, Alias, Concept, Edit, Entry, Protection

pytestmark = pytest.mark.django_db

LOSSES = {
    "no role": lambda person: set_role(User.objects.get(pk=person.pk), READER),
    "blocked": lambda person: User.objects.filter(pk=person.pk).update(blocked_at=timezone.now()),
    "switched off": lambda person: User.objects.filter(pk=person.pk).update(is_active=False),
    "gone": lambda person: User.objects.filter(pk=person.pk).delete(),
}


def warm(person):
    """As a view leaves somebody behind who may do it: with the rights it has read."""
    assert policies.can_edit(person) and policies.can_publish(person) and policies.can_moderate(person)
    return person


def state():
    rows = Entry.objects.order_by("pk").values_list("title", "visibility", "number", "deleted_at", "concept__body")
    return list(rows), Edit.objects.count(), Act.objects.count(), Alias.objects.count()


@pytest.fixture
def acts(ada):
    """{name: act} of one person on entries that stand ready for it."""
    secret, page, other = concept("Secret", "Private words.", visibility=PRIVATE), concept("Page"), concept("Other")
    gone, merged = concept("Gone"), concept("Merged", "More words.")
    deleting.delete(gone, by=None)
    merge = joining.merge(merged, other, by=None).act
    return {
        "save": lambda: revise(page, body="Mine.", by=ada),
        "create": lambda: concept("Fresh", by=ada),
        "nothing": lambda: save_entries([], by=ada),
        "rename": lambda: renaming.rename(page, "Leaf", by=ada),
        "merge": lambda: joining.merge(secret, page, by=ada),
        "divide": lambda: joining.undo_merge(merge, by=ada),
        "delete": lambda: deleting.delete(page, by=ada),
        "restore": lambda: deleting.restore(gone, by=ada),
        "purge": lambda: deleting.purge(gone, by=ada),
    }


ACTS = ("save", "create", "nothing", "rename", "merge", "divide", "delete", "restore", "purge")


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("lost", LOSSES)
def test_a_right_that_was_lost_meanwhile_is_lost(ada, acts, act, lost):
    warm(ada)
    before = state()
    LOSSES[lost](ada)
    with pytest.raises((PermissionDenied, joining.AcrossVisibilities)):
        acts[act]()
    assert state() == before


@pytest.mark.parametrize("act", ACTS)
def test_who_still_holds_it_acts(ada, acts, act):
    acts[act]()


def test_an_admin_who_is_an_editor_by_now_neither_publishes_by_a_merge_nor_passes_a_protection(ada):
    secret, page, shut = concept("Secret", "Private.", visibility=PRIVATE), concept("Page", "Open."), concept("Shut")
    protect(shut, by=None, reason="quarrels")
    warm(ada)
    set_role(User.objects.get(pk=ada.pk), EDITOR)
    with pytest.raises(PermissionDenied):
        joining.merge(secret, page, by=ada)
    assert Concept.objects.get(pk=page.pk).body == "Open."
    for act in (lambda: revise(shut, body="Mine.", by=ada), lambda: deleting.delete(shut, by=ada)):
        with pytest.raises(Protected):
            act()
    revise(page, body="Still an editor.", by=ada)


def test_what_is_protected_is_not_deleted_for_good_by_who_may_not_change_it(eda, django_user_model):
    from django.contrib.auth.models import Permission

    shut = concept("Shut")
    protect(shut, by=None, reason="quarrels")
    deleting.delete(shut, by=None)
    eda.user_permissions.add(Permission.objects.get(codename="purge", content_type__app_label="wiki"))
    keeper = django_user_model.objects.get(pk=eda.pk)
    with pytest.raises(Protected):
        deleting.purge(shut, by=keeper)
    Protection.objects.unscoped().delete()
    deleting.purge(shut, by=keeper)


def test_a_save_asks_one_question_more_and_the_system_none(ada, eda, ben, django_assert_num_queries):
    for person in (ada, eda):
        with django_assert_num_queries(1):
            require_editor(person)
    with django_assert_num_queries(0):
        require_editor(None)
    with pytest.raises(PermissionDenied):
        require_editor(ben)
    User.objects.filter(pk=ben.pk).update(is_superuser=True)
    require_editor(ben)
    with django_assert_num_queries(1):
        protecting.closed_to(ada, [0])
