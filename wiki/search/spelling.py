"""Names and words of names, found again when they are misspelt.

Every name is kept under itself and under what remains when any one letter is left out, so that one wrong, missing,
added or swapped letter leads from a question to it by a few look-ups, on every database and among any number of names
(the idea is that of SymSpell, https://github.com/wolfgarbe/SymSpell). Spaces do not count: a missing one is no mistake.
The tables hold names that readers may not know: whoever asks keeps what the viewer sees.
"""

from collections import defaultdict
from hashlib import blake2b
from itertools import chain
from zlib import crc32

from django.db import connection
from rapidfuzz.distance import OSA

from wiki.search.words import words

COMPARED = 16  # letters from which one is left out; mistakes behind them are found all the same
SHORTEST = 3  # letters of a name that is put right
FEW = 8  # letters up to which one mistake is put right; in longer names two
_PLACES = 900  # parameters of one statement


def create(cursor):
    """Make the tables."""
    cursor.execute("CREATE TABLE wiki_spelling (id bigint PRIMARY KEY, text text NOT NULL)")
    lean = " WITHOUT ROWID" if connection.vendor == "sqlite" else ""
    cursor.execute(
        "CREATE TABLE wiki_misspelling (hash bigint NOT NULL, spelling bigint NOT NULL, "
        f"PRIMARY KEY (hash, spelling)){lean}"
    )


def drop(cursor):
    """Take the tables away."""
    cursor.execute("DROP TABLE wiki_misspelling")
    cursor.execute("DROP TABLE wiki_spelling")


def keep(names):
    """Keep names, and each of their words, to be found again. Those that nobody has any more may stay."""
    wanted = {_key(text): text for text in spellings(names)}
    known = set(_ask("SELECT id FROM wiki_spelling WHERE id IN ({})", list(wanted)))
    fresh = {key: text for key, text in wanted.items() if (key,) not in known}
    if not fresh:
        return
    with connection.cursor() as cursor:
        skip = "OR IGNORE " if connection.vendor == "sqlite" else ""
        past = "" if skip else " ON CONFLICT DO NOTHING"
        cursor.executemany(f"INSERT {skip}INTO wiki_spelling (id, text) VALUES (%s, %s){past}", list(fresh.items()))
        cursor.executemany(
            f"INSERT {skip}INTO wiki_misspelling (hash, spelling) VALUES (%s, %s){past}",
            [(hashed, key) for key, text in fresh.items() for hashed in _hashes(text)],
        )


def unknown(texts):
    """Return those of these spellings that are not kept."""
    keys = {_key(text): text for text in texts}
    known = set(_ask("SELECT id FROM wiki_spelling WHERE id IN ({})", list(keys)))
    return {text for key, text in keys.items() if (key,) not in known}


def forget(texts):
    """Let go of some spellings."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM wiki_misspelling WHERE hash = %s AND spelling = %s",
            [(hashed, _key(text)) for text in texts for hashed in _hashes(text)],
        )
        cursor.executemany("DELETE FROM wiki_spelling WHERE id = %s", [(_key(text),) for text in texts])


def empty():
    """Let go of all."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM wiki_misspelling")
        cursor.execute("DELETE FROM wiki_spelling")


def near(name):
    """Return [(mistakes, spelling)] of what may be meant by a name or a word, nearest first, itself among them."""
    return near_each([name])[name]


def near_each(names):
    """Return {name: what `near` says of it}, at once."""
    asked = {name: _bare(" ".join(words(name))) for name in names}
    hashes = {name: _hashes(text) if len(text) >= SHORTEST else set() for name, text in asked.items()}
    rows = _ask(
        "SELECT hash, text FROM wiki_misspelling JOIN wiki_spelling ON id = spelling WHERE hash IN ({})",
        sorted(set().union(*hashes.values())),
    )
    texts = defaultdict(set)
    for hashed, text in rows:
        texts[hashed].add(text)
    return {name: _nearest(asked[name], set().union(*(texts[one] for one in hashes[name]))) for name in names}


def _nearest(asked, texts):
    allowed = 1 if len(asked) <= FEW else 2
    counted = ((OSA.distance(asked, _bare(text), score_cutoff=allowed), text) for text in texts)
    return sorted((mistakes, text) for mistakes, text in counted if mistakes <= allowed)


def spellings(names):
    """Return the set of forms under which names are found again: each as a whole, and word by word."""
    found = set()
    for name in names:
        parts = words(name)
        if len("".join(parts)) >= SHORTEST:
            found |= {" ".join(parts), *parts}
    return found


def _bare(text):
    return text.replace(" ", "")


def _hashes(text):
    """Return the numbers under which a spelling is kept; two may share one, so whoever finds it compares."""
    text = _bare(text)[:COMPARED]
    return {crc32(part.encode()) for part in chain([text], (text[:at] + text[at + 1 :] for at in range(len(text))))}


def _key(text):
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)


def _ask(sql, values):
    rows = []
    with connection.cursor() as cursor:
        for start in range(0, len(values), _PLACES):
            part = values[start : start + _PLACES]
            cursor.execute(sql.format(", ".join(["%s"] * len(part))), part)
            rows += cursor.fetchall()
    return rows
