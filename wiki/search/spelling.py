"""Names and words of names, found again when they are misspelt.

Every name is kept under itself and under what remains when any one letter is left out, so that one wrong, missing,
added or swapped letter leads from a question to it by a few look-ups, on every database and among any number of names
(the idea is that of SymSpell, https://github.com/wolfgarbe/SymSpell). Spaces do not count: a missing one is no mistake.

There is one set of names that everybody knows and one of all, as there are two indexes: what only some may know changes
neither what a reader is offered nor how long that takes. Each spelling counts the entries that have it, and goes
with the last of them.
"""

from collections import Counter, defaultdict
from hashlib import blake2b
from itertools import chain
from zlib import crc32

from django.db import connection
from rapidfuzz.distance import OSA

from wiki.search.words import words

COMPARED = 16  # letters from which one is left out; mistakes behind them are found all the same
SHORTEST = 3  # letters of a name that is put right
LONGEST = 80
FEW = 8  # letters up to which one mistake is put right; in longer names two
WHOLE = "="  # begins the spelling of a whole name; others are words of names
_PLACES = 900  # parameters of one statement
_SETS = {True: "all", False: "public"}
_BETWEEN = "|"  # no word holds it


def create(cursor):
    """Make the tables."""
    lean = " WITHOUT ROWID" if connection.vendor == "sqlite" else ""
    for name in _SETS.values():
        cursor.execute(f"CREATE TABLE wiki_spelt_{name} (entry_id bigint PRIMARY KEY, texts text NOT NULL)")
        cursor.execute(
            f"CREATE TABLE wiki_spelling_{name} (id bigint PRIMARY KEY, text text NOT NULL, uses integer NOT NULL)"
        )
        cursor.execute(
            f"CREATE TABLE wiki_misspelling_{name} (hash bigint NOT NULL, spelling bigint NOT NULL, "
            f"PRIMARY KEY (hash, spelling)){lean}"
        )


def drop(cursor):
    """Take the tables away."""
    for table in _tables():
        cursor.execute(f"DROP TABLE {table}")


def empty():
    """Let go of all."""
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"DELETE FROM {table}")


def _tables():
    return [f"wiki_{part}_{name}" for part in ("misspelling", "spelling", "spelt") for name in _SETS.values()]


def keep(names, private):
    """Keep the names of entries, {id: names}, each as a whole and word by word, in place of what was kept of them."""
    if not names:
        return
    name, before = _SETS[private], _kept(names, private)
    after = {key: spellings(own) for key, own in names.items()}
    gained = Counter(text for key, texts in after.items() for text in texts - before.get(key, set()))
    lost = Counter(text for key, texts in before.items() for text in texts - after[key])
    if not gained and not lost:
        return
    rows = [(key, _BETWEEN.join(sorted(texts))) for key, texts in after.items()]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO wiki_spelt_{name} (entry_id, texts) VALUES (%s, %s) "
            "ON CONFLICT (entry_id) DO UPDATE SET texts = excluded.texts",
            rows,
        )
    _gain(gained, name)
    _lose(lost, name)


def remove(ids, private):
    """Let go of the names of some entries."""
    before, name = _kept(ids, private), _SETS[private]
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM wiki_spelt_{name} WHERE entry_id = %s", [(key,) for key in before])
    _lose(Counter(text for texts in before.values() for text in texts), name)


def differing(names, private):
    """Return the ids of those entries whose names, {id: names}, are not what is kept of them."""
    kept = _kept(names, private)
    return {key for key, own in names.items() if kept.get(key, set()) != spellings(own)}


def ids(private):
    """Return the ids of all entries whose names are kept."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT entry_id FROM wiki_spelt_{_SETS[private]}")
        return {key for (key,) in cursor.fetchall()}


def near(name, private):
    """Return [(mistakes, spelling)] of what may be meant by a name or a word, itself among them: nearest first, then
    what more entries have. Whole names begin with WHOLE."""
    return near_each([name], private)[name]


def near_each(names, private):
    """Return {name: what `near` says of it}, at once."""
    asked = {name: _bare(" ".join(words(name))) for name in names}
    hashes = {name: _hashes(text) if SHORTEST <= len(text) <= LONGEST else set() for name, text in asked.items()}
    rows = _ask(
        f"SELECT hash, text, uses FROM wiki_misspelling_{_SETS[private]} "
        f"JOIN wiki_spelling_{_SETS[private]} ON id = spelling WHERE hash IN ({{}})",
        sorted(set().union(*hashes.values())),
    )
    found = defaultdict(set)
    for hashed, text, uses in rows:
        found[hashed].add((text, uses))
    return {name: _nearest(asked[name], set().union(*(found[one] for one in hashes[name]))) for name in names}


def known(texts, private):
    """Return those of these words that stand in a name."""
    keys = {_key(text): text for text in texts}
    rows = _ask(f"SELECT id FROM wiki_spelling_{_SETS[private]} WHERE id IN ({{}})", list(keys))
    return {keys[key] for (key,) in rows}


def spellings(names):
    """Return the set of forms under which names are found again: each as a whole, and word by word."""
    found = set()
    for name in names:
        parts = words(name)
        if SHORTEST <= len("".join(parts)) <= LONGEST:
            found |= {WHOLE + " ".join(parts), *parts}
    return found


def _nearest(asked, found):
    allowed = 1 if len(asked) <= FEW else 2
    counted = ((OSA.distance(asked, _bare(text), score_cutoff=allowed), -uses, text) for text, uses in found)
    return [(mistakes, text) for mistakes, _, text in sorted(counted) if mistakes <= allowed]


def _kept(keys, private):
    rows = _ask(f"SELECT entry_id, texts FROM wiki_spelt_{_SETS[private]} WHERE entry_id IN ({{}})", list(keys))
    return {key: set(texts.split(_BETWEEN)) - {""} for key, texts in rows}


def _gain(texts, name):
    if not texts:
        return
    keys = {text: _key(text) for text in texts}
    there = {key for (key,) in _ask(f"SELECT id FROM wiki_spelling_{name} WHERE id IN ({{}})", list(keys.values()))}
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO wiki_spelling_{name} (id, text, uses) VALUES (%s, %s, %s) "
            f"ON CONFLICT (id) DO UPDATE SET uses = wiki_spelling_{name}.uses + excluded.uses",
            [(keys[text], text, uses) for text, uses in texts.items()],
        )
        cursor.executemany(
            f"INSERT INTO wiki_misspelling_{name} (hash, spelling) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [(hashed, key) for text, key in keys.items() if key not in there for hashed in _hashes(text)],
        )


def _lose(texts, name):
    if not texts:
        return
    keys = {_key(text): text for text in texts}
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE wiki_spelling_{name} SET uses = uses - %s WHERE id = %s",
            [(texts[text], key) for key, text in keys.items()],
        )
    gone = _ask(f"SELECT id FROM wiki_spelling_{name} WHERE uses <= 0 AND id IN ({{}})", list(keys))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"DELETE FROM wiki_misspelling_{name} WHERE hash = %s AND spelling = %s",
            [(hashed, key) for (key,) in gone for hashed in _hashes(keys[key])],
        )
        cursor.executemany(f"DELETE FROM wiki_spelling_{name} WHERE id = %s", gone)


def _bare(text):
    return text.removeprefix(WHOLE).replace(" ", "")


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
