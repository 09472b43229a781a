"""The html of a text on its way to a page: the only place that declares it safe."""

import re
from urllib.parse import quote

from django.utils.safestring import mark_safe

from wiki.rendering.resolve import resolve

_HEADING = re.compile(r'<h([1-6]) id="([^"<>]+)">(?:(?!</h\1>).)*+(?=</h\1>)', re.DOTALL)


def markup(html, links, *, cites=None, embeds=None):
    """Return the html of a Rendered, its placeholders made live by `wiki.rendering.resolve`, as a SafeString.

    It was sanitised when it was rendered, and `resolve` escapes what it puts in.
    """
    return mark_safe(resolve(html, links, cites=cites, embeds=embeds))


def with_section_links(html, address):
    """Return what `markup` gave, with a link to `address` and its id at the end of each heading. For people who may
    edit."""

    def linked(match):
        href = f"{address}{quote(match[2])}"
        return f'{match[0]} <a class="section-edit" href="{href}" aria-label="Edit this section">edit</a>'

    return mark_safe(_HEADING.sub(linked, html))
