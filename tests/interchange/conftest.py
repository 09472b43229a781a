"""Folders of notes, and the command that imports them."""

import io
import json

import pytest
from django.core.management import call_command


@pytest.fixture
def vault(tmp_path):
    """`vault({path: text})`: a folder of notes."""

    def make(files, name="vault"):
        root = tmp_path / name
        for path, text in files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return root

    return make


@pytest.fixture
def load(tmp_path):
    """`load(path, **options)`: (report, exit status, what was printed)."""

    def load(*paths, **options):
        report, out = tmp_path / "report.json", io.StringIO()
        status = 0
        try:
            call_command("import_entries", *map(str, paths), report=report, stdout=out, **options)
        except SystemExit as stop:
            status = stop.code
        return json.loads(report.read_text()), status, out.getvalue()

    return load
