"""Links from the headings of a text to the form that edits their section."""

import re
from urllib.parse import quote

from django import template
from django.utils.safestring import mark_safe

register = template.Library()
_HEADING = re.compile(r'<h([1-6]) id="([^"<>]+)">(?:(?!</h\1>).)*+(?=</h\1>)', re.DOTALL)


@register.filter
def with_section_links(html, entry):
    """Return the html of an entry's text with a link at the end of each heading. For people who may edit."""
    address = f"{entry.get_absolute_url()}edit/?section="

    def linked(match):
        link = f'<a class="section-edit" href="{address}{quote(match[2])}" aria-label="Edit this section">edit</a>'
        return f"{match[0]} {link}"

    return mark_safe(_HEADING.sub(linked, html))  # sanitised text; the id is quoted
