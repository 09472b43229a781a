"""A wiki on a primary with a replica that can be held back: played by tests.replicas.proof, in a process with both."""

import time
from contextlib import contextmanager, suppress

import django

django.setup()

from django.db import Error, connections  # noqa: E402
from django.test import Client  # noqa: E402

from accounts import roles  # noqa: E402
from accounts.models import User  # noqa: E402
from tests.factories import PRIVATE, concept, essay, revise  # noqa: E402
from wiki import metrics, replicas, stamps  # noqa: E402
from wiki.actions import deleting, publishing  # noqa: E402
from wiki.models import Entry  # noqa: E402
from wiki.pagecache import around  # noqa: E402
from wiki.proof.asking import ask  # noqa: E402
from wiki.proof.asking import django as application  # noqa: E402
from wiki.proof.copies import private_copy  # noqa: E402

OUTCOMES = (replicas.READ, replicas.BEHIND, replicas.AWAY)
HOST = {"host": "localhost"}
PAGES = ["/concepts/tide/", "/concepts/tide.md", "/concepts/tide/links/", "/concepts/tide/history/1/"]
PAGES += ["/concepts/tide/feed.atom", "/concepts/high-water/", "/tags/sea/", "/concepts/tide/card/"]
LISTS = ["/", "/concepts/", "/essays/on-water/", "/feeds/changes.atom", "/sitemap.xml", "/llms.txt", "/changes/"]


def read(path, cache=None, **more):
    return ask(cache or application(), path, **HOST, **more)


def told_of(outcome):
    return metrics.total().get(f'commonplace_replica_pages_total{{outcome="{outcome}"}}', 0)


@contextmanager
def counted():
    """The SQL that the replica is asked inside, the look at its stamps left out."""
    asked = []

    def note(execute, sql, *rest):
        asked.append(sql)
        return execute(sql, *rest)

    with connections["replica1"].execute_wrapper(note):
        yield asked


def until_it_has_everything():
    end = time.monotonic() + 20
    while of_lists("replica1") != of_lists("default"):
        assert time.monotonic() < end, "the replica does not follow"
        time.sleep(0.02)


def of_lists(alias):
    try:
        return stamps.of_lists(alias)
    except Error:  # the table itself is not there yet, or the question had to give way to what it replays
        connections[alias].close()
        return None


def on_replica(sql):
    with connections["replica1"].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def hold_back():
    on_replica("SELECT pg_wal_replay_pause()::text")
    while on_replica("SELECT pg_get_wal_replay_pause_state()") != "paused":
        time.sleep(0.01)


def let_go():
    state = ""
    while state != "not paused":
        with suppress(Error):  # held back for long, it puts an end to questions as soon as it goes on
            on_replica("SELECT pg_wal_replay_resume()::text")
            state = on_replica("SELECT pg_get_wal_replay_pause_state()")
    until_it_has_everything()


def what_readers_ask_comes_from_the_replica():
    before = [told_of(outcome) for outcome in OUTCOMES]
    for path in PAGES[:1] + LISTS:
        with counted() as asked:
            assert read(path).status == 200, path
        assert asked, path
    read_there, behind, away = (told_of(outcome) - known for outcome, known in zip(OUTCOMES, before, strict=True))
    assert read_there > len(LISTS) and behind == away == 0


def whoever_is_signed_in_has_the_primary():
    person = User.objects.create_user("eda", password="a long walk by the sea")
    roles.set_role(person, "editor")
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    with counted() as asked:
        assert client.get("/concepts/tide/").status_code == 200
    assert not asked


def what_is_hidden_comes_from_no_replica():
    cache = around(application())
    warm = {path: read(path, cache).status for path in PAGES + LISTS}
    assert set(warm.values()) <= {200, 301}, warm
    hold_back()
    publishing.hide([Entry.objects.get(slug="tide")], by=None)
    assert on_replica("SELECT visibility FROM wiki_entry WHERE slug = 'tide'") == "public"  # it still has it
    before = told_of("behind")
    for asked in (cache, around(application()), application()):
        for path in PAGES:
            assert read(path, asked).status == 404, path
        assert told_of("behind") > before
        for path in LISTS:
            assert b"/concepts/tide" not in read(path, asked).body, path
    let_go()
    with counted() as asked:
        assert read("/concepts/tide/").status == 404
    assert asked
    publishing.publish([Entry.objects.get(slug="tide")], by=None)
    until_it_has_everything()


def what_was_made_on_a_replica_is_not_kept_for_what_came_later():
    cache = around(application())
    of_lists = stamps.of_lists

    def and_then_somebody_saves(alias):
        found = of_lists(alias)
        if alias == "replica1":
            hold_back()
            revise(Entry.objects.get(slug="tide").concept, body="It stands still.")
        return found

    stamps.of_lists = and_then_somebody_saves
    try:
        assert b"It turns." in read("/concepts/tide/", cache).body  # of the moment in which it was asked for
    finally:
        stamps.of_lists = of_lists
    assert b"It stands still." in read("/concepts/tide/", cache).body
    let_go()
    assert b"It stands still." in read("/concepts/tide/", cache).body


def what_happens_in_private_keeps_no_replica_away():
    hold_back()
    concept("Haven", "By the [[tide]].", visibility=PRIVATE)
    with counted() as asked:
        read("/concepts/tide/")
    assert asked
    let_go()


def one_that_is_behind_is_asked_again_when_it_has_caught_up():
    hold_back()
    concept("Moon", "It pulls.")
    with counted() as asked:
        assert read("/concepts/moon/").status == 200
    assert not asked
    let_go()
    with counted() as asked:
        assert read("/concepts/moon/").status == 200
    assert asked
    deleting.delete(Entry.objects.get(slug="moon"), by=None)
    until_it_has_everything()


def one_that_is_away_is_left_alone():
    connections["replica1"].close()
    told = connections["replica1"].settings_dict
    where, told["HOST"] = told["HOST"], "/nowhere"
    replicas._away.clear()
    assert read("/concepts/tide/").status == 200
    assert "replica1" in replicas._away and told_of("away")
    told["HOST"] = where
    with counted() as asked:
        assert read("/concepts/tide/").status == 200
    assert not asked
    replicas._away["replica1"] = 0  # its rest is over
    with counted() as asked:
        assert read("/concepts/tide/").status == 200
    assert asked and not replicas._away


def the_private_copy_of_a_leakcheck_is_read_there_too():
    with private_copy():
        concept("Shoal", "In the copy alone.")
        until_it_has_everything()
        with counted() as asked:
            assert b"Shoal" in read("/concepts/").body
        assert asked
    with counted() as asked:
        assert b"Shoal" not in read("/concepts/").body
    assert asked


PLAYS = [
    the_private_copy_of_a_leakcheck_is_read_there_too,
    what_readers_ask_comes_from_the_replica,
    whoever_is_signed_in_has_the_primary,
    what_is_hidden_comes_from_no_replica,
    what_was_made_on_a_replica_is_not_kept_for_what_came_later,
    what_happens_in_private_keeps_no_replica_away,
    one_that_is_behind_is_asked_again_when_it_has_caught_up,
    one_that_is_away_is_left_alone,
]


def play():
    """Play all of them on an empty wiki, and print the name of each."""
    concept("Tide", "It turns.", aliases=["High water"], tags=["Sea"])
    essay("On water", "The [[tide]].", author="M. Sorley")
    until_it_has_everything()
    for one in PLAYS:
        one()
        print(one.__name__, flush=True)
