"""The list of all tags: hundreds of rows, which functions make faster than included templates."""

from html import escape

from django import template
from django.utils.safestring import mark_safe

from wiki.addresses import address

register = template.Library()
SHORT = 90  # characters of a description that stands in the list


@register.simple_tag
def subjects(nodes, with_forms):
    """Tags with how many entries carry each, those below one within it; `with_forms` marks tags that are used once with
    a way to change them. Each name and description is escaped."""
    return mark_safe(_items(nodes, with_forms))


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
