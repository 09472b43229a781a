"""Templates and static files keep the strict policy, their budget and their contrast."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
STYLES = sorted((STATIC / "css").glob("*.css"))
BUILT_BY_COMMENT = re.compile(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|{#.*?#}", re.S)

READING_STYLES = ("fonts", "tokens", "base", "entry", "apparatus")
READING_SCRIPTS = ("theme", "page", "contents", "notes", "cards", "find")
ALWAYS = ("alegreya", "alegreya-italic", "commonplace-sans")
BOLD = ("alegreya-bold",)
KB = 1024


def markup(path):
    return BUILT_BY_COMMENT.sub("", path.read_text(encoding="utf-8"))


def named(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda path: str(path.relative_to(ROOT)))


def zipped(paths):
    """Bytes of the files, each compressed by itself as the server sends them."""
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


@named(TEMPLATES)
def test_nothing_inline_that_the_policy_would_refuse(path):
    text = markup(path)
    assert not re.search(r"<style\b|\sstyle\s*=|javascript:", text, re.I)
    assert not re.search(r"""\son[a-z]+\s*=\s*["'{]""", text, re.I)
    for script in re.findall(r"<script\b[^>]*>.*?</script>", text, re.S | re.I):
        assert re.fullmatch(r"<script [^>]*\bsrc=[^>]+></script>", script), script


@named(TEMPLATES)
def test_only_the_context_says_what_is_safe(path):
    assert not re.search(r"\|\s*safe(seq)?\b|autoescape\s+off|\|\s*safe\s*}}", markup(path))


@named(TEMPLATES)
def test_every_named_url_is_known(path):
    from django.urls import NoReverseMatch, get_resolver, reverse

    known = set(get_resolver().reverse_dict) | {"admin:index"}
    for name in re.findall(r"""{%\s*url\s+['"]([^'"]+)['"]""", markup(path)):
        if ":" in name:
            try:
                reverse(name)
            except NoReverseMatch as error:
                raise AssertionError(f"{name}: {error}") from error
        else:
            assert name in known, name


@named(TEMPLATES)
def test_every_static_file_and_include_exists(path):
    text = markup(path)
    for name in re.findall(r"""{%\s*static\s+['"]([^'"]+)['"]""", text) + re.findall(r'="/static/([^"]+)"', text):
        assert (STATIC / name).is_file(), name
    for name in re.findall(r"""{%\s*include\s+['"]([^'"]+)['"]""", text):
        assert (ROOT / "templates" / name).is_file() or name.startswith("admin/"), name


@named(SCRIPTS)
def test_scripts_find_elements_by_hooks_of_their_own(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text)
    for name in re.findall(r"""getElementById\(["']([^"']+)["']\)""", text):
        assert name.startswith("ui-"), name


@named(STYLES)
def test_styles_take_every_file_from_here_and_every_colour_from_a_token(path):
    for url in re.findall(r"""url\(["']?([^"')]+)""", path.read_text(encoding="utf-8")):
        assert url.startswith("../") and (path.parent / url).is_file(), url
    if path.name != "tokens.css" and path.name != "print.css":
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?=[;, )}])", path.read_text(encoding="utf-8")), (
            "a colour has a token"
        )


def test_a_reading_page_stays_within_its_budget():
    styles = zipped([STATIC / "css" / f"{name}.css" for name in READING_STYLES])
    scripts = zipped([STATIC / "js" / f"{name}.js" for name in READING_SCRIPTS])
    fonts = sum((STATIC / "fonts" / f"{name}.woff2").stat().st_size for name in ALWAYS)
    bold = sum((STATIC / "fonts" / f"{name}.woff2").stat().st_size for name in BOLD)
    assert styles <= 8 * KB
    assert scripts <= 10 * KB
    assert fonts <= 57.5 * KB
    assert fonts + bold <= 77 * KB
    assert styles + scripts + fonts + bold <= 92 * KB  # with 8 kB of page: first view within 100


def test_the_faces_are_the_ones_that_were_checked():
    sums = dict(reversed(line.split("  ")) for line in (STATIC / "fonts" / "SHA256SUMS").read_text().splitlines())
    files = {path.name for path in (STATIC / "fonts").iterdir() if path.suffix in (".woff2", ".txt")}
    assert set(sums) == files
    for name, expected in sums.items():
        assert hashlib.sha256((STATIC / "fonts" / name).read_bytes()).hexdigest() == expected, name


def test_a_changed_source_does_not_bear_the_reserved_name():
    from fontTools.ttLib import TTFont

    font = TTFont(STATIC / "fonts" / "commonplace-sans.woff2")
    for number in (1, 3, 4, 6, 16):
        assert "Source" not in (font["name"].getDebugName(number) or "")
    assert "Adobe" in font["name"].getDebugName(0)  # the notice stays


TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
TOKENS = {name: pair for name, *pair in TOKEN.findall((STATIC / "css" / "tokens.css").read_text(encoding="utf-8"))}
GROUNDS = ("paper", "sheet", "wash")
NOTICES = ("info-wash", "good-wash", "warn-wash", "bad-wash", "private-wash")
PAIRS = [
    *(("ink", ground, 7) for ground in (*GROUNDS, *NOTICES, "mark")),
    *(("ink-2", ground, 7) for ground in GROUNDS),
    *(("ink-3", ground, 4.5) for ground in GROUNDS),
    *((text, ground, 4.5) for text in ("link", "rubric", "private", "visited", "good", "warn") for ground in GROUNDS),
    *((name, f"{name}-wash", 4.5) for name in ("good", "warn", "private")),
    ("rubric", "bad-wash", 4.5),
    ("link", "info-wash", 4.5),
    ("on-accent", "link", 4.5),
    *((f"{name}-ink", ground, 4.5) for name in ("add", "del") for ground in (name, "paper")),
    *(("edge", ground, 3) for ground in ("paper", "sheet")),
    *(("focus", ground, 3) for ground in GROUNDS),
    ("link-line", "paper", 3),
]


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_tokens_can_be_read_on_their_grounds(text, ground, least, theme):
    side = ("light", "dark").index(theme)
    assert contrast(TOKENS[text][side], TOKENS[ground][side]) >= least
