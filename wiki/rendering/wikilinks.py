"""`[[target#heading|label]]` and `![[embed]]`: parsed, and left as an inert placeholder for `resolve`."""

import re
from dataclasses import dataclass

from markdown.extensions.toc import slugify_unicode

from .images import missing_image, split_size
from .inline import Literal, new

MAX_ID = 200  # characters; every link under a heading carries its id

_WIKILINK = re.compile(r"(!?)\[\[([^\[\]\n]{1,600})\]\]")
_PIPE = re.compile(r"\\?\|")
_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".avif")
_UP = re.compile(r"(?:\.{0,2}/)+")


@dataclass(slots=True)
class Mention:
    """A link to another entry, before it has a number and a place: what was asked for and how."""

    target: str
    fragment: str
    labelled: bool
    embed: bool = False

    @classmethod
    def to_file(cls, path, fragment):
        """Return the Mention of a relative Markdown link."""
        return cls(clean_path(path), clean_fragment(fragment), labelled=True)


def clean_path(path):
    """Return a target as it is looked up: trimmed, without `.md` and without `/`, `./`, `../` at its beginning."""
    path = path.strip()
    path = path[_UP.match(path).end() :] if _UP.match(path) else path
    return path[:-3].rstrip() if path.lower().endswith(".md") else path


def clean_fragment(text):
    """Return the id that `#text` means: `A#B` is the heading B, `^x` the block x, '' is none."""
    last = text.rsplit("#", 1)[-1].strip()
    return last if last.startswith("^") or not last else heading_id(last)


def heading_id(text):
    """Return the id of a heading with this text; letters of any script stay. No id of the page's own is taken."""
    name = slugify_unicode(text, "-")[:MAX_ID]
    return "h-" + name if name.startswith(("ui-", "fn-", "fnref-")) else name


class Wikilink(Literal):
    """`[[…]]` and `![[…]]` with 1–600 characters on one line."""

    starts = "[!"
    makes_link = True

    def take(self, walk, at):
        match = _WIKILINK.match(walk.text, at)
        if match is None or not match[2].strip():
            return None
        target, *label = _PIPE.split(match[2], maxsplit=1)
        label = label[0].strip() if label else ""
        path, mark, fragment = target.partition("#")
        path = path.strip()
        if not path and not fragment.strip():
            return None
        if match[1] and path.lower().endswith(_IMAGES):
            self.image(walk, path, label)
            return match.end()
        link = new("a", href="")
        if label:
            walk.runner.fill(link, walk.runner.walk(label, ("a",)), ("a",))
        else:
            link.text = shown(path, fragment if mark else "").replace("&", "&amp;")
        embed = bool(match[1])
        self.md.mentions[link] = Mention(clean_path(path), clean_fragment(fragment), bool(label), embed)
        walk.put_link(link)
        return match.end()

    def image(self, walk, path, label):
        alt, width, height = split_size(label)
        walk.put(missing_image((alt or path.rsplit("/", 1)[-1]).replace("&", "&amp;"), width, height))


def shown(path, fragment):
    """Return what a link without a label shows: what was typed, without `.md`; on the same page the heading alone."""
    name = path[:-3].rstrip() if path.lower().endswith(".md") else path
    fragment = fragment.strip()
    if not fragment:
        return name
    return f"{name}#{fragment}" if name else fragment.lstrip("#")
