"""Time zones by name, as the tz database has them."""

import zoneinfo
from functools import cache


@cache
def names():
    """Return the names of all zones that people live in, sorted: those like `Europe/Lisbon`, and UTC."""
    return sorted(name for name in zoneinfo.available_timezones() if _is_place(name))


def find(name):
    """Return the name of a zone as it is written, whatever case and spaces it was typed in, or None."""
    key = name.strip().replace(" ", "_").casefold()
    return _by_key().get(key)


def zone(name):
    """Return the ZoneInfo of this name, or None where this machine knows none."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


@cache
def _by_key():
    return {name.casefold(): name for name in names()}


def _is_place(name):
    return name == "UTC" or ("/" in name and not name.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/")))
