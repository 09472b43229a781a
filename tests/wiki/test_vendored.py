"""Scripts of others are the ones that were checked, and keep to the policy of ours."""

import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[2] / "static/vendor"


def test_the_scripts_of_others_are_the_ones_that_were_checked():
    sums = dict(reversed(line.split("  ")) for line in (VENDOR / "SHA256SUMS").read_text().splitlines())
    assert set(sums) == {path.name for path in VENDOR.iterdir() if path.suffix in (".js", ".txt")}
    for name, expected in sums.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == expected, name


def test_each_says_where_it_comes_from_and_under_which_licence():
    readme = (VENDOR / "README.md").read_text()
    for script in VENDOR.glob("*.js"):
        assert f"`{script.name}`" in readme
        licence = re.search(r"LICENSE-\S+\.txt", script.read_text().splitlines()[0])[0]
        assert "Copyright" in (VENDOR / licence).read_text()


def test_none_makes_code_of_text():
    for script in VENDOR.glob("*.js"):
        assert not re.search(r"\beval\(|new Function|innerHTML|document\.write|\.style\b", script.read_text())
