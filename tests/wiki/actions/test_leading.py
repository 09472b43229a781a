"""Listing another entry as related, whatever is published meanwhile."""

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories import PRIVATE, concept
from wiki.actions import leading, publishing
from wiki.actions.errors import SaveRefused
from wiki.models import Entry

pytestmark = pytest.mark.django_db


def as_now(entry):
    return Entry.objects.scoped(private=True).get(pk=entry.pk)


def test_a_page_that_was_published_meanwhile_says_no_private_title(ada):
    weir, plan = concept("Weir", "Text.", visibility=PRIVATE), concept("Plan", "Text.", visibility=PRIVATE)
    read = as_now(weir)
    publishing.publish([as_now(weir)], by=ada)
    with pytest.raises(SaveRefused, match="cannot say its title"):
        leading.relate(read, as_now(plan), base=1, by=ada)
    assert as_now(weir).related == []


def test_what_was_hidden_meanwhile_is_not_said(ada):
    weir, plan = concept("Weir", "Text."), concept("Plan", "Text.")
    read = as_now(plan)
    publishing.hide([as_now(plan)], by=ada)
    with pytest.raises(SaveRefused, match="cannot say its title"):
        leading.relate(as_now(weir), read, base=1, by=ada)


def test_two_of_one_kind_are_related(ada, ben):
    weir, mill = concept("Weir", "Text."), concept("Mill", "Text.")
    with pytest.raises(PermissionDenied):
        leading.relate(as_now(weir), as_now(mill), base=1, by=ben)
    assert leading.relate(as_now(weir), as_now(mill), base=1, by=ada).edit
    assert leading.relate(as_now(weir), as_now(mill), base=2, by=ada).edit is None
    shut = concept("Shut", "Text.", visibility=PRIVATE)
    assert leading.relate(as_now(shut), as_now(mill), base=1, by=ada).edit
