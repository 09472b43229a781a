"""Servers that a test starts and ends: a free port, and the proxy as it is deployed."""

import os
import socket
import ssl
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

from tests.deployment.image import ROOT

CADDY = Path(sys.executable).with_name("caddy")


def free_port():
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def wait_for(port, process, seconds=120):
    """Return when somebody listens there; AssertionError when the process ended or time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError(f"no server on port {port}, status {process.poll()}")


def wait_for_certificate(port, seconds=60):
    """Return when the proxy shows a certificate for localhost, which it makes after it began to listen."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    end = time.monotonic() + seconds
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), 10) as plain:
                context.wrap_socket(plain, server_hostname="localhost").close()
            return
        except OSError:  # an SSLError is one
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


@contextmanager
def proxy(folder, web_port, tls_port):
    """Run deploy/Caddyfile for localhost in front of a server on this machine."""
    ports = {"HTTP_PORT": free_port(), "HTTPS_PORT": tls_port, "PROBE_PORT": free_port(), "WEB_PORT": web_port}
    environment = {
        **os.environ,
        **{name: str(port) for name, port in ports.items()},
        "SITE_HOST": "localhost",
        "WEB_HOST": "127.0.0.1",
        "XDG_DATA_HOME": str(folder / "caddy"),
        "XDG_CONFIG_HOME": str(folder / "caddy"),
    }
    command = [CADDY, "run", "--config", ROOT / "deploy/Caddyfile", "--adapter", "caddyfile"]
    with (folder / "proxy.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder)
    try:
        wait_for(tls_port, process)
        wait_for_certificate(tls_port)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
