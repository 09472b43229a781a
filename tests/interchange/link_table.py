"""Tables of inputs and what becomes of them: each is imported into a small vault, and its page is read over HTTP."""

import io
import json
import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from django.core.management import call_command

from tests.factories import submission
from tests.interchange.prose import Prose
from wiki.actions import publishing
from wiki.actions.errors import SaveRefused
from wiki.actions.saving import save_entry
from wiki.document import names
from wiki.models import Concept, Entry, Essay

PAGE = "Page of the case"


def note(fields, body=""):
    """The text of a file with front matter."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items()]
    return "\n".join(["---", *lines, "---", "", body])


def files_of(setup):
    """Return {path: text} of the vault that a table describes."""
    files = {}
    for page in setup:
        if "redirect" in page:
            files[page["title"].replace(" ", "_") + ".md"] = f"#REDIRECT [[{page['redirect']}]]\n"
            continue
        headings = [f"{'#' * (2 + name.count(' > '))} {name.split(' > ')[-1]}" for name in page.get("headings", ())]
        blocks = [f"A paragraph of its own. ^{name}" for name in page.get("blocks", ())]
        fields = {"title": page["title"], "type": "concept", "visibility": page.get("visibility", "public")}
        if "aliases" in page:
            fields["aliases"] = page["aliases"]
        body = page.get("body", f"The text of this page, number {len(files)}.")
        files[page["path"]] = note(fields, "\n\n".join([body, *headings, *blocks]) + "\n")
    return files


@dataclass
class Wiki:
    """A wiki into which a vault was imported; `client` is signed out, `editor` is an editor's."""

    folder: object
    client: object
    editor: object
    report: dict = field(default_factory=dict)

    def import_files(self, files, name):
        """Import {path: text or bytes} as marked; return {path: item of the report}."""
        root = self.folder / name
        for path, text in files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        items = self._load(root)
        if taken := [item["title"] for item in items if item["status"] == "conflict"]:
            Entry.objects.filter(title__in=taken).delete()  # a page of the vault makes room
            items = self._load(root)
        return {item["path"]: item for item in items}

    def _load(self, root):
        report = root.with_suffix(".json")
        try:
            call_command(
                "import_entries",
                str(root),
                publish_as_marked=True,
                report=report,
                verbosity=0,
                stdout=io.StringIO(),
            )
        except SystemExit as stop:
            assert stop.code in (0, 1, 2)
        return json.loads(report.read_text())["files"]


@dataclass
class Outcome:
    """What became of one input: the item of the report, the entry, its page signed out (`prose`) and for an editor."""

    item: dict
    entry: Entry | None
    prose: Prose
    html: str
    editors: Prose


def bring_in(wiki, case):
    """Import the case's input as a file and return the Outcome; a file without front matter is published by hand."""
    text = bytes.fromhex(case["input_hex"]) if "input_hex" in case else case["input"]
    path = case.get("file") or f"{PAGE}.md"
    if case["area"] not in ("fm", "enc") and "file" not in case and not is_export(text):
        text = note({"title": PAGE, "type": "concept", "visibility": "public"}, text)
    item = wiki.import_files({path: text}, case["id"])[path]
    entry = Entry.objects.filter(origin__path=path).first()
    prose = Prose("")
    html = ""
    editors = Prose("")
    if entry is not None:
        assert item["visibility"] == entry.visibility
        if not entry.is_public:
            assert wiki.client.get(entry.get_absolute_url()).status_code == 404
            publishing.publish([entry], by=None)
        html = prose_of(wiki.client, entry)
        prose, editors = Prose(html), Prose(prose_of(wiki.editor, entry))
        entry = (Essay if entry.kind == "essay" else Concept).objects.get(pk=entry.pk)
    return Outcome(item, entry, prose, html, editors)


def is_export(text):
    """A page of an exported wiki has no front matter."""
    return bool(re.search(r'class="wikilink"|<references|REDIRECT', text))


def prose_of(client, entry):
    response = client.get(entry.get_absolute_url())
    assert response.status_code == 200
    page = response.content.decode()
    return page[page.index('<div class="prose"') : page.index("</article>")]


def judge(wiki, case):
    """Raise AssertionError where what became of the input is not what the case expects."""
    expect = case["expect"]
    if case["area"] == "title":
        judge_title(wiki, case)
        return
    came = bring_in(wiki, case)
    for name, want in expect.items():
        CHECKS[name](wiki, came, want)


def check_links(wiki, came, want):
    got = came.prose.links
    assert len(got) == len(want), f"links {got}"
    rows = list(came.entry.links.exclude(kind__in=["related", "mention"]).order_by("position"))
    for link, expected in zip(got, want, strict=True):
        address, _, fragment = (link["href"] or "").partition("#")
        row = rows.pop(0) if link["href"] is None or address else None
        if "target" in expected:
            check_target(wiki, row, address, expected["target"])
        if "exists" in expected:
            assert (link["href"] is not None) is expected["exists"], f"exists {link}"
        if "text" in expected:
            assert link["text"] == expected["text"], f"text {link['text']!r}"
        if "fragment" in expected:
            assert unquote(fragment) == expected["fragment"], f"fragment {fragment!r}"
            check_lands(wiki, came, address, expected["fragment"])


def check_target(wiki, row, address, title):
    if title is None:
        assert address == "", f"target {address!r}"
    elif address:
        page = wiki.client.get(address)
        assert page.status_code == 200, f"{address} answers {page.status_code}"
        assert page.context["page"].entry.title == title, f"target {page.context['page'].entry.title!r}"
    else:
        assert names.fold(row.target) == names.fold(title), f"target {row.target!r}"


def check_lands(wiki, came, address, fragment):
    """The place that a fragment names is on the page it leads to, where that page is another."""
    if address:
        assert f'id="{fragment}"' in wiki.client.get(address).content.decode(), f"no place {fragment!r}"


def check_lands_on(wiki, came, title):
    name = came.prose.links[0]["text"]
    page = wiki.client.get(f"/concepts/{names.slugify(name)}/", follow=True)
    assert page.context["page"].entry.title == title


def check_as_anonymous(wiki, came, want):
    if "exists" in want:
        assert [link["href"] is not None for link in came.prose.links] == [want["exists"]]
        assert [link["href"] is not None for link in came.editors.links] == [True]
    for words in want.get("text_not_contains", ()):
        assert words not in wiki.client.get(came.entry.get_absolute_url()).content.decode()
        assert words in came.editors.text


def check_callout(wiki, came, want):
    [callout] = came.prose.callouts
    assert (callout["type"], callout["title"]) == (want["type"], want["title"]), f"callout {callout}"
    assert callout["folded"] is want.get("folded", False)


def check_status(wiki, came, want):
    assert came.item["status"] == "new"
    if isinstance(want, str) and "U+FFFD" in want:
        assert came.item["messages"]
    assert "\0" not in came.entry.body


def check_status_not(wiki, came, want):
    for link in [*came.prose.links, {"text": came.entry.title, "href": None}]:
        page = wiki.client.get(link["href"] or f"/concepts/{names.slugify(link['text'])}/", follow=True)
        assert page.status_code not in want and len(page.redirect_chain) < 3


def check_redirect(wiki, came, want):
    assert came.entry is None and want in str(came.item["messages"])
    record = wiki.import_files({f"{want}.md": note({"title": want}), "Other.md": f"#REDIRECT [[{want}]]"}, "redirect")
    assert record["Other.md"]["status"] == "new"
    assert Concept.objects.get(title=want).aliases.filter(text="Other").exists()


def check_visibility(wiki, came, want):
    assert came.item["visibility"] == ("public" if want == "public" else "private")


def check_related(wiki, came, want):
    page = wiki.editor.get(came.entry.get_absolute_url()).context["page"]
    assert [row.title for row in page.related] == want


def check_date(wiki, came, want):
    assert getattr(came.entry, "published", "") == want, f"kept as {came.entry.extra!r}"


def _same(read):
    def check(wiki, came, want):
        got = read(came)
        assert got == want, f"got {got!r}"

    return check


def _holds(read, wanted=True):
    def check(wiki, came, want):
        for piece in want:
            assert (piece in read(came)) is wanted, f"{piece!r} in {read(came)!r}"

    return check


CHECKS = {
    "links": check_links,
    "lands_on": check_lands_on,
    "as_anonymous": check_as_anonymous,
    "callout": check_callout,
    "status": check_status,
    "status_not": check_status_not,
    "redirect": check_redirect,
    "visibility": check_visibility,
    "related": check_related,
    "date": check_date,
    "text": _same(lambda came: came.prose.text),
    "text_contains": _holds(lambda came: came.prose.text),
    "text_not_contains": _holds(lambda came: came.prose.text, wanted=False),
    "html_contains": _holds(lambda came: came.html),
    "html_not_contains": _holds(lambda came: came.html, wanted=False),
    "heading_id": _same(lambda came: came.prose.ids[0]),
    "heading_ids": _same(lambda came: came.prose.ids),
    "footnotes": _same(lambda came: came.prose.notes),
    "list_items": _same(lambda came: came.prose.items),
    "title": _same(lambda came: came.entry.title),
    "tags": _same(lambda came: [use.name for use in came.entry.tagged.all()]),
    "aliases": _same(lambda came: [row.text for row in came.entry.aliases.all() if row.kind == "alias"]),
}


def judge_title(wiki, case):
    """A title is cleaned or refused by the action of saving; an import mends it or fails, and says so."""
    text, expect = case["input"], case["expect"]
    if "same_page" in expect:
        first, second = text.split(" / ")
        save_entry(submission(first), by=None)
        page = wiki.client.get(f"/concepts/{names.slugify(second)}/", follow=True)
        assert page.context["page"].entry.title == first
        return
    if expect.get("rejected"):
        try:
            save_entry(submission(text), by=None)
        except SaveRefused as refused:
            assert refused.field == "title"
        else:
            raise AssertionError("saved")
    else:
        saved = save_entry(submission(text), by=None)
        assert saved.entry.title == expect["normalises_to"], f"saved as {saved.entry.title!r}"
        saved.entry.delete()
    item = wiki.import_files({"1234567890.md": note({"title": text, "visibility": "public"}, "Words.")}, case["id"])
    [item] = item.values()
    if expect.get("rejected"):
        assert item["messages"] and item["title"] != text
    else:
        assert (item["status"], item["title"]) == ("new", expect["normalises_to"]), f"imported as {item}"
