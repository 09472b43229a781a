"""Pages begin from who is looking: no query on a content model without `visible_to`."""

import ast

from django.apps import apps

from tests.architecture.modules import modules, within

PAGES = ["wiki.views", "wiki.feeds", "wiki.sitemaps", "wiki.api", "wiki.forms", "wiki.templatetags", "wiki.admin"]
MANAGERS = {"objects", "_default_manager", "_base_manager"}
NOT_CONTENT = set()  # models of the wiki that tell nothing about an entry


def is_scope(name):
    return name in ("visible_to", "scoped") or "unscoped" in name


def unscoped(tree):
    """Yield the lines where a manager is used otherwise than by `visible_to`, `scoped` or a name with `unscoped`."""
    scoped = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and is_scope(node.attr) and isinstance(node.value, ast.Attribute)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and id(node) not in scoped:
            if isinstance(node.value, ast.Name) and node.value.id in ("User", "Group"):
                continue
            yield node.lineno


def test_the_rule_finds_what_it_should():
    for line in ("Concept.objects.all()", "rows = Tag.objects", "self.model._default_manager.get(pk=1)"):
        assert list(unscoped(ast.parse(line))), line
    for line in ("Concept.objects.visible_to(user).count()", "Entry.objects.unscoped_deleted()", "User.objects.get()"):
        assert not list(unscoped(ast.parse(line))), line


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
