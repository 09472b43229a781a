"""Links from the headings of a text to the form that edits their section."""

from django import template

from wiki.readers import markup

register = template.Library()


@register.filter
def with_section_links(html, entry):
    """The html of an entry's text with a link at the end of each heading. For people who may edit."""
    return markup.with_section_links(html, f"{entry.get_absolute_url()}edit/?section=")
