"""Two servers of two workers each on one database: after a commit nobody gets what was before it."""

import os
import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager

import pytest

from bench import processes
from tests import migrated, postgres
from tests.architecture.modules import ROOT
from tests.pagecache.turns import TURNS


@contextmanager
def server(environment):
    """Yield the port of gunicorn with two workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = environment | {"PORT": str(port), "WEB_CONCURRENCY": "2"}
    with processes.server("wiki.wsgi", port, environment, subprocess.DEVNULL, "/healthz"):
        yield port


@pytest.mark.parametrize("database", ["SQLite", "PostgreSQL"])
def test_the_very_next_request_to_any_worker_knows(tmp_path, database):
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data"), "HTTPS": "off"}
    environment |= {"DJANGO_SETTINGS_MODULE": "tests.served", "RATE_LIMITS": "off"}
    with ExitStack() as stack:
        if database == "PostgreSQL":
            try:
                environment["DATABASE_URL"] = stack.enter_context(postgres.server())
            except postgres.Unavailable as error:
                pytest.skip(str(error))
            prepare = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
            subprocess.run(prepare, cwd=ROOT, env=environment, check=True, capture_output=True)
        else:
            migrated.copy_to(tmp_path / "data/commonplace.sqlite3")
        ports = [str(stack.enter_context(server(environment))) for _ in range(2)]
        command = [sys.executable, "-m", "tests.pagecache.turns", *ports]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240)
        assert (done.returncode, done.stdout.strip()) == (0, str(12 * TURNS)), done.stdout + done.stderr[-3000:]
