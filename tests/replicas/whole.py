"""The proofs on two web processes with a replica, whole: `python -m tests.replicas.whole`. Takes minutes.

The crawl of tests/visibility by HTTP (tests.replicas.proof), then `manage.py leakcheck` on the sample, whose private
copy the replica has too. The browser tests are another command: `python -m tests.replicas.browsed`.
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager

from tests import postgres
from tests.architecture.modules import ROOT
from tests.replicas.site import redis


@contextmanager
def started(folder):
    """Start PostgreSQL with a replica, and Redis where there is one; yield the environment of programs that use them.
    Raises postgres.Unavailable."""
    with postgres.pair() as (primary, replica), redis() as counts:
        common = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "HTTPS": "off", "RATE_LIMITS": "off"}
        of_databases = {"DATABASE_URL": primary, "REPLICA_URLS": replica, "REDIS_URL": counts}
        yield common | of_databases | {"DJANGO_SETTINGS_MODULE": "tests.served"}


def run(module, *arguments, environment, **options):
    """Run a module as a program of its own and return what subprocess.run does."""
    return subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, env=environment, text=True, **options)


PROOFS = [
    [("tests.replicas.proof",)],
    [("manage", "migrate", "-v0"), ("manage", "load_sample"), ("manage", "leakcheck")],
]


def main():
    failed = False
    for proof in PROOFS:
        with tempfile.TemporaryDirectory() as folder, started(folder) as environment:
            for program in proof:
                begun = time.monotonic()
                status = run(*program, environment=environment).returncode
                print(f"{' '.join(program)}: status {status}, {time.monotonic() - begun:.0f} seconds", flush=True)
                failed = failed or bool(status)
    return failed


if __name__ == "__main__":
    sys.exit(main())
