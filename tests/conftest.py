"""Fixtures that every test may use."""

from pathlib import Path

import pytest

from tests.cast import ada, ben, client_of, eda, nobody

__all__ = ["ada", "ben", "client_of", "eda", "nobody", "shared"]

SHARED = Path(__file__).resolve().parents[2] / "shared"  # stands beside a checkout, or not


@pytest.fixture
def shared():
    """The folder of documents and tables that may stand beside this checkout."""
    if not SHARED.is_dir():
        pytest.skip("no folder of shared documents beside this checkout")
    return SHARED
