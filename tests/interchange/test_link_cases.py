"""Tables of links, titles, front matter and features, through import, page and visibility."""

import json
import re
from pathlib import Path

import pytest
from django.db import transaction

from tests.interchange import own_table
from tests.interchange.link_table import Wiki, files_of, judge
from wiki.actions.derived import render_text
from wiki.interchange import applying

pytestmark = pytest.mark.django_db

CHOICES = Path(__file__).parents[2] / "docs/choices.md"


class Undo(Exception):
    """Takes back what a case wrote."""


@pytest.fixture
def wiki(tmp_path, client_of, nobody, eda, monkeypatch):
    """`wiki(setup)`: a Wiki into which the vault of a table was imported."""
    # An import starts children of its own, which takes longer than one small text: use those of the pages.
    monkeypatch.setattr(applying, "render_texts", lambda bodies: map(render_text, bodies))

    def make(setup):
        made = Wiki(tmp_path, client_of(nobody), client_of(eda))
        made.report = made.import_files(files_of(setup), "vault")
        return made

    return make


def failures(wiki, cases):
    """Return {id: why} of the cases whose outcome is another than expected."""
    failed = {}
    for case in cases:
        try:
            with transaction.atomic():
                judge(wiki, case)
                raise Undo
        except Undo:
            pass
        except Exception as error:
            failed[case["id"]] = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
    return failed


def test_the_shared_table(shared, wiki):
    table = json.loads((shared / "cases" / "links.json").read_text("utf-8"))
    made = wiki(table["setup"])
    failed = failures(made, table["cases"])
    debatable = {case["id"] for case in table["cases"] if case["debatable"]}
    assert {name: why for name, why in failed.items() if name not in debatable} == {}
    chosen = set(re.findall(r"^\| `([a-z]+-\d+)`", CHOICES.read_text(), re.MULTILINE))
    assert set(failed) <= chosen, {name: why for name, why in failed.items() if name not in chosen}


def test_our_own_table(wiki):
    assert failures(wiki(own_table.SETUP), own_table.cases()) == {}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[[Quay]]", {"links": []}),
        ("[[Quay]]", {"links": [own_table.to("Tide Gauge", "Quay")]}),
        ("[[Breakwater]]", {"links": [own_table.to("Breakwater")]}),
        ("[[Night pilot]]", {"as_anonymous": {"exists": True}}),
        ("plain", {"text": "other"}),
        ("## A", {"heading_ids": ["b"]}),
    ],
)
def test_the_judge_sees_what_is_wrong(wiki, text, wrong):
    case = {"id": "wrong", "area": "link", "input": text, "expect": wrong}
    assert set(failures(wiki(own_table.SETUP), [case])) == {"wrong"}
