"""The links that pandoc leaves of a MediaWiki page, in four shapes, as wikilinks. Pure."""

import html
import re
from dataclasses import dataclass, field
from urllib.parse import unquote

REMOVED = "\0"  # stands where something was taken out; never in a decoded text
_GAP = r"\s[\s>]*"  # white space, also over the line ends of a block quote
_ATTRIBUTE = rf'(?:{_GAP}[\w-]+="[^"<]*")'
_INNER = r"[^<]*+(?:<(?!/?a\b)[^<]*+)*+"  # up to the next <a or </a>, so that no text is scanned twice
_ANCHOR = re.compile(
    rf'(?P<quote>"?)<a(?P<gap>\s[\s>]*)(?P<attributes>[\w-]+="[^"<]*"{_ATTRIBUTE}*)\s*>(?P<label>{_INNER})</a>'
)
_LABEL = r"\[(?P<label>(?:[^\[\]\\]|\\.){0,1000})\]"
_URL = r"<?(?P<target>(?:[^\s()<>\\]|\\.|\([^\s()]{0,200}\)){0,1000})>?"
_TITLED = re.compile(rf'(?P<image>!?){_LABEL}\({_URL}[\s>]+"wikilink"\)(?:\{{[^{{}}\n]{{0,200}}\}})?')
_CLASSED = re.compile(rf"(?P<image>!?){_LABEL}\({_URL}\)\{{[^{{}}]{{0,200}}\.wikilink[^{{}}]{{0,200}}\}}")
_HREF = re.compile(r'href="([^"]*)"')
_IS_WIKILINK = re.compile(r'class="[^"]*\bwikilink\b[^"]*"')
_FOLD = re.compile(r"[ \t]*\n[\s>]*")
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_BACKSLASHED = re.compile(r"\\([^\w\s])")
_FIGURE = re.compile(r"<figure\b[^<]*+(?:<(?!/?figure\b)[^<]*+)*+</figure>")
_HTML_IMAGE = re.compile(r"<img\b[^<>]*>")
_SOURCE = re.compile(r'\bsrc="([^"]*)"')
_MARKDOWN_IMAGE = re.compile(
    r"!\[[^\[\]]{0,1000}\]\((?P<source>[^\s()]{1,1000})(?:\s+\"[^\"]{0,500}\")?\)(?:\{[^{}\n]{0,200}\})?"
)
_FILE = re.compile(r"(?:file|image|media|datei|fichier|archivo):", re.IGNORECASE)
_CATEGORY = re.compile(r"category:\s*(?P<name>.*)", re.IGNORECASE)
_REMOTE = re.compile(r"https?://", re.IGNORECASE)


@dataclass(slots=True)
class Links:
    """What was found beside plain links: names of categories and files, in order, and labels kept as text."""

    categories: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    unusable: list[str] = field(default_factory=list)


def convert(text, links):
    """Return the text with every internal link as `[[Target|Label]]`; fill `links`. Call it on text without code."""
    text = _FIGURE.sub(lambda match: _picture(match, links), text)
    text = _HTML_IMAGE.sub(lambda match: _picture(match, links), text)
    text = _ANCHOR.sub(lambda match: _from_anchor(match, links), text)
    for shape in (_TITLED, _CLASSED):
        text = shape.sub(lambda match: _from_markdown(match, links), text)
    return _MARKDOWN_IMAGE.sub(lambda match: _picture(match, links), text)


def _picture(match, links):
    found = _SOURCE.search(match[0])
    source = match["source"] if "source" in match.re.groupindex else found[1] if found else ""
    if _REMOTE.match(source):
        return match[0]
    links.files.append(html.unescape(source) or "a picture without a name")
    return REMOVED


def _from_anchor(match, links):
    href = _HREF.search(match["attributes"])
    if not href or not _IS_WIKILINK.search(match["attributes"]):
        return match[0]
    label = html.unescape(_TAG.sub("", _FOLD.sub(" ", match["label"])))
    if label.count('"') % 2:  # a quotation mark that an edit left inside
        label = label.removeprefix('"') if label.startswith('"') else label.removesuffix('"')
    quote = "" if _is_stray(match) else match["quote"]
    return quote + _link(html.unescape(_FOLD.sub(" ", href[1])), label, match, links)


def _is_stray(match):
    """Whether the quotation mark before a link is left over from an edit, and opens no quotation."""
    if not match["quote"]:
        return False
    if len(match["gap"]) > 1:  # the same edit left several spaces after `<a`
        return True
    text, start = match.string, match.start()
    if start and not text[start - 1].isspace() and text[start - 1] not in "([{—–-":
        return False  # it closes what stands before
    rest = text[match.end() : match.end() + 600].split("\n\n", 1)[0]
    before, mark, after = rest.partition('"')
    return not mark or (after.startswith("<a") and (not before or before[-1].isspace()))


def _from_markdown(match, links):
    target = _BACKSLASHED.sub(r"\1", match["target"])
    if match["image"]:
        links.files.append(target)
        return REMOVED
    label = html.unescape(_FOLD.sub(" ", match["label"]))
    return _link(html.unescape(target), _BACKSLASHED.sub(r"\1", label), match, links)


def _link(address, label, match, links):
    label = " ".join(label.split())
    target, mark, section = _decoded(address).partition("#")
    target = " ".join(re.sub(r"\.md$", "", target.strip()).replace("_", " ").split())
    section = " ".join(section.replace("_", " ").split())
    if _FILE.match(target.lstrip(":")):
        links.files.append(target.lstrip(":"))
        return label if target.startswith(":") else REMOVED
    if category := _CATEGORY.fullmatch(target):
        links.categories.append(category["name"])
        return REMOVED
    if target.startswith(":"):
        target, label = target.lstrip(": "), label.lstrip(":")
    if re.search(r"[\[\]{}|<>]", target + section) or not (target or section):
        links.unusable.append(target + mark + section)
        return label
    whole = f"{target}#{section}" if section else target
    label = label.replace("[", "(").replace("]", ")").replace("|", "/")
    if not label or label == whole:
        return f"[[{whole}]]"
    return f"[[{whole}{_bar(match)}{label}]]"


def _decoded(address):
    try:
        return unquote(address, errors="strict")
    except UnicodeDecodeError:
        return address


def _bar(match):
    """Return the sign between target and label; inside of a table row it must not end the cell."""
    start = match.string.rfind("\n", 0, match.start()) + 1
    return "\\|" if match.string.startswith("|", start) else "|"
