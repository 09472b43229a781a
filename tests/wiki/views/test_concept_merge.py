"""Two concepts that are one: the form, what would move, the merge, its undoing."""

import re

import pytest

from tests.factories import PRIVATE, concept, essay, revise
from tests.together import together
from tests.wiki.views.pages import QUOTED, html, not_raw, text
from wiki.actions import deleting, joining
from wiki.models import Act, Concept, Entry, Link

pytestmark = pytest.mark.django_db


@pytest.fixture
def knots():
    concept("Weaver's knot", "A bend.[^1]\n\n[^1]: Ashley, *Knots*, 1944.", aliases=["ruinous bend"], tags=["bend"])
    concept("Sheet bend", "Joins two ropes.", aliases=["becket"])
    concept("Page", "Tie a [[weavers-knot]] or a [[ruinous bend]].")


@pytest.fixture
def merge(client_of, eda):
    def merge(into, person=eda, path="/concepts/weavers-knot/", **fields):
        return client_of(person).post(f"{path}merge/", {"into": into, **fields})

    return merge


@pytest.mark.both
@together("into", ["Sheet bend", "sheet bend", "becket", "sheet-bend"])
def test_the_preview_shows_what_moves_and_moves_nothing(knots, merge, into):
    page = merge(into, action="preview", reason="one knot")
    words = text(page)
    assert page.status_code == 200
    for said in ("2 names lead there", "Weaver's knot, ruinous bend", "1 page links there instead", "1 source come",
                 "Tags that join: bend", "Tie a weavers-knot or a ruinous bend"):  # fmt: skip
        assert said in words, said
    assert 'name="into" value="sheet-bend"' in html(page)
    assert 'name="seen" value="1-1"' in html(page)
    assert "one knot" in html(page)
    assert Concept.objects.filter(title="Weaver's knot", deleted_at=None).exists()


def test_merged_its_addresses_and_links_lead_to_the_other(knots, merge, get, eda):
    answer = merge("sheet-bend", seen="1-1", reason="one knot")
    assert (answer.status_code, answer["Location"]) == (303, "/concepts/sheet-bend/")
    for address in ("/concepts/weavers-knot/", "/concepts/ruinous-bend/"):
        assert (get(address).status_code, get(address)["Location"]) == (301, "/concepts/sheet-bend/")
    assert html(get("/concepts/page/")).count('href="/concepts/sheet-bend/"') >= 2
    assert "Weaver&#x27;s knot" in html(get("/concepts/sheet-bend/"))


@pytest.mark.both
def test_the_message_undoes_it(knots, client_of, ada, get):
    client = client_of(ada)
    page = client.post("/concepts/weavers-knot/merge/", {"into": "becket"}, follow=True)
    undo = re.search(r'action="(/concepts/sheet-bend/unmerge/\d+/)"', html(page))[1]
    page = client.post(undo, follow=True)
    assert 'of its own again. It is private. <a href="/concepts/weavers-knot/visibility/">' in html(page)
    assert get("/concepts/weavers-knot/").status_code == 404
    assert Link.objects.get(target="weavers-knot").target_all.title == "Weaver's knot"
    assert "not in the recycle bin" in html(client.post(undo, follow=True))


@pytest.mark.both
def test_a_text_that_was_reworked_is_not_undone(knots, client_of, ada, merge):
    merge("becket", ada)
    target = Concept.objects.get(title="Sheet bend")
    revise(target, body=target.body.replace("A bend.", "A hitch."))
    act = Act.objects.get()
    page = client_of(ada).post(f"/concepts/sheet-bend/unmerge/{act.pk}/", follow=True)
    assert "Take it out by hand" in html(page)
    assert Concept.objects.get(title="Sheet bend").number == 3


@together(
    ("into", "said"),
    [
        ("", "Name the concept"),
        ("Nothing of the kind", "No concept has this name."),
        ("weaver's knot", "cannot be merged into itself"),
        ("On Rope", "No concept has this name."),
        ("a\0b", "Null characters"),
        ("x" * 5000, "No concept has this name."),
    ],
)
@together("action", ["merge", "preview"])
def test_a_bad_name_comes_back_with_one_sentence(knots, merge, into, said, action):
    essay("On Rope")
    page = merge(into, action=action, reason="kept words")
    assert page.status_code == 422
    assert said in text(page)
    assert html(page).count('class="error"') == 1
    assert "kept words" in html(page)


def test_of_several_one_is_chosen(knots, merge):
    concept("Becket hitch", aliases=["becket"])
    page = merge("becket", reason="kept words")
    assert page.status_code == 422
    assert re.findall(r'type="radio" name="into" value="([^"]*)"', html(page)) == ["becket-hitch", "sheet-bend"]
    assert "kept words" in html(page)
    assert merge("becket-hitch").status_code == 303


def test_what_has_changed_since_the_preview_is_shown_again(knots, merge):
    revise(Concept.objects.get(title="Sheet bend"), body="Other.")
    page = merge("sheet-bend", seen="1-1")
    assert page.status_code == 409
    assert "“Sheet bend” was changed meanwhile" in text(page)
    assert 'name="seen" value="1-2"' in html(page)


def test_a_double_click_merges_once(knots, merge):
    assert [merge("sheet-bend")["Location"] for _ in range(2)] == ["/concepts/sheet-bend/"] * 2
    assert Act.objects.count() == 1


def test_a_form_that_comes_too_late_merges_nothing_else(knots, merge):
    merge("sheet-bend")
    page = merge("page", reason="my words")
    assert page.status_code == 409
    assert "is “Sheet bend” now" in text(page) and "my words" in html(page)
    assert Act.objects.count() == 1


def test_into_what_is_deleted_is_refused(knots, merge, eda):
    deleting.delete(Entry.objects.get(title="Sheet bend"), by=eda)
    assert merge("sheet-bend").status_code == 422


def test_between_public_and_private_only_who_may_publish(merge, eda, ada):
    concept("Hidden", "Words.", visibility=PRIVATE)
    concept("Shown", "Words.")
    for path, into in (("/concepts/hidden/", "shown"), ("/concepts/shown/", "hidden")):
        page = merge(into, eda, path)
        assert page.status_code == 403
        assert "Only who may publish can merge them." in text(page)
        assert "becomes p" in text(merge(into, ada, path, action="preview"))
    assert merge("shown", ada, "/concepts/hidden/").status_code == 303


def test_who_may(knots, merge, get, client_of, ben, nobody, ada, eda):
    concept("Hidden", visibility=PRIVATE)
    for person in (ben, nobody):
        assert get("/concepts/weavers-knot/merge/", person).status_code == 403
        assert merge("Sheet bend", person).status_code == 403
        assert get("/concepts/hidden/merge/", person).status_code == 404
        assert merge("Sheet bend", person, "/concepts/hidden/").status_code == 404
    merge("becket", ada)
    act = Act.objects.get()
    undo = f"/concepts/sheet-bend/unmerge/{act.pk}/"
    assert [client_of(person).post(undo).status_code for person in (ben, nobody)] == [403, 403]
    assert client_of(eda).get(undo).status_code == 405
    assert client_of(eda).post("/concepts/sheet-bend/unmerge/99999999999999999999/").status_code == 404
    assert client_of(eda).post(f"/concepts/page/unmerge/{act.pk}/").status_code == 404


def test_essays_are_not_merged(merge, get, eda):
    essay("On Rope")
    assert get("/essays/on-rope/merge/", eda).status_code == 404
    assert merge("x", path="/concepts/on-rope/").status_code == 404


def test_names_are_escaped(merge):
    concept(QUOTED, "Text.")
    concept("Other", "Text.")
    assert not_raw(merge("other", path="/concepts/tom-jerrys-law-1/", action="preview"))


def test_the_form_may_come_with_the_name_filled_in(knots, get, eda):
    assert 'value="Sheet bend"' in html(get("/concepts/weavers-knot/merge/?into=Sheet+bend", eda))


def test_undoing_the_revision_of_a_merge_offers_to_undo_the_whole(client_of, eda):
    glass, hour = concept("Sand glass", "It runs out."), concept("Hourglass", "It turns.")
    act = joining.merge(glass, hour, by=eda).act
    client = client_of(eda)
    page = client.get(f"/concepts/hourglass/history/{act.number}/undo/").content.decode()
    assert f'action="/concepts/hourglass/unmerge/{act.pk}/"' in page
    back = client.post(f"/concepts/hourglass/unmerge/{act.pk}/", follow=True)
    assert back.redirect_chain == [("/concepts/sand-glass/", 303)]
    assert "It is private; who may publish can make it public again." in html(back)
    page = client.get(f"/concepts/hourglass/history/{act.number}/undo/").content.decode()
    assert "/unmerge/" not in page
