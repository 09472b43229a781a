"""Whether the process is alive and whether it can make pages, by whatever name and number it is asked."""

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from wiki import schema
from wiki.views import operations


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    monkeypatch.setattr(schema, "_ready", set())


def lines(response):
    assert response["Content-Type"] == "text/plain; charset=utf-8" and response["Cache-Control"] == "no-store"
    assert not response.cookies and "Vary" not in response
    return response.content.decode().splitlines()


def test_alive_without_a_database(client):
    response = client.get("/healthz", headers={"cookie": "session=abc; sessionid=abc"})
    assert (response.status_code, lines(response)) == (200, ["ok"])
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize("host", ["10.0.0.7:8000", "web", "evil.example", "["])
def test_any_host_and_no_https(settings, path, host):
    settings.SECURE_SSL_REDIRECT = True
    response = Client(headers={"host": host}).get(path)
    assert response.status_code == 200 and host not in response.content.decode()
    assert Client(headers={"host": host}).get("/").status_code in (301, 400)
    assert Client(headers={"host": host}).post(path).status_code == 405
    assert Client(headers={"host": host}).get(f"{path}/").status_code in (301, 400)


@pytest.mark.django_db
def test_ready(client, django_assert_num_queries):
    assert lines(client.get("/readyz")) == ["database: ok", "migrations: ok"]
    with django_assert_num_queries(1):  # what was found complete is not asked about again
        assert client.get("/readyz").status_code == 200


@pytest.mark.both
@pytest.mark.django_db
def test_pending_until_they_are_applied(client):
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("wiki", "0002_roles")
    response = client.get("/readyz")
    assert (response.status_code, lines(response)) == (503, ["database: ok", "migrations: pending"])
    recorder.record_applied("wiki", "0002_roles")
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_later_version_has_been_here(client):
    recorder = MigrationRecorder(connection)
    recorder.record_applied("gone", "9999_of_an_app_that_was_removed")
    recorder.record_applied("wiki", "0001_once_merged_into_another")
    assert schema.state() == schema.READY
    schema._ready.clear()
    recorder.record_applied("wiki", "9999_from_tomorrow")
    response = client.get("/readyz")
    assert (response.status_code, lines(response)[1]) == (503, "migrations: newer than this version of the wiki")


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError, DatabaseError])
def test_a_database_that_is_away(client, monkeypatch, error):
    def broken(*args):
        raise error("could not connect to secret-host as secret-user")

    monkeypatch.setattr(operations.schema, "state", broken)
    response = client.get("/readyz")
    assert (response.status_code, lines(response)) == (503, ["database: away", "migrations: unknown"])


@pytest.mark.django_db
def test_redis_is_told_of_and_decides_nothing(client, settings):
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "unix:///nowhere/redis.sock"}
    settings.CACHES = {"default": redis}
    response = client.get("/readyz")
    assert (response.status_code, lines(response)[2]) == (200, "redis: away, limits are not counted")
