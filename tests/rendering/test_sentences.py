import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rendering.sentences import around, spans


def sentences(text):
    return [text[start:end].strip() for start, end in spans(text)]


# Each sentence of a row stands on one side of a bar.
TABLE = [
    "One thing. | Another thing.",
    "Is it? | It is! | Good.",
    "Really?! | Yes.",
    "He left… | She stayed.",
    "Wait... what did he say?",
    "A single line without an end",
    # short forms
    "Mr. Brown met Dr. Green. | They spoke.",
    "See e.g. Hall, i.e. the elder. | He knew.",
    "Compare cf. Table and vol. 3, pp. 12 of it. | Then stop.",
    "See No. 5 of the series. | It is good.",
    "Is it right? | No. | It is wrong.",
    "This is art. | This is not.",
    "They sell pens, ink, etc. | The shop is old.",
    "Acme Inc. Buildings burned. | Nobody was hurt.",
    # initials
    "J. R. R. Ember wrote it. | Nobody read it.",
    "J.-P. Ember and W.E.B. Holt agreed. | The U.S. Army did not.",
    # numbers
    "It costs 3.50 today. | It cost 2.10 then.",
    "That was in 1871. | Then came peace.",
    "1. First of the list. | Second.",
    "Version 2.0.1 is out. | Use it.",
    "See www.example.org for it. | Then write.",
    # quotation, brackets, notes
    '"Who goes there?" he asked. | Nobody.',
    '"Nobody goes there." | She left.',
    "“It is late.” | (It was early.) | They slept.",
    "It is so.[12] | It was so.¹ | It will be so.",
    "He said (see below.) and left. | So did I.",
    "«Il est tard.» | «Non.»",
    # lines
    "A heading\n|The text below it. | More of it.",
    "one\n\n|two\n|three",
    # German, French, Spanish
    "Am 3. Oktober 1990 war es so weit. | Danach z.B. Ruhe.",
    "Bzw. Hans kam. | Vgl. Bd. 3 und Nr. 7. | Ende.",
    "Mme. Roux est là. | Où ? | Ici.",
    "¿Qué pasa? | ¡Nada! | La Sra. Vega duerme.",
    # Cyrillic, Greek, Armenian, Georgian
    "Он ушёл. | Т.е. пропал в 1917 г. и не вернулся. | Конец.",
    "Τι είναι; Αυτό είναι. | Τέλος.",
    "Ես եկա։ | Դու գնացիր։",
    "ეს არის. | ის არ არის.",
    # Arabic, Urdu, Persian, Hebrew
    "هل هذا صحيح؟ | نعم. | انتهى.",
    "یہ کتاب ہے۔ | وہ قلم ہے۔",
    "او رفت. | من ماندم!",
    "הוא הלך. | היא נשארה?",
    # Indic, Ethiopic, Burmese, Khmer
    "यह किताब है। | वह कलम है॥ | अच्छा?",
    "এটি বই। | ওটি কলম।",
    "ሰላም ነው። | ደህና ነው።",
    "ဒါစာအုပ်။ | ဒါခဲတံ။",
    "នេះសៀវភៅ។ | នោះប៊ិច។",
    # Han, kana: no spaces
    "他来了。|她走了！|为什么？|没人知道",
    "「行く。」|帰った。",
    "「行く。」と言った。|そして去った。",
    "他说：“好。”|然后走了。",
]


@pytest.mark.parametrize("row", TABLE)
def test_sentences_of_a_text(row):
    wanted = [part.strip() for part in row.split("|")]
    text = row.replace("|", "")
    assert sentences(text) == wanted


@given(
    st.text(
        alphabet=st.one_of(st.sampled_from(".!?…。！？؟। \n\"'”)[]1aA彼яم"), st.characters(codec="utf-8")), max_size=200
    )
)
def test_spans_cover_the_text_in_order(text):
    found = spans(text)
    assert "".join(text[start:end] for start, end in found) == text
    assert all(start < end for start, end in found)
    assert [start for start, _ in found[1:]] == [end for _, end in found[:-1]]


def test_spans_may_be_changed_by_the_caller():
    spans("One. Two.").clear()
    assert len(spans("One. Two.")) == 2


def found_around(text, passage, **keywords):
    start = text.index(passage)
    return around(text, start, start + len(passage), **keywords)


@pytest.mark.parametrize(
    ("text", "passage", "sentence"),
    [
        ("First one. A second   one here. Third.", "second", "A second one here."),
        ("Dr. Green met J. Holt. They spoke.", "Holt", "Dr. Green met J. Holt."),
        ("A heading\nThe words\tbelow it", "words", "The words below it"),
        ("他来了。她走了。", "她", "她走了。"),
        ("One. Two stops. In it. Three.", "stops. In", "Two stops. In it."),
        ("alone", "alone", "alone"),
    ],
)
def test_around_gives_the_sentence_and_the_place_in_it(text, passage, sentence):
    got, start = found_around(text, passage)
    assert got == sentence
    assert got[start : start + len(passage)] == passage


def test_around_cuts_a_long_sentence_at_words():
    text = "word " * 200 + "HERE" + " other" * 200
    got, start = found_around(text, "HERE", limit=80)
    assert len(got) <= 80
    assert got[start : start + 4] == "HERE"
    assert got.startswith("…word") and got.endswith("other…")


def test_around_gives_the_room_of_a_short_side_to_the_other():
    got, start = found_around("HERE" + " other" * 200, "HERE", limit=80)
    assert start == 0
    assert 70 < len(got) <= 80


def test_around_at_the_edges():
    assert around("", 0, 0) == ("", 0)
    assert around("x" * 1000, 0, 1000, limit=50) == ("x" * 49 + "…", 0)


@given(st.text(alphabet="ab.!  \nA。", min_size=1, max_size=400), st.data())
def test_around_always_holds_the_passage(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    limit = data.draw(st.integers(20, 100))
    got, place = around(text, start, end, limit)
    passage = " ".join(text[start:end].split())
    assert len(got) <= limit
    assert "\n" not in got and "  " not in got
    if len(passage) <= limit - 4:
        assert got[place:].lstrip().startswith(passage)


def test_time_is_linear_even_with_many_links():
    begin = time.process_time()
    text = "a. " * 40_000 + "." * 50_000 + '"' * 50_000 + " " * 50_000
    assert len(spans(text)) < 5
    long_sentence = "ab " * 60_000
    for start in range(0, len(long_sentence), 9):
        around(long_sentence, start, start + 2)
    assert time.process_time() - begin < 4


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", "\r"])
def test_a_run_of_blanks_is_looked_at_once(blank):
    begin = time.process_time()
    text = f"b {blank * 100_000}x\n\n{blank * 100_000}\nC. {blank * 100_000}d"
    assert "".join(text[start:end] for start, end in spans(text)) == text
    assert sentences(text)[1:] == ["C. " + blank * 100_000 + "d"]
    assert time.process_time() - begin < 2
