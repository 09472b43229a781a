"""The scripts stay small, and none of them opens what the content security policy closes."""

import gzip
import re
from pathlib import Path

import pytest

SCRIPTS = sorted((Path(__file__).resolve().parents[2] / "static/js").rglob("*.js"))
LARGEST = 30_000  # bytes of all our scripts, each compressed by itself
MAP = [script for script in SCRIPTS if script.name == "map.js" or script.parent.name == "map"]  # on a page of its own
LARGEST_MAP = 8_500


def zipped(scripts):
    return sum(len(gzip.compress(script.read_bytes())) for script in scripts)


def test_all_scripts_together_keep_to_the_budget():
    assert zipped(set(SCRIPTS) - set(MAP)) <= LARGEST
    assert zipped(MAP) <= LARGEST_MAP


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_makes_no_code_of_text(script):
    text = script.read_text()
    assert not re.search(
        r"\beval\(|new Function|setTimeout\(\s*[\"'`]|document\.write|\.cssText|setAttribute\(\"style", text
    )
    # The one place that puts markup into a page takes it from our server, which sanitised it.
    assert text.count("innerHTML") + text.count("insertAdjacentHTML") == (1 if script.name == "preview.js" else 0)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_what_a_script_imports_exists(script):
    for name in re.findall(r"^import [^;]*? from \"(.+?)\";", script.read_text(), re.MULTILINE):
        assert (script.parent / name).is_file(), name
