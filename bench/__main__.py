"""`make bench`: import the corpus, start the production server, measure beside a bare Django view, print a table.

The figure that survives a shared machine is CPU milliseconds a request of the server's processes, and its ratio to
the bare view of the same run. BENCH_PAGES (10000) sets the size, BENCH_WORK the folder (bench-work), BENCH_CORPUS
a corpus that was made before. BENCH_DATA is a DATA_DIR that holds the corpus already: nothing is imported then, and
the saves are left in it. BENCH_PART=pages or saves measures these alone. BENCH_PORT is the first of two ports.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from bench import processes, saving

ROOT = Path(__file__).resolve().parent.parent
GENERATOR = ROOT.parent / "shared/bench/make_corpus.py"
PAGES = int(os.environ.get("BENCH_PAGES", 10_000))
PART = os.environ.get("BENCH_PART", "all")
WORK = Path(os.environ.get("BENCH_WORK", ROOT / "bench-work")).resolve()
PORT = int(os.environ.get("BENCH_PORT", 8765))
BARE_PORT = PORT + 1
REQUESTS, ROUNDS = 200, 3
KEPT, WARM = 20, 8  # pages, and how often each is asked for until every worker has it
MADE = {"Cookie": "messages=-"}  # with a message to show, a page is made anew
TARGETS = {
    "kept page": "≤ 1.0 × bare",
    "kept page, signed in": "≤ 1.2",
    "import, documents a second": "≥ 150",
    "import, peak PSS in MiB": "≤ 600",
    "concept page, never viewed": "≤ 3.0",
    "what links to it": "≤ 10",
    "tag with 1,000 members": "≤ 10",
    "save of a 4 kB concept": "p50 ≤ 25",
    "save of an 8 kB concept": "p50 ≤ 35",
    "save of an 8 kB essay": "p50 ≤ 35",
    "search, one word": "p50 ≤ 8, p99 ≤ 50",
    "search, two words": "p50 ≤ 8, p99 ≤ 50",
    "suggestions": "p50 ≤ 8",
    "history": "≤ 5",
    "diff of two 20 kB revisions": "p50 ≤ 30",
}


def main():
    corpus = find_corpus()
    WORK.mkdir(parents=True, exist_ok=True)
    env = environment()
    rows = [] if "BENCH_DATA" in os.environ else measure_import(corpus, env)
    rows += measure_pages(json.loads((corpus / "manifest.json").read_text()), env)
    print_table(rows)
    (WORK / "bench.json").write_text(json.dumps({"pages": PAGES, "rows": rows}, indent=1) + "\n")


def find_corpus():
    if given := os.environ.get("BENCH_CORPUS"):
        return Path(given)
    corpus = WORK / f"corpus-{PAGES}"
    if not (corpus / "manifest.json").exists():
        if not GENERATOR.exists():
            sys.exit("No corpus: set BENCH_CORPUS to a folder with md/ and manifest.json.")
        command = [sys.executable, GENERATOR, "--pages", str(PAGES), "--seed", "1", "--out", corpus]
        subprocess.run(command, check=True)
    return corpus


def environment():
    data = os.environ.get("BENCH_DATA") or WORK / "data"
    if "BENCH_DATA" not in os.environ:
        subprocess.run(["rm", "-rf", data], check=True)
    env = {**os.environ, "DATA_DIR": str(data), "HTTPS": "off", "DEBUG": "off", "RATE_LIMITS": "off"}
    env |= {"WEB_CONCURRENCY": str(os.cpu_count()), "SITE_URL": f"http://127.0.0.1:{PORT}"}
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True)
    return env


def measure_import(corpus, env):
    command = [sys.executable, "manage.py", "import_entries", str(corpus / "md"), "--publish-as-marked", "-v0"]
    wall, cpu, peak = processes.run_measured(command, env)
    return [
        {"work": "import, documents a second", "value": PAGES / wall},
        {"work": "import, CPU ms a document", "value": cpu * 1000 / PAGES},
        {"work": "import, peak PSS in MiB", "value": peak},
    ]


def measure_pages(manifest, env):
    concepts = [f"/concepts/{page['slug']}/" for page in manifest["sample"]]
    popular = f"/concepts/{manifest['popular'][0]['slug']}/"
    cold = [f"/concepts/{page['slug']}/" for page in manifest["cold"]] or concepts
    works = {
        "concept page, never viewed": lambda n: cold[n * REQUESTS % len(cold) :][:REQUESTS],
        "concept page": lambda n: concepts[:REQUESTS],
        "most linked concept": lambda n: [popular] * REQUESTS,
        "what links to it": lambda n: [popular + "links/"] * 50,
        "tag with 1,000 members": lambda n: [f"/tags/{manifest['tag_1000']}/"] * 50,
        "A to Z": lambda n: ["/concepts/"] * 20,
        "A to Z, one letter": lambda n: ["/concepts/?letter=C"] * 20,
        "essays": lambda n: ["/essays/"] * 20,
        "tags": lambda n: ["/tags/"] * 20,
        "citations": lambda n: ["/citations/"] * 20,
        "home": lambda n: ["/"] * 20,
        "search, one word": lambda n: searches(manifest["queries1"]),
        "search, two words": lambda n: searches(manifest["queries2"]),
        "suggestions": lambda n: [f"/search/suggest?q={quote(query[:4])}" for query in manifest["queries1"]],
    }
    rows = []
    with (
        processes.server("bench.bare", BARE_PORT, env) as bare,
        processes.server("wiki.wsgi", PORT, env) as wiki,
    ):
        ask(PORT, concepts[:40], MADE)
        ask(BARE_PORT, ["/"] * 40)
        rows.append(measured("bare Django view", bare, BARE_PORT, lambda n: ["/"] * 1000))
        editor = saving.editor(PORT, ROOT, env)
        if PART != "saves":
            rows += measure_kept(wiki, concepts[:KEPT], editor)
            rows += [measured(name, wiki, PORT, paths, MADE) for name, paths in works.items()]
        if PART != "pages":
            rows += saving.measure_saves(wiki, editor, ROOT, env)
        rows.append({"work": "server, PSS in MiB", "value": processes.pss_mib(wiki)})
    for row in rows[1:-1]:
        row["ratio"] = row["value"] / rows[0]["value"]
    return rows


def searches(queries):
    return [f"/search/?q={quote(query)}" for query in queries]


def measure_kept(wiki, paths, editor):
    """Pages that every worker keeps: as readers get them, compressed, to whoever has them, to somebody signed in."""
    editor.get(paths[0])
    session = "; ".join(f"{name}={one.value}" for name, one in editor.cookies.items() if name != "messages")
    ways = {
        "kept page": {},
        "kept page, brotli": {"Accept-Encoding": "br"},
        "kept page, signed in": {"Cookie": session},
    }
    rows = []
    for name, headers in ways.items():
        for _ in range(WARM):
            ask(PORT, paths, headers)
        rows.append(measured(name, wiki, PORT, lambda n: paths * (1000 // len(paths)), headers))
    return rows


def measured(name, pid, port, paths, headers=None):
    """Return the row of one kind of work: the medians of ROUNDS."""
    costs, times = [], []
    for round_ in range(ROUNDS):
        before = processes.cpu_seconds(pid)
        times += ask(port, paths(round_), headers)
        costs.append((processes.cpu_seconds(pid) - before) * 1000 / len(paths(round_)))
    p99 = statistics.quantiles(times, n=100)[98]
    return {"work": name, "value": statistics.median(costs), "p50": statistics.median(times), "p99": p99}


def ask(port, paths, headers=None):
    """Ask for addresses one after the other on one connection; return the milliseconds each took."""
    connection, times = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
    for path in paths:
        start = time.perf_counter()
        connection.request("GET", path, headers={"Host": f"127.0.0.1:{port}", **(headers or {})})
        response = connection.getresponse()
        response.read()
        times.append((time.perf_counter() - start) * 1000)
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
    connection.close()
    return times


def print_table(rows):
    print(f"{PAGES} pages. CPU ms a request of the server's processes, medians of {ROUNDS}; p50 in ms; against bare.\n")
    print(f"{'work':32} {'value':>9} {'p50':>9} {'p99':>9} {'× bare':>8}  must")
    for row in rows:
        p50, p99 = (f"{row[name]:.1f}" if name in row else "" for name in ("p50", "p99"))
        ratio = f"{row['ratio']:.1f}" if "ratio" in row else ""
        print(f"{row['work']:32} {row['value']:9.2f} {p50:>9} {p99:>9} {ratio:>8}  {TARGETS.get(row['work'], '')}")


main()
