"""Change the tags of many entries: each gets a revision like any other."""

from dataclasses import replace

from wiki.actions.saving import Submission, save_entries
from wiki.actions.tagging import tag_slug

BATCH = 100  # entries of one transaction


def retag(entries, *, by, add=(), remove=(), summary=""):
    """Give these entries the tags of `add` and take away those of `remove`, however they are spelt.

    Returns how many were changed. Raises SaveRefused for a tag that cannot be stored.
    """
    entries, count = list(entries), 0
    gone = {tag_slug(name) for name in remove}
    for start in range(0, len(entries), BATCH):
        submissions = []
        for entry in entries[start : start + BATCH]:
            document = entry.document()
            held = [name for name in document.tags if tag_slug(name) not in gone]
            known = {tag_slug(name) for name in held}
            fresh = [name for name in add if tag_slug(name) not in known]
            document = replace(document, tags=(*held, *fresh))
            submissions.append(Submission(document, entry=entry, base=entry.number, summary=summary))
        count += sum(saved.edit is not None for saved in save_entries(submissions, by=by))
    return count
