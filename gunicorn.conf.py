"""How the production server runs: `python -m gunicorn wiki.wsgi` reads this file."""

import os

bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
# Whose X-Forwarded-Proto counts: a proxy's on this machine, and those that the wiki believes of where a reader is.
forwarded_allow_ips = ",".join(filter(None, ("127.0.0.1", "::1", os.environ.get("TRUSTED_PROXIES", "").strip(" ,"))))
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
if os.path.isdir("/dev/shm"):
    worker_tmp_dir = "/dev/shm"  # the heartbeat never waits for a slow disk
