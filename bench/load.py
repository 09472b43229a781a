"""`python -m bench.load`: readers and writers at once for some minutes, on a production server with a wiki of its own.

Each kind of request is counted and timed. At the end every save that was acknowledged must be in the history and the
integrity check must be clean. The exit status is 1 where that is not so, where an answer was 5xx or none, or where
SQLite said that it is locked. The figures are left in bench-work/load-DATABASE.json.
"""

import argparse
import json
import os
import sys
import time

from bench import own, processes
from bench.ledger import Ledger, findings
from bench.notes import Notes
from bench.people import ADMIN_WRITES, ADMINS, Reader, Writer, at_work

WORK = processes.ROOT / "bench-work"
SLOWEST = 1000  # ms that 99 of 100 writes may take
COLD = 15  # seconds after the start that are told apart: nothing is loaded yet, no process renders
LOCKED = "database is locked"
WRONG = ("faults", "unanswered", "lost", "integrity")  # lists of lines, to be empty


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
    addresses, ledger = own.grow(given.pages), Ledger()
    keys = own.sessions("admin", ADMINS) + own.sessions("editor", given.writers)
    members = own.sessions("reader", given.readers // 3)
    port = own.free_port()
    env |= {"SITE_URL": f"http://127.0.0.1:{port}", "WEB_CONCURRENCY": str(os.cpu_count())}
    with log.open("wb") as said, processes.server("wiki.wsgi", port, env, said) as pid:
        cold, notes = Notes(), Notes()
        people = [
            Writer(n, port, cold, addresses, keys[n], ledger, ADMIN_WRITES if n < ADMINS else None)
            for n in range(given.writers)
        ]
        people += [
            Reader(n, port, cold, addresses, members[n] if n < len(members) else "") for n in range(given.readers)
        ]
        with at_work(people, given.pause):
            time.sleep(COLD)
            for person in people:
                person.notes = notes
            cpu, start = processes.cpu_seconds(pid), time.monotonic()
            time.sleep(given.minutes * 60)
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
        "writes to the cold server": cold.writes(),
        "slowest": notes.slowest(),
        "faults": cold.faults + notes.faults,
        "unanswered": cold.unanswered + notes.unanswered,
        "locked": log.read_text(errors="replace").count(LOCKED),
        "acknowledged": len(ledger.kept),
        "lost": ledger.wrong(),
        "integrity": findings(),
    }


def is_sound(result):
    wrong = result["locked"] or any(result[name] for name in WRONG)
    return not wrong and result["writes"]["p99"] <= SLOWEST


def show(result):
    for name, value in result.items():
        if name not in ("kinds", "writes", "writes to the cold server", "slowest", *WRONG):
            print(f"{name}: {value}")
    print(f"\n{'ms':24} {'count':>7} {'p50':>8} {'p95':>8} {'p99':>8} {'max':>8}  statuses")
    cold = result["writes to the cold server"]
    for kind, row in {**result["kinds"], "all that saves": result["writes"], "… in the cold before": cold}.items():
        times = " ".join(f"{row[point]:8.1f}" for point in ("p50", "p95", "p99", "max"))
        print(f"{kind:24} {row['count']:7} {times}  {row['statuses']}")
    for name in ("slowest", *WRONG):
        print(f"\n{name}: {len(result[name])}", *result[name][:20], sep="\n  ")


if __name__ == "__main__":
    main()
