"""Dates as people write them. Pure."""

import datetime
import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sep", "sept"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ],
        start=1,
    )
    for name in names
}
_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?!\d)")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]+)\.?,?\s+(\d{4})(?!\d)")
_MONTH_DAY = re.compile(r"([a-z]+)\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})(?!\d)")


def read_date(text):
    """Return the date that a text begins with, or None.

    Understood: `2021-01-04` (also with `/`, `.` or a time behind it), `2021-01`, `2021`, `4 January 2021`,
    `Jan 4, 2021`, `January 2021`. A missing month or day counts as the first. Day-first and month-first numbers
    (`4/1/2021`) are not guessed.
    """
    text = text.strip().casefold()
    try:
        if match := _ISO.match(text):
            year, month, day = match.groups()
            return datetime.date(int(year), int(month or 1), int(day or 1))
        if match := _DAY_MONTH.match(text):
            day, month, year = match.groups()
            return datetime.date(int(year), _MONTHS[month], int(day))
        if match := _MONTH_DAY.match(text):
            month, day, year = match.groups()
            return datetime.date(int(year), _MONTHS[month], int(day or 1))
    except (ValueError, KeyError):
        pass
    return None
