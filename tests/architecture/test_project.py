"""What holds for the whole checkout."""

import os
import re
import subprocess
import sys

import pytest
from django.core.management import call_command

from tests.architecture.modules import ROOT

SKIPPED = {".git", ".venv", ".ruff_cache", ".hypothesis", "__pycache__", "data", "static-collected", "bench-work"}
TEXT = {".py", ".md", ".toml", ".html", ".css", ".js", ".mjs", ".yml", ".yaml", ".lock", ".json", ".txt", ".conf", ""}


def files():
    """Yield every text file of the project."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in SKIPPED]
        for name in names:
            path = os.path.join(folder, name)
            if os.path.splitext(name)[1] in TEXT and os.path.getsize(path) < 1_000_000:
                yield path


def lines_with(pattern):
    pattern = re.compile(pattern)
    for path in files():
        with open(path, encoding="utf-8", errors="replace") as text:
            for number, line in enumerate(text, 1):
                if pattern.search(line):
                    yield f"{os.path.relpath(path, ROOT)}:{number}"


def test_the_folder_beside_the_checkout_is_named_once():
    name = "sha" + "red"
    (line,) = lines_with(rf"\.\./{name}\b|[\"']{name}/?[\"']|/{name}/")
    assert line.startswith("tests/conftest.py:")


def test_no_paths_of_one_machine_and_no_registries():
    places = "|".join(["work", "home", "root", "Users"])
    hosts = "|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.(org|com)", "deb" + r"\.debian\.org"])
    assert not list(lines_with(rf"(?<![\w.:/~-])/({places})/|{hosts}"))


@pytest.mark.django_db
def test_the_migrations_hold_the_models():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_deploy_check_is_clean(tmp_path):
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "HTTPS": "on"}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("variable", ["HTTPS=perhaps", "PORT=0", "DATABASE_URL=oracle://x/y", "WIKI_SIGNUP=maybe"])
def test_a_wrong_value_stops_the_start_with_one_clear_line(tmp_path, variable):
    name, _, value = variable.partition("=")
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), name: value}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode != 0
    (line,) = done.stderr.strip().splitlines()
    assert name in line


def test_every_variable_that_is_read_is_described():
    described = set(re.findall(r"`([A-Z][A-Z_]+)`", (ROOT / "docs/configuration.md").read_text()))
    read = set()
    for path in ("wiki/settings.py", "wiki/environment.py", "gunicorn.conf.py"):
        read |= set(
            re.findall(
                r"(?:env\.\w+|text|flag|number|choice|names|get)\(\s*\"([A-Z][A-Z_]+)\"", (ROOT / path).read_text()
            )
        )
    assert read <= described
