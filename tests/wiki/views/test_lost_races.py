"""An entry that changes or goes at the very moment somebody else acts on it: a plain answer, never an error page."""

import pytest

from tests.factories import concept, revise
from tests.wiki.views.pages import text
from wiki.actions import deleting, joining, publishing
from wiki.actions.errors import EditConflict
from wiki.models import Concept
from wiki.views import joining as merge_view
from wiki.views import renaming as rename_view
from wiki.views import visibility as visibility_view

pytestmark = pytest.mark.django_db


@pytest.fixture
def knot():
    return concept("Reef knot", "Two ropes.")


def lost(entry, then):
    """An action that comes too late: `then` happened meanwhile."""

    def act(*_, **__):
        then(entry)
        raise EditConflict(entry, 1)

    return act


def purged(entry):
    deleting.delete(entry, by=None)
    deleting.purge(entry, by=None)


@pytest.mark.parametrize("gone", [purged, lambda entry: deleting.delete(entry, by=None)])
@pytest.mark.parametrize("which", ["reef-knot", "sheet-bend"])
def test_a_merge_with_what_is_gone(knot, client_of, eda, monkeypatch, gone, which):
    target = concept("Sheet bend", "Two ropes.")
    entry = {"reef-knot": knot, "sheet-bend": target}[which]
    monkeypatch.setattr(merge_view.joining, "merge", lost(entry, gone))
    response = client_of(eda).post("/concepts/reef-knot/merge/", {"into": "Sheet bend", "seen": "1-1"})
    assert response.status_code == 422
    assert f"“{entry.title}” was deleted in the meantime." in text(response)


def test_a_merge_with_what_was_changed_shows_it_anew(knot, client_of, eda, monkeypatch):
    concept("Sheet bend", "Two ropes.")
    monkeypatch.setattr(merge_view.joining, "merge", lost(knot, lambda entry: revise(entry, body="More ropes.")))
    response = client_of(eda).post("/concepts/reef-knot/merge/", {"into": "Sheet bend", "seen": "1-1"})
    assert response.status_code == 409
    assert 'name="seen" value="2-1"' in response.content.decode()


def test_a_new_title_for_what_is_gone(knot, client_of, eda, monkeypatch):
    monkeypatch.setattr(rename_view, "rename_entry", lost(knot, purged))
    assert client_of(eda).post("/concepts/reef-knot/rename/", {"title": "Square knot"}).status_code == 404


@pytest.mark.both
def test_publishing_what_is_gone(knot, client_of, ada, monkeypatch):
    monkeypatch.setattr(visibility_view.publishing, "hide", lost(knot, purged))
    form = {"visibility": "private", "base": "1"}
    assert client_of(ada).post("/concepts/reef-knot/visibility/", form).status_code == 404


def test_what_is_hidden_at_this_moment_is_not_merged_into_a_public_page(knot, eda, ada, monkeypatch):
    target = concept("Sheet bend", "Open.")

    def hidden_meanwhile(body, render=joining.render_text):
        monkeypatch.setattr(joining, "render_text", render)
        publishing.hide([knot], by=ada)
        return render(body)

    monkeypatch.setattr(joining, "render_text", hidden_meanwhile)
    with pytest.raises(joining.AcrossVisibilities):
        joining.merge(knot, target, by=eda)
    assert Concept.objects.get(pk=target.pk).body == "Open."
