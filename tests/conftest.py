"""Fixtures that every test may use."""

from pathlib import Path

import pytest

SHARED = (
    Path(__file__).resolve().parents[2] / "shared"
)  # stands beside a checkout, or not: tests that read it then skip


@pytest.fixture
def shared():
    """The folder of documents and tables that may stand beside this checkout."""
    if not SHARED.is_dir():
        pytest.skip("no folder of shared documents beside this checkout")
    return SHARED
