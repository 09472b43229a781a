"""What is suppressed stands in no answer that is not for whoever asks, and is there again when it is shown again."""

import datetime

import pytest
from django.utils import timezone

from tests.cast import person
from tests.factories import concept, essay, revise
from tests.visibility.crawl import crawl, essence
from wiki.actions import deleting, publishing
from wiki.actions.suppressing import PARTS, suppress
from wiki.models import Act, Alias, Citation, Concept, Edit, Entry, Essay, Origin, Tag, VisibilityChange

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 1, 2, 12, tzinfo=datetime.UTC)
WORDS = {
    "text": ("vilename", "viletext", "vilealias", "viletag", "vilerelated", "vileextra"),
    "summary": ("vilesummary",),
    "author": ("vilewriter",),
}
STATES = [("text",), ("summary",), ("author",)]
STARTS = ["/", "/{0}s/dog/", "/{0}s/dog.md", "/{0}s/dog/links/", "/{0}s/dog/diff/?from=1&to=3", "/tags/viletag/"]
STARTS += [f"/{{0}}s/dog/{path}" for path in ("history/2/", "history/2.md", "diff/?to=2", "diff/?from=2", "edit/")]
STARTS += [
    f"/{{0}}s/dog/{path}" for path in ("restore/2/", "history/2/undo/", "history/3/undo/", "history/2/suppress/")
]
STARTS += ["/{0}s/dog/history/?after=3", "/complete/names/?q=vil", "/complete/tags/?q=vil", "/{0}s/vilename/"]
STARTS += ["/{0}s/vilename/history/2/", "/concepts/?letter=v", "/concepts/dog/merge/?into=ship", "/feeds/changes.atom"]
ELSEWHERE = ("/admin/", "/accounts/", "/help/", "/citations/", "/graph/", "/static/")
LISTS = {"edit": Edit, "act": Act, "visibilitychange": VisibilityChange, "alias": Alias, "origin": Origin}


def build(by, kind="concept", name="Vilename", text="Viletext.", summary="vilesummary", writer="vilewriter"):
    """An entry that was bad for one revision, by somebody who wrote nothing else, and a page that links to it."""
    make, vile = {"concept": concept, "essay": essay}[kind], person(writer, "editor")
    entry = make("Dog", "It barks.", by=by, summary="first")
    revise(
        entry, title=name, body=text, aliases=["Vilealias"], tags=["viletag"], related=["Vilerelated"],
        extra="mood: vileextra\n", by=vile, summary=summary,
    )  # fmt: skip
    deleting.delete(entry, by=by)
    deleting.restore(entry, by=by)
    publishing.publish([entry], by=None)
    publishing.move_horizon(entry, 1, by=None, reason="open from the beginning")
    revise(entry, title="Dog", body="It barks.", aliases=[], tags=[], related=[], extra="", by=by, summary="cleaned")
    concept("Ship", "A [[dog]] is aboard.", by=by, tags=["sea"])
    return entry


def decide(entry, parts, value):
    edit = Edit.objects.get(entry=entry.pk, number=2)
    suppress(edit, by=None, reason="harm", **dict.fromkeys(parts, value))


def answers(client, kind):
    """Everything about the entry that is reached by links, with what an editor finds in the lists of the admin."""
    found = crawl(client, [start.format(kind) for start in STARTS], skip=lambda address: address.startswith(ELSEWHERE))
    for name, model in LISTS.items():
        paths = [f"/admin/wiki/{name}/"] + [f"/admin/wiki/{name}/{row.pk}/change/" for row in model.objects.all()]
        found |= {path: essence(client.get(path)) for path in paths}
    for row in (*Concept.objects.all(), *Essay.objects.all()):
        found[f"admin {row.pk}"] = essence(client.get(f"/admin/wiki/{row.kind}/{row.pk}/change/"))
    return {address: f"{headers}{body.decode()}".lower() for address, (_, headers, body) in found.items()}


def told(client, kind, words):
    """Return {word: addresses that say it}."""
    found = answers(client, kind)
    return {word: [address for address, body in found.items() if word in body] for word in words}


ALL = [word for words in WORDS.values() for word in words]


def closed_words(parts, who):
    """The words that this person may not read. For readers a revision without its text is gone altogether."""
    if who == "ada":
        return []
    gone = PARTS if "text" in parts and who != "eda" else parts
    return [word for part in gone for word in WORDS[part]]


@pytest.mark.parametrize(("kind", "states"), [("concept", [PARTS, *STATES]), ("essay", [PARTS])])
def test_no_word_of_it_stands_in_any_answer(client_of, nobody, ada, ben, eda, kind, states):
    entry = build(eda, kind)
    clients = {"nobody": client_of(nobody), "eda": client_of(eda), "ben": client_of(ben), "ada": client_of(ada)}
    before = {who: told(clients[who], kind, ALL) for who in ("nobody", "eda")}
    for who, found in before.items():  # each word can be found where nothing is suppressed
        assert not [word for word, where in found.items() if not where and (word, who) != ("vileextra", "nobody")]
    for parts in states:
        decide(entry, parts, True)
        for who in clients if parts == PARTS else ("nobody", "eda"):
            found = told(clients[who], kind, ALL)
            assert {word: found[word] for word in closed_words(parts, who) if found[word]} == {}, (parts, who)
            assert who != "ada" or all(found.values())
        decide(entry, parts, False)
    for who in ("nobody", "eda"):
        assert told(clients[who], kind, ALL) == before[who], who


@pytest.mark.parametrize("kind", ["concept", "essay"])
def test_readers_cannot_tell_what_it_was(client_of, nobody, ben, eda, monkeypatch, kind):
    """Two wikis that differ in suppressed content alone are the same to the last byte."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    found = []
    worse = {"name": "Vilename of a much longer sort", "text": "Viletext. [[Ship]]\n\n# Vile\n", "summary": "",
             "writer": "vilest"}  # fmt: skip
    for content in ({}, worse):
        wipe()
        decide(build(eda, kind, **content), PARTS, True)
        concept("Sea", "Of a [[Vilename]], of a [[vilename of a much longer sort]].")
        essay("On ships", "A vilename, and a vilename of a much longer sort.")
        found.append([crawl(client_of(who), [start.format(kind) for start in STARTS]) for who in (nobody, ben)])
    for one, other in zip(*found, strict=True):
        assert [address for address in one.keys() | other.keys() if one.get(address) != other.get(address)] == []


def test_a_suppressed_summary_or_author_changes_no_byte_beside_itself(client_of, nobody, eda, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    found = []
    for content in ({}, {"summary": "vilest of all", "writer": "vilest"}):
        wipe()
        decide(build(eda, **content), ("summary", "author"), True)
        found.append(crawl(client_of(nobody), [start.format("concept") for start in STARTS]))
    assert found[0] == found[1]
    assert found[0]["/concepts/dog/history/2/"][0] == 200


def wipe():
    Revision = Edit._meta.get_field("revision").related_model
    for model in (Entry, Revision, Citation, Tag):
        model.objects.all().delete()


@pytest.mark.both
def test_the_search_of_the_admin_finds_no_suppressed_summary(client_of, eda, ada):
    decide(build(eda), ("summary",), True)
    paths = [
        "/admin/wiki/edit/?q=vilesummary",
        "/admin/wiki/visibilitychange/?q=vilesummary",
        "/admin/wiki/act/?q=vilesummary",
    ]
    for path in paths:
        assert b"/change/" not in client_of(eda).get(path).content.split(b'id="changelist"')[1], path
    assert b"/change/" in client_of(ada).get(paths[0]).content.split(b'id="changelist"')[1]


def test_the_admin_tells_no_size_of_a_suppressed_text(client_of, eda, ada):
    entry = build(eda, text="v" * 98_765)
    decide(entry, ("text",), True)
    key = Edit.objects.get(entry=entry.pk, number=2).pk
    for path in ("/admin/wiki/edit/", f"/admin/wiki/edit/{key}/change/"):
        assert b"98765" not in client_of(eda).get(path).content
        assert b"98765" in client_of(ada).get(path).content
    assert client_of(eda).get("/admin/wiki/edit/?size__gt=90000").status_code == 400


@pytest.mark.both
def test_somebody_whose_only_contribution_is_suppressed_has_no_page(client_of, nobody, ben, eda, ada):
    decide(build(eda), ("author",), True)
    for who in (nobody, ben, eda):
        client = client_of(who)
        assert essence(client.get("/people/vilewriter/")) == essence(client.get("/people/never-was/"))
        assert client.get("/people/vilewriter/").status_code == 404
    assert client_of(ada).get("/people/vilewriter/").status_code == 200
