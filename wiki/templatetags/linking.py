"""Rows of the page that says what links to an entry; there may be hundreds of them."""

from html import escape

from django import template

from wiki.templatetags.entries import name, passages, source
from wiki.templatetags.html import made_by

register = template.Library()
part = made_by(register)


@part
def linking(rows):
    """Entries that link here, each with every sentence that does."""
    return "".join(map(_linking, rows))


def _linking(row):
    facts = f'<p class="facts">{source(row)}</p>' if row.author or row.publication else ""
    reason = f'<p class="facts">{escape(row.reason)}</p>' if row.reason else ""
    return f"<li>{name(row)}\n  {facts}\n  {passages(row)}\n  {reason}\n</li>\n"


@part
def reasons(row):
    """A related entry and why it is."""
    lead = f'<p class="lead">{escape(row.lead)}</p>' if row.lead else ""
    return f'{name(row)}\n  {lead}\n  <p class="facts">{escape(row.reason)}</p>'


@part
def found_related(related):
    """Entries that the ledger found, of which nobody decides."""
    return "".join([f"<li>{reasons(each.row)}\n  \n</li>\n" for each in related])
