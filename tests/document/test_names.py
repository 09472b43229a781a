"""How names are cleaned, compared and made into addresses."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.document.names import BadName, as_title, base_title, clean_name, fold, fold_tail, slugify, title_key


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Dual Power", "dual-power"),
        ("C++", "c++"),
        ("What's up?", "whats-up"),
        ("What’s up?", "whats-up"),
        ("数字花园", "数字花园"),
        ("حديقة", "حديقة"),
        ("Cherán", "cherán"),
        ("a_b  c", "a-b-c"),
        ("हिन्दी", "हिन्दी"),
        ("--- ", ""),
        ("ß", "ß"),
    ],
)
def test_slugs(text, slug):
    assert slugify(text) == slug


@pytest.mark.parametrize(
    ("one", "other"),
    [("Dual_Power", "dual-power"), ("Cherán", "cheran"), ("İstanbul", "istanbul"), ("Straße", "STRASSE")],
)
def test_folded_names_that_are_the_same(one, other):
    assert fold(one) == fold(other)


def test_titles_are_the_same_in_any_case_but_not_without_diacritics():
    assert title_key("Foo  Bar") == title_key("foo bar") != title_key("fóo bar")


@pytest.mark.parametrize(
    ("text", "name"), [(":Test", "Test"), ("Foo  　bar", "Foo bar"), ("ß", "ß"), ("e\u0301", "é"), (" : x", "x")]
)
def test_clean_names(text, name):
    assert clean_name(text) == name


@pytest.mark.parametrize(
    "text", ["", "  ", "A [ B", "A < B", "..", "Foo/../Sandbox", "A\0B", "a\u202eb", "x" * 256, ":"]
)
def test_refused_names_say_what_to_do(text):
    with pytest.raises(BadName, match=r"\w+\."):
        clean_name(text)


@given(st.text(max_size=40))
def test_a_name_and_its_slug_have_one_folded_form(text):
    if slugify(text):
        assert fold(slugify(text)) == fold(text)
    if tail := text.replace("/", ""):
        assert fold_tail(f"folder/{tail}") == fold(tail)


@given(st.text(max_size=40))
def test_a_slug_is_its_own_slug(text):
    assert slugify(slugify(text)) == slugify(text)


def test_a_title_begins_with_a_capital_letter():
    names = ["weir", "two words", "élan", "iPhone case", "pH", "Noon", "ß", "二重", "", "e2e"]
    titles = ["Weir", "Two words", "Élan", "iPhone case", "pH", "Noon", "ß", "二重", "", "E2e"]
    assert [as_title(name) for name in names] == titles


def test_a_qualifier_in_brackets_is_no_part_of_the_base_title():
    assert [base_title(text) for text in ("Noon (hour)", "Noon", "(x)")] == ["Noon", "Noon", "(x)"]
    assert base_title("Noon \t (hour)") == "Noon"
    assert base_title("Noon (hour) x") == "Noon (hour) x"


@pytest.mark.parametrize("title", ["a" + " " * 100_000 + "(x", "(" * 100_000, "( " * 50_000 + ")x"])
def test_the_base_of_a_long_text_is_found_at_once(title):
    begun = time.process_time()
    assert base_title(title) == title
    assert time.process_time() - begun < 2
