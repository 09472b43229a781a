"""The text of an entry's page, taken apart."""

import re
from html.parser import HTMLParser

VOID = {"img", "br", "hr", "input", "wbr", "col"}


class Prose(HTMLParser):
    """What a person reads of an entry's text: links, words, ids, notes, callouts."""

    def __init__(self, html):
        super().__init__()
        self.links, self.ids, self.callouts, self.words = [], [], [], []
        self.notes = self.items = 0
        self.open = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        classes = (attrs.get("class") or "").split()
        inside = {"classes": classes, "tag": tag}
        if (
            tag == "a"
            and attrs.get("href")
            and not {"external", "note-back"} & set(classes)
            and not self._in("note-ref")
        ):
            inside["link"] = {"href": attrs["href"], "text": ""}
        elif "red" in classes:
            inside["link"] = {"href": None, "text": ""}
        if "link" in inside:
            self.links.append(inside["link"])
        if re.fullmatch("h[1-6]", tag) and attrs.get("id"):
            self.ids.append(attrs["id"])
        if "callout" in classes:
            kinds = [name.removeprefix("callout-") for name in classes if name != "callout"]
            self.callouts.append({"type": " ".join(kinds), "title": "", "folded": tag == "details"})
        self.notes += tag == "li" and self._in("notes")
        self.items += tag == "li"
        if tag not in VOID:
            self.open.append(inside)

    def handle_endtag(self, tag):
        while self.open and tag not in VOID:
            if self.open.pop()["tag"] == tag:
                break

    def handle_data(self, data):
        if self._in("vh"):
            return
        self.words.append(data)
        for inside in self.open:
            if "link" in inside:
                inside["link"]["text"] += data
        if self.callouts and (self._in("callout-title") or any(one["tag"] == "summary" for one in self.open)):
            self.callouts[-1]["title"] += data

    def _in(self, name):
        return any(name in one["classes"] for one in self.open)

    @property
    def text(self):
        return " ".join("".join(self.words).split())
