"""Titles of imported texts: from what stands there, from the file name, or from the first words. Pure."""

import re
import unicodedata
from urllib.parse import unquote

from wiki.document.names import MAX_NAME, BadName, clean_name, is_control
from wiki.interchange.records import Message

MAX_GUESS = 80  # characters of a title made from the first words
_STANDINS = str.maketrans({"[": "(", "]": ")", "{": "(", "}": ")", "|": "-", "<": "‹", ">": "›", "#": "", "\ufeff": ""})
_SUFFIX = re.compile(r"\.(?:md|markdown|mdown|mkd|txt|text|mediawiki|wiki|html?)$", re.IGNORECASE)
_COPY = re.compile(r"[ _]?\(\d{1,2}\)$")
_MEANINGLESS = re.compile(r"(?:\d+[_-])?(?=[a-f]*\d)[0-9a-f]{8,64}|\d{6,}")
_HEADING = re.compile(r"\s*#[ \t]+(?P<text>[^\n]*?)[ \t]*#*[ \t]*(?:\n|\Z)")
_NOTE = re.compile(r"\[\^[^\[\]]*\]")
_LEADS_ON = re.compile(r"\[\[|\]\(|\[\^|!\[")
_SENTENCE_END = re.compile(r"[.!?…。！？](?=\s|$)|[。！？]")
_MARKUP = re.compile(r"[*_`~=]{1,3}(?=\S)|(?<=\S)[*_`~=]{1,3}|^[>#\-+\s]+")
_WIKILINK = re.compile(r"!?\[\[([^\[\]|]*?)(?:\|([^\[\]]*))?\]\]")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")


def usable_name(text, messages, what="title"):
    """Return the text as a name that can be stored, or '' if nothing of it can; say what had to be changed."""
    kept = "".join(" " if char.isspace() else char for char in text)
    kept = "".join(char for char in kept if not is_control(char))
    if kept != "".join(" " if char.isspace() else char for char in text):
        messages.append(
            Message("warning", f"Invisible control characters were left out of the {what} “{kept.strip()}”.")
        )
    try:
        return clean_name(kept)
    except BadName:
        pass
    mended = re.sub(r"(?<=\w)#", "♯", kept)  # C# is a name: the sharp sign may stand in it
    mended = "/".join(part for part in mended.translate(_STANDINS).split("/") if part.strip() not in (".", ".."))
    mended = unicodedata.normalize("NFC", mended).strip()[:MAX_NAME]
    try:
        mended = clean_name(mended)
    except BadName:
        return ""
    messages.append(
        Message("warning", f"The {what} “{kept.strip()[:MAX_NAME]}” cannot be stored; it became “{mended}”.")
    )
    return mended


def stem(path):
    """Return a file's name without its folders and its suffix."""
    return _SUFFIX.sub("", path.rsplit("/", 1)[-1])


def from_file_name(path):
    """Return the title that a file name gives, or '' for a name without meaning (digits, a hash)."""
    name = stem(path).strip()
    return "" if _MEANINGLESS.fullmatch(name) else name


def from_wiki_file_name(path):
    """Return the title in the name of an exported wiki page: `Dual_power(1).md` → `Dual power`."""
    name = unquote(_COPY.sub("", from_file_name(path)), errors="ignore").replace("_", " ").strip()
    return name[:1].upper() + name[1:]


def from_heading(body):
    """Return the plain text of a heading of the first level that opens the body, or ''."""
    match = _HEADING.match(body)
    return plain(_NOTE.sub("", match["text"])) if match else ""


def without_heading(body):
    """Return the body without the heading that opens it, and the blank lines after it.

    A heading with a link, a note or an image stays: a title cannot hold them.
    """
    match = _HEADING.match(body)
    return body[match.end() :].lstrip("\n") if match and not _LEADS_ON.search(match["text"]) else body


def from_first_words(body):
    """Return a title made from the first sentence, cut at a word within MAX_GUESS characters; '' for no words."""
    line = next((words for line in body.split("\n") if (words := plain(line)) and any(map(str.isalnum, words))), "")
    end = _SENTENCE_END.search(line)
    sentence = line[: end.start()] if end and any(map(str.isalnum, line[: end.start()])) else line
    if len(sentence) <= MAX_GUESS:
        return sentence.strip()
    cut = sentence[:MAX_GUESS].rsplit(" ", 1)[0].rstrip(" ,;:-–—")
    return f"{cut}…"


def plain(line):
    """Return one line of Markdown without its marks."""
    line = _LINK.sub(r"\1", _WIKILINK.sub(lambda match: match[2] or match[1], line))
    return " ".join(_MARKUP.sub("", line).split())
