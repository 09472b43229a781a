"""Lines that belong to the page an essay stood on, not to the essay: bylines, buttons, promotion, comments. Pure."""

import re
from dataclasses import dataclass

from wiki.interchange.dates import WRITTEN, iso_date

_READING_TIME = re.compile(r"\b\d{1,3}\s*[- ]?min(?:ute)?s?\.?\s+read(?:ing)?(?:\s+time)?", re.IGNORECASE)
_DATE_WITHOUT_YEAR = re.compile(r"^[A-Z][a-z]{2,8}\.? \d{1,2}$")
_META_WORDS = re.compile(
    r"^(?:(?:first |last )?(?:published|posted|updated|edited)(?: on)?:?)\s*|[·•|⋅∙]|(?<=\s)[-–—](?=\s|$)",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"(?:listen|share|save|more|follow|following|subscribe|subscribed|sign in|sign up|open in app|get app|upgrade|clap|"
    r"member-only story|featured|top highlight|add a comment|copy link|tweet|pin|print|e-?mail|facebook|"
    r"twitter|linkedin|"
    r"press enter or click to view image in full size|listen to this (?:article|post|story)|audio|"
    r"share (?:this|on|to) [\w ]{2,30}|[·•|⋅∙-]+|\d{1,4}(?:\.\d)?k?)",
    re.IGNORECASE,
)
_BUTTON_ANYWHERE = re.compile(
    r"share|share this (?:post|article|story)|subscribe|subscribe now|leave a comment|"
    r"thanks for reading\b.{0,80}[!.].{0,20}subscribe for free.{0,80}|"
    r"press enter or click to view image in full size",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:(?:written |posted |story |words )?by|authors?:)\s+(?P<name>\S.{0,80})", re.IGNORECASE)
_NAME = re.compile(r"(?=.{2,60}$)(?:[^\W\d_]|@)[\w’'.\-&@]*(?: [\w’'.\-&]+){0,6}")
_PUBLISHED_IN = re.compile(r"published in:?\s+(?P<name>[^\s.].{1,60})", re.IGNORECASE)
_PROMOTION = re.compile(
    r"for (?:daily|weekly|regular|more|further|occasional)\b.{0,60}\b(?:follow|subscribe|join|sign up|visit)\b|"
    r"(?:you can |please |and )?(?:also )?(?:follow|find|support) (?:me|us|my work|our work) (?:on|at|by|here)\b|"
    r"thanks? (?:you )?(?:so much )?for reading\b|"
    r"if you (?:liked?|enjoy(?:ed)?|found) (?:this|my|what)\b.{0,120}\b"
    r"(?:clap|follow|subscribe|share|support|newsletter)\b|"
    r"(?:please )?subscribe (?:to|for|now|below|here|and)\b.{0,60}\b"
    r"(?:newsletter|free|channel|updates|posts?|blog|list|podcast)\b|"
    r"(?:sign up|join) (?:for|to) (?:my|our|the)\b.{0,40}\b(?:newsletter|mailing list|list)\b|"
    r"get .{1,60} stories in your inbox|get more from .{1,60} in your inbox|"
    r"(?:this (?:article|essay|post) was )?originally (?:published|posted|appeared) (?:at|in|on)\b|"
    r"written by\b.{0,80}$|about the author\b.{0,10}$|more from\b.{0,60}$|recommended from medium|ready for more\?|"
    r"(?:like|liked|enjoyed) what you(?:’|'| ha)?\w* read|support (?:me|us|my work) (?:on|via|with)\b",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"(?:\d{1,4}|no) (?:comments?|responses?|replies|thoughts on .{1,80})|"
    r"(?:comments|responses|discussion)(?: \(\d{1,4}\))?:?|"
    r"discussion about this (?:post|episode|article)|(?:leave|write|post) a (?:comment|response|reply)",
    re.IGNORECASE,
)
_FOLLOW_ANYWHERE = re.compile(r"\b(?:follow|find) me on\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meta:
    """A line about the essay: its date (ISO, or ''), and what is left when date and reading time are taken out."""

    date: str
    rest: str


def meta_of(line):
    """Return the Meta of a line that holds a reading time or a date and little else; None for any other line."""
    if len(line) > 160:
        return None
    rest, times = _READING_TIME.subn(" | ", line)
    date = WRITTEN.search(rest)
    if date:
        rest = f"{rest[: date.start()]} {rest[date.end() :]}"
    if not (times or date):
        return None
    rest = " ".join(_META_WORDS.sub(" ", rest.strip(" ,;|·•-–—")).split()).strip(" ,;-–—")
    if times and _DATE_WITHOUT_YEAR.match(rest):
        rest = ""
    if rest and not (_BYLINE.fullmatch(rest) or (times and is_name(rest)) or _BUTTON.fullmatch(rest)):
        return None
    return Meta(iso_date(date[0]) if date else "", "" if _BUTTON.fullmatch(rest) else rest)


def byline_name(line):
    """Return the name in `By Ann Author`, or ''."""
    match = _BYLINE.fullmatch(line)
    return match["name"].strip(" ,.") if match and len(line) <= 100 and not line.endswith((".", "?", "!", ":")) else ""


def publication_of(line):
    """Return the name in `Published in The Letter`, or ''."""
    match = _PUBLISHED_IN.fullmatch(line)
    return match["name"].strip() if match else ""


def is_name(line):
    """Whether a line may be somebody's name: a few words with capitals (but `van der`), no sentence."""
    if not _NAME.fullmatch(line) or line.endswith((".", ":", "!")):
        return False
    words = line.split()
    return line[0] == "@" or not (line[0].islower() or any(word[0].islower() and len(word) > 3 for word in words))


def date_in(line):
    """Return the first date that stands in a line, as an ISO date, or ''."""
    match = WRITTEN.search(line)
    return iso_date(match[0]) if match else ""


def is_button(line):
    """Whether a line is a control at the head of a page, like `Listen`."""
    return bool(_BUTTON.fullmatch(line))


def is_button_anywhere(line):
    """Whether a line is a control that pages put between paragraphs, like `Subscribe now`."""
    return bool(_BUTTON_ANYWHERE.fullmatch(line))


def is_promotion(line):
    """Whether a line begins as those do that follow an essay, like `For daily updates, follow …`."""
    return len(line) <= 400 and bool(_PROMOTION.match(line))


def is_comments_heading(line):
    """Whether a line announces readers' comments."""
    return bool(_COMMENTS.fullmatch(line))


def asks_to_follow(line):
    """Whether a short line asks, anywhere in it, to follow its author."""
    return len(line) <= 400 and bool(_FOLLOW_ANYWHERE.search(line))
