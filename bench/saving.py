"""Saves and histories as an editor meets them: signed in through the form, each a GET of the editor and a POST."""

import http.client
import http.cookies
import json
import re
import statistics
import subprocess
import sys
import time
from html import unescape
from urllib.parse import urlencode

from bench import processes

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


def measure_saves(pid, port, root, env):
    """Return rows: what one save costs, and a history and a diff of two 20 kB revisions."""
    manage = [sys.executable, "manage.py"]
    make = [*manage, "set_role", EDITOR, "editor", "--create", "--password-stdin"]
    subprocess.run(make, cwd=root, env=env, input=PASSWORD + "\n", text=True, stdout=subprocess.DEVNULL, check=True)
    find = [*manage, "shell", "-v0", "-c", FIND.replace("COUNT", str(SAVES + 2))]
    addresses = json.loads(subprocess.check_output(find, cwd=root, env=env))
    browser = Browser(port)
    browser.sign_in()
    works = {
        "save of a 4 kB concept": addresses["4 kB"],
        "save of an 8 kB concept": addresses["8 kB"],
        "save of an 8 kB essay": addresses["essay"],
    }
    browser.save(addresses["4 kB"][-1])  # the children that render are started by the first
    rows = [_measured(name, pid, paths[:SAVES], browser.save) for name, paths in works.items()]
    long = addresses["8 kB"][-1]
    browser.save(long, lambda text: (text * 3)[:20_000])
    browser.save(long, lambda text: text.replace(". ", ". Now this is changed. ", 5))
    number = max(int(found) for found in re.findall(rf"{long}history/(\d+)/", browser.get(f"{long}history/")))
    diff = f"{long}diff/?from={number - 1}&to={number}"
    return [
        *rows,
        _measured("history", pid, [f"{long}history/"] * SAVES, browser.timed),
        _measured("diff of two 20 kB revisions", pid, [diff] * SAVES, browser.timed),
    ]


def _measured(name, pid, paths, act):
    before = processes.cpu_seconds(pid)
    times = [act(path) for path in paths]
    cost = (processes.cpu_seconds(pid) - before) * 1000 / len(times)
    return {"work": name, "value": cost, "p50": statistics.median(times)}


class Browser:
    """One signed-in connection with its cookies."""

    def __init__(self, port):
        self.port, self.cookies = port, http.cookies.SimpleCookie()
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method, path, fields=None):
        """Return (status, text)."""
        headers = {"Cookie": "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())}
        body = None
        if fields is not None:
            body = urlencode(fields)
            origin = f"http://127.0.0.1:{self.port}"
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin, "Referer": origin + path}
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        for header in response.headers.get_all("Set-Cookie", ()):
            self.cookies.load(header)
        return response.status, response.read().decode()

    def get(self, path):
        status, text = self.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
        return text

    def timed(self, path):
        """Return the milliseconds of one GET."""
        start = time.perf_counter()
        self.get(path)
        return (time.perf_counter() - start) * 1000

    def sign_in(self):
        fields = {"csrfmiddlewaretoken": _value(self.get("/accounts/login/"), "csrfmiddlewaretoken")}
        status, _ = self.ask("POST", "/accounts/login/", fields | {"login": EDITOR, "password": PASSWORD})
        if status not in (302, 303):
            raise RuntimeError(f"signing in answered {status}")

    def save(self, path, change=lambda text: text.replace(". ", ", or so it seems. ", 1)):
        """Open the editor, change the text, save it; return the milliseconds of the POST alone."""
        page = self.get(f"{path}edit/")
        text = unescape(re.search(r"<textarea[^>]*name=\"body\"[^>]*>\r?\n?(.*?)</textarea>", page, re.DOTALL)[1])
        fields = {name: _value(page, name) for name in ("csrfmiddlewaretoken", "base", "title")}
        start = time.perf_counter()
        status, answer = self.ask("POST", f"{path}edit/", fields | {"body": change(text)})
        took = (time.perf_counter() - start) * 1000
        if status != 303:
            raise RuntimeError(f"saving {path} answered {status}: {answer[:300]}")
        return took


def _value(page, name):
    (field,) = re.findall(rf"<input[^>]*name=\"{name}\"[^>]*>", page)[:1]
    return unescape(re.search(r'value="([^"]*)"', field)[1])
