"""The name of an imported file follows the revision that it came with, as former titles do."""

import pytest
from django.core.management import call_command

from tests.factories import PRIVATE, PUBLIC, concept, revise
from wiki.actions import publishing
from wiki.actions.suppressing import suppress
from wiki.models import Alias, Concept, Edit, Link

pytestmark = [pytest.mark.django_db, pytest.mark.both(each=True)]


def imported(tmp_path, text="Vile.", title="Cove", name="Vile codename.md", **options):
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"---\ntitle: {title}\n---\n{text}\n")
    call_command("import_entries", str(tmp_path), verbosity=0, **options)
    return Concept.objects.get(title=title)


def close(entry, number, value=True):
    suppress(Edit.objects.get(entry=entry.pk, number=number), by=None, text=value, reason="harm")


def leads(client, address="/concepts/vile-codename/"):
    return client.get(address).status_code == 301


def number_of(entry):
    return Alias.objects.get(entry=entry.pk, kind="path").number


def test_below_the_horizon_it_is_closed_to_readers(client_of, nobody, eda, tmp_path):
    cove = imported(tmp_path)
    concept("Ship", "It lies off the [[Vile codename]].")
    revise(cove, body="Clean.")
    publishing.publish([cove], by=None)
    assert (leads(client_of(nobody)), leads(client_of(eda))) == (False, True)
    assert Link.objects.get(source__title="Ship").target_public is None
    publishing.move_horizon(cove, 1, by=None, reason="it may be read")
    assert leads(client_of(nobody)) and Link.objects.get(source__title="Ship").target_public_id == cove.pk


def test_it_is_closed_and_shown_with_the_text_it_came_with(client_of, nobody, eda, ada, tmp_path):
    cove = imported(tmp_path)
    publishing.publish([cove], by=None)
    concept("Ship", "It lies off the [[Vile codename]].")
    revise(cove, body="Clean.")
    assert leads(client_of(nobody))
    close(cove, 1)
    assert not leads(client_of(nobody)) and Link.objects.get(source__title="Ship").target_public is None
    assert b"Vile codename" not in client_of(eda).get("/admin/wiki/alias/").content
    assert b"Vile codename" in client_of(ada).get("/admin/wiki/alias/").content
    close(cove, 1, False)
    assert leads(client_of(nobody)) and Link.objects.get(source__title="Ship").target_public_id == cove.pk


def test_a_file_that_is_read_again_gives_its_name_again(client_of, nobody, tmp_path):
    cove = imported(tmp_path)
    assert (number_of(cove), imported(tmp_path).number, number_of(cove)) == (1, 1, 1)
    imported(tmp_path, text="Clean.")
    assert number_of(cove) == 2
    close(cove, 1)
    publishing.publish([cove], by=None)
    assert leads(client_of(nobody))


def test_a_name_from_before_revisions_were_kept_stays_open(client_of, nobody, tmp_path):
    cove = imported(tmp_path)
    Alias.objects.filter(kind="path").update(number=None)
    imported(tmp_path, text="Clean.")
    assert number_of(cove) is None
    publishing.publish([cove], by=None)
    assert leads(client_of(nobody))


@pytest.mark.parametrize(("name", "is_shown"), [("Vile codename.md", True), ("places/Cove.md", False)])
def test_the_impact_page_lists_it_where_it_says_something_else(client_of, ada, tmp_path, name, is_shown):
    imported(tmp_path, name=name)
    page = client_of(ada).get("/concepts/cove/visibility/").content.decode()
    assert ("file name" in page) == is_shown and ("2 names come into view" in page) == is_shown


@pytest.mark.parametrize("revised", [False, True])
def test_links_by_a_path_that_says_the_title_go_on_leading_to_a_published_file(tmp_path, revised):
    cove = imported(tmp_path, name="places/Cove.md")
    concept("Ship", "Off [[places/Cove]].", visibility=PUBLIC)
    concept("Boat", "Off [[places/Cove]].", visibility=PRIVATE)
    if revised:
        revise(cove, body="Clean.")
    publishing.publish([cove], by=None)
    assert set(Link.objects.values_list("target_public", flat=True)) == {cove.pk}


def test_the_file_itself_is_closed_with_the_text_in_the_admin(client_of, eda, ada, tmp_path):
    cove = imported(tmp_path)
    revise(cove, body="Clean.")
    pages = ["/admin/wiki/origin/", f"/admin/wiki/origin/{cove.origin.pk}/change/", "/admin/wiki/origin/?q=codename"]
    close(cove, 1)
    for page in pages:
        found = client_of(eda).get(page, follow=True).content
        assert b"Vile codename.md" not in found, page
        assert b"Vile codename.md" in client_of(ada).get(page).content, page
    close(cove, 1, False)
    assert b"Vile codename.md" in client_of(eda).get(pages[0]).content
