"""The page of a source."""

import pytest

from tests.factories import PRIVATE, concept, entries, submission
from tests.together import together
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text
from wiki.models import Citation

pytestmark = pytest.mark.django_db

SMEATON = "Words that rest on it.[^1]\n\n[^1]: Smeaton, John. *Reports*. 1812. https://doi.org/10.1000/182"


@pytest.fixture
def path():
    entries(
        submission("Weir", SMEATON),
        submission("Mill", "## Race\n\n" + SMEATON.replace("rest on", "agree with")),
        submission("Shut", SMEATON.replace("Words", "Secrets"), visibility=PRIVATE),
    )
    return f"/citations/{Citation.objects.get().key}/"


def test_the_page_says_who_cites_the_source_for_what(path, get):
    words = text(get(path))
    for part in ("Smeaton, John. Reports. 1812.", "Cited by 2 pages", "“Words that rest on it.", "in “Race”"):
        assert part in words, part
    assert "Secrets" not in words
    found = addresses(get(path))
    assert {"/concepts/weir/", "/concepts/mill/"} <= set(found)
    assert [address for address in found if address.startswith("/concepts/mill/#race:~:text=")]  # the sentence there


def test_what_is_emphasised_in_a_note_is_so_wherever_the_source_stands(path, get):
    concept("Key alone", f"Words [@{Citation.objects.get().key}].")
    for page in (path, "/concepts/weir/", "/concepts/key-alone/"):
        assert "Smeaton, John. <i>Reports</i>. 1812." in html(get(page)), page


def test_editors_see_private_uses_too(path, get, eda):
    assert "Cited by 3 pages" in text(get(path, eda))
    assert "Secrets" in text(get(path, eda))


def test_references_of_an_entry_lead_to_it(path, get):
    assert path in addresses(get("/concepts/weir/"))


@pytest.mark.both
def test_a_source_that_private_entries_cite_is_none(get, eda):
    concept("Shut", SMEATON, visibility=PRIVATE)
    path = f"/citations/{Citation.objects.get().key}/"
    assert get(path).status_code == 404
    assert get(path, eda).status_code == 200


@pytest.mark.both
def test_names_and_texts_stand_in_the_page_escaped(get):
    concept(QUOTED, 'Words.[^1]\n\n[^1]: Tom & "Jerry", <script>x</script> *Law*. 1812.')
    response = get(f"/citations/{Citation.objects.get().key}/")
    assert not_raw(response)
    assert "<script>x" not in html(response)


def test_head_answers_without_a_body_and_post_is_refused(path, client):
    assert client.head(path).content == b""
    assert client.post(path).status_code == 405


@together("key", ["nobody1900", "%00", "%E2%80%AE", "a" * 300, "..", "%2e%2e"])
def test_a_key_that_nobody_uses_is_absent(path, get, key):
    assert get(f"/citations/{key}/").status_code == 404


def test_many_uses_cost_no_more_questions(queries):
    concept("First", SMEATON)
    path = f"/citations/{Citation.objects.get().key}/"
    few = queries(path)
    entries(*[submission(f"A {n}", SMEATON) for n in range(30)])
    assert queries(path) == few <= 6
