"""The image: what the Dockerfile promises, and its steps taken in an empty folder, down to pages that are served."""

import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import ssl
import tempfile
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPSHandler, Request, build_opener

import pytest

from tests.deployment.image import ROOT, Replay, let_in, stages
from tests.deployment.servers import free_port, proxy, wait_for

DOCKERFILE = (ROOT / "Dockerfile").read_text()
NEVER = [".env", ".git/config", "data/secret_key", "data/commonplace.sqlite3", ".venv/bin/python", "tests/cast.py"]
NEVER += [
    "tests/wiki/test_prepare.py",
    "wiki/__pycache__/urls.cpython-311.pyc",
    "docs/deployment.md",
    "docker-compose.yml",
    "static-collected/a.css",
]


def test_the_last_stage_belongs_to_nobody_and_runs_no_shell():
    final = dict(stages(DOCKERFILE)[-1])
    assert final["USER"] == "10001:10001"
    assert final["CMD"].startswith("[") and "ENTRYPOINT" not in final
    assert final["HEALTHCHECK"].endswith('CMD ["python", "deploy/healthcheck.py"]')


def test_nothing_of_the_build_is_kept_but_the_environment_and_the_code():
    base, build, final = stages(DOCKERFILE)
    kept = [argument for name, argument in final if name in ("COPY", "ADD")]
    assert kept == ["--from=build /opt/venv /opt/venv", "--from=build /opt/commonplace ./"]
    assert not [name for name, _ in base + build + final if name in ("ARG", "ADD")]
    assert [dict(stage)["FROM"].split()[0] for stage in (build, final)] == ["python", "python"]
    # What the replay below leaves out is the user alone: it belongs to the machine.
    (user,) = (argument for name, argument in final if name == "RUN")
    assert [step.split()[0] for step in user.split(" && ")] == ["groupadd", "useradd", "install"]


@pytest.mark.parametrize("path", NEVER)
def test_secrets_data_and_tests_do_not_reach_the_build(path):
    assert not let_in(path)


@pytest.fixture(scope="module")
def image():
    if os.environ.get("CI", "").lower() not in ("true", "1"):
        pytest.skip("installs an image's packages, which takes a minute; CI=true does it")
    folder = Path(tempfile.mkdtemp(prefix="commonplace-image-"))
    replay = Replay(folder)
    try:
        replay.make()
        yield replay
    finally:
        shutil.rmtree(folder)


def get(port, path, **headers):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path, headers={"Host": "localhost", **headers})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode(errors="replace")


def test_its_steps_lead_to_a_wiki_that_writes_nowhere_but_its_data(image):
    (library,) = (image.folder / "opt/venv/lib").glob("python3*/site-packages")
    installed = set(os.listdir(library))
    assert "django" in installed and not {"pip", "pytest", "playwright"} & installed
    assert not (image.folder / "tmp/data").exists(), "a key of the build is left"
    before = image.contents()

    port, tls = free_port(), free_port()
    site = f"https://localhost:{tls}"
    settings = {"SITE_URL": site, "ALLOWED_HOSTS": "localhost", "WEB_CONCURRENCY": "1", "TRUSTED_PROXIES": "127.0.0.1"}
    said = image.run(["python", "manage.py", "prepare", "--no-static"], **settings)
    (link,) = re.findall(rf"^{site}/accounts/first-admin/\S+$", said, re.MULTILINE)
    command = json.loads(dict(image.final)["CMD"])
    server = image.start([word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in command], **settings)
    try:
        wait_for(port, server)
        is_served(image, port)
        with proxy(image.folder / "tmp", port, tls):
            a_first_admin_comes_in_through_the_proxy(image, link)
            server.send_signal(signal.SIGTERM)
            assert server.wait(60) == 0
            status, headers, text = ask(build_opener(HTTPSHandler(context=unverified())), f"{site}/")
            assert (status, headers["Retry-After"]) == (502, "10") and "try again" in text
    finally:
        server.kill()
        server.wait()
    assert image.contents() == before


def is_served(image, port):
    proxied = {"X-Forwarded-Proto": "https"}
    status, _, page = get(port, "/", **proxied)
    assert status == 200
    assert get(port, "/")[0] == 301, "HTTPS is on unless it is turned off"
    assert get(port, "/help/", **proxied)[0] == 200, "it reads a file of docs/"
    style = re.search(r'rel="stylesheet" href="([^"]+)"', page)[1]
    status, headers, _ = get(port, style, **{"Accept-Encoding": "br", **proxied})
    assert (status, headers["Content-Encoding"]) == (200, "br") and "immutable" in headers["Cache-Control"]
    image.run(["python", "-c", PROBE.format(port=port)])


PROBE = "import sys; sys.path.insert(0, 'deploy'); import healthcheck as h; h.PORT = {port}; sys.exit(h.main())"


def unverified():
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # the proxy signed it for itself
    return context


def ask(opener, address, data=None, **headers):
    try:
        answer = opener.open(Request(address, data and urlencode(data).encode(), headers), timeout=60)
    except HTTPError as error:
        answer = error
    return answer.status, answer.headers, answer.read().decode()


def a_first_admin_comes_in_through_the_proxy(image, link):
    """HTTPS, its cookies, the origin of forms and the address of a reader agree behind the proxy."""
    cookies = CookieJar()
    browser = build_opener(HTTPSHandler(context=unverified()), HTTPCookieProcessor(cookies))
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}
    status, headers, page = ask(browser, link, **forged)
    assert status == 200 and "Strict-Transport-Security" in headers
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    form = {"username": "ada", "password1": "a long walk by rain", "password2": "a long walk by rain"}
    form["csrfmiddlewaretoken"] = token
    status, _, page = ask(browser, link, form, Origin=link.partition("/accounts")[0], **forged)
    assert status == 200 and "/people/ada/" in page
    assert {"__Host-csrf", "__Host-session"} <= {cookie.name for cookie in cookies if cookie.secure}
    with closing(sqlite3.connect(image.folder / "data/commonplace.sqlite3")) as database:
        addresses = {row[0] for row in database.execute("SELECT address FROM accounts_event")}
    assert "127.0.0.1" in addresses and "203.0.113.9" not in addresses
