"""What the pages of entries are made of, a tag for each part: `{% name row %}`, `{% quoted page.backlinks %}`.

A page holds dozens of these parts; functions make them at a tenth of what included templates cost. Each escapes
all that it is given and takes nothing for safe. Rows, quotes and references are those of wiki.readers.
"""

import json
from functools import lru_cache
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils import dateformat, timezone

from wiki.addresses import address
from wiki.readers.linked_data import linked_data
from wiki.rendering.spot import spot
from wiki.templatetags.html import made_by

register = template.Library()
part = made_by(register)
IN_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
NOT_WRITTEN = '<span class="vh"> (not written yet)</span>'
IS_PRIVATE = '<span class="vh">private: </span>'
APPARATUS = (
    ("further_reading", "ui-further", "Further reading"),
    ("discussed_in", "ui-essays", "Essays that discuss it"),
    ("discusses", "ui-concepts", "Concepts it uses"),
    ("backlinks", "ui-links", "What links here"),
    ("related", "ui-related", "Related"),
    ("references", "ui-references", "References"),
)


def rows(function):
    """Make a tag that shows each row of a list as an item, with what `function` returns for the row."""

    def items(rows):
        return "".join([f"<li>{function(row)}</li>" for row in rows])

    items.__name__ = function.__name__
    part(items)
    return function


def _lead(row):
    return f'<p class="lead">{escape(row.lead)}</p>' if row.lead else ""


ENDS, CLOSING = tuple(".!?…。！？؟۔।"), "\"'”’»)]*_"


@register.filter
def ended(reason):
    """What somebody gave as a reason, to stand at the end of a sentence: with one mark at its end, theirs or ours."""
    said = str(reason).rstrip()
    return said if not said or said.rstrip(CLOSING).endswith(ENDS) else f"{said}."


@lru_cache(20)
def icon(sign):
    return render_to_string("parts/icon.html", {"sign": sign})


# Names


@part
def name(row):
    """The name of a row, as a link. Only people who may see private entries ever get a row with the state "private"."""
    red = row.state == "red"
    css, text = "name red" if red else "name", escape(row.title) + (NOT_WRITTEN if red else "")
    shown = f'<a class="{css}" href="{escape(row.url)}">{text}</a>' if row.url else f'<span class="{css}">{text}</span>'
    if row.state == "private":
        shown += f' <span class="badge badge-private">{icon("lock")}Private</span>'
    return f'<span class="row-name{" essay-name" if row.kind == "essay" else ""}">{shown}</span>'


@part
def also(rows):
    """Names in a sentence: “A, B and C”."""
    links = []
    for row in rows:
        css, mark = (' class="private"', IS_PRIVATE) if row.state == "private" else ("", "")
        links.append(f'<a href="{escape(row.url)}"{css}>{mark}{escape(row.title)}</a>')
    return " and ".join([", ".join(links[:-1]), links[-1]] if len(links) > 1 else links)


@rows
def named(row):
    """A name with why it stands here, else its first sentence."""
    said = row.reason or row.lead
    return name(row) + (f'<p class="lead">{escape(said)}</p>' if said else "")


@rows
def indexed(row):
    """A name in the index: of an entry, another name of one, or one that nobody has written yet."""
    title, private = escape(row.title), row.state == "private"
    mark = IS_PRIVATE if private else ""
    if row.alias_of:
        css = "see private" if private else "see"
        shown = f'<i>{title}</i>, see <a class="{css}" href="{escape(row.url)}">{mark}{escape(row.alias_of)}</a>'
    elif row.state == "red" and row.url:
        shown = f'<a class="red" href="{escape(row.url)}">{title}{NOT_WRITTEN}</a>'
    elif row.state == "red":
        shown = f'<span class="red">{title}{NOT_WRITTEN}</span>'
    else:
        css = ' class="private"' if private else ""
        shown = f'<a{css} href="{escape(row.url)}">{mark}{title}</a>'
    if row.qualifier:
        shown += f" <small><i>{escape(row.qualifier)}</i></small>"
    return shown + (f" <small>wanted by {row.wanted}</small>" if row.wanted else "")


# Sentences


@part
def quote(quote, bar=False):
    """A sentence, with the words in it that mean the entry marked."""
    mark = f"<mark>{escape(quote.mark)}</mark>" if quote.mark else ""
    css = "quote bar" if bar else "quote"
    return f'<p class="{css}">“{escape(quote.before)}{mark}{escape(quote.after)}”</p>'


def place(quote, link=None):
    """Section of a quoted sentence; a link to its page ('' for this one) leads to the sentence there."""
    section = f"“{escape(quote.section)}”" if quote.section else "the text" if quote.section is None else "the summary"
    if link is None:
        return section
    to = spot(quote.section_id, f"{quote.before}{quote.mark}{quote.after}")
    return f'<a href="{escape(link + to)}">{section}</a>'


def where(quote, link=None):
    """`place` of a quoted sentence, and its wording."""
    return f"in {place(quote, link)}" + (f" · by the name <i>{escape(quote.via)}</i>" if quote.via else "")


@part
def passages(row, link=None):
    """All quotes of a row, each with its place: on the page of the row, or on the one that the link leads to."""
    to = row.url if link is None else link
    return "".join([f'{quote(each, bar=True)}<p class="facts">{where(each, to)}</p>' for each in row.quotes])


@part
def name_quote(row, link=None):
    """A name with the first sentence that leads here, else the first of its own."""
    if not row.quotes:
        return name(row) + _lead(row) + _reason(row)
    first, more = row.quotes[0], len(row.quotes)
    passages = f" · {more} passages" if more > 1 else ""
    return f'{name(row)} {quote(first)}<p class="facts">{where(first, link)}{passages}</p>'


@rows
def quoted(row):
    return name_quote(row)


@rows
def used(row):
    """A concept with the first sentence of this page that uses it, and the way there."""
    return name_quote(row, link="")


@rows
def related(row):
    """A related entry with its first sentence and why it stands here."""
    return name(row) + _lead(row) + _reason(row)


def _reason(row):
    return f'<p class="facts">{escape(row.reason)}</p>' if row.reason else ""


# Essays and sources


@part
def source(row, who=escape):
    """Who wrote an essay, where, when; `who` shows the author."""
    said = f"<i>{escape(row.publication)}</i>" if row.publication else ""
    if row.author:
        said = f"{who(row.author)} · {said}" if said else who(row.author)
    if row.year:
        said = f"{said}, {escape(row.year)}" if said else escape(row.year)
    return said


@rows
def argued(row):
    """An essay with its source and the first passage that uses the concept."""
    facts = source(row)
    if row.quotes:
        passages = f"{len(row.quotes)} passages" if len(row.quotes) > 1 else ""
        first = f"{'section' if row.quotes[0].section else 'in'} {place(row.quotes[0], row.url)}"
        facts = " · ".join(filter(None, (facts, first, passages)))
    return f'{name(row)} <p class="facts">{facts}</p> ' + (quote(row.quotes[0], bar=True) if row.quotes else "")


@part
def set_out(parts):
    """The text of a source, its emphasised words in italics."""
    return "".join([f"<i>{escape(words)}</i>" if is_set else escape(words) for words, is_set in parts])


def cited_by(key, count, hidden=""):
    pages = f"{count} page" if count == 1 else f"{count} pages"
    return f'<a href="{escape(address("citation_detail", key))}">Cited by {pages}{hidden}</a>'


@rows
def cited(row):
    """A source in the list of all."""
    link = cited_by(row.key, row.cited_by, f'<span class="vh">: {escape(row.key)}</span>')
    return f'<p class="source">{set_out(row.parts)}</p><p class="facts">{link}</p>'


@rows
def references(reference):
    """A source of this entry, with the number of its note."""
    said = f"<b>{reference.number or '·'}</b> <span>{set_out(reference.parts)}</span>"
    if reference.url:
        said += f' <a href="{escape(reference.url)}" class="external" rel="nofollow noopener">source</a>'
    if reference.key:
        said += f' <span class="facts">{cited_by(reference.key, reference.cited_by)}</span>'
    return said


# Tags


@rows
def tags(tag):
    return f'<a class="tag" href="{escape(address("tag_detail", tag.slug))}">{escape(tag.name)}</a>'


@part
def counted(tags, element, gap=""):
    """Tags, each with the number of its entries in an element of this name."""
    return "".join(
        [
            f'<li><a href="{escape(address("tag_detail", tag.slug))}">{escape(tag.name)}</a>{gap}'
            f"<{element}>{tag.count}</{element}></li>"
            for tag in tags
        ]
    )


# The frame of an entry


@part
def contents(page):
    """The entry's own headings, and the sections that follow its text."""
    own = ""
    if page.contents:
        items = ['<li><a href="#ui-summary">Summary</a></li>']
        for heading in page.contents:
            css = ' class="l3"' if heading["level"] == 3 else ""
            items.append(f'<li{css}><a href="#{escape(heading["id"])}">{escape(heading["text"])}</a></li>')
        own = "<ol>\n" + "\n".join(items) + "\n</ol>\n"
    shown = [part for part in APPARATUS if getattr(page, part[0], None)]
    sections = [f'<li><a href="#{anchor}">{title}</a></li>' for _, anchor, title in shown]
    return f"{own}<ol>\n" + "\n".join(sections) + "\n</ol>"


@part
def day(moment):
    """A day as people write it, with the moment for machines."""
    moment = timezone.localtime(moment)
    return f'<time datetime="{moment.isoformat()}">{_day(moment.date())}</time>'


@lru_cache(1000)
def _day(date):
    return dateformat.format(date, "j F Y")


@part
def linked(page, said):
    """The entry as JSON-LD: a block of data that no browser runs, and that nothing in it can end."""
    data = IN_JSON.encode(linked_data(page, said))
    return f'<script type="application/ld+json">{data.translate(IN_SCRIPT)}</script>'
