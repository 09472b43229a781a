"""Names stand under letters, digits, signs or their script."""

from collections import Counter

import pytest

from wiki.readers.initials import ALONE, Heads


@pytest.mark.parametrize(
    ("fold", "head"),
    [
        ("clock", "C"),
        ("ørsted", "O"),
        ("łodz", "L"),
        ("ǣlf", "A"),
        ("œuvre", "O"),
        ("þing", "Þ"),
        ("23 59 60", "0–9"),
        ("٣", "0–9"),
        ("§", "Signs"),
        ("", "Signs"),
        ("ωρα", "Greek"),
        ("сон", "Cyrillic"),
        ("أسبوع", "Arabic"),
        ("שבוע", "Hebrew"),
        ("時", "Han"),
        ("한글", "Hangul"),
        ("つき", "Kana"),
    ],
)
def test_a_name_stands_under_its_letter_or_script(fold, head):
    assert Heads(Counter({fold[:1]: 1})).of(fold) == head


def test_an_alphabet_with_many_names_has_a_head_for_each_letter():
    heads = Heads(Counter({"α": ALONE, "ω": 1, "時": 9 * ALONE}))
    assert (heads.of("ωρα"), heads.of("αρχη"), heads.of("時")) == ("Ω", "Α", "Han")


def test_heads_stand_in_the_order_of_a_book():
    heads = Heads(Counter("zc7þω時¶"))
    order = heads.ordered()
    assert [head for head in order if heads.counts[head]] == ["0–9", "C", "Z", "Þ", "Greek", "Han", "Signs"]
    assert [head for head in order if len(head) == 1 and head <= "Z"] == list("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert heads.under("Greek") == ["ω"]
