"""A database as the migrations leave it, without an entry: made once in a run, and copied for whoever needs one."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def copy_to(path):
    """Write the SQLite database there; its folder is made where it is not."""
    folder = Path(os.environ["TEST_DATA_DIR"])
    made = folder / "migrated.sqlite3"
    with (folder / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the other workers wait: one is faster than three
        if not made.exists():
            data = folder / "migrated"
            environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(data), "HTTPS": "off"}
            command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
            subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
            (data / "commonplace.sqlite3").replace(made)
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(made, path)
