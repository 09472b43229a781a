"""`python -m bench.full_disk`: the production server on a small disk of its own that is filled, and emptied again.

While it is full whoever saves must get the text back and every page must be shown, by workers that are started then as
well. Mounting a disk needs root. The exit status is 1 where something was not as it should be.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from bench import own, processes
from bench.browser import BROKEN, Browser
from bench.ledger import findings

SIZE = "24m"
PAGES = ["/", "/concepts/", "/essays/", "/tags/", "/changes/", "/feeds/changes.atom", "/healthz", "/graph/data.json"]
TEXT = "What must not be lost. " * 20_000


@contextmanager
def disk():
    """Yield the folder of a file system of SIZE."""
    folder = Path(tempfile.mkdtemp(prefix="commonplace-disk-"))
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], check=True)
        try:
            yield folder
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)
    finally:
        folder.rmdir()


def fill(path):
    """Write until nothing can be written any more."""
    with path.open("ab", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                continue


def main():
    from django.db import connections

    wrong = []

    def must(what, holds):
        print(f"{'yes' if holds else 'NO '}  {what}")
        wrong.extend([] if holds else [what])

    with disk() as folder, own.database("sqlite", folder / "data") as env:
        addresses, (key,), port = own.grow(60), own.sessions("editor", 1), own.free_port()
        connections.close_all()  # the server is alone with its database
        env |= {"SITE_URL": f"http://127.0.0.1:{port}", "WEB_CONCURRENCY": "2"}
        paths = [*PAGES, *addresses[:20], f"{addresses[0]}history/", "/search/?q=page"]
        edit = f"{addresses[0]}edit/"
        reader, editor = Browser(port), Browser(port, key)

        def serves(who):
            must(f"{who} shows every page", all(reader.ask("GET", path).status == 200 for path in paths))
            must(
                f"{who} shows them to an editor", all(editor.ask("GET", path).status == 200 for path in [*paths, edit])
            )
            answer = editor.ask("POST", edit, fields | {"body": TEXT})
            must(f"{who} gives the text back ({answer.status})", answer.status == 507 and TEXT in answer.text)

        log = processes.ROOT / "bench-work/full-disk.log"
        log.parent.mkdir(exist_ok=True)
        with log.open("wb") as said:
            with processes.server("wiki.wsgi", port, env, said) as pid:
                fields = editor.get(edit).fields("body")
                fill(folder / "filler")
                serves("a server whose disk is full")
                must("/readyz says so, with 200", "disk: full" in reader.get("/readyz").text)
                for worker in processes.children()[pid]:
                    os.kill(worker, signal.SIGKILL)
                _wait(reader, editor)
                serves("one whose workers are new")
            fill(folder / "filler")
            with processes.server("wiki.wsgi", port, env, said, "/healthz"):
                _wait(reader, editor)
                answer = reader.ask("GET", "/")  # SQLite cannot make the files that its processes share
                must(f"one that is started on a full disk says so ({answer.status})", answer.status in (503, 507))
                (folder / "filler").unlink()
                must(
                    "with room again every page is shown", all(reader.ask("GET", path).status == 200 for path in paths)
                )
                answer = editor.ask("POST", edit, fields | {"body": TEXT})
                must(f"and the text is saved ({answer.status})", answer.status == 303)
                must("/readyz is quiet", "disk" not in reader.get("/readyz").text)
            must("everything agrees", not findings())
    sys.exit(bool(wrong))


def _wait(*browsers):
    """Return when there are workers again; the connections to those before are forgotten."""
    for browser in browsers:
        browser.connection.close()
    for _ in range(100):
        time.sleep(0.2)
        try:
            if browsers[0].ask("GET", "/healthz").status == 200:
                return
        except BROKEN:
            continue


if __name__ == "__main__":
    main()
