"""Dates of bylines."""

import pytest

from wiki.interchange.dates import iso_date


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Jan 4, 2021", "2021-01-04"),
        ("4th of January 2021", "2021-01-04"),
        ("Mon, 4 Jan 2021", "2021-01-04"),
        ("Sept. 5, 2020", "2020-09-05"),
        ("2021-1-4", "2021-01-04"),
        ("2021-01-04T10:00:00Z", "2021-01-04"),
        ("2023-01-13, 12:27:45", "2023-01-13"),
        ("13/1/2021", "2021-01-13"),
        ("4/5/2021", "4/5/2021"),
        ("2021", "2021"),
        ("2021-13-40", "2021-13-40"),
        (" spring ", "spring"),
    ],
)
def test_a_certain_day_becomes_iso_and_anything_else_stays(written, read):
    assert iso_date(written) == read
    assert iso_date(read) == read
