"""The production server: renewed without a failed request, numbers of all its workers, logs as they were asked for."""

import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time

import pytest

from tests import migrated
from tests.architecture.modules import ROOT

TOKEN = "a-token-of-some-length"


@pytest.fixture
def server(tmp_path):
    """(port, process, file of its log) of gunicorn with two workers on an empty database of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data"), "HTTPS": "off", "PORT": str(port)}
    environment |= {"WEB_CONCURRENCY": "2", "LOG_FORMAT": "json", "LOG_LEVEL": "INFO", "METRICS_TOKEN": TOKEN}
    migrated.copy_to(tmp_path / "data/commonplace.sqlite3")
    log = tmp_path / "log"
    with log.open("wb") as out:
        command = [sys.executable, "-m", "gunicorn", "wiki.wsgi"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None:
            try:
                ask(port, "/readyz")
                break
            except OSError:
                time.sleep(0.1)
        while time.monotonic() < until and booted(log) < 2:  # the first may answer before the second is there
            time.sleep(0.1)
        yield port, process, log
    finally:
        process.terminate()
        process.wait(40)


def ask(port, path, **headers):
    """Return (status, body) of one request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def lines(log):
    written = log.read_text().rpartition("\n")[0]  # the last line may be on its way
    return [json.loads(line) for line in written.splitlines() if line.startswith("{")]


def booted(log):
    return sum("Booting worker" in line["message"] for line in lines(log))


def test_what_does_not_start_is_not_taken_in(server):
    port, process, log = server
    database = sqlite3.connect(log.parent / "data" / "commonplace.sqlite3")
    with database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('wiki', '9999_later', '2026-01-01')"
        )
    database.close()
    process.send_signal(signal.SIGHUP)
    until = time.monotonic() + 60
    while time.monotonic() < until and booted(log) < 4:
        assert ask(port, "/llms.txt")[0] == 200
        time.sleep(0.1)
    assert any("the code that runs goes on" in line["message"] for line in lines(log))
    assert ask(port, "/llms.txt")[0] == 200 and process.poll() is None


def test_it_is_renewed_under_requests_without_a_failed_one(server):
    port, process, log = server
    found, stop = [], threading.Event()

    def reader():
        while not stop.is_set():
            try:
                found.append(ask(port, "/llms.txt")[0])
            except (OSError, http.client.HTTPException) as error:
                found.append(repr(error))
            time.sleep(0.1)

    readers = [threading.Thread(target=reader) for _ in range(3)]
    for thread in readers:
        thread.start()
    before, until = booted(log), time.monotonic() + 60
    process.send_signal(signal.SIGHUP)
    while time.monotonic() < until and not (
        booted(log) >= before + 2 and sum("Worker exiting" in line["message"] for line in lines(log)) >= 2
    ):
        time.sleep(0.1)
    time.sleep(0.5)
    stop.set()
    for thread in readers:
        thread.join()
    assert booted(log) == before + 2 and len(found) > 5
    assert set(found) == {200}

    counted = ask(port, "/metrics", Authorization=f"Bearer {TOKEN}")[1]  # of the workers that have ended as well
    assert re.search(r'requests_total\{view="llms",method="GET",status="2xx"\} (\d+)', counted)[1] == str(len(found))
    access = [line for line in lines(log) if line["logger"] == "wiki.access" and line["path"] == "/llms.txt"]
    assert len(access) == len(found) == len({line["request_id"] for line in access})
    process.terminate()
    assert process.wait(40) == 0
