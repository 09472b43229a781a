"""Crawl a wiki as a reader before and after private canaries come and go, and compare to the last byte."""

import secrets
from dataclasses import dataclass, field
from unittest import mock

from django.conf import settings
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import User
from wiki.actions import deleting, publishing
from wiki.proof import canary
from wiki.proof.asking import Kept
from wiki.proof.copies import private_copy
from wiki.proof.crawl import UNREAD, crawl, essence, patterns

PLAIN_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"  # whether or not they were collected
HOST = "localhost"
AROUND = 60  # bytes shown beside the first that differs


@dataclass(frozen=True)
class Leak:
    """`where` says which bytes differ first, in the words of a report."""

    after: str
    reader: str
    address: str
    where: str


@dataclass
class Report:
    addresses: int = 0
    comparisons: int = 0
    sampled: bool = False
    broken: list = field(default_factory=list)  # addresses that answer with an error of the server
    blind: bool = False  # even a published canary was not seen: then the proof proves nothing
    leaks: list = field(default_factory=list)


def check(limit=None, tell=lambda text: None):
    """Return the Report of a crawl on a private copy of the data. `limit`: addresses for each reader.

    Raises copies.NoCopy. No transaction may be open; what follows a commit runs on the copy.
    """
    tell("Making a private copy of the data …")
    own = {
        "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "leakcheck"}},
        "STORAGES": {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN_FILES}},
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "ALLOWED_HOSTS": [HOST],
        "RATE_LIMITS": {},
        "ACCOUNT_RATE_LIMITS": False,
    }
    moment = timezone.now()
    with private_copy(), override_settings(**own), mock.patch("django.utils.timezone.now", lambda: moment):
        return _Check(limit, tell).run()


class _Check:
    def __init__(self, limit, tell):
        self.limit, self.tell, self.report = limit, tell, Report()
        self.readers = {
            "nobody": _window(),
            "nobody, through the page cache": Kept(HOST),
            "somebody without a role": _window(_stranger()),
        }

    def run(self):
        songs = canary.compose()
        starts = list(_starts(canary.last_parts(songs)))
        self.expected = {name: self._crawl(name, starts) for name in self.readers}
        self.report.addresses = len(set().union(*self.expected.values()))
        birds = canary.sing(songs)
        self._compare("private entries were written")
        publishing.publish(birds, by=None, reason="leakcheck")
        self.tell("Looking whether a published canary is seen …")
        self.report.blind = not any(True for name in self.readers for _ in self._differences("", name))
        publishing.hide(birds, by=None, reason="leakcheck")
        self._compare("they were published and hidden")
        for bird in birds:
            deleting.delete(bird, by=None, reason="leakcheck")
        self._compare("they were deleted")
        for bird in birds:
            deleting.restore(bird, by=None, reason="leakcheck")
        self._compare("they were restored")
        return self.report

    def _crawl(self, name, starts):
        def progress(done):
            if done % 200 == 0:
                self.tell(f"Crawling as {name}: {done} addresses …")

        found = crawl(self.readers[name], starts, limit=self.limit, progress=progress)
        self.report.sampled |= self.limit is not None and len(found) >= self.limit
        self.report.broken += [address for address, (status, *_) in found.items() if status >= 500]
        self.tell(f"Crawled as {name}: {len(found)} addresses.")
        return found

    def _compare(self, after):
        self.tell(f"Comparing after {after} …")
        for name in self.readers:
            self.report.leaks += self._differences(after, name)
            self.report.comparisons += len(self.expected[name])

    def _differences(self, after, name):
        for address, before in self.expected[name].items():
            now = essence(self.readers[name].get(address))
            if now != before:
                yield Leak(after, name, address, first_difference(before, now))


def first_difference(before, now):
    """Say in one line where two answers (status, headers, body) part."""
    if before[0] != now[0]:
        return f"status {before[0]}, then {now[0]}"
    for name in sorted(before[1].keys() | now[1].keys()):
        if before[1].get(name) != now[1].get(name):
            return f"header {name}: {before[1].get(name)!r}, then {now[1].get(name)!r}"
    one, other = before[2], now[2]
    at = next(
        (n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )
    cut = slice(max(at - AROUND // 2, 0), at + AROUND)
    return f"byte {at}: {one[cut]!r}, then {other[cut]!r}"


def _starts(parts):
    """Yield an address for every name that the resolver knows, with each of these last parts where it takes one."""
    for name, pattern in patterns():
        parameters = [key for key in pattern.pattern.converters if key not in pattern.default_args]
        for part in parts if parameters else [""]:
            values = [part if key == parameters[0] else 1 for key in parameters]
            try:
                address = reverse(name, args=values)
            except NoReverseMatch:  # takes a number, or nothing of this form
                continue
            if not address.startswith(UNREAD):
                yield address


def _stranger():
    return User.objects.create_user(f"leakcheck-{secrets.token_hex(4)}")


def _window(person=None):
    client = _Window(headers={"host": HOST}, raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    return client


class _Window(Client):
    def generic(self, method, path, data="", content_type="application/octet-stream", secure=False, **more):
        return super().generic(method, path, data, content_type, settings.SECURE_SSL_REDIRECT, **more)
