"""Two wikis that are equal but for what is private answer a reader byte for byte the same, from two web processes and a
replica: the crawl of tests/visibility, by HTTP. Run in a process that has both databases; prints what was compared.

Each address is asked of both processes, when nothing of it is kept and again when something may be. With `--sample` a
few addresses are asked, by nobody, of wikis in one order, after what tests.replicas.play plays; else all, by nobody and
by somebody without a role.
"""

import datetime
import os
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests.cast import person  # noqa: E402
from tests.factories import PRIVATE, concept, revise  # noqa: E402
from tests.replicas.play import hold_back, let_go, play, until_it_has_everything  # noqa: E402
from tests.replicas.reading import Served  # noqa: E402
from tests.replicas.site import web_processes  # noqa: E402
from tests.visibility.crawl import crawl, essence  # noqa: E402
from tests.visibility.test_non_interference import ORDERS, STARTS, build, differences, publish, wipe  # noqa: E402
from wiki.actions import deleting, publishing  # noqa: E402
from wiki.models import Entry  # noqa: E402

FEW = ["/", "/concepts/", "/concepts/canary/", "/concepts/hull/", "/concepts/hull.md", "/concepts/hull/links/"]
FEW += ["/search/?q=canary", "/feeds/changes.atom", "/wanted/", "/tags/ship/", "/essays/on-ships/", "/sitemap.xml"]


def main(sample):
    call_command("migrate", verbosity=0)
    if sample:
        play()
        wipe()
    moment = datetime.datetime.now(datetime.UTC)
    timezone.now = lambda: moment
    environment = {**os.environ, "MOMENT": moment.isoformat(), "SITE_URL": settings.SITE_URL}
    with web_processes(environment, "tests.replicas.frozen") as ports:
        readers = [Served(ports)] if sample else [Served(ports), Served(ports, session_of(person("ben")))]
        proof = Proof(readers, few if sample else all_that_is_reached)
        proof.of_two_wikis(ORDERS[-1:] if sample else ORDERS)
        proof.of_a_replica_that_is_behind()
        if not sample:
            proof.of_what_was_public()


def session_of(who):
    window = Client()
    window.force_login(who)
    return f"{settings.SESSION_COOKIE_NAME}={window.cookies[settings.SESSION_COOKIE_NAME].value}"


def few(reader):
    return {path: essence(reader.get(path)) for path in FEW}


def all_that_is_reached(reader):
    return crawl(reader, STARTS)


class Proof:
    """`asked(reader)` returns {address: (status, headers, body)}."""

    def __init__(self, readers, asked):
        self.readers, self.asked = readers, asked
        build((0, 1, 2, 3))
        until_it_has_everything()
        self.expected = [asked(reader) for reader in readers]

    def same(self, after):
        """Fail where an address answers otherwise than it did without what is private."""
        for reader, expected in zip(self.readers, self.expected, strict=True):
            now = self.asked(reader)
            assert differences(now, expected) == [], (after, differences(now, expected)[:20])
        print(f"{after}: {sum(map(len, self.expected))} addresses", flush=True)

    def of_two_wikis(self, orders):
        for order in orders:
            wipe()
            build(order)
            self.same(f"canary at {order.index('canary')}")
        until_it_has_everything()
        self.birds = list(Entry.objects.scoped(private=True).filter(title__in=["Canary", "Keel (bird)"]))

    def of_a_replica_that_is_behind(self):
        """It has not what happened in private: then it is asked. Or it has still what was hidden: then it is not."""
        stranger = self.readers[0]
        publish(self.birds, stranger, self.expected[0])
        publishing.hide(self.birds, by=None)
        until_it_has_everything()
        hold_back()
        revise(self.birds[0].concept, body="It sings of the [[Hull]] and of [[London]].", aliases=["bird", "bottom"])
        concept("London", "Where the [[Canary wharf]] is.", visibility=PRIVATE, tags=["ship"])
        before = self.read_from_it()
        self.same("a private act that the replica has not")
        assert self.read_from_it() > before
        let_go()
        publish(self.birds, stranger, self.expected[0])
        until_it_has_everything()
        assert essence(stranger.get("/concepts/canary/"))[0] == 200
        hold_back()
        publishing.hide(self.birds, by=None)
        before = self.read_from_it()
        self.same("hidden, and the replica has it still")
        assert self.read_from_it() == before
        let_go()
        self.same("hidden, and the replica has that too")

    def of_what_was_public(self):
        stranger = self.readers[0]
        publish(self.birds, stranger, self.expected[0])
        for bird in self.birds:
            deleting.delete(bird, by=None, reason="Canary")
        self.same("deleted")
        for bird in self.birds:
            deleting.restore(bird, by=None, reason="Canary")
        self.same("brought back")
        for bird in self.birds:
            deleting.delete(bird, by=None)
            deleting.purge(bird, by=None)
        self.same("purged")

    def read_from_it(self):
        return self.readers[0].numbers('commonplace_replica_pages_total{outcome="read"}')


if __name__ == "__main__":
    main("--sample" in sys.argv)
    sys.stdout.flush()
    os._exit(0)  # the renderer's children and the connections are left to the system
