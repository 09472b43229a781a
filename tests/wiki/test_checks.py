"""What is warned of at the start."""

import pytest
from django.core.checks import run_checks

from wiki.checks import sessions_are_rows

BACKENDS = "django.contrib.sessions.backends."


@pytest.mark.parametrize("name", ["cache", "file", "signed_cookies"])
def test_sessions_that_are_no_rows_are_told_of(settings, name):
    settings.SESSION_ENGINE = BACKENDS + name
    (warning,) = (found for found in run_checks() if found.id == "wiki.W002")
    assert warning.msg == f"SESSION_ENGINE is {BACKENDS}{name}: each page for somebody signed in is made anew."


@pytest.mark.parametrize("name", ["db", "cached_db"])
def test_sessions_in_the_database_are_fine(settings, name):
    settings.SESSION_ENGINE = BACKENDS + name
    assert sessions_are_rows(None) == []
