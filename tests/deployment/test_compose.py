"""What the compose files promise, as compose itself reads them: no engine is needed for that."""

import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import RequestFactory

from accounts.network import address_of
from tests.deployment.image import ROOT
from wiki import environment

COMPOSE = Path(sys.executable).with_name("docker-compose")
GIVEN = {"SITE_HOST": "wiki.example.org", "SECRET_KEY": "key", "POSTGRES_PASSWORD": "word"}
MANY, ONE = "docker-compose.yml", "deploy/docker-compose.sqlite.yml"


def compose(file, **given):
    command = [COMPOSE, "--env-file", os.devnull, "--file", ROOT / file, "config", "--format", "json"]
    clean = {"PATH": os.environ["PATH"], "HOME": os.devnull, **given}
    return subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True)


def services(file):
    return json.loads(compose(file, **GIVEN).stdout)["services"]


def each():
    return [pytest.param(row, id=f"{file}:{name}") for file in (MANY, ONE) for name, row in services(file).items()]


@pytest.mark.parametrize("service", each())
def test_every_service_may_as_little_as_it_can(service):
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"] and service.get("cap_add", []) in ([], ["NET_BIND_SERVICE"])
    assert "no-new-privileges:true" in service["security_opt"]
    assert {"cpus", "memory", "pids"} <= set(service["deploy"]["resources"]["limits"])
    assert not service.get("privileged")


@pytest.mark.parametrize("service", each())
def test_every_image_has_an_exact_name(service):
    assert re.search(r":(local|\d+\.\d+(\.\d+)?(-\w+)?)$", service["image"]), service["image"]


def test_what_keeps_data_is_reached_by_the_wiki_alone():
    rows = services(MANY)
    open_to_all = {name for name, row in rows.items() if row.get("ports")}
    assert open_to_all == {"proxy"}
    assert {name: set(row["networks"]) for name, row in rows.items()} == {
        "migrate": {"back"},
        "web": {"front", "back"},
        "proxy": {"front"},
        "db": {"back"},
        "redis": {"back"},
    }
    assert json.loads(compose(MANY, **GIVEN).stdout)["networks"]["back"]["internal"] is True
    assert [port["host_ip"] for port in services(ONE)["web"]["ports"]] == ["127.0.0.1"]


@pytest.mark.parametrize("file", [MANY, ONE])
def test_migrations_end_before_the_web_starts(file):
    rows = services(file)
    assert rows["web"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert rows["migrate"]["command"] == ["python", "manage.py", "prepare", "--no-static"]
    assert rows["migrate"]["restart"] == "no" and rows["web"]["restart"] == "unless-stopped"


def test_services_that_stay_tell_how_they_are():
    for name in ("proxy", "db", "redis"):  # web: by its image
        assert services(MANY)[name]["healthcheck"]["test"][0] == "CMD", name


@pytest.mark.parametrize("missing", sorted(GIVEN))
def test_what_must_be_set_is_asked_for(missing):
    done = compose(MANY, **{name: value for name, value in GIVEN.items() if name != missing})
    assert done.returncode != 0
    assert f"variable {missing} is missing a value: set it in .env, as .env.example says" in done.stderr
    assert re.search(rf"^{missing}=$", (ROOT / ".env.example").read_text(), re.MULTILINE)


def test_variables_of_the_wiki_are_those_that_are_written_down():
    known = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/configuration.md").read_text(), re.MULTILINE))
    for file in (MANY, ONE):
        assert set(services(file)["web"]["environment"]) <= known


def test_the_proxy_is_believed_and_nobody_else(settings, monkeypatch):
    rows = services(MANY)
    proxy = rows["proxy"]["networks"]["front"]["ipv4_address"]
    for name, value in rows["web"]["environment"].items():
        monkeypatch.setenv(name, value)
    gunicorn = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    assert set(gunicorn["forwarded_allow_ips"].split(",")) == {"127.0.0.1", "::1", proxy}
    settings.TRUSTED_PROXIES = environment.networks("TRUSTED_PROXIES")
    told = {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=proxy, **told)) == "203.0.113.9"
    assert address_of(RequestFactory().get("/", REMOTE_ADDR="172.30.30.130", **told)) == "172.30.30.130"


def test_addresses_agree():
    web = services(MANY)["web"]["environment"]
    assert web["SITE_URL"] == "https://wiki.example.org" and web["ALLOWED_HOSTS"] == "wiki.example.org"
    assert web["HTTPS"] == "on" and services(MANY)["proxy"]["environment"]["SITE_HOST"] == web["ALLOWED_HOSTS"]


def test_the_unit_of_a_plain_server_starts_what_the_image_starts():
    unit = (ROOT / "deploy/commonplace.service").read_text()
    assert "manage.py prepare --no-static" in unit and "-m gunicorn wiki.wsgi" in unit
    assert "TRUSTED_PROXIES=127.0.0.1,::1" in unit
    assert "reverse_proxy 127.0.0.1:8000" in (ROOT / "deploy/server.Caddyfile").read_text()
