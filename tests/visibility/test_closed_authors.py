"""Whoever a suppressed revision was written by is named by no log that editors read."""

import pytest

from accounts.roles import ADMIN
from tests.cast import person
from tests.factories import concept, revise
from wiki.actions import joining, publishing
from wiki.actions.suppressing import suppress
from wiki.models import Act, Edit, VisibilityChange

pytestmark = pytest.mark.django_db


def close(entry, number, value=True):
    suppress(Edit.objects.get(entry=entry.pk, number=number), by=None, author=value, reason="harm")


@pytest.fixture
def vile(db):
    return person("vilewriter", ADMIN)


@pytest.mark.both
def test_the_logs_of_visibility_do_not_name_them(client_of, vile, ada, eda):
    cove = concept("Cove", "Words.", by=vile)
    key = VisibilityChange.objects.get().pk
    revise(cove, body="Other words.", by=ada)
    pages = ["/concepts/cove/visibility/", "/admin/wiki/visibilitychange/"]
    pages += [f"/admin/wiki/visibilitychange/{key}/change/"]
    for value in (True, False):
        close(cove, 1, value)
        for page in pages:
            assert (b"vilewriter" in client_of(eda).get(page).content) != value, page
            assert b"vilewriter" in client_of(ada).get(page).content, page
    publishing.hide([cove], by=vile)
    close(cove, 1)
    assert b"vilewriter" in client_of(eda).get(pages[0]).content  # for what came after that revision


@pytest.mark.both
def test_the_bin_and_the_log_of_acts_do_not_name_them(client_of, vile, ada, eda):
    cove, bay = concept("Cove", "Words."), concept("Bay", "Wide.")
    act = joining.merge(cove, bay, by=vile, reason="one place").act
    pages = ["/bin/", f"/bin/{cove.pk}/restore/", "/admin/wiki/act/", f"/admin/wiki/act/{act.pk}/change/"]
    for value in (True, False):
        close(bay, act.number, value)
        for page in pages:
            assert (b"vilewriter" in client_of(eda).get(page).content) != value, page
            assert b"vilewriter" in client_of(ada).get(page).content, page


@pytest.mark.both
def test_who_suppressed_something_is_named(client_of, vile, ada, eda):
    cove = concept("Cove", "Words.", by=eda)
    suppress(Edit.objects.get(entry=cove.pk, number=1), by=vile, author=True, reason="harm")
    act = Act.objects.get(kind="suppress")
    for page in ("/admin/wiki/act/", f"/admin/wiki/act/{act.pk}/change/", "/concepts/cove/history/1/"):
        assert b"vilewriter" in client_of(eda).get(page).content, page


def test_the_logs_ask_no_more_for_more_rows(client_of, vile, eda, django_assert_max_num_queries):
    pages = ["/concepts/cove/visibility/", "/bin/", "/admin/wiki/act/", "/admin/wiki/visibilitychange/"]
    cove, client, counts = concept("Cove", "Words.", by=vile), client_of(eda), []
    for number in range(3):
        for name in range(5 * number + 1):
            joining.merge(concept(f"Inlet {number} {name}", "Words.", by=vile), cove, by=vile)
            publishing.hide([cove], by=vile)
            publishing.publish([cove], by=vile)
        found = []
        for page in pages:
            with django_assert_max_num_queries(100) as asked:
                client.get(page)
            found.append(len(asked))
        counts.append(found)
    assert counts[1] == counts[2]
