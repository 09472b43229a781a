"""In which coding a kept page is sent, and to whom nothing is sent anew."""

import gzip

import brotli
import pytest

from wiki import stamps
from wiki.pagecache import PageCache
from wiki.proof.asking import ask, django

pytestmark = pytest.mark.django_db
PAGE = "/concepts/tide/"

CODINGS = [
    ("", None), ("identity", None), ("gzip", "gzip"), ("gzip, deflate, br", "br"), ("br;q=0, gzip", "gzip"),
    ("gzip;q=0.0", None), ("gzip;q=0.5", "gzip"), ("*", None), ("GZIP , BR;Q=1", "br"), ("brr, gzipp", None),
]  # fmt: skip


@pytest.mark.parametrize("accepted, coding", CODINGS)
@pytest.mark.parametrize("first", ["", "gzip", "br"])
def test_every_coding_holds_the_same_bytes(tide, cache, made, accepted, coding, first):
    plain = ask(django(), PAGE).body
    ask(cache, PAGE, HTTP_ACCEPT_ENCODING=first)
    for _ in range(2):
        answer = ask(cache, PAGE, HTTP_ACCEPT_ENCODING=accepted)
        assert answer.header("Content-Encoding") == coding
        assert answer.header("Vary") == "Accept-Encoding"
        assert answer.header("Content-Length") == str(len(answer.body))
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
        assert unpack(answer.body) == plain
    assert len(made.asked) == 1


def test_whoever_has_it_gets_nothing_anew(tide, cache):
    for coding in ("", "gzip", "br"):
        answer = ask(cache, PAGE, HTTP_ACCEPT_ENCODING=coding)
        tag = answer.header("ETag")
        for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
            again = ask(cache, PAGE, HTTP_ACCEPT_ENCODING=coding, HTTP_IF_NONE_MATCH=known)
            assert (again.status, again.body, again.header("ETag")) == (304, b"", tag)
            assert again.header("Content-Security-Policy") and again.header("Content-Type") is None
        other = ask(cache, PAGE, HTTP_ACCEPT_ENCODING="identity" if coding else "br", HTTP_IF_NONE_MATCH=tag)
        assert other.status == 200  # of another coding these are other bytes


def test_a_tag_is_of_the_bytes_alone(tide, cache):
    tag = ask(cache, PAGE).header("ETag")
    stamps.renew_all()
    assert ask(cache, PAGE).header("ETag") == tag
    assert ask(PageCache(django(), "sessionid"), PAGE).header("ETag") == tag
    assert ask(cache, PAGE, HTTP_IF_NONE_MATCH=tag).status == 304
    stamps.renew_all()
    assert ask(cache, PAGE, HTTP_IF_NONE_MATCH=tag).status == 304  # made anew, and the same


def test_a_feed_that_somebody_has_by_its_date_is_not_sent_anew(tide, cache):
    date = ask(cache, "/feeds/changes.atom").header("Last-Modified")
    for _ in range(2):
        assert ask(cache, "/feeds/changes.atom", HTTP_IF_MODIFIED_SINCE=date).status == 304
    assert ask(cache, "/feeds/changes.atom", HTTP_IF_MODIFIED_SINCE="Thu, 01 Jan 1970 00:00:00 GMT").status == 200
    assert ask(cache, "/feeds/changes.atom", HTTP_IF_MODIFIED_SINCE=date, HTTP_IF_NONE_MATCH='"x"').status == 200
