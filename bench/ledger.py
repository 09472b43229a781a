"""What the wiki has said it keeps, beside what it keeps: every text that is saved holds a mark of its own."""

import itertools
import re
import threading

MARK = re.compile(r"mark-\d+-\d+")
_runs = itertools.count()


class Ledger:
    """Marks of acts: `kept` were acknowledged, `refused` were not done. Of any other the answer was lost."""

    def __init__(self):
        self.kept, self.refused = set(), set()
        self._lock, self._run, self._numbers = threading.Lock(), next(_runs), itertools.count()
        self._found, self._last = set(), {}

    def mark(self):
        """Return a word that no other text holds."""
        return f"mark-{self._run}-{next(self._numbers):06}"

    def answered(self, mark, kept):
        """The act that wrote this mark was acknowledged, or else refused."""
        with self._lock:
            (self.kept if kept else self.refused).add(mark)

    def wrong(self, anew=False):
        """Return lines: what was acknowledged until now and is in no history, what was refused and is in one.

        Rows that were looked at before are not looked at again, unless `anew`.
        """
        if anew:
            self._found, self._last = set(), {}
        with self._lock:
            kept, refused = set(self.kept), set(self.refused)
        for name, rows, column in _places():
            for key, text in rows.filter(pk__gt=self._last.get(name, 0)).order_by("pk").values_list("pk", column):
                self._found |= set(MARK.findall(text))
                self._last[name] = key
        lines = [f"acknowledged and not in the history: {mark}" for mark in sorted(kept - self._found)]
        return lines + [f"refused and in the history: {mark}" for mark in sorted(refused & self._found)]


def _places():
    """Yield (name, queryset, column) of wherever the wiki writes down what was done."""
    from reversion.models import Revision, Version

    from wiki.models import Act, VisibilityChange

    yield "texts", Version.objects.all(), "serialized_data"
    yield "summaries", Revision.objects.all(), "comment"
    yield "visibility", VisibilityChange.objects.all(), "reason"
    yield "acts", Act.objects.all(), "reason"


def findings(thorough=True):
    """Return the findings of the integrity check as lines; warnings are none."""
    from django.db import connection

    from wiki.integrity.check import check

    connection.close()  # FTS5 checks by what a connection remembers, also of tables that others have written since
    return [str(finding) for finding in check(thorough) if not finding.is_warning]
