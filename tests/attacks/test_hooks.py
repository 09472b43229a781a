"""Our scripts reach the page by hooks that no text can carry: `ui-` ids, `data-` attributes, classes of templates."""

import re
from pathlib import Path

import pytest

from wiki.rendering.sanitize import clean

SCRIPTS = sorted((Path(__file__).resolve().parents[2] / "static/js").rglob("*.js"))
WHOLE_PAGE = re.compile(r"document\.(?:querySelector|querySelectorAll)\(\s*([\"'`])(.+?)\1")
BY_ID = re.compile(r"getElementById\(\s*(?:([\"'`])(.+?)\1|([^\"'`)][^)]*))")
COMPUTED = {"decodeURIComponent(id"}  # headings of the text, which the contents beside it lead to

# It sets the notes of a text beside their lines: whatever a text calls its notes is moved, and nothing else.
OF_THE_TEXT = {"notes.js": ("[data-notes]", "fnref-${item.dataset.note}")}


def hooks(selector):
    """Return what the beginning of a selector, which says where to look, names."""
    return re.findall(r"[#.][\w-]+|\[[\w-]+", re.split(r"[ >]", selector.strip())[0])


def is_ours(hook):
    if hook.startswith("#"):
        return hook.startswith("#ui-")
    if hook.startswith("["):
        name = hook.removeprefix("[")
        return name.startswith("data-") and name not in clean(f'<p {name}="x">x</p><section {name}="">x</section>')
    name = hook.removeprefix(".")
    written = [
        clean(f'<{tag} class="{name}" data-notes="">x</{tag}>') for tag in ["p", "div", "a", "details", "section"]
    ]
    return not any(f'class="{name}"' in html for html in written)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_reaches_the_page_by_hooks_of_ours(script):
    text = script.read_text()
    for _, selector in WHOLE_PAGE.findall(text):
        for part in selector.split(","):
            assert part in OF_THE_TEXT.get(script.name, ()) or any(map(is_ours, hooks(part))), part
    for _, name, computed in BY_ID.findall(text):
        known = name in OF_THE_TEXT.get(script.name, ()) or computed in COMPUTED
        assert known or name.startswith("ui-"), name or computed
    assert not re.search(r"document\.(forms|images|links|anchors|all|getElementsBy\w+)\b", text)


@pytest.mark.parametrize("selector", ["#main", ".callout", ".notes", "p", "[name=body]", "[data-notes]", "a.external"])
def test_the_rule_condemns(selector):
    assert not any(map(is_ours, hooks(selector)))


def test_no_text_has_an_id_of_ours():
    for html in (
        "<h2 id=ui-main>x</h2>",
        "<p id=UI-main>x</p>",
        "<li id='ui-theme'>x</li>",
        "<a id=ui-x name=ui-x>x</a>",
    ):
        assert "ui-" not in clean(html).lower() and "name=" not in clean(html)
