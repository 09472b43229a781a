"""What processes cost, as the kernel counts it: CPU time and memory of a process and all its descendants."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def children():
    """Return {process id: those of its children} of this machine."""
    children = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as file:
                children.setdefault(int(file.read().rsplit(")", 1)[1].split()[1]), []).append(int(name))
        except OSError:
            continue
    return children


def tree(pid):
    """Return the process ids of a process and its descendants."""
    known, found, waiting = children(), [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += known.get(found[-1], [])
    return found


def cpu_seconds(pid):
    """User and system time of the whole tree, ended children included."""
    ticks = 0
    for process in tree(pid):
        try:
            with open(f"/proc/{process}/stat") as file:
                ticks += sum(map(int, file.read().rsplit(")", 1)[1].split()[11:15]))
        except OSError:
            continue
    return ticks / os.sysconf("SC_CLK_TCK")


def pss_mib(pid):
    """Proportional memory of the whole tree, in MiB."""
    total = 0
    for process in tree(pid):
        try:
            with open(f"/proc/{process}/smaps_rollup") as file:
                total += int(re.search(r"^Pss:\s+(\d+)", file.read(), re.MULTILINE)[1])
        except (OSError, TypeError):
            continue
    return total / 1024


def run_measured(command, env):
    """Run a command; return (wall seconds, CPU seconds, peak PSS in MiB). Raises CalledProcessError when it fails."""
    start, peak, cpu = time.monotonic(), 0.0, 0.0
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        peak = max(peak, pss_mib(process.pid))
        cpu = max(cpu, cpu_seconds(process.pid))
        time.sleep(0.25)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.monotonic() - start, cpu, peak


@contextmanager
def server(application, port, env, log=None, path="/"):
    """Production gunicorn of a WSGI application on a port of this machine; yields its process id.

    Waits until `path` is answered 200. What it says goes into the open file `log`, or where this process's own goes.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--log-level", "warning"],
        env=env,
        cwd=ROOT,
        stderr=log,
    )
    try:
        for _ in range(100):
            time.sleep(0.2)
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).read()
                break
            except OSError:
                continue
        else:
            raise RuntimeError(f"{application} did not start on port {port}")
        yield process.pid
    finally:
        process.terminate()
        process.wait()
