"""Fixtures that every test may use."""

import gc
import os
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import post_migrate
from hypothesis import HealthCheck, settings

from tests import migrated
from tests.cast import ada, ben, client_of, eda, nobody
from tests.children import own_children
from wiki import remembered
from wiki.search import index

__all__ = ["ada", "ben", "client_of", "eda", "nobody", "own_children"]

# How many examples hypothesis makes up: few in each run, which differ from run to run; `--hypothesis-profile thorough`.
# None has a time limit: beside other tests an example takes as long as it takes.
timeless = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("common", max_examples=40, **timeless)
settings.register_profile("thorough", max_examples=400, **timeless)
settings.load_profile("common")

# Tests of words, forms and answers: on the second database only those that are marked `both`.
PAGES = (
    "tests/wiki/views/",
    "tests/visibility/",
    *(f"tests/wiki/test_{name}.py" for name in ("admin", "blocked", "feeds", "limits", "refusals")),
)
# No test below these touches a database.
PURE = {"attacks", "deployment", "document", "drawing", "rendering"}
SHARED = Path(__file__).resolve().parents[2] / "shared"  # stands beside a checkout, or not


@pytest.fixture
def shared():
    """The folder of documents and tables that may stand beside this checkout."""
    if not SHARED.is_dir():
        pytest.skip("no folder of shared documents beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings):
    """On SQLite the migrations run once for all workers; each has a copy, in a folder of its own."""
    if connection.vendor != "sqlite" or "PYTEST_XDIST_WORKER" not in os.environ:
        return False
    migrated.copy_to(connection.creation._get_test_db_name())
    return True


def pytest_addoption(parser):
    parser.addoption("--database-only", action="store_true", help="leave out tests that know no database")


def pytest_ignore_collect(collection_path, config):
    """On the second database what knows none is not even read."""
    if config.getoption("--database-only") and collection_path.parent == Path(__file__).parent:
        return collection_path.name in PURE or None
    return None


def pytest_collection_modifyitems(config, items):
    """On the second database only what may come out differently there is run again."""
    for item in items:
        if item.path.parts[-2] in PURE and touches_database(item):
            raise pytest.UsageError(f"{item.nodeid} touches a database: it stands below one of {sorted(PURE)}.")
    if config.getoption("--database-only"):
        again, once, seen = [], [], set()
        for item in items:
            (again if differs_by_database(item, seen) else once).append(item)
        config.hook.pytest_deselected(items=once)
        items[:] = again


def differs_by_database(item, seen):
    """Whether a test is run on the second database too; CONTRIBUTING.md has the rule. `seen` holds what came before."""
    if item.get_closest_marker("looks") or item.get_closest_marker("answers") or not touches_database(item):
        return False
    if not item.nodeid.startswith(PAGES):
        return True
    mark = item.get_closest_marker("both")
    function = item.nodeid.partition("[")[0]
    first = function not in seen
    seen.add(function)
    return bool(mark) and (first or bool(mark.kwargs.get("each")))


def touches_database(item):
    return bool({"db", "live_server"} & set(item.fixturenames)) or item.get_closest_marker("django_db") is not None


def make_roles(**kwargs):
    import_module("wiki.migrations.0002_roles").make_roles(apps, None)


def forget_searches(**kwargs):
    """The tables of the search are no models, so a flush leaves them as they are."""
    index.empty()


# A test with real transactions ends in a flush, which also deletes what migrations wrote; Django sends this after it.
post_migrate.connect(make_roles, sender=apps.get_app_config("wiki"))
post_migrate.connect(forget_searches, sender=apps.get_app_config("wiki"))


def pytest_runtest_setup(item):
    """Each test has a wiki of its own; the stamp of one in which nothing happened is that of another."""
    remembered.forget()


def pytest_sessionstart(session):
    """What is loaded by now stays: looking through it for garbage, over and over, costs a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)
