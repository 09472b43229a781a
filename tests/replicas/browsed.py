"""The browser tests on two web processes, on PostgreSQL with a replica: `python -m tests.replicas.browsed`.

Arguments go to pytest, else tests/browser is run. A proxy gives each request to the other process. What tests make
with their factories goes to the same primary. Tests that change the server from within are left out: they are marked
`within`.
"""

import os
import subprocess
import sys

import pytest
from django.test.utils import modify_settings

from tests import postgres
from tests.deployment.servers import free_port
from tests.replicas.site import in_turn, redis, web_processes

REPLICA = os.environ.get("REPLICA_OF_TESTS", "")  # its address; set by `main` for the tests that it runs
# Counted all the same: so that what counts is asked of both, and nothing is refused to tests that come from one place.
LIMITS = ",".join(f"{name}=1000000/60" for name in ("login", "signup", "edit", "search", "import"))


class Site:
    """In the place of pytest-django's live server: its `url`."""

    def __init__(self, url):
        self.url = url
        self._live_server_modified_settings = modify_settings(ALLOWED_HOSTS={"append": "localhost"})


@pytest.fixture(scope="session")
def live_server(django_db_setup):
    """The proxy in front of two processes."""
    from django.conf import settings
    from django.db import connection

    name, port = connection.settings_dict["NAME"], free_port()
    of_tests = {"DATABASE_URL": os.environ["DATABASE_URL"], "REPLICA_URLS": REPLICA}
    environment = {variable: _with_name(url, name) for variable, url in of_tests.items()}
    environment |= {"DJANGO_SETTINGS_MODULE": "tests.replicas.settings", "SECRET_KEY": settings.SECRET_KEY}
    environment |= {"DATA_DIR": str(settings.DATA_DIR), "REDIS_URL": os.environ.get("REDIS_URL", "")}
    environment |= {"HTTPS": "off", "SITE_URL": f"http://localhost:{port}", "TRUSTED_PROXIES": "127.0.0.1"}
    with web_processes(environment | {"RATE_LIMITS": LIMITS}) as ports, in_turn(port, ports) as url:
        yield Site(url)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item):
    """What the processes kept for the test before does not stand any more, as after a backup was restored."""
    from wiki import stamps

    if "live_server" in item.fixturenames:
        stamps.renew_all()


def _with_name(url, name):
    return f"{url.rsplit('/', 1)[0]}/{name}"


def main(arguments):
    with postgres.pair() as (primary, replica), redis() as counts:
        environment = {**os.environ, "DATABASE_URL": primary, "REPLICA_OF_TESTS": replica, "REDIS_URL": counts}
        command = [sys.executable, "-m", "pytest", *(arguments or ["tests/browser"])]
        return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except postgres.Unavailable as error:
        sys.exit(f"There is no PostgreSQL here: {error}")
