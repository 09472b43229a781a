"""`python -m bench.kills`: workers of the production server are killed, one after the other, while people save.

After each kill every save that was acknowledged must be in the history, and nothing may be there by half. The exit
status is 1 where that is not so.
"""

import argparse
import os
import random
import signal
import sys
import time

from bench import own, processes
from bench.ledger import Ledger, findings
from bench.notes import SAVES, Notes
from bench.people import Writer, at_work

ACTS = {"edit": 4, "busy page": 3, "new": 2, "rename": 1}
PATIENCE = 60  # seconds to wait for the next saves


def kill_under_writes(pid, people, ledger, times, dice, between=5):
    """While these people save without a pause, kill `times` workers of the server that this process is the first of;
    `between` saves at least are acknowledged between two of them.

    Return lines: whatever was wrong after each kill, and at the end. Django's database is that of the server.
    """
    wrong = []
    with at_work(people, pause=0.05):
        for kill in range(1, times + 1):
            _wait_for_saves(ledger, between)
            time.sleep(dice.uniform(0, 0.3))
            os.kill(dice.choice(processes.children()[pid]), signal.SIGKILL)
            wrong += [f"after kill {kill}: {line}" for line in (*ledger.wrong(), *findings(thorough=False))]
        _wait_for_saves(ledger, between)
    return wrong + ledger.wrong(anew=True) + findings()


def _wait_for_saves(ledger, count):
    wanted, end = len(ledger.kept) + count, time.monotonic() + PATIENCE
    while len(ledger.kept) < wanted:
        if time.monotonic() > end:
            raise RuntimeError(f"no {count} saves were acknowledged within {PATIENCE} seconds")
        time.sleep(0.02)


def main():
    given = arguments()
    name = given.url if given.url in ("sqlite", "postgresql") else "database"
    ledger, notes, port = Ledger(), Notes(), own.free_port()
    folder = processes.ROOT / f"bench-work/kills-{name}"
    with own.database(given.url, folder) as env:
        addresses, keys = own.grow(given.pages), own.sessions("editor", given.writers)
        env |= {"SITE_URL": f"http://127.0.0.1:{port}", "WEB_CONCURRENCY": "3"}
        people = [Writer(n, port, notes, addresses, keys[n], ledger, ACTS) for n in range(given.writers)]
        start = time.monotonic()
        with folder.with_suffix(".log").open("wb") as said, processes.server("wiki.wsgi", port, env, said) as pid:
            wrong = kill_under_writes(pid, people, ledger, given.times, random.Random(given.seed))
    wrong += notes.faults
    answers = sum((notes.statuses[kind] for kind in SAVES if kind in notes.statuses), start=notes.statuses["none"])
    print(f"{name}: {given.times} kills in {time.monotonic() - start:.0f} s, load of the machine {os.getloadavg()}")
    print(f"{len(ledger.kept)} saves acknowledged, answers to saves {dict(answers)}, {len(notes.unanswered)} cut off")
    print(f"{len(wrong)} wrong", *wrong[:40], sep="\n  ")
    sys.exit(bool(wrong))


def arguments():
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description=__doc__.partition("\n\n")[0])
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--writers", type=int, default=6)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--url", default="sqlite", help="sqlite, postgresql (a server is started), or the address of an empty database"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
