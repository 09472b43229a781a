"""Pages begin from who is looking: no query on a content model without `visible_to`."""

import ast
import re

import pytest
from django.apps import apps

from tests.architecture.modules import ROOT, modules, within

PAGES = ["wiki.views", "wiki.feeds", "wiki.sitemaps", "wiki.api", "wiki.forms", "wiki.templatetags", "wiki.admin"]
PAGES += ["wiki.context", "wiki.middleware", "wiki.adminsite", "wiki.pagecache"]
MANAGERS = {"objects", "_default_manager", "_base_manager"}
PEOPLE = {"User", "Group", "Permission", "Invitation", "Event", "FirstAdminLink", "EmailAddress", "Authenticator"}
NOT_CONTENT = {"Stamp"}  # models of the wiki that tell nothing about an entry
AROUND = {"get_object_or_404", "get_list_or_404", "RawSQL", "raw", "extra", "cursor", "get_model"}
AROUND |= {"get_object_for_this_type"}
ASKING = {"all", "filter", "exclude", "get", "values", "values_list", "count", "exists", "first", "last", "order_by",
          "latest", "earliest", "iterator", "aggregate", "annotate", "in_bulk", "only", "defer", "distinct", "raw",
          "select_related", "prefetch_related", "dates", "datetimes", "extra", "using", "union"}  # fmt: skip


def is_scope(name):
    return name in ("visible_to", "scoped") or "unscoped" in name


def reverse_names():
    """Names by which an entry, a tag or a source reaches rows of others."""
    models = apps.get_app_config("wiki").get_models()
    names = {relation.get_accessor_name() for model in models for relation in model._meta.related_objects}
    return names - {None, "concept", "essay"} | {"tags"}


def unscoped(tree):
    """Yield the lines where content is asked for otherwise than by `visible_to`, `scoped` or a name with `unscoped`."""
    scoped = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and is_scope(node.attr) and isinstance(node.value, ast.Attribute)
    }
    for node in ast.walk(tree):
        if id(node) not in scoped and _goes_around(node):
            yield node.lineno


def _goes_around(node):
    if isinstance(node, ast.Attribute):
        through = node.value.attr if isinstance(node.value, ast.Attribute) else ""
        manager = node.attr in MANAGERS and not _of_people(node.value)
        return manager or node.attr in AROUND or (node.attr in ASKING and through in reverse_names())
    if isinstance(node, ast.Name):
        return node.id in AROUND
    if isinstance(node, ast.alias):
        return node.name in AROUND
    return isinstance(node, ast.Constant) and node.value in MANAGERS


def _of_people(node):
    if isinstance(node, ast.Call):
        return getattr(node.func, "id", "") == "get_user_model"
    return isinstance(node, ast.Name) and (node.id in PEOPLE or node.id == "cls")


FOUND = """
Concept.objects.all()
rows = Tag.objects
self.model._default_manager.get(pk=1)
Entry._base_manager.filter(slug=slug)
get_object_or_404(Concept, slug=slug)
from django.shortcuts import get_object_or_404
get_list_or_404(Entry)
Concept.objects.raw("SELECT 1")
entries.extra(where=["1"])
connection.cursor()
rows.annotate(x=RawSQL("1", []))
entry.edits.all()
entry.aliases.filter(kind="path")
tag.uses.count()
citation.uses.values_list("entry")
entry.visibility_changes.first()
entry.tags.all()
entry.notices.filter(person=user)
getattr(Concept, "objects").all()
apps.get_model("wiki", "Entry")
type(entry).objects.get(pk=1)
"""
LET_BE = """
Concept.objects.visible_to(user).count()
Entry.objects.scoped(private).filter(slug=slug)
Entry.objects.unscoped_deleted()
entry.edits.visible_to(user).all()
entry.edits.scoped(private).count()
User.objects.get()
get_user_model().objects.filter(username=name)
page.aliases
page.uses
apps.get_models()
rows = form.fields.get("tags")
"""


@pytest.mark.parametrize("line", FOUND.strip().splitlines())
def test_the_rule_finds_what_goes_around_it(line):
    assert list(unscoped(ast.parse(line)))


@pytest.mark.parametrize("line", LET_BE.strip().splitlines())
def test_the_rule_lets_be_what_begins_well(line):
    assert not list(unscoped(ast.parse(line)))


def asked_in(template):
    """Return what a template asks of a manager."""
    ways = rf"\b(?:{'|'.join(sorted(reverse_names()))})\.(?:all|count|first|last|exists)\b|\.(?:all|objects)\b"
    return [tag for tag in re.findall(r"{[{%].*?[%}]}", template) if re.search(ways, tag)]


@pytest.mark.parametrize(
    "text",
    ["{{ entry.edits.all|length }}", "{% for a in entry.aliases.all %}", "{{ tag.uses.count }}", "{{ e.edits.first }}"],
)
def test_the_rule_finds_what_a_template_asks(text):
    assert asked_in(text)


def test_templates_ask_no_question():
    """A template shows what a reader has put on its page; a manager that it follows would answer everybody alike."""
    templates = sorted((ROOT / "templates").rglob("*.html"))
    broken = [f"{path.relative_to(ROOT)}: {found}" for path in templates for found in asked_in(path.read_text())]
    assert not broken


def test_pages_begin_from_who_is_looking():
    broken = [
        m.where(line) for m in modules() if any(within(m.name, page) for page in PAGES) for line in unscoped(m.tree)
    ]
    assert not broken, f"a query without visible_to: {broken}"


def test_every_content_model_knows_who_may_see_its_rows():
    without = [
        model.__name__
        for model in apps.get_app_config("wiki").get_models()
        if not hasattr(model._default_manager, "visible_to") and model.__name__ not in NOT_CONTENT
    ]
    assert not without, f"managers without visible_to: {without}"
