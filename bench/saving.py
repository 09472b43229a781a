"""Saves and histories as an editor meets them: signed in through the form, each a GET of the editor and a POST."""

import json
import re
import statistics
import subprocess
import sys

from bench import processes
from bench.browser import Browser

EDITOR, PASSWORD = "bench", "a password for the bench alone"
SAVES = 30
FIND = """
import json, sys
from django.db.models.functions import Abs, Length
from wiki.models import Concept, Essay
def near(model, size):
    rows = model.objects.scoped(private=True).order_by(Abs(Length("body") - size), "pk")
    return [entry.get_absolute_url() for entry in rows[:COUNT]]
print(json.dumps({"4 kB": near(Concept, 4000), "8 kB": near(Concept, 8000), "essay": near(Essay, 8000)}))
"""


def editor(port, root, env):
    """Return the Browser of an editor who has signed in."""
    make = [sys.executable, "manage.py", "set_role", EDITOR, "editor", "--create", "--password-stdin"]
    subprocess.run(make, cwd=root, env=env, input=PASSWORD + "\n", text=True, stdout=subprocess.DEVNULL, check=True)
    browser = Browser(port)
    browser.sign_in(EDITOR, PASSWORD)
    return browser


def measure_saves(pid, browser, root, env):
    """Return rows: what one save costs, and a history and a diff of two 20 kB revisions."""
    find = [sys.executable, "manage.py", "shell", "-v0", "-c", FIND.replace("COUNT", str(SAVES + 2))]
    addresses = json.loads(subprocess.check_output(find, cwd=root, env=env))
    save, timed = _saving(browser), _timed(browser)
    works = {
        "save of a 4 kB concept": addresses["4 kB"],
        "save of an 8 kB concept": addresses["8 kB"],
        "save of an 8 kB essay": addresses["essay"],
    }
    save(addresses["4 kB"][-1])  # the children that render are started by the first
    rows = [_measured(name, pid, paths[:SAVES], save) for name, paths in works.items()]
    long = addresses["8 kB"][-1]
    save(long, lambda text: (text * 3)[:20_000])
    save(long, lambda text: text.replace(". ", ". Now this is changed. ", 5))
    number = max(int(found) for found in re.findall(rf"{long}history/(\d+)/", browser.get(f"{long}history/").text))
    diff = f"{long}diff/?from={number - 1}&to={number}"
    return [
        *rows,
        _measured("history", pid, [f"{long}history/"] * SAVES, timed),
        _measured("diff of two 20 kB revisions", pid, [diff] * SAVES, timed),
    ]


def _measured(name, pid, paths, act):
    before = processes.cpu_seconds(pid)
    times = [act(path) for path in paths]
    cost = (processes.cpu_seconds(pid) - before) * 1000 / len(times)
    return {"work": name, "value": cost, "p50": statistics.median(times)}


def _timed(browser):
    def timed(path):
        """Return the milliseconds of one GET."""
        return browser.get(path).ms

    return timed


def _saving(browser):
    def save(path, change=lambda text: text.replace(". ", ", or so it seems. ", 1)):
        """Open the editor, change the text, save it; return the milliseconds of the POST alone."""
        fields = browser.get(f"{path}edit/").fields("body")
        answer = browser.ask("POST", f"{path}edit/", fields | {"body": change(fields["body"])})
        if answer.status != 303:
            raise RuntimeError(f"saving {path} answered {answer.status}: {answer.text[:300]}")
        return answer.ms

    return save
