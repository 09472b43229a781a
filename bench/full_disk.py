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
    wrong = []

    def must(what, holds):
        print(f"{'yes' if holds else 'NO '}  {what}")
        wrong.extend([] if holds else [what])

    with disk() as folder, own.database("sqlite", folder / "data") as env:
        addresses, (key,), port = own.grow(60), own.sessions("editor", 1), own.free_port()
        env |= {"SITE_URL": f"http://127.0.0.1:{port}", "WEB_CONCURRENCY": "2"}
        paths = [*PAGES, *addresses[:20], f"{addresses[0]}history/", "/search/?q=page"]
        log = processes.ROOT / "bench-work/full-disk.log"
        log.parent.mkdir(exist_ok=True)
        with log.open("wb") as said, processes.server("wiki.wsgi", port, env, said) as pid:
            reader, editor = Browser(port), Browser(port, key)
            edit = f"{addresses[0]}edit/"
            fields = editor.get(edit).fields("body")
            fill(folder / "filler")
            answer = editor.ask("POST", edit, fields | {"body": TEXT})
            must(f"a save is answered 507 ({answer.status})", answer.status == 507)
            must("the text is in the answer", TEXT in answer.text)
            must("every page is shown to a reader", all(reader.ask("GET", path).status == 200 for path in paths))
            must("and to an editor", all(editor.ask("GET", path).status == 200 for path in [*paths, edit]))
            must("/readyz says so, with 200", "disk: full" in reader.get("/readyz").text)
            for worker in processes.children()[pid]:
                os.kill(worker, signal.SIGKILL)
            _wait(reader)
            must("new workers show every page too", all(reader.ask("GET", path).status == 200 for path in paths))
            answer = editor.ask("POST", edit, fields | {"body": TEXT})
            must(f"and give the text back ({answer.status})", answer.status == 507 and TEXT in answer.text)
            (folder / "filler").unlink()
            answer = editor.ask("POST", edit, fields | {"body": TEXT})
            must(f"with room again it is saved ({answer.status})", answer.status == 303)
            must("/readyz is quiet", "disk" not in reader.get("/readyz").text)
            must("everything agrees", not findings())
    sys.exit(bool(wrong))


def _wait(browser):
    for _ in range(100):
        time.sleep(0.2)
        try:
            if browser.ask("GET", "/healthz").status == 200:
                return
        except BROKEN:
            continue


if __name__ == "__main__":
    main()
