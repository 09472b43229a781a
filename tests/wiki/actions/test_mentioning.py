"""Plain mentions of concepts in essays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import PRIVATE, concept, essay, revise
from wiki.actions import mentioning, publishing, spoken
from wiki.models import Link

TEXT = "A Bowline holds. The slip knot does not; slip knots slip. 数字花园很美。"


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ({"bowline"}, ["Bowline"]),
        ({"slip knot"}, ["slip knot"]),
        ({"knot", "slip knot"}, ["slip knot"]),
        ({"bow"}, []),
        ({"花 园"}, ["花园"]),
    ],
)
def test_names_are_found_by_whole_words_and_the_longest_counts(names, found):
    assert [TEXT[start:end] for start, end, _ in mentioning.find(TEXT, names)] == found


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Slip knot", "slip knot"),
        ("C", ""),
        ("of", ""),
        ("数字", "数 字"),
        ("What’s up?", "whats up"),
        ("Cherán", "cheran"),
    ],
)
def test_keys_of_names(name, key):
    assert mentioning.mention_key(name) == key


@given(st.text(), st.sets(st.text(min_size=1, max_size=8), max_size=5))
def test_places_are_in_order_and_say_the_name(text, names):
    keys = {key for key in map(mentioning.mention_key, names) if key}
    end = 0
    for start, stop, key in mentioning.find(text, keys):
        assert end <= start < stop
        assert mentioning.words_of(text[start:stop]).strip() == key
        end = stop


def test_the_last_word_is_no_longer_name():
    assert mentioning.find("A slip", {"slip", "slip knot", "slip knot tied"}) == [(2, 6, "slip")]


@pytest.mark.django_db
def test_a_private_name_takes_no_place_from_a_public_one():
    concept("Knot")
    concept("Slip knot", visibility=PRIVATE)
    said = essay("On knots", body="A slip knot holds. A knot holds.")
    assert mentions(said) == [("slip knot", "Slip knot"), ("knot", "Knot")]
    assert mentions(said, "target_public") == [("knot", "Knot"), ("knot", "Knot")]


def mentions(source, column="target_all"):
    rows = Link.objects.filter(source=source.pk, kind="mention").exclude(**{column: None})
    return [(row.target, getattr(row, column).title) for row in rows]


@pytest.mark.django_db
def test_an_essay_names_a_concept_by_title_or_alias():
    concept("Slip knot", aliases=["running knot"])
    text = essay("On knots", "The slip knot slips. A Running Knot runs.")
    assert mentions(text) == [("slip knot", "Slip knot"), ("Running Knot", "Slip knot")]


@pytest.mark.django_db
def test_a_later_concept_is_found_in_earlier_essays_and_lost_with_its_name():
    text = essay("On knots", "The slip knot slips.")
    knot = concept("Noose", aliases=["slip knot"])
    assert mentions(text) == [("slip knot", "Noose")]
    revise(knot, aliases=())
    assert mentions(text) == []


@pytest.mark.django_db
def test_a_former_title_goes_on_naming_the_concept():
    text = essay("On knots", "The slip knot slips.")
    revise(concept("Slip knot"), title="Noose")
    assert mentions(text) == [("slip knot", "Noose")]


@pytest.mark.django_db
def test_mentions_follow_when_a_link_of_their_sentence_leads_elsewhere():
    concept("Hitch", aliases=["thing"])
    text = essay("On knots", "A [[Nick|hitch]] is the hitch.")
    assert [found for _, found in mentions(text)] == ["Hitch", "Hitch"]
    concept("Nick")
    before = mentions(text)
    from wiki.actions.derived import rebuild

    rebuild("links")
    assert mentions(text) == before


@pytest.mark.django_db
def test_many_new_names_at_once_are_found_too():
    from tests.factories import entries, submission

    text = essay("On knots", "The slip knot slips.")
    entries(*[submission(title) for title in ("Slip knot", "Bend", "Hitch", "Whipping", "Splice", "Lashing")])
    assert mentions(text) == [("slip knot", "Slip knot")]


@pytest.mark.django_db
def test_a_linked_sentence_is_no_mention():
    concept("Slip knot")
    text = essay("On knots", "The [[slip knot]] slips. I like the slip knot.")
    assert [row.sentence for row in Link.objects.filter(source=text.pk, kind="mention")] == ["I like the slip knot."]


@pytest.mark.django_db
def test_a_private_longer_name_hides_no_public_mention(ada):
    concept("Slip")
    private = concept("Slip knot", visibility=PRIVATE)
    text = essay("On knots", "The slip knot slips.")
    assert mentions(text) == [("slip knot", "Slip knot")]
    assert mentions(text, "target_public") == [("slip", "Slip")]
    publishing.publish([private], by=ada)
    assert mentions(text, "target_public") == [("slip knot", "Slip knot")]
    publishing.hide([private], by=ada)
    assert mentions(text, "target_public") == [("slip", "Slip")]


NAMES = ["Slip", "Slip knot", "Knot", "Slip knot of the bow", "Notepad++", "Notepad"]
ALIASES = ["O´Brien", "हिन्दी", "हिन्दू", "花園", "bow-line"]
TEXTS = ["The slip knot of the bow slips.", "A Slip, knot!", "Notepad++ is a notepad", "notepad", "O´Brien", "o brien",
         "हिन्दी here", "數字花園 slip", "bow line of the knot"]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("text", TEXTS)
def test_names_are_found_alike_by_the_words_and_by_the_names(text, monkeypatch):
    for name in NAMES:
        concept(name)
    concept("Others", aliases=ALIASES)
    concept("Namesakes", aliases=["Slip", "Notepad"])
    said = essay("On knots", text)
    by_words = spoken.names_in([said])
    monkeypatch.setattr(spoken, "_are_few", lambda words: False)
    assert by_words == spoken.names_in([said])


@pytest.mark.django_db
def test_a_name_with_signs_is_meant_where_the_signs_stand():
    concept("Notepad++")
    assert mentions(essay("On programs", "I use Notepad++ here.")) == [("Notepad", "Notepad++")]
    assert mentions(essay("On paper", "I use a notepad here.")) == []
