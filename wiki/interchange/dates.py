"""Dates in bylines and front matter, as ISO dates. Pure."""

import datetime
import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
MONTH = rf"(?:{'|'.join(_MONTHS)})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_SHAPES = [
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[T, ]\s*\d{1,2}:\d{2}.*)?",
        rf"(?:[a-z]{{3,9}},?\s+)?(?P<name>{MONTH})\s+{_DAY},?\s+{_YEAR}(?:,?\s+(?:at\s+)?\d{{1,2}}:\d{{2}}.*)?",
        rf"(?:[a-z]{{3,9}},?\s+)?{_DAY}\s+(?:of\s+)?(?P<name>{MONTH}),?\s+{_YEAR}(?:,?\s+(?:at\s+)?\d{{1,2}}:\d{{2}}.*)?",
    )
]
_NUMBERS = re.compile(r"(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?P<year>\d{4})")
# A date inside a line, as bylines have it.
WRITTEN = re.compile(
    rf"\b(?:{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}\s+{MONTH},?\s+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})\b",
    re.IGNORECASE,
)


def iso_date(text):
    """Return a date as `2021-01-04` where the text says one day for certain, else the text, trimmed.

    Idempotent. `4/5/2021` stays as it is: it may be April or May.
    """
    text = text.strip()
    for shape in _SHAPES:
        if match := shape.fullmatch(text):
            parts = match.groupdict()
            month = int(parts["month"]) if parts.get("month") else _MONTHS[parts["name"].lower().rstrip(".")]
            return _day(parts["year"], month, parts["day"]) or text
    if match := _NUMBERS.fullmatch(text):
        a, b = int(match["a"]), int(match["b"])
        if a > 12 or a == b:
            return _day(match["year"], b, a) or text
        if b > 12:
            return _day(match["year"], a, b) or text
    return text


def _day(year, month, day):
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
