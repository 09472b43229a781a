"""Lists of tags, authors and essays: hundreds of rows, which functions make faster than included templates.

As in `entries`, each escapes all that it is given.
"""

from functools import cache
from html import escape
from urllib.parse import quote_plus

from django import template
from django.urls import reverse

from wiki.addresses import address
from wiki.templatetags.entries import _lead as lead
from wiki.templatetags.entries import name, source
from wiki.templatetags.html import made_by

register = template.Library()
part = made_by(register)
SHORT = 90  # characters of a description that stands in the list


@part
def subjects(nodes, with_forms):
    """Tags with how many entries carry each, those below one within it; `with_forms` marks tags that are used once with
    a way to change them. Each name and description is escaped."""
    return _items(nodes, with_forms)


def _items(nodes, with_forms):
    return "".join([f"<li>{_line(node, with_forms)}{_below(node, with_forms)}</li>" for node in nodes])


def _line(node, with_forms):
    tag = node.tag
    said = f'<a href="{escape(address("tag_detail", tag.slug))}">{escape(node.name)}</a>'
    if with_forms and tag.count == 1:
        name = f'<span class="vh">: change {escape(tag.name)}</span>'
        said += f' <a class="once" href="{escape(address("tag_manage", tag.slug))}">used once{name}</a>'
    if tag.count:
        said += f" <small>{tag.count}</small>"
    line = f"<p>{said}</p>"
    if tag.description and len(tag.description) <= SHORT:
        line += f'<p class="about">{escape(tag.description)}</p>'
    return line


def _below(node, with_forms):
    return f"<ul>{_items(node.below, with_forms)}</ul>" if node.below else ""


@part
def essays(rows):
    """Essays with their sources and first sentences; an author leads to all that they wrote."""
    return _essays(rows, lambda row: source(row, _author))


@part
def written(rows):
    """`essays` of a known year: it is not said again."""
    return _essays(rows, _of_year)


@part
def authors(rows):
    """Authors with how many essays each has, and a way to these."""
    return "".join([f"<li><p>{_author(row.name)} <small>{row.count}</small></p></li>" for row in rows])


def _essays(rows, facts_of):
    items = []
    for row in rows:
        facts = facts_of(row)
        items.append(f"<li>{name(row)}{facts and _facts(facts)}{lead(row)}</li>")
    return "".join(items)


def _facts(said):
    return f'<p class="facts">{said}</p>'


def _of_year(row):
    publication = f"<i>{escape(row.publication)}</i>" if row.publication else ""
    return " · ".join(filter(None, (row.author and _author(row.author), publication)))


def _author(said):
    return f'<a href="{escape(essays_by(said))}">{escape(said)}</a>'


def essays_by(author):
    """Return the address of the essays of an author."""
    return f"{_all_essays()}?author={quote_plus(author)}"


@cache
def _all_essays():
    return reverse("essay_list")
