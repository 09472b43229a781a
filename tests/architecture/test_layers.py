"""Who may import whom. Imports point down; a failure names the rule that a line breaks."""

import ast
import subprocess
import sys

import pytest

from tests.architecture.modules import ROOT, longest, modules, within

# A row: who, and what of ours it may import besides itself. The most exact name that fits counts on both sides.
PURE = "wiki.addresses wiki.document wiki.drawing wiki.rendering wiki.interchange.records"
PURE += " wiki.search.nearly wiki.search.query wiki.search.words"
MODELS = f"{PURE} wiki.models"
RULES = f"{MODELS} wiki.bulk wiki.replicas wiki.stamps wiki.prepared wiki.policies wiki.history wiki.candidates"
RULES += " wiki.whole wiki.remembered"
RULES += " wiki.search wiki.site"
WORK = f"{RULES} wiki.readers wiki.actions wiki.interchange"
PAGES = f"{WORK} accounts accounts.limits wiki.interchange.formats wiki.views.lookup wiki.views.conditional"
ALLOWED = {
    "wiki": "",
    "wiki.addresses": "",
    "wiki.atom": "",
    "wiki.document": "",
    "wiki.drawing": "",
    "wiki.rendering": "",
    "wiki.search.nearly": "wiki.search.words",
    "wiki.search.query": "wiki.search.words",
    "wiki.search.words": "",
    "wiki.interchange.records": "",
    "accounts": "accounts.limits",
    "accounts.limits": "",  # the settings read it
    "wiki.models": PURE,
    "wiki.policies": f"{MODELS} wiki.prepared",
    "wiki.site": f"{MODELS} wiki.replicas",
    "wiki.bulk": "",
    "wiki.codings": "",
    "wiki.replicas": "",
    "wiki.stamps": "wiki.replicas",
    "wiki.members": "wiki.stamps",
    "wiki.remembered": "wiki.stamps",
    "wiki.prepared": "wiki.replicas",
    "wiki.history": f"{MODELS} wiki.bulk",
    "wiki.candidates": MODELS,
    "wiki.whole": f"{MODELS} wiki.prepared",
    "wiki.search": f"{MODELS} wiki.prepared",
    "wiki.readers": f"{WORK} accounts",
    "wiki.actions": f"{WORK} accounts",
    "wiki.interchange": f"{WORK} wiki.interchange.formats",
    "wiki.interchange.formats": "wiki.document wiki.interchange.records wiki.interchange",
    "wiki.forms": PAGES,
    "wiki.views": f"{PAGES} wiki.forms wiki.schema wiki.metrics",
    "wiki.views.lookup": RULES,
    "wiki.views.conditional": f"{RULES} wiki.codings wiki.members wiki.pagecache",
    "wiki.admin": f"{PAGES} wiki.forms",
    "wiki.api": f"{PAGES} wiki.forms",
    "wiki.feeds": f"{PAGES} wiki.atom",
    "wiki.sitemaps": PAGES,
    "wiki.templatetags": PAGES,
    "wiki.proof": f"{PAGES} wiki.pagecache",
    "wiki.backup": "wiki.stamps",
    "wiki.integrity": WORK,
    "wiki.management": f"{PAGES} wiki.proof wiki.integrity wiki.backup wiki.schema",
    "wiki.migrations": "wiki.document wiki.search wiki.migrations",
    # the project around the layers
    "wiki.environment": "",
    "wiki.logs": "",
    "wiki.schema": "",
    "wiki.sqlite": "",
    "wiki.settings": "wiki.environment wiki.sqlite accounts.limits",
    "wiki.staticfiles": "",
    "wiki.messages": "",
    "wiki.checks": "wiki.sqlite",
    "wiki.metrics": "",
    "wiki.reporting": "wiki.logs",
    "wiki.slow": "",
    "wiki.watch": "wiki.logs wiki.metrics",
    "wiki.apps": "wiki.checks wiki.history wiki.metrics wiki.replicas wiki.reporting wiki.rendering",
    "wiki.middleware": "wiki.models wiki.policies",
    "wiki.limits": "accounts",
    "wiki.refusals": "accounts wiki.limits",
    "wiki.context": "wiki.models wiki.policies wiki.site",
    "wiki.adminsite": "",
    "wiki.pagecache": "wiki.codings wiki.members wiki.stamps",
    "wiki.urls": "wiki.views wiki.feeds wiki.sitemaps wiki.api accounts",
    "wiki.wsgi": "wiki.pagecache wiki.watch",
}
NO_DJANGO = [
    "wiki.codings",
    "wiki.document",
    "wiki.drawing",
    "wiki.rendering",
    "wiki.search.nearly",
    "wiki.search.query",
    "wiki.search.words",
    "wiki.interchange.records",
]
NO_DJANGO += ["wiki.interchange.formats", "accounts.limits", "wiki.sqlite"]
OWNERS = {
    "bleach": ["wiki.rendering.sanitize"],
    "nh3": ["wiki.rendering.sanitize"],
    "markdown": ["wiki.rendering"],
    "yaml": ["wiki.document"],
    "reversion": ["wiki.history", "wiki.admin", "wiki.models.edit", "wiki.migrations"],
    "allauth": ["accounts"],
    "taggit": ["wiki.models", "wiki.migrations"],
    "rapidfuzz": ["wiki.search"],
    "snowballstemmer": ["wiki.search.words"],
    "ftfy": ["wiki.interchange"],
    "psycopg": ["wiki.search.postgres"],
}
KNOWS_REQUESTS = ["accounts", "wiki.views", "wiki.forms", "wiki.admin", "wiki.api", "wiki.feeds", "wiki.sitemaps"]
KNOWS_REQUESTS += ["wiki.templatetags", "wiki.middleware", "wiki.context", "wiki.adminsite", "wiki.pagecache"]
KNOWS_REQUESTS += ["wiki.limits", "wiki.refusals", "wiki.watch", "wiki.slow"]
LONGER_THAN_300 = {"wiki.rendering.sanitize", "wiki.rendering.starts"}  # to be divided


def ours(name):
    return within(name, "wiki") or within(name, "accounts")


def test_every_module_has_a_row():
    """A new module of `wiki` stands in the table above, so that somebody thought about its place."""
    without = {m.name for m in modules() if longest(m.name, ALLOWED) == "wiki" and m.name != "wiki"}
    assert not without


@pytest.mark.parametrize("layer", sorted(ALLOWED))
def test_imports_point_down(layer):
    allowed = {layer, *ALLOWED[layer].split()}
    broken = [
        f"{m.where(line)} imports {name}: {layer} may import {', '.join(sorted(allowed))}"
        for m in modules()
        if longest(m.name, ALLOWED) == layer
        for line, name in m.imports()
        if ours(name) and longest(name, ALLOWED) not in allowed
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("package", NO_DJANGO)
def test_pure_code_names_no_django(package):
    broken = [
        f"{m.where(line)} imports {name}: {package} is pure, it knows no Django"
        for m in modules()
        if within(m.name, package)
        for line, name in m.imports()
        if within(name, "django")
    ]
    assert not broken, "\n".join(broken)


def test_pure_code_loads_no_django():
    """The renderer's children import wiki.rendering alone; a package that loads Django on the way would cost them."""
    code = (
        "import sys, wiki.rendering.markdown, wiki.rendering.sanitize, wiki.document.document, wiki.interchange.records"
    )
    code += "\nprint([name for name in sys.modules if name.split('.')[0] == 'django'])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("library", sorted(OWNERS))
def test_each_library_has_one_owner(library):
    broken = [
        f"{m.where(line)} imports {library}: its owner is {' and '.join(OWNERS[library])}"
        for m in modules()
        if not any(within(m.name, owner) for owner in OWNERS[library])
        for line, name in m.imports()
        if within(name, library)
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("name", ["wiki", "wiki.search", "wiki.interchange"])
def test_these_packages_stay_empty(name):
    (module,) = [m for m in modules() if m.name == name]
    code = [
        node for node in module.tree.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    assert not code, f"{module.path.name} of {name} stays empty: pure modules in it are imported without Django"


def test_a_request_is_known_to_pages_only():
    """Below the pages a person is an argument: `user` who reads, `by` who acts."""
    broken = [
        m.where(node.lineno)
        for m in modules()
        if not any(within(m.name, page) for page in KNOWS_REQUESTS + NO_DJANGO)
        for node in ast.walk(m.tree)
        if isinstance(node, ast.arg) and node.arg == "request"
    ]
    assert not broken, f"these know a request: {broken}"


def test_no_signals_for_our_own_logic():
    signals = ("django.dispatch", "django.db.models.signals", "django.core.signals", "django.contrib.auth.signals")
    signals += tuple(f"allauth.{part}.signals" for part in ("account", "mfa", "socialaccount", "usersessions"))
    broken = [
        f"{m.where(line)} imports {name}: call what follows, or use transaction.on_commit"
        for m in modules()
        if m.name != "accounts.events"  # what a library does by itself is heard of in no other way
        for line, name in m.imports()
        if any(within(name, signal) for signal in signals)
    ]
    assert not broken, "\n".join(broken)


def test_modules_stay_short():
    long = {m.name for m in modules() if m.lines > 300 and ".migrations." not in m.name}
    assert long <= LONGER_THAN_300, "a module over 300 lines wants to be two"


def test_html_is_declared_safe_at_two_doors():
    """The text of an entry by `markup`; the parts of a page by functions that escape all they get."""
    doors = {"wiki.readers.markup", "wiki.templatetags.html"}
    broken = [
        f"{m.where(node.lineno)} names {name}"
        for m in modules()
        if ours(m.name) and m.name not in doors
        for node in ast.walk(m.tree)
        if (name := getattr(node, "id", getattr(node, "attr", ""))) in ("mark_safe", "SafeText", "__html__")
    ]
    assert not broken, "\n".join(broken)
    templates = [path for path in (ROOT / "templates").rglob("*.html") if "|safe" in path.read_text()]
    assert not templates
