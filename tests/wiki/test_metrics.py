"""What is counted, over all workers, and who may read it."""

import fcntl

import pytest
from django.test import Client

from tests.factories import concept
from wiki import metrics, replicas
from wiki.metrics import Numbers
from wiki.models import PublicationRequest
from wiki.rendering.sandbox import Limits, RenderRefused, render

LOCAL = {"host": "127.0.0.1:8000"}
TOKEN = "a-token-of-some-length"


@pytest.fixture(autouse=True)
def fresh(monkeypatch, tmp_path):
    """A folder of numbers, in which this process has written nothing yet."""
    monkeypatch.setenv("METRICS_DIR", str(tmp_path))
    monkeypatch.setattr(metrics, "_numbers", None)
    return tmp_path


def values(text):
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in text.splitlines() if line[0] != "#"}


def test_all_workers_are_added_up_and_a_new_one_takes_the_place_of_who_died(fresh):
    first, second = Numbers(fresh), Numbers(fresh)
    first.add(("a", 1), ("b", 2.5), (metrics.UNDER_WAY, 1))
    second.add(("b", 1))
    assert metrics.total() == {"a": 1, "b": 3.5, metrics.UNDER_WAY: 1}
    fcntl.flock(first._file, fcntl.LOCK_UN)  # as the system does for a process that is killed
    third = Numbers(fresh)
    third.add(("a", 1), ("c", 1))
    assert metrics.total() == {"a": 2, "b": 3.5, "c": 1, metrics.UNDER_WAY: 0}
    assert len(list(fresh.iterdir())) == 3  # this process has one too


def test_more_series_than_there_is_room_for_are_left_out(fresh):
    numbers = Numbers()
    for n in range(metrics.ROWS + 5):
        numbers.add((f"series{n}", 1), ("x" * 500, 1))
    assert len(list(metrics.rows(numbers._map))) == metrics.ROWS


def test_the_text_has_cumulated_buckets():
    for seconds in (0.001, 0.03, 0.03, 60):
        metrics.request("home", "GET", 200, seconds)
    metrics.request("admin:wiki_entry_change", "BREW", 404, 0.2)
    text = metrics.exposition({"commonplace_publication_requests_open": 2})
    found = values(text)
    assert found['commonplace_requests_total{view="home",method="GET",status="2xx"}'] == 4
    assert found['commonplace_requests_total{view="admin",method="other",status="4xx"}'] == 1
    edges = {edge: found[f'commonplace_request_seconds_bucket{{method="GET",le="{edge}"}}'] for edge in (0.005, 0.05)}
    assert edges == {0.005: 1, 0.05: 3}
    assert found['commonplace_request_seconds_bucket{method="GET",le="+Inf"}'] == 4
    assert found['commonplace_request_seconds_count{method="GET"}'] == 4
    assert found['commonplace_request_seconds_sum{method="GET"}'] == pytest.approx(60.061)
    assert found["commonplace_publication_requests_open"] == 2 and found["commonplace_start_time_seconds"] > 1e9
    kinds = [line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")]
    assert len(kinds) == len(set(kinds)) == text.count("# HELP")


def test_renders_are_counted():
    render("A *word*.")
    with pytest.raises(RenderRefused):
        render("A word.", limits=Limits(cpu=1, wall=1, source=3))
    found = metrics.total()
    assert found['commonplace_renders_total{result="done"}'] == 1
    assert found['commonplace_renders_total{result="too long"}'] == 1
    assert found[metrics.UNDER_WAY] == 0


@pytest.mark.django_db
def test_the_queue_of_publication(eda):
    page = concept("Weir", visibility="private")
    found = values(Client(headers=LOCAL).get("/metrics").content.decode())
    assert (
        found["commonplace_publication_requests_open"] == found["commonplace_publication_request_oldest_seconds"] == 0
    )
    PublicationRequest.objects.create(entry=page, visibility="public", number=1, by=eda)
    response = Client(headers=LOCAL).get("/metrics")
    found = values(response.content.decode())
    assert found["commonplace_publication_requests_open"] == 1
    assert 0 < found["commonplace_publication_request_oldest_seconds"] < 60
    assert "eir" not in response.content.decode() and response["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "headers", "token", "status"),
    [
        ("127.0.0.1", LOCAL, "", 200),
        ("::1", {"host": "[::1]:8000"}, "", 200),
        ("127.0.0.1", {"host": "localhost"}, "", 200),
        ("10.0.0.9", LOCAL, "", 404),
        ("", LOCAL, "", 404),
        ("127.0.0.1", {"host": "testserver"}, "", 404),
        ("127.0.0.1", {**LOCAL, "x-forwarded-for": "127.0.0.1"}, "", 404),
        ("127.0.0.1", {**LOCAL, "forwarded": "for=127.0.0.1"}, "", 404),
        ("127.0.0.1", {**LOCAL, "via": "1.1 proxy"}, "", 404),
        ("127.0.0.1", LOCAL, TOKEN, 404),
        ("127.0.0.1", {**LOCAL, "authorization": f"Bearer {TOKEN}x"}, TOKEN, 404),
        ("127.0.0.1", {**LOCAL, "authorization": "Bearer é"}, TOKEN, 404),
        ("10.0.0.9", {"host": "web:8000", "authorization": f"Bearer {TOKEN}"}, TOKEN, 200),
        ("10.0.0.9", {"host": "localhost", "authorization": "Bearer "}, "", 404),
    ],
)
def test_who_may_read_them(settings, address, headers, token, status):
    settings.METRICS_TOKEN = token
    settings.SECURE_SSL_REDIRECT = False
    response = Client(headers=headers, REMOTE_ADDR=address).get("/metrics")
    assert response.status_code == status
    assert (b"commonplace_" in response.content) == (status == 200)


def test_pages_that_replicas_are_asked_for_are_counted():
    for outcome in (replicas.READ, replicas.READ, replicas.BEHIND):
        metrics.replica(outcome)
    found = values(metrics.exposition({}))
    assert found['commonplace_replica_pages_total{outcome="read"}'] == 2
    assert found['commonplace_replica_pages_total{outcome="behind"}'] == 1
