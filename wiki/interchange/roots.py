"""Links into folders that are not part of the import may name private things: their paths are not stored."""

import re

from wiki.candidates import candidates, candidates_for
from wiki.document import names
from wiki.document.resolution import CONCEPT_FOLDERS, ESSAY_FOLDERS, resolve
from wiki.interchange import titles
from wiki.interchange.links import rewrite_wikilinks

_PATH_IN_LINK = re.compile(r"\[\[[^\[\]\n|]*/")


def hide_unknown(items, known):
    """Replace links into unknown folders by their label (or last part), in place, and say so in the item."""
    folders = {item.record.path.split("/", 1)[0].casefold() for item in items if "/" in item.record.path}
    folders |= CONCEPT_FOLDERS | ESSAY_FOLDERS
    ours = {names.fold(name) for item in items for name in _names(item.record)}
    for item in items:
        if not _PATH_IN_LINK.search(item.record.body):
            continue
        hidden = []

        def decide(target, label, embed, hidden=hidden):
            path = target.partition("#")[0].strip().lstrip("/")
            while path.startswith(("../", "./")):
                path = path.split("/", 1)[1]
            if "/" not in path or path.split("/", 1)[0].casefold() in folders:
                return None
            if names.fold_tail(path) in ours or _leads_somewhere(path, known):
                return None
            hidden.append(path)
            return label or path.rsplit("/", 1)[-1]

        body, _ = rewrite_wikilinks(item.record.body, decide)
        if hidden:
            item.record.body = body
            listed = ", ".join(dict.fromkeys(hidden))
            item.say("warning", f"Links into folders that are not part of this import became plain text: {listed}")


def _names(record):
    return [record.title, titles.stem(record.path), *record.aliases]


def _leads_somewhere(path, known):
    if names.fold_tail(path) not in known.folds:
        return False
    return bool(resolve(path, candidates_for(path, candidates([path]))))
