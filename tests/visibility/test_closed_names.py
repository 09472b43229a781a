"""Names that only a suppressed text says lead on for no one who may not read it, whatever is done with their entry."""

import pytest

from tests.factories import PRIVATE, concept
from wiki.actions import joining, renaming
from wiki.actions.suppressing import suppress
from wiki.models import Act, Alias, Concept, Edit, Link

pytestmark = [pytest.mark.django_db, pytest.mark.both(each=True)]


def close(entry, number, value=True):
    suppress(Edit.objects.get(entry=entry.pk, number=number), by=None, text=value, reason="harm")


@pytest.fixture
def cove(eda):
    """A concept that was called “Vilename” for one revision, whose text is suppressed, and a link by that name."""
    entry = concept("Vilename", "Vile.", by=eda)
    renaming.rename(entry, "Cove", by=eda, reason="a better name")
    concept("Ship", "It lies off the [[Vilename]].")
    close(entry, 1)
    return Concept.objects.get(pk=entry.pk)


def names(entry):
    return sorted(Alias.objects.filter(entry=entry.pk).values_list("text", "kind", "number"))


def test_a_merge_leaves_them_behind_and_dividing_finds_them(client_of, cove, ada, eda, nobody):
    bay, before = concept("Bay", "Wide."), names(cove)
    merged = joining.merge(cove, bay, by=eda, reason="one place")
    assert "Cove" in dict(Alias.objects.filter(entry=bay.pk).values_list("text", "kind"))
    assert "Vilename" not in str(Act.objects.get(kind="merge").details)
    pages = ["/complete/names/?q=vile", "/admin/wiki/alias/", "/concepts/bay/", "/bin/", "/admin/wiki/act/"]
    pages += ["/concepts/bay/visibility/", "/concepts/bay/history/"]
    for page in pages:
        assert b"Vilename" not in client_of(eda).get(page).content, page
    for person in (nobody, eda):
        assert client_of(person).get("/concepts/vilename/").status_code == 404
    joining.undo_merge(merged.act, by=ada)
    assert names(cove) == before
    close(cove, 1, False)
    assert client_of(eda).get("/concepts/vilename/").url == "/concepts/cove/"
    assert Link.objects.get(target="Vilename").target_all_id == cove.pk


def test_what_a_private_entry_was_filed_under_stays_private_in_a_public_one(client_of, ada, nobody):
    secret, bay = concept("Inlet", "Words.", visibility=PRIVATE, paths=["plans/vile codename"]), concept("Bay", "Wide.")
    joining.merge(secret, bay, by=ada)
    assert client_of(nobody).get("/concepts/vile-codename/").status_code == 404
    assert client_of(ada).get("/concepts/vile-codename/").url == "/concepts/bay/"


def test_nobody_confirms_one_by_guessing(client_of, cove, ada, eda, nobody):
    ways = [f"/concepts/vilename/{page}" for page in ("", "edit/", "rename/", "history/1/")]
    for path in ways:
        assert client_of(eda).get(path).status_code == client_of(nobody).get("/concepts/never/").status_code, path
        assert client_of(ada).get(path).status_code < 400, path
    told = {"/concepts/new/?title=Vilename": b"Cove", "/admin/wiki/concept/?q=vilename": b">Cove<"}
    for path, word in told.items():
        assert word not in client_of(eda).get(path, follow=True).content, path
        assert word in client_of(ada).get(path, follow=True).content, path
    asked = {"into": "vilename", "action": "preview", "reason": "one place"}
    assert client_of(eda).post("/concepts/ship/merge/", asked).status_code == 422
    assert b"Cove" in client_of(ada).post("/concepts/ship/merge/", asked).content
    sent = {"title": "Vilename", "body": "Words.", "base": "0"}
    assert "also a name of" not in client_of(eda).post("/concepts/new/", sent, follow=True).content.decode()


def test_links_in_texts_lead_editors_where_they_led(client_of, cove, eda):
    assert Link.objects.get(target="Vilename").target_all_id == cove.pk
    assert b'href="/concepts/cove/"' in client_of(eda).get("/concepts/ship/").content


@pytest.mark.parametrize(("asked", "found"), [
    ("cove", True), ("blue small", True), ('"small bay"', True), ('"bay small"', False), ("blue other", False),
    ('"', False),
])  # fmt: skip
def test_the_admin_finds_entries_by_titles_and_other_names(client_of, eda, asked, found):
    concept("Blue cove", "Words.", aliases=["A small bay"])
    page = client_of(eda).get("/admin/wiki/concept/", {"q": asked}).content
    assert (b">Blue cove<" in page) == found
