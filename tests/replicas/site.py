"""A wiki as several machines have it: two web processes, one PostgreSQL with a replica, Redis where there is one."""

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench import processes
from tests.deployment.servers import CADDY, free_port, wait_for

WEB = 2
PROXY = """{
	admin off
	auto_https off
	persist_config off
	http_port %(port)s
}

http://localhost:%(port)s {
	reverse_proxy %(servers)s {
		lb_policy round_robin
	}
}
"""


@contextmanager
def redis():
    """Yield the address of a Redis of the test's own for REDIS_URL, or '' where no redis-server is installed."""
    program = shutil.which("redis-server")
    if program is None:
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="redis-") as folder:
        socket = Path(folder, "redis.sock")
        command = [program, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", folder]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            until = time.monotonic() + 20
            while not socket.exists() and time.monotonic() < until:
                time.sleep(0.02)
            yield f"unix://{socket}"
        finally:
            server.terminate()
            server.wait(10)


@contextmanager
def web_processes(environment, application="wiki.wsgi", ports=()):
    """Start gunicorn WEB times, each with one worker, so that whatever one of them keeps stands in one process; yield
    their ports. `environment` is the whole one of each."""
    ports = ports or [free_port() for _ in range(WEB)]
    with ExitStack() as stack:
        for port in ports:
            own = {"WEB_CONCURRENCY": "1", "WIKI_RENDER_CHILDREN": "1", "PATH": os.environ["PATH"]}
            own |= environment | {"PORT": str(port)}
            stack.enter_context(processes.server(application, port, own, None, "/healthz"))
        yield ports


@contextmanager
def in_turn(port, ports):
    """Run a proxy on this port that gives one request to the first of these ports and the next to the other."""
    with tempfile.TemporaryDirectory(prefix="proxy-") as folder:
        config = Path(folder, "Caddyfile")
        config.write_text(PROXY % {"port": port, "servers": " ".join(f"127.0.0.1:{one}" for one in ports)})
        homes = {"XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder}
        with Path(folder, "log").open("wb") as log:
            command = [CADDY, "run", "--config", config, "--adapter", "caddyfile"]
            process = subprocess.Popen(command, env={**os.environ, **homes}, stdout=log, stderr=log, cwd=folder)
        try:
            wait_for(port, process, 30)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(20)
