"""What tests of the wiki share."""

import datetime

import pytest
from django.utils import timezone

NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)


@pytest.fixture
def clock(monkeypatch):
    """`clock(hours)`: it is so many hours after noon of 2 March 2026 now."""

    def clock(hours=0):
        monkeypatch.setattr(timezone, "now", lambda: NOON + datetime.timedelta(hours=hours))

    clock()
    return clock
