"""Where a quoted sentence stands."""

from urllib.parse import unquote

import pytest

from wiki.rendering.spot import spot

CJK = (
    "時計は時を刻む道具であり、古くは水や影によって測られていたが、"
    "後には歯車と錘によって動くものが広く使われるようになったと言われ、やがて振り子が加えられた。"
)


@pytest.mark.parametrize(
    ("anchor", "sentence", "fragment"),
    [
        ("race", "Water runs here.", "#race:~:text=Water%20runs%20here"),
        ("", "Water runs here.", "#:~:text=Water%20runs%20here"),
        ("race", "", "#race"),
        ("", "", ""),
        ("", "…", ""),
        (
            "race",
            "“If water were only a loss, the larger basin would always be the better one.”",
            "#race:~:text=If%20water%20were%20only,be%20the%20better%20one",
        ),
        ("a", "One, two & three-four #5?", "#a:~:text=One%2C%20two%20%26%20three%2Dfour%20%235"),
        ("a", "Twenty  spaces\nand a line.", "#a:~:text=Twenty%20spaces%20and%20a%20line"),
        ("a", "Не я.", "#a:~:text=%D0%9D%D0%B5%20%D1%8F"),
    ],
)  # fmt: skip
def test_the_anchor_and_the_words_at_both_ends(anchor, sentence, fragment):
    assert spot(anchor, sentence) == fragment


def test_a_script_without_spaces_is_cut_where_it_pauses():
    first, last = unquote(spot("", CJK).removeprefix("#:~:text=")).split(",")
    assert CJK.startswith(first)
    assert CJK.removesuffix("。").endswith(last)
    assert len(first) + len(last) < len(CJK)


@pytest.mark.parametrize("sentence", ["a-b,c", "x&y", "100% – so", "a:~:text=b", '"><b>', "ساعة الشمس", "x" * 3000])
def test_nothing_of_the_words_is_read_as_a_sign_of_the_address(sentence):
    words = spot("s", sentence).removeprefix("#s:~:text=")
    assert not set(words) & set("-,&#:<>\"' ")
    assert len(words) <= 9 * len(sentence)
