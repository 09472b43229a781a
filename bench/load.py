"""`python -m bench.load`: readers and writers at once for some minutes, on a production server with a wiki of its own.

Each kind of request is counted and timed. At the end every save that was acknowledged must be in the history and the
integrity check must be clean. The exit status is 1 where that is not so, where an answer was 5xx or none, or where
SQLite said that it is locked. The figures are left in bench-work/load-DATABASE.json.
"""

import argparse
import json
import math
import os
import sys
import threading
import time
from collections import Counter, defaultdict

from bench import own, processes
from bench.ledger import Ledger, findings
from bench.people import ADMIN_WRITES, ADMINS, Reader, Writer

WORK = processes.ROOT / "bench-work"
SAVES = ("edit", "busy page", "new", "rename", "delete", "restore", "visibility", "draft")
SLOWEST = 1000  # ms that 99 of 100 writes may take
LOCKED = "database is locked"


class Notes:
    """What everybody's requests were answered with. Threads share it."""

    def __init__(self):
        self._lock = threading.Lock()
        self.times, self.statuses, self.faults = defaultdict(list), defaultdict(Counter), []

    def add(self, kind, path, answer):
        with self._lock:
            self.times[kind].append(answer.ms)
            self.statuses[kind][answer.status] += 1
            if answer.status >= 500:
                self.faults.append(f"{kind} {path} answered {answer.status}")

    def broken(self, kind, error):
        with self._lock:
            self.faults.append(f"{kind} was not answered: {error!r}")

    def rows(self):
        return {kind: _row(self.times[kind], self.statuses[kind]) for kind in sorted(self.times)}

    def writes(self):
        """All that saves, as one row."""
        times = [ms for kind in SAVES for ms in self.times[kind]]
        return _row(times, sum((self.statuses[kind] for kind in SAVES), Counter()))


def _row(times, statuses):
    points = {f"p{at}": _point(sorted(times), at) for at in (50, 95, 99)}
    return {"count": len(times), **points, "max": _point(sorted(times), 100), "statuses": dict(statuses)}


def _point(times, percent):
    """The time within which so many percent stayed; 0 of none."""
    return round(times[math.ceil(len(times) * percent / 100) - 1], 1) if times else 0.0


def main():
    given = arguments()
    name = given.url if given.url in ("sqlite", "postgresql") else "database"
    with own.database(given.url, WORK / f"load-{name}") as env:
        result = {"database": name, "minutes": given.minutes, "writers": given.writers, "readers": given.readers}
        result |= {"pages": given.pages, "load of the machine before": os.getloadavg()}
        result |= measure(given, env, WORK / f"load-{name}.log")
        result["load of the machine after"] = os.getloadavg()
    (WORK / f"load-{name}.json").write_text(json.dumps(result, indent=1) + "\n")
    show(result)
    sys.exit(not is_sound(result))


def arguments():
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__.partition("\n\n")[0])
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--readers", type=int, default=30, help="a third of them are signed in")
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--pause", type=float, default=2, help="seconds between two acts of one person, on average")
    parser.add_argument(
        "--url", default="sqlite", help="sqlite, postgresql (a server is started), or the address of an empty database"
    )
    return parser.parse_args()


def measure(given, env, log):
    addresses, ledger, notes = own.grow(given.pages), Ledger(), Notes()
    keys = own.sessions("admin", ADMINS) + own.sessions("editor", given.writers)
    members = own.sessions("reader", given.readers // 3)
    port = own.free_port()
    env |= {"SITE_URL": f"http://127.0.0.1:{port}", "WEB_CONCURRENCY": str(os.cpu_count())}
    with log.open("wb") as said, processes.server("wiki.wsgi", port, env, said) as pid:
        people = [
            Writer(n, port, notes, addresses, keys[n], ledger, ADMIN_WRITES if n < ADMINS else None)
            for n in range(given.writers)
        ]
        people += [
            Reader(n, port, notes, addresses, members[n] if n < len(members) else "") for n in range(given.readers)
        ]
        cpu, start = processes.cpu_seconds(pid), time.monotonic()
        go_on(people, given.minutes * 60, given.pause)
        seconds = time.monotonic() - start
        cpu = processes.cpu_seconds(pid) - cpu
        memory = processes.pss_mib(pid)
    requests = sum(len(times) for times in notes.times.values())
    return {
        "seconds": round(seconds, 1),
        "requests a second": round(requests / seconds, 1),
        "processors in use by the server": round(cpu / seconds, 2),
        "memory of the server, PSS in MiB": round(memory),
        "kinds": notes.rows(),
        "writes": notes.writes(),
        "faults": notes.faults,
        "locked": log.read_text(errors="replace").count(LOCKED),
        "acknowledged": len(ledger.kept),
        "lost": ledger.wrong(),
        "integrity": findings(),
    }


def go_on(people, seconds, pause):
    """Everybody acts, in a thread each, until the time is over."""
    end = time.monotonic() + seconds

    def live(person):
        time.sleep(min(person.dice.expovariate(1 / pause) if pause else 0, seconds))
        while time.monotonic() < end:
            person.act()
            time.sleep(max(0, min(person.dice.expovariate(1 / pause), end - time.monotonic())) if pause else 0)

    threads = [threading.Thread(target=live, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def is_sound(result):
    wrong = result["faults"] or result["locked"] or result["lost"] or result["integrity"]
    return not wrong and result["writes"]["p99"] <= SLOWEST


def show(result):
    for name, value in result.items():
        if name not in ("kinds", "writes", "faults", "lost", "integrity"):
            print(f"{name}: {value}")
    print(f"\n{'ms':24} {'count':>7} {'p50':>8} {'p95':>8} {'p99':>8} {'max':>8}  statuses")
    for kind, row in {**result["kinds"], "all that saves": result["writes"]}.items():
        times = " ".join(f"{row[point]:8.1f}" for point in ("p50", "p95", "p99", "max"))
        print(f"{kind:24} {row['count']:7} {times}  {row['statuses']}")
    for name in ("faults", "lost", "integrity"):
        print(f"\n{name}: {len(result[name])}", *result[name][:20], sep="\n  ")


if __name__ == "__main__":
    main()
