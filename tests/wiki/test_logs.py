"""A log has one line an event, whatever stands in it."""

import io
import logging

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.factories import concept
from wiki.logs import Line, escaped
from wiki.models import Act


@pytest.fixture
def log():
    """(a logger with the formatter of the settings, what it wrote)."""
    out = io.StringIO()
    options = dict(settings.LOGGING["formatters"]["line"])
    assert options.pop("()") == "wiki.logs.Line"
    handler = logging.StreamHandler(out)
    handler.setFormatter(Line(options["format"], style=options["style"]))
    logger = logging.Logger("tests")
    logger.addHandler(handler)
    return logger, out


@pytest.mark.parametrize(
    "sign", ["\n", "\r", "\r\n", "\x1b[2J", "\x00", "\x0b", "\x0c", "\x85", "\u2028", "\u202e", "\x7f"]
)
def test_a_name_begins_no_line_of_its_own(log, sign):
    logger, out = log
    logger.warning("Sign-in failed: %s", f"ada{sign}2026-01-01 00:00:00,000 ERROR root: all is lost")
    (line,) = out.getvalue().splitlines()
    assert sign not in line and "WARNING tests: Sign-in failed: ada\\" in line


def test_a_path_and_an_odd_argument_too(log):
    logger, out = log
    logger.error("Not Found: /a\nb", extra={"request": None})
    logger.error({"a": "b\nc"})
    assert len(out.getvalue().splitlines()) == 2


def test_a_traceback_stays_behind_its_bar(log):
    logger, out = log
    try:
        raise ValueError("one\n2026-01-01 00:00:00,000 ERROR root: two")
    except ValueError:
        logger.exception("broke")
    first, *rest = out.getvalue().splitlines()
    assert first.endswith("ERROR tests: broke") and rest and all(line.startswith("  | ") for line in rest)


def test_what_people_write_stays_as_it_is(log):
    assert escaped("Zoë – “naïve” 東京 100 %s {x}") == "Zoë – “naïve” 東京 100 %s {x}"
    logger, out = log
    logger.warning("100 %% of %s", "Zoë")
    assert "100 % of Zoë" in out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "title", "details"),
    [
        (["--public"], "Public entries", {"count": 1}),
        (["--all"], "Every entry", {"count": 2}),
        (["--as", "ada"], "Entries as somebody sees them", {"count": 2, "as": "ada"}),
    ],
)
def test_an_export_by_command_is_written_down(ada, tmp_path, options, title, details):
    concept("Bowline", "A knot.")
    concept("Canary", visibility="private")
    call_command("export_entries", str(tmp_path / "out"), *options, verbosity=0, stdout=io.StringIO())
    act = Act.objects.get()
    assert (act.kind, act.title, act.details, act.by) == ("export", title, details, None)
