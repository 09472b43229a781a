"""The form that describes, renames and merges a tag."""

import pytest

from tests.factories import PRIVATE, concept, entries, submission
from tests.together import together
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text
from wiki.actions import retagging
from wiki.actions.protecting import protect
from wiki.models import Edit, Entry, Tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def water():
    entries(
        submission("Weir", "A low dam.", tags=["dam", "Water", "works"]),
        submission("River", "Water that runs.", tags=["water"]),
        submission("Sluice", "A gate.", tags=["water/gates"]),
        submission("On dams", "Words of the essay.", kind="essay", tags=["water", "wet"]),
        submission("Shut", "A secret.", tags=["water"], visibility=PRIVATE),
    )


@pytest.fixture
def change(client_of, eda):
    """`change(action, …)`: the answer to Eda's form."""

    def change(action, path="/manage/tags/water/", person=eda, follow=False, **fields):
        return client_of(person).post(path, {"action": action, **fields}, follow=follow)

    return change


def tags_of(title):
    return [row.name for row in Entry.objects.get(title=title).tagged.all()]


def test_the_page_says_what_a_change_would_touch(water, get, eda):
    words = text(get("/manage/tags/water/", eda))
    for said in ("carried by 3 concepts and 1 essay", "4 entries get a revision each that says so.",
                 "1 entry carries the narrower tag water/gates.", "No concept is called so yet."):  # fmt: skip
        assert said in words, said
    assert "/concepts/new/?title=Water" in addresses(get("/manage/tags/water/", eda))
    assert "Rename or merge" in text(get("/tags/water/", eda))
    assert "/manage/tags/water/" in addresses(get("/tags/water/", eda))
    assert "Rename or merge" not in text(get("/tags/water/"))


def test_a_concept_of_its_name_is_led_to(water, get, eda):
    concept("Water", "Wet.")
    assert "The concept: Water. The tag’s page leads there." in text(get("/manage/tags/water/", eda))


@pytest.mark.both
def test_editors_and_admins_only(water, get, client_of, ben, nobody, eda, ada):
    assert [get("/manage/tags/water/", who).status_code for who in (nobody, ben, eda, ada)] == [403, 403, 200, 200]
    assert [get("/manage/tags/none/", who).status_code for who in (nobody, ben, eda, ada)] == [404] * 4
    concept("Owl", "A bird.", tags=["night"], visibility=PRIVATE)
    assert [get("/manage/tags/night/", who).status_code for who in (nobody, ben, eda, ada)] == [404, 404, 200, 200]
    assert client_of(ben).post("/manage/tags/water/", {"action": "rename", "name": "x"}).status_code == 403


@pytest.mark.both
def test_a_description_is_kept_and_taken_away(water, change, get):
    answer = change("describe", description=" What runs.\r\n\r\nAnd stands. ", was="")
    assert (answer.status_code, answer["Location"]) == (303, "/tags/water/")
    assert "<p>What runs.</p><p>And stands.</p>" in html(get("/tags/water/"))
    assert change("describe", description="", was="What runs.\r\n\r\nAnd stands.").status_code == 303
    assert Tag.objects.get(slug="water").description == ""


@pytest.mark.both
def test_a_description_that_somebody_else_changed_comes_back(water, change):
    Tag.objects.filter(slug="water").update(description="Theirs.")
    answer = change("describe", description="Mine.", was="")
    assert answer.status_code == 422
    assert "Somebody else has changed it meanwhile. It reads now: “Theirs.”" in text(answer)
    assert "Mine.</textarea>" in html(answer)
    assert change("describe", description="Mine.", was="Theirs.").status_code == 303


@pytest.mark.both(each=True)
@pytest.mark.parametrize("description", ["x" * 2001, "a\0b"])
def test_a_description_that_cannot_be_comes_back(water, change, description):
    answer = change("describe", description=description, was="")
    assert answer.status_code == 422
    assert html(answer).count('class="error"') == 1


@pytest.mark.both
def test_a_name_that_only_narrower_tags_have_is_described_and_renamed(get, change, eda):
    concept("Weir", "A low dam.", tags=["water/works"])
    assert change("describe", description="All that runs.", was="").status_code == 303
    assert "All that runs." in text(get("/tags/water/", eda))
    assert "All that runs." not in text(get("/tags/water/"))  # nothing that readers know of carries it
    assert change("rename", name="Wet")["Location"] == "/tags/wet/"
    assert tags_of("Weir") == ["Wet/works"]
    assert "All that runs." in text(get("/tags/wet/", eda))
    assert get("/tags/water/").status_code == 404


@pytest.mark.both
def test_a_preview_changes_nothing(water, change):
    words = text(change("preview", name="Wetness", narrower="on", reason="plainer"))
    for said in ("Rename Water to Wetness; not done yet", "5 entries get a revision",
                 "Water → becomes Wetness 4 entries", "water/gates → becomes Wetness/gates 1 entry"):  # fmt: skip
        assert said in words, said
    assert Edit.objects.filter(number__gt=1).count() == 0


@pytest.mark.both
def test_renamed_each_entry_has_a_revision(water, change, get, eda):
    Tag.objects.filter(slug="water").update(description="What runs.")
    answer = change("rename", name="Wetness")
    assert (answer.status_code, answer["Location"]) == (303, "/tags/wetness/")
    assert tags_of("Weir") == ["dam", "Wetness", "works"]
    assert tags_of("Sluice") == ["water/gates"]
    edit = Edit.objects.get(entry__title="Weir", number=2)
    assert edit.revision.comment == "Tag “Water” renamed to “Wetness”"
    assert edit.revision.user == eda
    assert "What runs." in text(get("/tags/wetness/"))
    assert not Tag.objects.filter(slug="water").exists()
    assert text(get("/tags/water/")).startswith("Tag water Narrower tags 1")


def test_narrower_tags_go_along_when_asked(water, change):
    Tag.objects.filter(slug="water/gates").update(description="Of wood.")
    assert change("rename", name="wet/ness", narrower="on", reason="Moved").status_code == 303
    assert tags_of("Sluice") == ["wet/ness/gates"]
    assert Edit.objects.get(entry__title="Sluice", number=2).revision.comment == "Moved"
    assert Tag.objects.get(slug="wet/ness/gates").description == "Of wood."


def test_a_spelling_is_changed_alone(water, change, get):
    answer = change("rename", name="WATER", follow=True)
    assert "4 entries say “WATER” now." in html(answer)
    assert tags_of("River") == ["WATER"]
    assert "It is called so already" in html(change("rename", name="WATER", follow=True))
    assert Edit.objects.filter(entry__title="River").count() == 2


def test_the_name_of_another_tag_asks_first_and_makes_them_one(water, change, get):
    Tag.objects.filter(slug="water").update(description="What runs.")
    Tag.objects.filter(slug="wet").update(description="What drips.")
    answer = change("rename", name="Wet", reason="Too many")
    words = text(answer)
    assert answer.status_code == 409
    for said in ("Water into wet not done yet", "4 entries get a revision", "“wet” is a tag already.",
                 "Water → becomes wet 4 entries, into 1 that carries it already; 1 carries both and keeps one",
                 ):  # fmt: skip
        assert said in words, said
    assert "What drips.\n\nWhat runs.</textarea>" in html(answer).replace("\r", "")
    assert "Too many</textarea>" in html(answer)
    assert tags_of("River") == ["water"]
    answer = change("merge", name="Wet", reason="Too many", description="What drips and runs.")
    assert (answer.status_code, answer["Location"]) == (303, "/tags/wet/")
    assert tags_of("On dams") == ["wet"]
    assert tags_of("River") == ["wet"]
    assert "What drips and runs." in text(get("/tags/wet/"))
    assert not Tag.objects.filter(slug="water").exists()


@pytest.mark.both
def test_a_merge_without_a_word_on_it_keeps_both_descriptions(water, change):
    Tag.objects.filter(slug="water").update(description="What runs.")
    Tag.objects.filter(slug="wet").update(description="What drips.")
    assert change("merge", name="wet").status_code == 303
    assert Tag.objects.get(slug="wet").description == "What drips.\n\nWhat runs."


def test_a_tag_that_the_person_does_not_see_is_not_told(water, change, get):
    concept("Owl", "A bird.", tags=["night"], visibility=PRIVATE)
    assert "is a tag already" in text(change("rename", name="night"))  # editors see it
    assert "night" not in text(get("/tags/"))


@together("action", ["rename", "preview", "merge"])
@together("name", ["", " ", "a [b", "x" * 256, "a\0b", "!!!", "/", "a/../b"])
def test_a_bad_name_comes_back_with_one_sentence(water, change, name, action):
    answer = change(action, name=name, reason="kept words")
    assert answer.status_code == 422
    assert html(answer).count('class="error"') == 1
    assert "kept words" in html(answer)


def test_a_tag_does_not_go_below_itself_with_what_is_below_it(water, change):
    answer = change("rename", name="water/all", narrower="on")
    assert answer.status_code == 422
    assert "cannot go below itself" in text(answer)
    assert change("rename", name="water/all").status_code == 303
    assert tags_of("Sluice") == ["water/gates"]
    assert tags_of("River") == ["water/all"]


def test_what_is_protected_is_named_and_stays(water, change, ada, get):
    protect(Entry.objects.get(title="River"), by=ada, reason="a quarrel")
    words = text(change("preview", name="Wetness"))
    assert "3 entries get a revision" in words
    assert "1 entry stays as it is, with the old name: “River”." in words
    answer = change("rename", name="Wetness", follow=True)
    said = "3 entries say “Wetness” now. 1 keeps “Water”. Protected, and so left as they were: “River”."
    assert said in html(answer)
    assert tags_of("River") == ["water"]
    assert "River" in text(get("/tags/water/"))
    assert change("rename", name="Wetness", person=ada).status_code == 409
    assert change("merge", name="Wetness", person=ada).status_code == 303
    assert tags_of("River") == ["Wetness"]


@pytest.mark.both
def test_very_many_are_changed_in_parts(water, change, monkeypatch):
    monkeypatch.setattr(retagging, "MOST", 3)
    monkeypatch.setattr(retagging, "BATCH", 2)
    answer = change("rename", name="Wet & dry")
    assert answer["Location"] == "/manage/tags/water/?name=Wet+%26+dry&reason="
    assert Edit.objects.filter(number=2).count() == 3
    answer = change("merge", path=answer["Location"], name="Wet & dry")
    assert answer["Location"] == "/tags/wet-dry/"
    assert Edit.objects.filter(number=2).count() == 4


def test_names_stand_in_the_page_escaped(change, get, eda):
    concept(QUOTED, "Text.", tags=["R&D \"x\" 'y'"])
    concept("Other", "Text.", tags=["law"])
    for answer in (get("/manage/tags/r-d-x-y/", eda), change("preview", "/manage/tags/law/", name="R&D \"x\" 'y'")):
        assert "R&amp;D &quot;x&quot; &#x27;y&#x27;" in html(answer)
        assert not_raw(answer, "R&D \"x\" 'y'")


def test_many_entries_cost_no_more_questions(queries, eda):
    entries(*[submission(f"Place {n}", "Text.", tags=["few", "few/er"]) for n in range(3)])
    entries(*[submission(f"Other {n}", "Text.", tags=["many", f"many/{n}"]) for n in range(40)])
    few = queries("/manage/tags/few/?name=other&narrower=on", eda)
    assert queries("/manage/tags/many/?name=other&narrower=on", eda) == few <= 30
