"""`make test`: the whole suite on SQLite, then all that touches a database on PostgreSQL. Arguments go to pytest.

With CI=true nothing may be skipped: no Chromium or no PostgreSQL is a failure there.
"""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack

from tests import postgres
from tests.browser import chromium


def main(arguments):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    required = os.environ.get("CI", "").lower() in ("true", "1")
    missing = []
    with ExitStack() as stack:
        if not chromium.path():
            missing.append(f"browser tests: {chromium.MISSING}")
        given = os.environ.get("DATABASE_URL", "")
        address = given if given.startswith(("postgres://", "postgresql://")) else None
        try:
            address = address or stack.enter_context(postgres.server())
        except postgres.Unavailable as error:
            missing.append(f"tests on PostgreSQL: {error}")
        for what in missing:
            print(f"SKIPPED {what}", flush=True)
        if required and missing:
            return 1
        runs = [("SQLite", None), ("PostgreSQL", address)][: 2 if address else 1]
        failed = [name for name, address in runs if on(name, address, arguments)]
        return 1 if failed else 0


def workers():
    """Return how many processes share the tests: one more than the cores that this one may use, at most 16.

    Tests wait: for a browser, for servers they start, for texts that children render.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores + 1, 16)


def on(name, address, arguments):
    """Run pytest on this database and return its exit status."""
    print(f"\nTests on {name}", flush=True)
    # Without bytecode each of the many processes that tests start would compile Django first.
    left_out = {"DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
    environment = {key: value for key, value in os.environ.items() if key not in left_out}
    if address:
        environment["DATABASE_URL"] = address
        arguments = ["--database-only", *arguments]
    # Each worker begins with tests that stand together and share what they set up; who has none left takes from others.
    shared = ["-n", str(workers()), "--dist", "worksteal"]
    command = [sys.executable, "-m", "pytest", *shared, "-r", "fEs", *arguments]
    with subprocess.Popen(command, env=environment) as pytest:
        try:
            return pytest.wait()
        except KeyboardInterrupt:
            pytest.wait(30)  # the terminal told it too: let it put away what it made
            raise
        except SystemExit:
            pytest.send_signal(signal.SIGINT)
            pytest.wait(30)
            raise


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
