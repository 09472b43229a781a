"""How the garden is: every list of what is to be mended, with its count and its first rows, or one list by pages."""

from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse

from wiki.models.entry import creation_url
from wiki.readers import checks
from wiki.readers.checks import Fix, HealthRow
from wiki.readers.orphans import orphan_rows, orphans
from wiki.readers.paging import Paging, page_of
from wiki.readers.rows import Row
from wiki.readers.wanted import most_wanted

MOST = 1000  # rows of a list that are counted; of more the page says so
FEW = 3  # rows of each list on the first page
PAGE = 50


class Check(NamedTuple):
    """One list: its name in addresses, its head, and what is to be done."""

    name: str
    title: str
    said: str
    keys: object
    rows: object


CHECKS = [
    Check(
        "related",
        "Related one way",
        "An entry lists another as related, and that one does not list it.",
        checks.one_way,
        checks.one_way_rows,
    ),
    Check(
        "names",
        "Colliding names",
        "Several entries claim a name, so a link by it leads to one of them or to a choice.",
        checks.collisions,
        checks.collision_rows,
    ),
    Check(
        "choices",
        "Links to a choice",
        "A link by a name that several entries claim: say in the text which is meant.",
        checks.choices,
        checks.choice_rows,
    ),
    Check(
        "stubs",
        "Stubs",
        f"Texts of less than {checks.STUB} bytes: say more, or merge them into another entry.",
        checks.stubs,
        checks.stub_rows,
    ),
    Check(
        "unsourced",
        "Without a source",
        "Concepts that cite nothing: who said so?",
        checks.unsourced,
        checks.unsourced_rows,
    ),
    Check(
        "tags",
        "Tags used once",
        "A subject that one entry alone has gathers nothing.",
        checks.lonely_tags,
        checks.tag_rows,
    ),
    Check(
        "refused",
        "Not rendered",
        "Texts that took too long or were too much to render: divide or simplify them.",
        checks.refused,
        checks.refused_rows,
    ),
    Check(
        "unpublished",
        "Never published",
        f"Private for more than {checks.WAITS.days} days, and never public: publish, finish or delete them.",
        checks.unpublished,
        checks.unpublished_rows,
    ),
]
BY_NAME = {check.name: check for check in CHECKS}


@dataclass
class Section:
    """A list with some of its rows. `is_more` says that `count` is the most that are counted; `url` leads to all."""

    name: str
    title: str
    said: str
    rows: list[HealthRow]
    count: int
    url: str
    is_more: bool = False
    paging: Paging | None = None


@dataclass
class HealthPage:
    """All `sections`, or the one that was asked for: then `current` is its name."""

    sections: list[Section]
    current: str = ""

    @property
    def is_well(self):
        return not any(section.count for section in self.sections)


def health_page(name="", number=1):
    """Return the HealthPage of one list (page `number` of it), or of all for a name that is none. For people who see
    every entry. The number of questions does not depend on the number of rows."""
    if name in BY_NAME:
        return HealthPage([_section(BY_NAME[name], number, PAGE)], name)
    return HealthPage([_wanted(), _orphans(), *(_section(check, 1, FEW) for check in CHECKS)])


def _section(check, number, size):
    keys = check.keys(MOST + 1)
    is_more, keys = len(keys) > MOST, keys[:MOST]
    here, paging = page_of(keys, number, size, list=check.name)
    rows = check.rows(here) if here else []
    for made in rows:
        for fix in made.fixes:
            if fix.fields:
                fix.url = reverse(fix.url)
                fix.fields["page"] = number
    url = f"{reverse('health')}?list={check.name}"
    return Section(check.name, check.title, check.said, rows, len(keys), url, is_more, paging)


def _wanted():
    names, count = most_wanted(True, FEW)
    rows = []
    for name in names:
        said = f"wanted by {name.count} page{'s' if name.count > 1 else ''}"
        write = Fix("Write it", name.title, creation_url(name.kind, name.title))
        rows.append(HealthRow(Row(name.title, state="red"), after=said, fixes=[write]))
    said = "Names that are linked and not written: write them, or lead them to an entry that is there."
    return Section("wanted", "Wanted", said, rows, count, reverse("wanted"))


def _orphans():
    keys = list(orphans(True).values_list("pk", flat=True))
    rows = [
        HealthRow(
            found.row,
            after=_named(found),
            fixes=[Fix("Link where it is named", found.row.title, f"{found.row.url}mentions/")],
        )
        for found in orphan_rows(True, keys[:FEW])
    ]
    said = "Entries that no text links to: nobody comes there while reading."
    return Section("orphans", "Linked from nowhere", said, rows, len(keys), reverse("orphans"))


def _named(orphan):
    essays = orphan.named_in
    return f"named in {essays} essay{'s' if essays > 1 else ''} without a link" if essays else "no text links to it"
