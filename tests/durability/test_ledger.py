"""The proof can fail: what is missing is told, and what should not be there; so are times as they were."""

import pytest

from bench.browser import Answer
from bench.ledger import Ledger
from bench.notes import Notes
from tests.factories import concept, revise
from wiki.actions import deleting, publishing


@pytest.mark.django_db
def test_what_was_acknowledged_and_what_was_refused(ada):
    ledger = Ledger()
    text, summary, reason, gone, lost, refused = (ledger.mark() for _ in range(6))
    entry = concept("Weir", f"A dam, {text}.", by=ada)
    revise(entry, by=ada, summary=f"For {summary}", body=f"A dam, and {refused}.")
    publishing.hide([entry], by=ada, reason=f"Because of {reason}")
    deleting.delete(entry, by=ada, reason=f"Because of {gone}")
    for mark in (text, summary, reason, gone):
        ledger.answered(mark, True)
    assert ledger.wrong() == []
    ledger.answered(lost, True)
    ledger.answered(refused, False)
    for anew in (False, True):
        assert ledger.wrong(anew) == [
            f"acknowledged and not in the history: {lost}",
            f"refused and in the history: {refused}",
        ]


def test_times_and_faults_of_answers():
    notes = Notes()
    for ms in range(1, 101):
        notes.add("edit", "/", Answer(303 if ms < 100 else 500, b"", "", "", float(ms)))
    row = notes.writes()
    assert (row["count"], row["p50"], row["p95"], row["p99"], row["max"]) == (100, 50, 95, 99, 100)
    assert row["statuses"] == {303: 99, 500: 1} and notes.faults == ["edit / answered 500"]
    assert notes.slowest()[0] == "100 ms in second 0: edit"
