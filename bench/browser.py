"""One person at a browser: a connection, its cookies, and the forms that stand on pages."""

import http.client
import http.cookies
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.wiki.views.forms import fields_of

SESSION = "sessionid"  # as HTTPS=off names it
IDLE = 5  # seconds after which a connection is not used again: the server closes it after some more
BROKEN = (OSError, http.client.HTTPException)  # what a request ends in that was not answered


@dataclass
class Answer:
    """What came back: `location` of a redirect or '', `etag` or '', `ms` that it took."""

    status: int
    content: bytes
    location: str
    etag: str
    ms: float

    @property
    def text(self):
        return self.content.decode()

    def fields(self, having):
        """Return {name: value} of the form with a field of this name, as it stands on the page."""
        return fields_of(self, having)


class Browser:
    """Signed in by the form (`sign_in`), or by the key of a session that was made before; else signed out."""

    def __init__(self, port, session="", timeout=60):
        self.port, self.cookies = port, http.cookies.SimpleCookie()
        if session:
            self.cookies[SESSION] = session
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self._last = 0.0

    def ask(self, method, path, fields=None, **headers):
        """Return the Answer. Raises one of BROKEN when none came; the next request then takes a new connection."""
        headers["Cookie"] = "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())
        body = None
        if fields is not None:
            body = urlencode(fields)
            origin = f"http://127.0.0.1:{self.port}"
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin, "Referer": origin + path}
        start = time.perf_counter()
        if start - self._last > IDLE:
            self.connection.close()
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            content = response.read()
        except BROKEN:
            self.connection.close()
            raise
        self._last = time.perf_counter()
        ms = (self._last - start) * 1000
        for header in response.headers.get_all("Set-Cookie", ()):
            self.cookies.load(header)
        location, etag = response.headers.get("Location", ""), response.headers.get("ETag", "")
        return Answer(response.status, content, location, etag, ms)

    def get(self, path):
        """Return the Answer of a page. Raises RuntimeError for anything but 200."""
        answer = self.ask("GET", path)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        return answer

    def sign_in(self, name, password):
        fields = self.get("/accounts/login/").fields("login")
        answer = self.ask("POST", "/accounts/login/", fields | {"login": name, "password": password})
        if answer.status not in (302, 303):
            raise RuntimeError(f"signing in answered {answer.status}")
