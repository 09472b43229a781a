"""Turn a mention into a link, or say that it shall stay one."""

import re
from dataclasses import replace
from heapq import nlargest

from wiki.actions.derived import render_text
from wiki.actions.errors import SaveRefused
from wiki.actions.renaming import leads_to
from wiki.actions.saving import Submission, save_entry
from wiki.actions.spoken import is_wide
from wiki.document.names import fold
from wiki.models import Entry, IgnoredMention

TRIED = 20  # places where the name stands in the source
NEAR = 200  # characters on each side of a place that tell which sentence it is
_LINKS = r"\[\[[^\[\]\n]{1,600}\]\]|\[[^\[\]\n]{0,600}\]\([^()\n]{0,2000}\)"
_TARGETS = re.compile(r"\[\[[^\[\]|\n]*+\||\]\([^()\n]*+\)")  # of links: what is not said
_WORD = re.compile(r"\w+")


def link_mention(source, target, name, sentence, *, by):
    """Make the name in this sentence of `source` a link to `target`, by a revision. Returns Saved.

    Readers of a public text are not told the title of a private target: its link says the name alone.
    Raises SaveRefused where the text has changed, where the words are divided by markup, and where the name alone does
    not lead to a private target.
    """
    told = target.is_public or not source.is_public
    if not told and not leads_to(name, target):
        raise SaveRefused(
            f"“{target.title}” is private, so a public text cannot say its title, and “{name}” alone does not lead to"
            f" it. Make “{name}” one of its other names first, or publish it."
        )
    document = source.document()
    before = render_text(document.body)
    link = _link(target, name) if told else f"[[{name}]]"
    summary = f"Linked “{target.title}”" if told else "Linked a name"
    for begin, end in _places(document.body, name, sentence):
        body = document.body[:begin] + link + document.body[end:]
        rendered = render_text(body)
        if rendered.text == before.text and _is_new(rendered, before, sentence):
            changed = replace(document, body=body)
            return save_entry(
                Submission(changed, entry=source, base=source.number, summary=summary, rendered=rendered), by=by
            )
    raise SaveRefused(
        f"“{name}” was not found in this sentence: the text was changed, or signs stand between its words."
        " Make the link in the editor."
    )


def _places(body, name, sentence):
    """Return up to TRIED places (begin, end) of the name outside of links, those first that look most like the
    sentence around them."""
    words = re.escape(name) if is_wide(name) else rf"(?<!\w){re.escape(name)}(?!\w)"
    said = re.search(words, sentence) if name else None
    if said is None:
        return []
    wanted = _around(sentence, *said.span())
    places = [match.span() for match in re.finditer(f"{_LINKS}|(?P<free>{words})", body) if match["free"]]
    return nlargest(TRIED, places, key=lambda place: _likeness(wanted, _around(body, *place)))


def _around(text, begin, end):
    """Return the words before a place and those behind it, each from the nearest on."""
    before = _TARGETS.sub(" ", text[max(begin - NEAR, 0) : begin])
    after = _TARGETS.sub(" ", text[end : end + NEAR])
    return _WORD.findall(before)[::-1], _WORD.findall(after)


def _likeness(wanted, found):
    return sum(one == other for sides in zip(wanted, found, strict=True) for one, other in zip(*sides, strict=False))


def _link(target, name):
    if target.kind == Entry.Kind.ESSAY:
        return f"[[essays/{target.slug}|{name}]]"
    return f"[[{name}]]" if fold(name) == target.fold else f"[[{target.title}|{name}]]"


def _is_new(rendered, before, sentence):
    def count(result):
        return sum(link.sentence == sentence for link in result.links)

    return len(rendered.links) == len(before.links) + 1 and count(rendered) == count(before) + 1


def ignore_mention(source, target, *, by):
    """Never again suggest that `source` should link `target`."""
    IgnoredMention.objects.get_or_create(source=source, target=target, defaults={"by": by})
