"""Fixtures that every test may use."""

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models.signals import post_migrate

from tests.cast import ada, ben, client_of, eda, nobody

__all__ = ["ada", "ben", "client_of", "eda", "nobody"]

SHARED = Path(__file__).resolve().parents[2] / "shared"  # stands beside a checkout, or not


@pytest.fixture
def shared():
    """The folder of documents and tables that may stand beside this checkout."""
    if not SHARED.is_dir():
        pytest.skip("no folder of shared documents beside this checkout")
    return SHARED


def pytest_addoption(parser):
    parser.addoption("--database-only", action="store_true", help="leave out tests that know no database")


def pytest_collection_modifyitems(config, items):
    """On the second database only what touches one is run again."""
    if config.getoption("--database-only"):
        config.hook.pytest_deselected(items=[item for item in items if not touches_database(item)])
        items[:] = filter(touches_database, items)


def touches_database(item):
    if item.get_closest_marker("looks"):
        return False
    return bool({"db", "live_server"} & set(item.fixturenames)) or item.get_closest_marker("django_db") is not None


def make_roles(**kwargs):
    import_module("wiki.migrations.0002_roles").make_roles(apps, None)


# A test with real transactions ends in a flush, which also deletes what migrations wrote; Django sends this after it.
post_migrate.connect(make_roles, sender=apps.get_app_config("wiki"))
