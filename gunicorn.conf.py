"""How the production server runs: `python -m gunicorn wiki.wsgi` reads this file."""

import os
import shutil
import subprocess
import sys
import tempfile
import time

memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # nothing here waits for a slow disk

bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
# Whose X-Forwarded-Proto counts: a proxy's on this machine, and those that the wiki believes of where a reader is.
forwarded_allow_ips = ",".join(filter(None, ("127.0.0.1", "::1", os.environ.get("TRUSTED_PROXIES", "").strip(" ,"))))
forwarder_headers = ""  # that say where the wiki stands: at the root of its site
workers = int(os.environ.get("WEB_CONCURRENCY") or os.cpu_count() or 1)
worker_class = "gthread"
threads = 4
preload_app = False  # a forked database connection or renderer pool would be shared by mistake
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
    manage = os.path.join(os.path.dirname(os.path.abspath(__file__)), "manage.py")
    if status := subprocess.run([sys.executable, manage, "prepare", "--check"]).returncode:
        raise SystemExit(status)
    os.environ["METRICS_STARTED"] = f"{time.time():.3f}"
    os.environ["METRICS_DIR"] = tempfile.mkdtemp(prefix="commonplace-metrics-", dir=memory)  # wiki.metrics counts in it


def on_exit(server):
    shutil.rmtree(os.environ["METRICS_DIR"], ignore_errors=True)
