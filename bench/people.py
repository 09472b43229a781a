"""What readers and writers do, in the proportions of a wiki that is in use. Each act is one or more requests."""

import random
import re
import threading
from bisect import bisect
from contextlib import contextmanager
from itertools import accumulate

from bench.browser import BROKEN, Browser

# kind of request: how often
READS = {
    "concept": 50, "essay": 8, "suggestions": 8, "search": 7, "links": 4, "history": 4, "tag": 4, "card": 3,
    "first page": 3, "markdown": 3, "diff": 2, "changes": 2, "feed": 2, "tags": 1, "A to Z": 1, "map": 1,
}  # fmt: skip
WRITES = {"edit": 40, "busy page": 20, "new": 14, "draft": 10, "preview": 4, "rename": 4, "delete": 4, "restore": 4}
ADMIN_WRITES = WRITES | {"visibility": 25}
BUSY = 3  # pages that everybody writes in
ADMINS = 2  # of the writers


@contextmanager
def at_work(people, pause):
    """Everybody acts, in a thread each, for as long as this lasts; `pause` is what is between two acts on average, in
    seconds."""
    over = threading.Event()

    def live(person):
        while not over.wait(person.dice.expovariate(1 / pause) if pause else 0):
            person.act()

    threads = [threading.Thread(target=live, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


class Person:
    """One browser, a share in the notes of all, and dice of its own."""

    def __init__(self, number, port, notes, addresses, session="", acts=None):
        self.browser, self.notes = Browser(port, session), notes
        self.dice = random.Random(number)
        self.concepts = [path for path in addresses if path.startswith("/concepts/")]
        self.essays = [path for path in addresses if path.startswith("/essays/")]
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self.concepts) + 1)))
        self._acts = acts
        self._etags = {}

    def concept(self):
        """The address of a concept; the first are asked for more often than the last (Zipf)."""
        return self.concepts[bisect(self._weights, self.dice.random() * self._weights[-1])]

    def act(self):
        """Do one thing. What went wrong is in the notes."""
        (kind,) = self.dice.choices(list(self._acts), self._acts.values())
        try:
            self.do(kind)
        except BROKEN as error:
            self.notes.unanswered.append(f"{kind} was not answered: {error!r}")
        except Exception as error:  # a page that was not what it should be; this person goes on
            self.notes.faults.append(f"{kind}: {error!r}")

    def asked(self, kind, method, path, fields=None, **headers):
        """Send a request, note it under `kind`, return its Answer."""
        answer = self.browser.ask(method, path, fields, **headers)
        self.notes.add(kind, path, answer)
        return answer


class Reader(Person):
    """Looks at pages; a page that was seen before is asked for as a browser does, by its ETag."""

    def __init__(self, number, port, notes, addresses, session=""):
        super().__init__(number, port, notes, addresses, session, READS)
        self.tags = ["/tags/"]

    def do(self, kind):
        path = self.path(kind)
        known = {"If-None-Match": self._etags[path]} if path in self._etags else {}
        answer = self.asked(kind if known == {} or kind != "concept" else "concept, seen before", "GET", path, **known)
        if answer.etag:
            self._etags[path] = answer.etag
        if kind == "tags" and answer.status == 200:
            self.tags = re.findall(r'href="(/tags/[^"?]+/)"', answer.text) or self.tags

    def path(self, kind):
        concept, dice = self.concept(), self.dice
        word = dice.choice(dice.choice(self.concepts).split("/")[2].split("_"))
        return {
            "concept": concept,
            "essay": dice.choice(self.essays),
            "suggestions": f"/search/suggest?q={word[: dice.randint(2, 6)]}",
            "search": f"/search/?q={word}",
            "links": f"{concept}links/",
            "history": f"{concept}history/",
            "tag": dice.choice(self.tags),
            "card": f"{concept}card/",
            "first page": "/",
            "markdown": f"{concept[:-1]}.md",
            "diff": f"{self.concepts[dice.randrange(BUSY)]}diff/?from=1&to=2",
            "changes": "/changes/",
            "feed": dice.choice(["/feeds/changes.atom", "/feeds/essays.atom", f"{concept}feed.atom"]),
            "tags": "/tags/",
            "A to Z": "/concepts/",
            "map": "/graph/data.json",
        }[kind]


class Writer(Person):
    """Edits, and now and then makes, renames, deletes and brings back pages of its own; every act is in the ledger."""

    def __init__(self, number, port, notes, addresses, session, ledger, acts=None):
        super().__init__(number, port, notes, addresses, session, acts or WRITES)
        self.ledger, self.own, self.gone = ledger, [], []
        self.decides = self.concepts[number % ADMINS :: ADMINS]  # what was hidden already is not hidden again

    def do(self, kind):
        getattr(self, "_" + kind.replace(" ", "_"))()

    def _edit(self):
        self._revise("edit", self.concept())

    def _busy_page(self):
        self._revise("busy page", self.concepts[self.dice.randrange(BUSY)])

    def _revise(self, kind, path):
        """Put a sentence with a mark into one of the paragraphs, in the place of one that was there: it stays short."""
        fields = self._opened(path, "edit/", "body")
        if fields is None:
            return
        mark = self.ledger.mark()
        lines = fields["body"].split("\n")
        places = [place for place, line in enumerate(lines) if len(line) > 40 and not line.startswith(("#", "|", "["))]
        place = self.dice.choice(places or [len(lines) - 1])
        lines[place] = re.sub(r" Said again as mark-\S+\.", "", lines[place]) + f" Said again as {mark}."
        self._post(kind, f"{path}edit/", fields | {"body": "\n".join(lines)}, mark)

    def _new(self):
        fields = self._opened("/concepts/", "new/", "body")
        if fields is not None:
            mark = self.ledger.mark()
            title = f"Page {mark}"
            body = f"Begun as {mark}. Beside [[{self.concept().split('/')[2].replace('_', ' ')}]]."
            answer = self._post("new", "/concepts/new/", fields | {"title": title, "body": body}, mark)
            if answer.status == 303:
                self.own.append(answer.location.partition("#")[0])

    def _draft(self):
        path = self.concept()
        fields = self._opened(path, "edit/", "body")
        if fields is not None:
            kept = fields | {"action": "draft", "body": fields["body"] + "\n\nNot yet."}
            self.asked("draft", "POST", f"{path}edit/", kept, Accept="application/json")
            self.asked("draft", "POST", f"{path}edit/", fields | {"action": "discard"})

    def _preview(self):
        path = self.concept()
        fields = self._opened(path, "edit/", "body")
        if fields is not None:
            self.asked("preview", "POST", f"{path}edit/", fields | {"action": "preview", "part": "preview"})

    def _rename(self):
        if not self.own:
            return self._new()
        path, mark = self.own.pop(self.dice.randrange(len(self.own))), self.ledger.mark()
        fields = self._opened(path, "rename/", "title")
        if fields is not None:
            fields = {name: value for name, value in fields.items() if name != "action"}
            sent = fields | {"title": f"Page {mark}", "reason": f"Better as {mark}"}
            answer = self._post("rename", f"{path}rename/", sent, mark)
            self.own.append(answer.location if answer.status == 303 else path)

    def _delete(self):
        if len(self.own) < 2:
            return self._new()
        path, mark = self.own.pop(self.dice.randrange(len(self.own))), self.ledger.mark()
        fields = self._opened(path, "delete/", "reason")
        if fields is not None:
            answer = self._post("delete", f"{path}delete/", fields | {"reason": f"Gone as {mark}"}, mark)
            if answer.status == 303:
                said = self.asked("bin", "GET", answer.location).text  # first of all what this person has just done
                self.gone += re.findall(r"/bin/\d+/restore/", said)[:1]

    def _restore(self):
        if not self.gone:
            return self._delete()
        path, mark = self.gone.pop(), self.ledger.mark()
        fields = self._opened(path, "", "reason")
        if fields is not None:
            answer = self._post("restore", path, fields | {"reason": f"Back as {mark}"}, mark)
            if answer.status == 303:
                self.own.append(answer.location)

    def _visibility(self):
        path, mark = self.dice.choice(self.decides), self.ledger.mark()
        fields = self._opened(path, "visibility/", "visibility")
        if fields is not None:
            self._post("visibility", f"{path}visibility/", fields | {"reason": f"Decided as {mark}"}, mark)

    def _opened(self, path, act, having):
        """Return the fields of a form, or None where the page is gone, closed or not there yet."""
        answer = self.asked("form", "GET", f"{path}{act}")
        return answer.fields(having) if answer.status == 200 else None

    def _post(self, kind, path, fields, mark):
        answer = self.asked(kind, "POST", path, fields)
        done = answer.status == 303
        if done or 400 <= answer.status < 500:
            self.ledger.answered(mark, done)
        return answer
