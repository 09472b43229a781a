"""Pages of a MediaWiki that went through pandoc. Pure."""

import re

from wiki.document.names import BadName, clean_name, title_key
from wiki.interchange import titles
from wiki.interchange.decoding import repair_mojibake
from wiki.interchange.formats import leftovers, pandoc_links
from wiki.interchange.formats.guessing import guess_title
from wiki.interchange.links import outside_code
from wiki.interchange.records import Record

_REDIRECT_WORD = r"(?:(?:1\.|\\?#)\s*(?i:redirect(?:ion)?|weiterleitung|redirección)|REDIRECT)\s*:?\s+"
_IS_REDIRECT = re.compile(rf'\s*{_REDIRECT_WORD}(?:"?<a\s|\[)')
_REDIRECT = re.compile(rf"\s*{_REDIRECT_WORD}\[\[:?(?P<target>[^\[\]|#]+)")
_SIGNS = re.compile(r'class="wikilink"|\s"wikilink"\)|\)\{\.wikilink|<references\b[^<>]*>')
_BOLD = re.compile(r"\*\*(?P<words>[^*]{1,300})\*\*")


def is_mediawiki(text):
    """Whether a text shows the marks that pandoc leaves of a MediaWiki page, outside of code."""
    if _IS_REDIRECT.match(text):
        return True
    if not _SIGNS.search(text):
        return False
    found = []
    outside_code(text, lambda stretch: found.extend(_SIGNS.findall(stretch)) or "", comments=False)
    return bool(found)


def read(text, path, options):
    """Return the Record of a page: links as wikilinks, categories as tags, leftovers gone; or of a redirect."""
    record = Record(path, format="mediawiki")
    text, messages = repair_mojibake(text)
    record.messages += messages
    links = pandoc_links.Links()
    text = outside_code(text, lambda stretch: pandoc_links.convert(stretch, links), comments=False)
    if redirect := _REDIRECT.match(text):
        return _redirect(record, redirect["target"], options)
    text = leftovers.without_leftovers(text, record)
    text = leftovers.with_notes_merged(text, record)
    record.body = leftovers.swept(text)
    record.tags = _tags(record, links.categories)
    if links.files:
        record.say("warning", f"Files that did not come along were left out: {', '.join(dict.fromkeys(links.files))}.")
    if links.unusable:
        record.say("warning", f"Links to impossible names became text: {', '.join(dict.fromkeys(links.unusable))}.")
    _name(record, options)
    return record


def _redirect(record, target, options):
    record.kind = "redirect"
    record.redirect_to = " ".join(target.split())
    record.title = titles.usable_name(options.title or titles.from_wiki_file_name(record.path), record.messages)
    if not record.title:
        record.kind = "skipped"
        record.say("warning", f"A redirect to “{record.redirect_to}” whose own name is not known.")
    return record


def _tags(record, categories):
    kept = {}
    for category in categories:
        try:
            name = clean_name(category)
        except BadName as error:
            record.say("warning", f"The category “{category[:80]}” was left out. {error}")
        else:
            kept.setdefault(title_key(name), name)
    return tuple(kept.values())


def _name(record, options):
    first_words = record.body.lstrip().split("\n\n", 1)[0]
    bold = _BOLD.search(first_words)
    for text in (options.title, titles.from_wiki_file_name(record.path), titles.plain(bold["words"]) if bold else ""):
        if text and (name := titles.usable_name(text, record.messages)):
            record.title = name
            return
    guess_title(record, record.body)
