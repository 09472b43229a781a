"""Fixtures that every test may use."""

import gc
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models.signals import post_migrate

from tests.cast import ada, ben, client_of, eda, nobody
from wiki.search import index

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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Browser tests share one worker, so that one browser is started; every other test goes where there is time."""
    from xdist.scheduler import LoadScopeScheduling

    class OneBrowser(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return "browser" if nodeid.startswith("tests/browser/") else nodeid

    return OneBrowser(config, log)


def touches_database(item):
    if item.get_closest_marker("looks") or item.get_closest_marker("answers"):
        return False
    return bool({"db", "live_server"} & set(item.fixturenames)) or item.get_closest_marker("django_db") is not None


def make_roles(**kwargs):
    import_module("wiki.migrations.0002_roles").make_roles(apps, None)


def forget_searches(**kwargs):
    """The tables of the search are no models, so a flush leaves them as they are."""
    index.empty()


# A test with real transactions ends in a flush, which also deletes what migrations wrote; Django sends this after it.
post_migrate.connect(make_roles, sender=apps.get_app_config("wiki"))
post_migrate.connect(forget_searches, sender=apps.get_app_config("wiki"))


def pytest_sessionstart(session):
    """What is loaded by now stays: looking through it for garbage, over and over, costs a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)
