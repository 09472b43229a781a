"""Bring two changes of one document together: text sentence by sentence, lists as sets, the rest as values. Pure."""

from dataclasses import dataclass, replace

from wiki.actions.tagging import tag_slug
from wiki.document.document import Document
from wiki.document.names import fold, title_key
from wiki.rendering.merge import Clash, Merged, merge, merge_items, merge_value

VALUES = ("title", "author", "publication", "published", "source_url")
LISTS = {"aliases": title_key, "tags": tag_slug, "related": fold}  # with what makes two of their items the same
CHOICES = ("mine", "theirs", "both")


@dataclass(frozen=True)
class MergedDocument:
    """What came of two documents with one base. `mine` is the one that arrives, `theirs` the one that is stored.

    `values` holds the fields that both changed differently; `body` the text with its clashing sentences.
    """

    mine: Document
    theirs: Document
    merged: Document  # without the clashing values and sentences decided: those of `mine`, and both sentences
    body: Merged
    values: dict[str, Clash]

    @property
    def is_clean(self):
        return not self.values and self.body.is_clean

    @property
    def clash_count(self):
        return len(self.values) + len(self.body.clashes)

    def document(self, sentences=(), values=None):
        """Return the Document after the choices: one of CHOICES for each clash of the text in order, and
        {field: 'mine' | 'theirs'}. A sentence that nobody chose stays in both forms, a field as `mine` has it."""
        chosen = {
            name: clash.theirs if (values or {}).get(name) == "theirs" else clash.mine
            for name, clash in self.values.items()
        }
        return replace(self.merged, body=self.body.text(sentences), **chosen)


def merge_documents(base, mine, theirs):
    """Return the MergedDocument of two documents that were both made from `base`."""
    fields, clashes = {}, {}
    for name in VALUES:
        found = merge_value(getattr(base, name), getattr(mine, name), getattr(theirs, name))
        if isinstance(found, Clash):
            clashes[name] = found
            fields[name] = found.mine
        else:
            fields[name] = found.text
    for name, key in LISTS.items():
        fields[name] = merge_items(getattr(base, name), getattr(mine, name), getattr(theirs, name), key=key)
    body = merge(base.body, mine.body, theirs.body)
    extra = merge(base.extra, mine.extra, theirs.extra)  # front matter, so it is never kept in two forms
    fields["extra"] = extra.text() if extra.is_clean else mine.extra
    if not extra.is_clean:
        clashes["extra"] = Clash(base.extra, mine.extra, theirs.extra)
    return MergedDocument(mine, theirs, replace(theirs, body=body.text(), **fields), body, clashes)
