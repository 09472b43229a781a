"""The original sample in wiki/sample: every file reads well by itself, and all links between them lead somewhere."""

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import yaml

import wiki
from wiki.document.names import base_title, clean_name, fold, fold_tail, slugify, title_key

SAMPLE = Path(wiki.__file__).parent / "sample"
WANTED = {  # titles that the sample mentions and nobody has written yet
    "canonical hours",
    "daylight saving time",
    "hourglass",
    "Julian calendar",
    "marine chronometer",
    "prime meridian",
    "sidereal time",
    "essays/who-pays-the-ringer",
}
PRIVATE = {"Decimal time", "What the Noon Gun Was For"}
SHARED_ALIASES = {"hora", "horologium"}
KNOWN_KEYS = ["title", "type", "visibility", "aliases", "tags", "related"]
KNOWN_KEYS += ["author", "publication", "published", "source_url"]

_FRONT = re.compile(r"\A---\n(.*?)^---\n\n", re.S | re.M)
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.S | re.M)
_LINK = re.compile(r"\[\[([^\[\]|#\\]*)(?:#([^\[\]|\\]*))?(?:\\?\|[^\[\]]*)?\]\]")
_DEFINITION = re.compile(r"^\[\^([^\]]+)\]: (.+)$", re.M)
_USE = re.compile(r"\[\^([^\]]+)\](?!:)")
_HEADING = re.compile(r"^#{2,3} (.+)$", re.M)
_DOI = re.compile(r"10\.\d{4,}/\S+")


class Sample:
    """One file of the sample, taken apart with nothing but YAML and regular expressions."""

    def __init__(self, path):
        text = path.read_bytes().decode("utf-8")
        front = _FRONT.match(text)
        self.path = path
        self.slug = path.stem
        self.text = text
        self.front = yaml.safe_load(front[1])
        self.title = self.front["title"]
        self.body = text[front.end() :]
        self.prose = _FENCE.sub("", self.body)
        self.notes = dict(_DEFINITION.findall(self.prose))

    @property
    def names(self):
        return [self.title, self.slug, *self.front.get("aliases", [])]

    @property
    def links(self):
        return [(target.strip(), fragment) for target, fragment in _LINK.findall(self.prose)]

    @property
    def citations(self):
        return [text for label, text in self.notes.items() if _is_citation(label, text)]


def _is_citation(label, text):
    dated = re.search(r"https?://|\b10\.\d{4,}/|\b(1[5-9]|20)\d\d\b", text)
    by_author = re.match(r"[^*“]+\. [*“]", text)
    return not label.startswith("note-") and bool(dated or by_author)


CONCEPTS = [Sample(path) for path in sorted((SAMPLE / "concepts").iterdir())]
ESSAYS = [Sample(path) for path in sorted((SAMPLE / "essays").iterdir())]
ALL = CONCEPTS + ESSAYS
each = pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.slug)


def _by_name():
    found = defaultdict(set)
    for entry in ALL:
        for name in entry.names:
            found[fold(name)].add(entry.title)
    return found


def _entry(title):
    return next(entry for entry in ALL if entry.title == title)


def test_size_of_the_sample():
    assert 15 <= len(CONCEPTS) <= 25
    assert 3 <= len(ESSAYS) <= 5
    assert {entry.path.suffix for entry in ALL} == {".md"}
    assert {path.name for path in SAMPLE.iterdir()} == {"concepts", "essays"}


@each
def test_front_matter(entry):
    keys = [key for key in entry.front if key in KNOWN_KEYS]
    assert keys == sorted(keys, key=KNOWN_KEYS.index)
    assert entry.front["type"] == ("concept" if entry in CONCEPTS else "essay")
    assert entry.front["visibility"] == ("private" if entry.title in PRIVATE else "public")
    assert entry.slug == slugify(entry.title)
    for name in [*entry.names, *entry.front["tags"]]:
        assert clean_name(name) == name
    if entry in ESSAYS and entry.title not in PRIVATE:
        assert entry.front["author"] and entry.front["publication"] and entry.front["published"]
        assert re.match(r"https://[a-z]+\.example/", entry.front["source_url"])


def test_the_private_entries_are_there():
    assert {entry.title for entry in ALL} >= PRIVATE


def test_text_is_clean():
    for entry in ALL:
        assert entry.text.endswith("\n") and not entry.text.endswith("\n\n")
        assert not re.search(r"[ \t]+$|\t|\r|'|^# ", entry.prose, re.M), entry.slug
    for concept in CONCEPTS:
        assert "**" in concept.body.split("\n", 1)[0], concept.slug


@each
def test_links_lead_to_an_entry_or_are_wanted(entry):
    known = _by_name()
    for target, fragment in entry.links:
        titles = known.get(fold_tail(target))
        if not titles:
            assert fold(target) in {fold(name) for name in WANTED}, target
        elif fragment.startswith("^"):
            assert re.search(rf" \{fragment}$", _entry(*titles).prose, re.M), (target, fragment)
        elif fragment:
            assert fold(fragment) in map(fold, _HEADING.findall(_entry(*titles).prose)), (target, fragment)
    for related in entry.front.get("related", []):
        assert title_key(related) in {title_key(other.title) for other in ALL if other is not entry}, related


def test_every_wanted_name_is_wanted_by_two_public_pages():
    wanting = defaultdict(set)
    for entry in ALL:
        if entry.title not in PRIVATE:
            for target, _ in entry.links:
                wanting[fold(target)].add(entry.title)
    assert {name: len(wanting[fold(name)]) for name in WANTED if len(wanting[fold(name)]) < 2} == {}
    assert not {fold_tail(name) for name in WANTED} & set(_by_name())


def test_names_shared_on_purpose_and_no_others():
    claims = {name: titles for name, titles in _by_name().items() if len(titles) > 1}
    assert set(claims) == SHARED_ALIASES
    bases = Counter(base_title(entry.title) for entry in ALL)
    assert [base for base, count in bases.items() if count > 1] == ["Noon"]


@each
def test_footnotes_match(entry):
    labels = [label for label, _ in _DEFINITION.findall(entry.prose)]
    used = list(dict.fromkeys(_USE.findall(entry.prose)))
    assert len(labels) == len(set(labels))
    assert sorted(labels) == sorted(used)
    numbers = [int(label) for label in used if label.isdigit()]
    assert numbers == list(range(1, len(numbers) + 1)), "numbers follow the order of first use"


def test_sources_are_many_and_shared():
    cited_by = defaultdict(set)
    for entry in ALL:
        for text in entry.citations:
            cited_by[text].add(entry.title)
    assert len(cited_by) >= 25
    assert sum(len(titles) >= 2 for titles in cited_by.values()) >= 10
    dois = Counter(doi for text in cited_by for doi in _DOI.findall(text))
    openings = Counter(re.sub(r"\W+", " ", text)[:60] for text in cited_by)
    assert not [name for name, count in (dois | openings).items() if count > 1], "one source, one wording"
    plain = [label for entry in ALL for label, text in entry.notes.items() if not _is_citation(label, text)]
    assert len(plain) >= 4


def test_tags():
    tags = Counter(tag for entry in ALL for tag in entry.front["tags"])
    assert 10 <= len(tags) <= 14
    assert min(tags.values()) >= 1 and sum(count > 1 for count in tags.values()) >= 10
    assert any("/" in tag for tag in tags)


def test_essays_answer_each_other_and_name_concepts():
    essays = {fold(entry.slug) for entry in ESSAYS}
    answered = {fold_tail(target) for entry in ESSAYS for target, _ in entry.links} & essays
    assert len(answered) >= 2
    for essay in ESSAYS:
        plain = _LINK.sub("", essay.prose).casefold()
        assert any(concept.title.casefold() in plain for concept in CONCEPTS), essay.slug


FEATURES = {
    "table": r"^\|[-:| ]+\|$",
    "definition list": r"^:   \S",
    "callout": r"^> \[!\w+\] ",
    "folded callout": r"^> \[!\w+\]- ",
    "quotation with its source": r"^>\n> — ",
    "task list": r"^- \[x\] ",
    "inline note": r"\^\[",
    "marked words": r"==\S",
    "mathematics": r"\$[^$\n]+\$",
    "heading of the third level": r"^### ",
    "link to another site": r"[^!]\[[^\]]+\]\(https://",
    "block id": r" \^[a-z]+$",
    "hidden comment": r"^%%",
    "further reading": r"^## Further reading\n\n- \[\[essays/",
    "Greek": "[α-ω]{3}",
    "Arabic": "[\u0627-\u064a]{3}",
    "Chinese": "[\u4e00-\u9fff]{2}",
}


@pytest.mark.parametrize("feature", FEATURES)
def test_the_sample_shows(feature):
    assert any(re.search(FEATURES[feature], entry.text, re.M) for entry in ALL)


def _code(slug):
    scope = {}
    exec(next(code for language, code in _FENCE.findall(_entry(slug).body) if language == "python"), scope)
    return scope


def test_the_algorithms_in_the_entries_are_right():
    easter = _code("Computus")["easter"]
    known = {1818: (3, 22), 1961: (4, 2), 2000: (4, 23), 2024: (3, 31), 2038: (4, 25)}
    assert {year: easter(year) for year in known} == known
    equation = _code("Equation of time")["equation_of_time"]
    for day, minutes in ((42, -14.2), (105, 0), (134, 3.7), (164, 0), (207, -6.5), (244, 0), (307, 16.4), (359, 0)):
        assert abs(equation(day) - minutes) < 1
