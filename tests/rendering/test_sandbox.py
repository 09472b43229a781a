import itertools
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from wiki.rendering import pool as pool_module
from wiki.rendering import sandbox
from wiki.rendering.pool import Pool
from wiki.rendering.process import Child
from wiki.rendering.rendered import Rendered
from wiki.rendering.sandbox import Limits, RenderRefused, limits_for, plain, render, render_many

SHORT = Limits(cpu=0.4, wall=0.8)
BRIEF = Limits(cpu=0.4, wall=1.5)
_START = "import sys; sys.path.insert(0, sys.argv[1]); from "
OBEDIENT = _START + "tests.rendering.fake_child import main; main()"
LIAR = "import os, struct, sys; os.write(1, b'R'); os.read(0, 1000); os.write(1, {reply}); os.read(0, 1)"


@pytest.fixture(scope="module", autouse=True)
def end_of_children():
    yield
    sandbox.close()


@pytest.fixture
def children(monkeypatch):
    """Make the pool of this process one of `size` children that run `program`; returns the function."""
    pools = []

    def use(size=2, program=OBEDIENT):
        pools.append(Pool(size, program))
        pools[-1].start()
        monkeypatch.setattr(sandbox, "_pools", {os.getpid(): pools[-1]})
        return pools[-1]

    yield use
    for pool in pools:
        pool.close()


def refusal(text, limits=SHORT, patience=5.0):
    with pytest.raises(RenderRefused) as refused:
        render(text, limits=limits, patience=patience)
    return refused.value.reason


def is_gone(pid):
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_until(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


# --- what it is for --------------------------------------------------------------------------------------------------


def test_a_text_is_rendered_and_sanitised():
    rendered = render("# Roots\n\nSee [[Other|that]]. <script>alert(1)</script>")
    assert isinstance(rendered, Rendered)
    assert '<h1 id="roots">Roots</h1>' in rendered.html
    assert '<a href="wikilink:0">that</a>' in rendered.html
    assert "<script" not in rendered.html
    assert [link.target for link in rendered.links] == ["Other"]
    assert rendered.headings[0].text == "Roots"


def test_any_text_comes_through():
    assert "𝔘 字 é" in render("𝔘 字 é").html
    assert render("a\x00b\ud800c").html.startswith("<p>ab")
    assert render("").html == ""


def test_the_child_knows_no_django_and_no_models():
    code = _START + (
        "wiki.rendering import child, markdown, sanitize; "
        "print([name for name in sys.modules if name.split('.')[0] == 'django' or name.startswith('wiki.models')])"
    )
    root = os.path.dirname(os.path.dirname(os.path.dirname(sandbox.__file__)))
    assert subprocess.check_output([sys.executable, "-I", "-c", code, root], text=True).strip() == "[]"


def test_the_child_is_told_no_secrets(children, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")
    children()
    assert set(render("environment").html.split()) <= {"PATH", "LC_CTYPE"}


def test_something_else_is_done_while_a_child_renders(children):
    children(1)
    done = []
    assert render("say ready", meanwhile=lambda: done.append("meanwhile")).html == "ready"
    assert done == ["meanwhile"]


# --- limits ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x" * 1_000_001, "too long"),
        ("字" * 333_334, "too long"),
        ("spin", "time"),
        ("regex", "time"),
        ("wait 5", "time"),
        ("hoard", "memory"),
        ("abort", "memory"),
        ("recurse", "too deep"),
        ("raise", "crashed"),
        ("exit", "crashed"),
        ("print", "crashed"),
        ("files", "crashed"),
        ("large 4000001", "too much output"),
        ("much 16000001", "too much output"),
        ("reason time", "time"),
        ("reason <script>", "crashed"),
        ("shapeless", "crashed"),
    ],
)
def test_a_refusal_says_why_and_the_next_text_is_rendered(children, text, reason):
    children(1)
    limits = Limits(cpu=5, wall=8) if text == "hoard" else SHORT
    assert refusal(text, limits) == reason
    assert render("say next").html == "next"


def test_a_text_of_the_largest_size_is_taken(children):
    children(1)
    text = "x" * 1_000_000
    assert render(text).html == text


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("b'\\xff' * 4", "too much output"),
        ("struct.pack('!I', 3) + b'no!'", "crashed"),
        ("struct.pack('!I', 2) + b'[]'", "crashed"),
        ("struct.pack('!I', 20000) + b'[' * 20000", "crashed"),
        ("b'\\x00'", "time"),
    ],
)
def test_a_child_that_lies_is_not_believed(children, reply, reason):
    children(1, LIAR.format(reply=reply))
    assert refusal("x") == reason


def test_noise_does_not_come_between(children):
    children(1)
    assert render("chatter").html == "heard nothing"


def test_time_is_over_in_time(children):
    children(1)
    render("warm up")
    begin = time.monotonic()
    refusal("wait 5")
    refusal("spin")
    assert time.monotonic() - begin < 2 * (SHORT.wall + 0.7)


def test_limits_for_each_purpose():
    assert limits_for("save").wall == 3 and not limits_for("save").spare_one
    assert limits_for("preview").spare_one
    assert limits_for("import") == limits_for("rebuild")
    with pytest.raises(KeyError):
        limits_for("reading")


# --- children that die -----------------------------------------------------------------------------------------------


def test_killed_children_lose_no_text():
    sandbox.close()
    render("start")
    pool, under_way, stop = sandbox._pools[os.getpid()], set(), threading.Event()

    def killer():
        for _ in range(12):
            hit = set(under_way)
            for pid in random.sample(pool.pids(), 1):
                os.kill(pid, signal.SIGKILL)
            # One text is tried twice, no more: the next blow may not fall on those that this one hit.
            while hit & under_way or (not under_way and not stop.is_set()):
                time.sleep(0.002)
            if stop.wait(random.random() / 10):
                return

    def one(n):
        under_way.add(n)
        html = render(f"number *{n}*\n\n" + "some [[words]] more. " * 40, patience=20).html
        under_way.discard(n)
        return html.partition("\n")[0]

    thread = threading.Thread(target=killer)
    thread.start()
    pages = []
    try:
        with ThreadPoolExecutor(2) as threads:
            while thread.is_alive() or len(pages) < 200:
                pages += threads.map(one, range(len(pages), len(pages) + 40))
    finally:
        under_way.clear()
        stop.set()
        thread.join()
    assert pages == [f"<p>number <em>{n}</em></p>" for n in range(len(pages))]
    assert pool.health()["killed"] >= 5


def test_children_killed_while_idle_are_replaced(children):
    pool = children(2)
    before = {render("who").html for _ in range(2)}
    pids = pool.pids()
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: all(map(is_gone, pids)))
    assert render("who", patience=10).html not in before


def test_a_text_that_kills_its_child_is_tried_twice_and_no_more(children):
    pool = children(1)
    assert refusal("exit") == "crashed"
    assert pool.health()["killed"] == 2


def test_a_text_that_took_its_time_is_not_tried_again(children):
    pool = children(1)
    assert refusal("spin") == "time"
    assert pool.health()["killed"] == 1


def test_an_old_child_is_replaced(children, monkeypatch):
    monkeypatch.setattr(pool_module, "_JOBS", 3)
    children(1)
    assert [len(set(group)) for group in zip(*[iter(render("who").html for _ in range(6))] * 3, strict=True)] == [1, 1]
    assert render("who").html


def test_children_that_never_start_are_not_started_for_ever(children):
    pool = children(2, "import sys; sys.exit('broken on purpose')")
    begin = time.monotonic()
    assert refusal("x", patience=1.5) == "busy"
    assert time.monotonic() - begin < 4
    assert pool.health()["failing"]
    assert pool.health()["killed"] <= 9


def test_close_ends_the_children_and_the_next_render_starts_others(children):
    first = children(1)
    pids = first.pids()
    sandbox.close()
    assert all(map(is_gone, pids))
    assert render("*x*").html == "<p><em>x</em></p>"
    sandbox.close()


@pytest.mark.parametrize("order", ["say idle", "wait 60", "spin"])
def test_no_child_outlives_its_parent(order):
    code = (
        "import os, sys, threading, time\n"
        "from wiki.rendering import sandbox\n"
        "from wiki.rendering.pool import Pool\n"
        f"pool = sandbox._pools[os.getpid()] = Pool(2, {OBEDIENT!r})\n"
        "pool.start()\n"
        "sandbox.render('say ready', patience=20)\n"
        f"threading.Thread(target=sandbox.render, args=({order!r},)).start()\n"
        "time.sleep(.2)\n"
        "print(*pool.pids(), flush=True)\n"
        "time.sleep(60)\n"
    )
    root = os.path.dirname(os.path.dirname(os.path.dirname(sandbox.__file__)))
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, text=True)
    pids = list(map(int, parent.stdout.readline().split()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert len(pids) == 2
    wait_until(lambda: all(map(is_gone, pids)))


# --- several at once -------------------------------------------------------------------------------------------------


def test_every_caller_gets_his_own_text():
    def one(n):
        return n, render(f"text **{n}** of many", patience=30).html

    with ThreadPoolExecutor(8) as threads:
        for n, html in threads.map(one, range(400)):
            assert html == f"<p>text <strong>{n}</strong> of many</p>"


def test_previews_leave_a_child_to_saves(children):
    children(2)
    preview = Limits(cpu=2, wall=3, spare_one=True)
    with ThreadPoolExecutor(1) as threads:
        long = threads.submit(render, "wait 1.5", limits=preview, patience=10)
        time.sleep(0.3)
        assert refusal("say x", preview, patience=0.1) == "busy"
        assert render("say saved", patience=0.5).html == "saved"
        long.result()
    assert render("say x", limits=preview).html == "x"


@pytest.mark.parametrize("limits", [SHORT, Limits(cpu=2, wall=3, spare_one=True)])
def test_a_child_that_is_starting_is_waited_for(children, limits):
    children(2, "import time; time.sleep(1.5); " + OBEDIENT)
    with ThreadPoolExecutor(4) as threads:
        for html in threads.map(lambda n: render(f"say {n}", limits=limits, patience=0.5).html, range(4)):
            assert html.isdigit()


def test_a_child_that_never_comes_up_is_not_waited_for_without_end(children, monkeypatch):
    monkeypatch.setattr("wiki.rendering.process.START", 0.5)
    children(2, "import time; time.sleep(60)")
    start = time.monotonic()
    assert refusal("say x", patience=0.1) == "busy"
    assert time.monotonic() - start < 5


def test_waiting_has_an_end_and_the_free_child_a_taker(children):
    children(1)
    render("warm up")
    with ThreadPoolExecutor(2) as threads:
        threads.submit(render, "wait 1")
        time.sleep(0.2)
        assert refusal("say x", patience=0.2) == "busy"
        assert render("say x", patience=3).html == "x"


def test_a_forked_process_has_children_of_its_own(children):
    pool = children(2)
    mine = {int(render("who").html) for _ in range(4)}
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:  # gunicorn --preload does this
        try:
            sandbox._size = lambda: 1
            html = render("*forked*", patience=20).html
            others = sandbox._pools[os.getpid()].pids()
            os.write(write, f"{html} {set(others).isdisjoint(mine)}".encode())
            time.sleep(30)
        finally:
            os._exit(0)
    os.close(write)
    assert os.read(read, 1000) == b"<p><em>forked</em></p> True"
    os.close(read)
    try:
        assert int(render("who").html) in mine
        # The fork is still there and must hold no pipe open: the children see the end of their input.
        for child in pool._idle:
            child.process.stdin.close()
        wait_until(lambda: all(map(is_gone, pool.pids())))
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


# --- many texts ------------------------------------------------------------------------------------------------------


@pytest.fixture
def obedient_pools(monkeypatch):
    """Make the pools of render_many obedient; returns the list of them."""
    pools = []

    def pool(size):
        pools.append(Pool(size, OBEDIENT))
        return pools[-1]

    monkeypatch.setattr(sandbox, "Pool", pool)
    return pools


def test_many_come_in_order_with_refusals_in_their_places(obedient_pools):
    texts = [f"say {n}" for n in range(100)]
    texts[3], texts[50], texts[99] = "spin", "raise", "x" * 1_000_001
    results = list(render_many(iter(texts), limits=SHORT))
    reasons = {n: result.reason for n, result in enumerate(results) if isinstance(result, RenderRefused)}
    assert reasons == {3: "time", 50: "crashed", 99: "too long"}
    assert all(result.html == str(n) for n, result in enumerate(results) if n not in reasons)
    assert obedient_pools[0].size == sandbox._cores()
    assert obedient_pools[0].pids() == []


def test_many_may_be_endless_and_end_when_nobody_asks(obedient_pools):
    taken = itertools.count()
    results = render_many(f"say {next(taken)}" for _ in itertools.count())
    assert [next(results).html for _ in range(20)] == [str(n) for n in range(20)]
    assert next(taken) <= 20 + sandbox._AHEAD * sandbox._cores()
    pids = obedient_pools[0].pids()
    results.close()
    assert all(map(is_gone, pids))


def test_many_pass_on_an_error_of_the_texts(obedient_pools):
    def texts():
        yield "say 1"
        raise OSError("cannot be read")

    with pytest.raises(OSError, match="cannot be read"):
        list(render_many(texts()))
    assert obedient_pools[0].pids() == []


def test_many_really_rendered():
    assert [rendered.html for rendered in render_many(["*a*", "**b**"])] == [
        "<p><em>a</em></p>",
        "<p><strong>b</strong></p>",
    ]


# --- hostile texts ---------------------------------------------------------------------------------------------------

HOSTILE = {
    "nested lists": "".join("  " * n + "- a\n" for n in range(400)),
    "nested quotes": "> " * 5_000 + "a",
    "brackets": "[" * 50_000 + "]" * 50_000,
    "images": "![](" * 30_000,
    "emphasis": "*a_b " * 20_000 + "_*" * 20_000,
    "entities": "&lt;" * 100_000,
    "wikilinks": "[[a|b]]" * 20_000,
    "notes": "[^a]" * 20_000 + "\n\n[^a]: " + "[^a]" * 1_000,
    "cites": "[@a; @b, p. 3]" * 10_000,
    "tags": "<b><i><u>" * 10_000,
    "misnested": "<p><b></p><table><td>" * 4_000,
    "attributes": "<span " + " ".join(f"a{n}=x" for n in range(50_000)) + ">",
    "wide table": "|a" * 5_000 + "\n" + "|-" * 5_000 + "\n" + ("|b" * 5_000 + "\n") * 10,
    "fences": "`" * 100_000 + "\n" + "~" * 100_000,
    "spaces": " " * 500_000 + "x" + "\t" * 400_000,
    "controls": "\x02\x03\x00\x1b" * 50_000,
    "autolinks": "<http://" * 20_000 + "https://a." * 20_000,
    "math": "$" * 50_001 + "$$a" * 20_000,
    "comments": "%%" * 50_001 + "<!--" * 20_000,
    "callouts": "".join(">" * (n % 30) + " [!note]- x\n" for n in range(3_000)),
    "headings": "# a\n" * 20_000,
    "references": "".join(f"[r{n}]: u\n" for n in range(10_000)) + "[r1] " * 10_000,
    "abbreviations": "".join(f"*[A{n}]: x\n" for n in range(5_000)) + "\n" + "A1 " * 20_000,
    "one long word": "a" * 1_000_000,
    "right-to-left": "\u202e\u2066א" * 30_000,
}


def outcome(text, limits):
    """How it ended; whoever waits for a child long enough is never told that all are busy."""
    try:
        return "rendered" if isinstance(render(text, limits=limits, patience=600), Rendered) else "?"
    except RenderRefused as refused:
        return refused.reason


def assert_all_answered(texts, limits, monkeypatch):
    seconds = []

    def timed_ask(child, request, wall, meanwhile):
        begin = time.monotonic()
        try:
            return ask(child, request, wall, meanwhile)
        finally:
            seconds.append(time.monotonic() - begin)

    ask = Child.ask
    monkeypatch.setattr(Child, "ask", timed_ask)
    with ThreadPoolExecutor(2) as threads:
        outcomes = set(threads.map(lambda text: outcome(text, limits), texts.values()))
    assert outcomes <= {"rendered", "time", "memory", "too deep", "too much output"}
    assert len(seconds) >= len(texts)
    assert max(seconds) <= limits.wall + 0.5 + 1  # the last for a machine that has other things to do
    assert render("*still here*").html == "<p><em>still here</em></p>"


def test_hostile_texts_are_rendered_or_refused_in_time(monkeypatch):
    assert_all_answered(HOSTILE, BRIEF, monkeypatch)


def test_hostile_texts_of_the_table(shared, monkeypatch):
    table = json.loads((shared / "cases" / "pathological.json").read_text())
    names = {"range": range, "int": int}
    texts = {case["id"]: eval(case["python"], {"__builtins__": names}) for case in table}
    assert_all_answered(texts, BRIEF, monkeypatch)


# --- plain -----------------------------------------------------------------------------------------------------------


def test_plain_shows_the_text_and_nothing_else():
    rendered = plain('a <b>&\x00 [[x]]\n"c" ' + "word. " * 100, "time")
    assert '<pre>a &lt;b&gt;&amp; [[x]]\n"c" word.' in rendered.html
    assert "could not be rendered: time" in rendered.html
    assert rendered.refused == "time" and plain("x").refused
    assert len(rendered.lead) <= 240 and rendered.lead.endswith("word.")
    assert rendered.links == () == rendered.headings
    assert len(plain("x" * 1000).lead) == 240


def test_who_begins_to_write_finds_the_children_started():
    sandbox.close()
    sandbox.expect()
    assert sandbox.health()["alive"] == 2 and sandbox.health()["jobs"] == 0
    pids = set(sandbox._pool().pids())
    sandbox.expect()
    render("A text.")
    assert set(sandbox._pool().pids()) == pids


def test_health_starts_nothing():
    sandbox.close()
    assert sandbox.health() == {"children": 2, "alive": 0, "busy": 0, "jobs": 0, "killed": 0, "failing": False}
    render("x")
    assert sandbox.health()["alive"] == 2 and sandbox.health()["jobs"] == 1


@pytest.mark.parametrize(
    ("value", "size"), [("", 2), ("1", 1), ("4", 4), ("0", 2), ("-1", 2), ("many", 2), ("1000", 2)]
)
def test_the_number_of_children_comes_from_the_environment(monkeypatch, value, size):
    monkeypatch.setenv("WIKI_RENDER_CHILDREN", value)
    assert sandbox._size() == size
