"""Stems are the same however many threads ask for them at once: a wrong one would be remembered, and indexed."""

import sys
from concurrent.futures import ThreadPoolExecutor

import snowballstemmer

from wiki.search.words import stem

ENDINGS = ("ings", "ationally", "fulness", "ization", "ly", "ed", "ities", "er")
WORDS = [f"{start}{middle}{end}" for start in "bcdfgl" for middle in ("arb", "owen", "istr", "ul") for end in ENDINGS]


def test_threads_do_not_mix_their_words():
    alone = snowballstemmer.stemmer("english")
    expected = {word: alone.stemWord(word) for word in WORDS}
    turn = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(5):
            stem.cache_clear()
            with ThreadPoolExecutor(4) as threads:
                shares = threads.map(lambda n: {word: stem(word) for word in WORDS[n:] + WORDS[:n]}, range(0, 160, 40))
            assert list(shares) == [expected] * 4
    finally:
        sys.setswitchinterval(turn)
        stem.cache_clear()
