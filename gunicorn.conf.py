"""How the production server runs: `python -m gunicorn wiki.wsgi` reads this file."""

import gc
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress

UNCOLLECTED = 10_000  # objects between two collections: Python's 700 would be several for one page

memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # nothing here waits for a slow disk

bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
# Whose X-Forwarded-Proto counts: a proxy's on this machine, and those that the wiki believes of where a reader is.
forwarded_allow_ips = ",".join(filter(None, ("127.0.0.1", "::1", os.environ.get("TRUSTED_PROXIES", "").strip(" ,"))))
forwarder_headers = ""  # that say where the wiki stands: at the root of its site
workers = int(os.environ.get("WEB_CONCURRENCY") or os.cpu_count() or 1)
worker_class = "gthread"
threads = 4
preload_app = True  # what all workers have alike is in memory once
timeout = 60
graceful_timeout = 30
keepalive = 15
max_requests = 20000
max_requests_jitter = 2000
control_socket_disable = True  # it would write into the home directory
worker_tmp_dir = memory  # of the heartbeat

if os.environ.get("LOG_FORMAT", "").strip() == "json":  # its own lines too; access lines are written by the wiki
    logconfig_dict = {
        "formatters": {"json": {"()": "wiki.logs.Json"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "loggers": {"gunicorn.error": {"level": "INFO", "handlers": ["stderr"], "propagate": False}},
        "root": {"level": "WARNING", "handlers": ["stderr"]},
    }


def on_starting(server):
    """Say in one line what is wrong, once for all workers, and do not start where nothing could work."""
    if status := _check():
        raise SystemExit(status)
    os.environ.setdefault("METRICS_STARTED", f"{time.time():.3f}")
    if "METRICS_DIR" not in os.environ:
        os.environ["METRICS_DIR"] = tempfile.mkdtemp(prefix="commonplace-metrics-", dir=memory)  # wiki.metrics counts


def when_ready(server):
    """Load what every request needs, before the workers are forked; those of the code before this one may go."""
    from django.db import connections
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018 – imports every view
    connections.close_all()
    gc.collect()
    gc.freeze()  # a collection in a worker would write to every page that it shares with the others
    gc.set_threshold(UNCOLLECTED)
    for pid in filter(None, os.environ.pop("OLD_WORKERS", "").split(",")):
        with suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGTERM)  # a child of this process, which has not waited for any yet


def on_reload(server):
    """Begin anew with the code that is there now, in the same process and on the same open port. The workers finish
    what they have begun, and go on where the new code does not start."""
    if _check():
        server.log.error("What is there now does not start, so the code that runs goes on.")
        return
    taken_over = {
        "GUNICORN_PID": str(server.pid),
        "GUNICORN_FD": ",".join(str(listener.fileno()) for listener in server.LISTENERS),
        "OLD_WORKERS": ",".join(map(str, server.WORKERS)),
    }
    os.chdir(server.START_CTX["cwd"])
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], os.environ | taken_over)


def on_exit(server):
    shutil.rmtree(os.environ["METRICS_DIR"], ignore_errors=True)


def _check():
    """Look at the variables and the database in a process of its own; return its exit status."""
    manage = os.path.join(os.path.dirname(os.path.abspath(__file__)), "manage.py")
    return subprocess.run([sys.executable, manage, "prepare", "--check"]).returncode
