"""What is kept, for whom, and what is sent: a kept page is the page that was made, to the last byte."""

import gzip
import threading

import brotli
import pytest
from django.db import OperationalError

from tests.factories import PRIVATE, concept, entries, revise, submission
from wiki import metrics, stamps
from wiki.actions import deleting, publishing
from wiki.models import Stamp
from wiki.pagecache import PageCache, around
from wiki.proof.asking import Kept, ask, django
from wiki.watch import Watch

pytestmark = pytest.mark.django_db
PAGE = "/concepts/tide/"


KEPT = [
    PAGE, "/concepts/tide.md", "/concepts/tide/card/", "/concepts/tide/links/", "/concepts/tide/graph/",
    "/concepts/tide/history/", "/concepts/tide/history/1/", "/concepts/tide/history/1.md", "/concepts/tide/feed.atom",
    "/essays/on-water/", "/essays/on-water.md", "/", "/concepts/", "/concepts/?letter=t", "/essays/", "/essays/?page=1",
    "/tags/", "/tags/sea/", "/citations/", "/changes/", "/feeds/changes.atom", "/feeds/tags/sea.atom", "/wanted/",
    "/orphans/", "/graph/", "/graph/data.json", "/sitemap.xml", "/llms.txt", "/help/", "/about/",
]  # fmt: skip


@pytest.mark.parametrize("path", KEPT)
def test_a_page_is_made_once_and_is_the_same_as_without_a_cache(tide, cache, made, path):
    first, second = ask(cache, path), ask(cache, path)
    assert len(made.asked) == 1
    assert first == second and first.status == 200
    plain = ask(django(), path)
    own = {"etag", "content-length", "vary", "last-modified"}
    assert plain.body == second.body
    assert [pair for pair in plain.headers if pair[0].lower() not in own] == [
        pair for pair in second.headers if pair[0].lower() not in own
    ]
    assert second.header("Content-Security-Policy") and second.header("Cache-Control") == "no-cache"


NOT_KEPT = [
    "/search/?q=tide", "/search/", "/nowhere/", "/concepts/nowhere/", "/accounts/login/", "/concepts/tide/edit/",
    "/random/", "/healthz", "/concepts/?letter=t&page=2&x=1", "/concepts/tide/?x", "/concepts/tide/diff/?to=1",
    "/concepts", "/search/suggest?q=t",
]  # fmt: skip


@pytest.mark.parametrize("path", NOT_KEPT)
def test_other_pages_are_made_each_time(tide, cache, made, path):
    one, other = ask(cache, path), ask(cache, path)
    assert len(made.asked) == 2 and not cache.pages
    assert one.status == other.status


ODD = {
    "a session": {"cookies": "sessionid=abc"},
    "a session among others": {"cookies": "theme=dark; sessionid=abc"},
    "a message": {"cookies": "messages=abc"},
    "a post": {"method": "POST"},
    "what is no method": {"method": "PUT"},
    "a password": {"HTTP_AUTHORIZATION": "Basic YTpi"},
}


@pytest.mark.parametrize("how", ODD)
def test_who_is_somebody_is_asked_about(tide, cache, made, how):
    ask(cache, PAGE)
    ask(cache, PAGE, **ODD[how])
    assert len(made.asked) == 2
    ask(cache, PAGE)
    assert len(made.asked) == 2


@pytest.mark.parametrize(
    "extra", [{"cookies": "theme=dark"}, {"HTTP_RANGE": "bytes=0-9"}, {"HTTP_ACCEPT_LANGUAGE": "de"}]
)
def test_what_changes_nothing_is_passed_over(tide, cache, made, extra):
    first = ask(cache, PAGE)
    assert ask(cache, PAGE, **extra) == first
    assert len(made.asked) == 1


def test_another_host_and_scheme_are_other_pages(tide, cache, made):
    ask(cache, PAGE)
    assert ask(cache, PAGE, host="evil.example").status == 400
    assert len(cache.pages) == 1
    ask(cache, PAGE, HTTP_X_FORWARDED_PROTO="https")
    ask(cache, PAGE, **{"wsgi.url_scheme": "https"})
    assert len(made.asked) == 4
    ask(cache, PAGE, HTTP_X_FORWARDED_HOST="evil.example")
    assert len(made.asked) == 4


def test_head_has_the_headers_of_get(tide, cache, made):
    ask(cache, PAGE, method="HEAD")
    assert not cache.pages
    page = ask(cache, PAGE)
    head = ask(cache, PAGE, method="HEAD")
    assert (head.headers, head.body) == (page.headers, b"")
    assert len(made.asked) == 2


def test_a_kept_page_costs_one_question(tide, cache, django_assert_num_queries, monkeypatch):
    ask(cache, PAGE)
    asked = []
    tokens = stamps.tokens
    monkeypatch.setattr(stamps, "tokens", lambda key: asked.append(key) or tokens(key))
    with django_assert_num_queries(0):  # of Django's
        ask(cache, PAGE)
    assert asked == ["concept:tide"]


def test_the_very_next_request_knows(tide, cache, ada):
    paths = [path for path in KEPT if "tide" in path]
    others = ["/", "/concepts/", "/tags/sea/", "/feeds/changes.atom", "/essays/on-water/", "/sitemap.xml", "/llms.txt"]
    warm = {path: ask(cache, path) for path in paths + others}
    assert {answer.status for answer in warm.values()} == {200}
    publishing.hide([tide], by=ada)
    assert {path: ask(cache, path).status for path in paths} == dict.fromkeys(paths, 404)
    assert ask(cache, "/tags/sea/").status == 404
    for path in others:
        assert b"/concepts/tide" not in ask(cache, path).body, path
    publishing.publish([tide], by=ada)
    assert b'href="/concepts/tide/"' in ask(cache, "/essays/on-water/").body
    deleting.delete(tide, by=ada)
    assert ask(cache, PAGE).status == 404
    assert b"/concepts/tide" not in ask(cache, "/essays/on-water/").body


def test_a_new_page_lights_up_what_named_it(tide, cache):
    assert b'href="/concepts/moon/"' not in ask(cache, PAGE).body
    concept("Moon", "It pulls.")
    assert b'href="/concepts/moon/"' in ask(cache, PAGE).body


def test_a_choice_between_several_is_made_each_time(tide, cache, made):
    entries(submission("Spring", "Of water.", aliases=["Source"]), submission("Origin", "It.", aliases=["Source"]))
    assert ask(cache, "/concepts/source/").status == 200
    assert not cache.pages
    concept("Source", "A page of its own.")
    assert b"A page of its own." in ask(cache, "/concepts/source/").body


def test_what_was_made_before_a_change_is_not_kept_for_after_it(tide, made):
    """The stamp is read before the page: a save that ends while the page is made has the last word."""

    def late(environ, start_response):
        result = made(environ, start_response)
        revise(tide, body="It stands still.")
        return result

    cache = around(late)
    assert b"It turns." in ask(cache, PAGE).body
    cache.application = made
    assert b"It stands still." in ask(cache, PAGE).body


def test_a_database_that_is_away_is_never_replaced_by_what_is_kept(tide, cache, made, monkeypatch):
    ask(cache, PAGE)

    def away(key):
        raise OperationalError("gone")

    monkeypatch.setattr(stamps, "tokens", away)
    assert ask(cache, PAGE).status == 503
    monkeypatch.undo()
    assert ask(cache, PAGE).status == 200


def test_room_is_bounded_and_what_was_not_asked_for_longest_goes(tide, made):
    cache = PageCache(made, "sessionid", room=60_000)
    for letter in "abcdefghijklmnop":
        ask(cache, PAGE, HTTP_ACCEPT_ENCODING="br")
        ask(cache, f"/concepts/?letter={letter}", HTTP_ACCEPT_ENCODING="br")
        assert cache.held == sum(kept.size for kept in cache.pages.values()) <= 60_000
    assert made.asked.count(PAGE) == 1
    assert 1 < len(cache.pages) < 17 and len(set(made.asked)) == 2


def test_what_happens_in_private_is_not_told_by_a_stamp(tide, ada):
    before = set(Stamp.objects.exclude(key__startswith="m:").values_list("key", "token"))
    secret = concept("Haven", "By the [[tide]].", visibility=PRIVATE, tags=["Sea"])
    revise(secret, title="Port", body="[[Tide]]s.", aliases=["tide mill"])
    deleting.delete(secret, by=ada)
    assert set(Stamp.objects.exclude(key__startswith="m:").values_list("key", "token")) == before


def test_several_threads_share_it(tide, cache):
    ask(cache, PAGE)
    plain = ask(cache, PAGE).body
    kept, wrong = cache.pages[next(iter(cache.pages))], []

    def read(coding, unpack):
        for _ in range(50):
            if unpack(kept.body(coding)) != plain:
                wrong.append(coding)
            cache._keep(next(iter([*cache.pages, None])), kept)

    threads = [
        threading.Thread(target=read, args=pair)
        for pair in (("br", brotli.decompress), ("gzip", gzip.decompress), ("identity", bytes)) * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert cache.held == sum(kept.size for kept in cache.pages.values())


def test_it_is_counted(tide, made):
    application = Watch(around(made))
    before = metrics.total()
    for path in (PAGE, PAGE, "/nowhere/"):
        ask(application, path)
    now = metrics.total()
    outcomes = ("hit", "miss", "past")
    names = [f'commonplace_pagecache_total{{outcome="{outcome}"}}' for outcome in outcomes]
    assert [now.get(name, 0) - before.get(name, 0) for name in names] == [1, 1, 1]


def test_who_reads_through_it_in_the_proofs_gets_what_a_reader_gets(tide, client):
    kept = Kept()
    for path in (PAGE, "/nowhere/", "/"):
        assert kept.get(path).content == client.get(path).content


def test_no_header_moves_the_site(tide, cache):
    application = Watch(cache)
    assert b"/evil" not in ask(application, PAGE, SCRIPT_NAME="/evil").body
    assert b"/evil" not in ask(application, PAGE).body


def test_a_page_that_takes_most_of_the_room_is_not_kept(tide, made):
    cache = PageCache(made, "sessionid", room=40_000)
    ask(cache, "/concepts/tide.md")
    ask(cache, PAGE)
    assert [place[0] for place in cache.pages] == ["/concepts/tide.md"]
