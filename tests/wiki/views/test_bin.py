"""Delete, the recycle bin, restore, delete for good."""

import re

import pytest

from tests.factories import PRIVATE, concept, entries, essay, submission
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text
from wiki.actions import deleting, joining
from wiki.models import Act, Concept, Edit, Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def tools():
    concept("Marlin spike", "Steel.", aliases=["fid"])
    concept("Tools", "A [[Marlin spike]] and a [[fid]].")
    essay("On Rope", "A marlin spike opens a strand.")


@pytest.fixture
def post(client_of, eda):
    return lambda path, person=eda, **fields: client_of(person).post(path, fields)


@pytest.fixture
def gone(tools, eda):
    """An entry in the bin."""
    entry = Concept.objects.get(title="Marlin spike")
    deleting.delete(entry, by=eda, reason="doubled")
    return entry


def test_the_page_shows_what_goes_red(tools, get, eda):
    concept("Fid", "Wood.")
    words = text(get("/concepts/marlin-spike/delete/", eda))
    assert "1 page gets red links" in words
    assert "“A Marlin spike and a fid.”" in words
    assert "1 essay that names it" in words
    deleting.delete(Concept.objects.get(title="Fid"), by=eda)
    other = concept("Splicing fid", aliases=["fid"])
    words = text(get("/concepts/marlin-spike/delete/", eda))
    assert other.title not in words  # the link by this name means a choice now


def test_links_that_find_another_page_are_told_apart(get, eda):
    concept("Marlin spike")
    concept("Marlin spikes", aliases=["Marlin spike"])
    concept("Tools", "A [[Marlin spike]].")
    words = text(get("/concepts/marlin-spike/delete/", eda))
    assert "No link goes red" in words
    assert "“Marlin spike” leads to Marlin spikes" in words


def test_deleted_it_is_in_the_bin_and_links_are_red(tools, post, get, eda):
    answer = post("/concepts/marlin-spike/delete/", reason="doubled")
    assert (answer.status_code, answer["Location"]) == (303, "/bin/")
    assert get("/concepts/marlin-spike/", eda).status_code == 404
    assert get("/concepts/fid/", eda).status_code == 404
    assert html(get("/concepts/tools/")).count("not written yet") >= 2
    page = get("/bin/", eda)
    words = text(page)
    assert "Recycle bin 1 entry" in words
    assert re.search(r"Marlin spike Concept, was public .* by eda doubled Restore", words)


@pytest.mark.both
def test_a_double_click_deletes_once(tools, post, nobody):
    assert [post("/concepts/marlin-spike/delete/")["Location"] for _ in range(2)] == ["/bin/", "/bin/"]
    assert Act.objects.count() == 1
    assert post("/concepts/marlin-spike/delete/", nobody).status_code == 404
    assert post("/concepts/never/delete/").status_code == 404


def test_the_message_undoes_it(tools, client_of, eda):
    client = client_of(eda)
    page = client.post("/concepts/marlin-spike/delete/", {"reason": ""}, follow=True)
    key = Entry.objects.get(title="Marlin spike").pk
    assert f'action="/bin/{key}/restore/"' in html(page).split("<main")[0]
    page = client.post(f"/bin/{key}/restore/", follow=True)
    assert "“Marlin spike” is back. It is private" in html(page)
    assert page.redirect_chain == [("/concepts/marlin-spike/", 303)]


@pytest.mark.both
def test_deleting_an_essay(tools, post):
    assert post("/essays/on-rope/delete/").status_code == 303
    assert not Entry.objects.scoped(private=True).filter(title="On Rope").exists()


@pytest.mark.both
def test_a_reason_that_is_too_long_comes_back(tools, post):
    page = post("/concepts/marlin-spike/delete/", reason="x" * 501)
    assert page.status_code == 422
    assert "501 characters; at most 500" in text(page)
    assert "x" * 501 in html(page)
    assert Entry.objects.get(title="Marlin spike").deleted_at is None


def test_what_was_renamed_meanwhile_is_asked_again(tools, post, eda):
    from wiki.actions.renaming import rename

    rename(Concept.objects.get(title="Marlin spike"), "Spike", by=eda)
    page = post("/concepts/marlin-spike/delete/", reason="my words")
    assert page.status_code == 409
    assert "my words" in html(page)
    assert Entry.objects.get(title="Spike").deleted_at is None


def test_restored_it_is_private(gone, post, get, eda):
    assert get(f"/bin/{gone.pk}/restore/", eda).status_code == 200
    answer = post(f"/bin/{gone.pk}/restore/", reason="needed")
    assert (answer.status_code, answer["Location"]) == (303, "/concepts/marlin-spike/")
    assert (get("/concepts/marlin-spike/").status_code, get("/concepts/marlin-spike/", eda).status_code) == (404, 200)
    assert Act.objects.first().reason == "needed"
    assert post(f"/bin/{gone.pk}/restore/")["Location"] == "/concepts/marlin-spike/"  # the second of two clicks
    assert get(f"/bin/{gone.pk}/restore/", eda).status_code == 404
    assert post("/bin/1234567/restore/").status_code == 404


def test_a_name_that_was_taken_meanwhile_is_explained(gone, post):
    concept("Marlin spike", "Another.")
    page = post(f"/bin/{gone.pk}/restore/")
    assert page.status_code == 422
    assert "“Marlin spike” has taken the name meanwhile" in text(page)


@pytest.mark.both
def test_only_admins_delete_for_good(gone, post, get, eda, ada):
    path = f"/bin/{gone.pk}/purge/"
    assert get(path, eda).status_code == post(path).status_code == 403
    assert path not in addresses(get("/bin/", eda))
    assert path in addresses(get("/bin/", ada))
    assert "Nothing brings it back" in text(get(path, ada))
    answer = post(path, ada, reason="by order")
    assert (answer.status_code, answer["Location"]) == (303, "/bin/")
    assert not Entry.objects.filter(pk=gone.pk).exists()
    assert not Edit.objects.filter(entry=gone.pk).exists()
    assert Act.objects.get(kind="purge").title == "Marlin spike"
    assert post(path, ada).status_code == 404


@pytest.mark.both
def test_a_merged_concept_says_so_and_can_be_divided(get, post, eda):
    source, target = concept("One", "Text."), concept("Two", "Text.")
    act = joining.merge(source, target, by=eda).act
    page = get("/bin/", eda)
    assert "Merged into Two" in text(page)
    assert f'action="/concepts/two/unmerge/{act.pk}/"' in html(page)
    assert post(f"/concepts/two/unmerge/{act.pk}/")["Location"] == "/concepts/one/"
    joining.merge(*(Concept.objects.get(title=title) for title in ("Two", "One")), by=None)


def test_the_bin_is_for_editors_and_admins(gone, get, post, ben, nobody, ada):
    for path in ("/bin/", f"/bin/{gone.pk}/restore/", f"/bin/{gone.pk}/purge/", "/bin/1234567/restore/"):
        for person in (ben, nobody):
            assert get(path, person).status_code == 403
            if path != "/bin/":
                assert post(path, person).status_code == 403
        assert "Sign in" in text(get(path))
    assert get("/bin/99999999999999999999999/restore/", ada).status_code == 404
    assert post("/bin/", ada).status_code == 405


def test_who_may_delete(tools, get, post, ben, nobody):
    concept("Hidden", visibility=PRIVATE)
    for person in (ben, nobody):
        assert get("/concepts/marlin-spike/delete/", person).status_code == 403
        assert post("/concepts/marlin-spike/delete/", person).status_code == 403
        assert get("/concepts/hidden/delete/", person).status_code == 404
        assert post("/concepts/hidden/delete/", person).status_code == 404


def test_an_empty_bin_says_what_it_is_for(get, eda):
    assert "What is deleted waits here" in text(get("/bin/", eda))


def test_names_are_escaped(get, eda):
    entry = concept(QUOTED)
    concept("Page", f"A [[{QUOTED}]].")
    assert not_raw(get("/concepts/tom-jerrys-law-1/delete/", eda))
    deleting.delete(entry, by=eda, reason=QUOTED)
    assert not_raw(get("/bin/", eda))


@pytest.mark.both
def test_pages_of_the_bin(get, queries, eda):
    made = entries(*(submission(f"Entry {n:03}") for n in range(60)))
    deleting.delete(made[0], by=eda)
    few = queries("/bin/", eda)
    for entry in made[1:]:
        deleting.delete(entry, by=eda)
    assert queries("/bin/", eda) == few
    first, second = get("/bin/", eda), get("/bin/?page=2", eda)
    assert (html(first).count("<tr>"), html(second).count("<tr>")) == (51, 11)
    assert "Entry 059" in text(first) and "Entry 000" in text(second)
    assert html(get("/bin/?page=99", eda)).count("<tr>") == 11
