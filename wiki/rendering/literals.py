"""What is taken as it stands: code spans, escapes, line breaks, math, comments, raw HTML, addresses in `< >`."""

import re
from bisect import bisect_right

from markdown.util import AtomicString, code_escape

from . import addresses, rawhtml
from .inline import Literal, new
from .verbatim import ATTRIBUTES

_RUN = re.compile("`+")
_ESCAPES = re.compile(r"(?:\\[!-/:-@\[-`{-~])+")
_MATH = re.compile(r"\$(?![\s$])((?:[^$\\\n]|\\.){1,1000}+)(?<!\s)\$(?!\d)")
_MATH_DISPLAY = re.compile(r"\$\$((?:[^$\\]|\\.){1,2000}+)\$\$", re.DOTALL)
_TAG = re.compile(rf"<(?:[A-Za-z][A-Za-z0-9-]*+{ATTRIBUTES}\s*+/?>|/[A-Za-z][A-Za-z0-9-]*+\s*+>)")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>\x00-\x20]{0,2000}+)>")
_MAIL = re.compile(r"<((?:[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}+)@[A-Za-z0-9-]{1,63}+(?:\.[A-Za-z0-9-]{1,63}+){0,8}+)>")


class CodeSpan(Literal):
    """`` `code` ``: closed by the next run of backticks of the same length."""

    starts = "`"

    def take(self, walk, at):
        text = walk.text
        if "runs" not in walk.seen:
            walk.seen["runs"] = runs = {}
            for run in _RUN.finditer(text):
                runs.setdefault(len(run[0]), []).append(run.start())
        length = len(_RUN.match(text, at)[0])
        begin = at + length
        places = walk.seen["runs"].get(length, ())
        index = bisect_right(places, at)
        if index == len(places):
            walk.out.append(text[at:begin])
            return begin
        code = text[begin : places[index]].replace("\n", " ")
        if code[0] == code[-1] == " " and not code.isspace():
            code = code[1:-1]
        walk.put(new("code", AtomicString(code_escape(code))))
        return places[index] + length


class Escape(Literal):
    """A backslash before ASCII punctuation (a run of such pairs at once), or before the end of a line."""

    starts = "\\"

    def take(self, walk, at):
        match = _ESCAPES.match(walk.text, at)
        if match is None:
            if not walk.text.startswith("\n", at + 1):
                return None
            walk.put(new("br"))
            walk.out.append("\n")
            return _after_indent(walk.text, at + 2)
        # An escaped & must not begin an entity; < and > are escaped when the tree is written.
        walk.put(match[0][1::2].replace("&", "&amp;"))
        return match.end()


class LineEnd(Literal):
    """The end of a line: a break when two spaces stand before it; spaces around it do not count."""

    starts = "\n"

    def take(self, walk, at):
        out = walk.out
        if out and out[-1].endswith(" "):
            before = out[-1].rstrip(" ")
            if len(out[-1]) - len(before) >= 2:
                # A line end on both sides: emphasis must see white space there, not the mark of a placeholder.
                out[-1] = before + "\n"
                walk.put(new("br"))
            else:
                out[-1] = before
        out.append("\n")
        return _after_indent(walk.text, at + 1)


def _after_indent(text, at):
    while text.startswith((" ", "\t"), at):
        at += 1
    return at


class Math(Literal):
    """`$x$` and `$$x$$`, left as they are for whoever shows formulas."""

    starts = "$"

    def take(self, walk, at):
        match = _MATH_DISPLAY.match(walk.text, at) or _MATH.match(walk.text, at)
        if match is None:
            return None
        element = new("span", AtomicString(code_escape(match[0])))
        element.set("class", "math")
        walk.put(element)
        return match.end()


class Comment(Literal):
    """`%%hidden%%`: as in Obsidian, also where the author may not have meant it (`100%% sure 5%%`)."""

    starts = "%"

    def take(self, walk, at):
        if not walk.text.startswith("%%", at):
            return None
        end = walk.find("%%", at + 2)
        return None if end < 0 else end + 2


class RawHtml(Literal):
    """A tag, comment or declaration in running text; what the short list does not know is dropped or shown as text."""

    starts = "<"

    def take(self, walk, at):
        text = walk.text
        match = _TAG.match(text, at)
        end = match.end() if match else self.special_end(walk, at)
        if end is None:
            return None
        html = rawhtml.clean(text[at:end])
        if html:
            walk.put(self.md.htmlStash.store(html))
        return end

    def special_end(self, walk, at):
        text = walk.text
        if text.startswith(("<!-->", "<!--->"), at):
            return text.index(">", at) + 1
        for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")):
            if text.startswith(opening, at):
                end = walk.find(closing, at + len(opening))
                return None if end < 0 else end + len(closing)
        if text.startswith("<!", at) and text[at + 2 : at + 3].isalpha():
            end = walk.find(">", at)
            return None if end < 0 else end + 1
        return None


class Autolink(Literal):
    """`<https://example.org>` and `<name@example.org>`."""

    starts = "<"
    makes_link = True

    def take(self, walk, at):
        match = _AUTOLINK.match(walk.text, at)
        if match is not None:
            link = addresses.anchor(match[1])
        else:
            match = _MAIL.match(walk.text, at)
            link = match and addresses.anchor("mailto:" + match[1])
        if match is None:
            return None
        if link is None:
            walk.put(match[0].replace("&", "&amp;"))
            return match.end()
        link.text = AtomicString(match[1].replace("&", "&amp;"))
        walk.put_link(link)
        return match.end()
