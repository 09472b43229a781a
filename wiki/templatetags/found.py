"""Entries that a search found, each as an item of the list of results."""

from html import escape

from django import template
from django.utils import timezone
from django.utils.dates import MONTHS

from wiki.addresses import address
from wiki.templatetags.entries import icon
from wiki.templatetags.html import made_by

register = template.Library()
part = made_by(register)
LONGEST = 200  # characters of a source


@part
def found(hits):
    """Each hit: its name, other names, the passage, and where it stands."""
    return "".join(map(_hit, hits))


@part
def found_count(page):
    """How many entries and sources were found."""
    said = []
    if page.hits:
        more = f"; ranked are {page.count} of them, and all with the words in a name" if page.is_more else ""
        said.append(f"{_number(page).capitalize()} result{_plural(page.count)}{more}")
    if page.sources:
        said.append(f"{len(page.sources)} source{_plural(len(page.sources))}")
    return ", ".join(said)


@part
def found_place(page):
    """Which of the results the page shows, and where the others are."""
    links = [
        f'<a href="{escape(url)}" rel="{rel}">{label}</a>'
        for url, rel, label in [(page.previous_url, "prev", "Results before"), (page.next_url, "next", "Next results")]
        if url
    ]
    return f"<span>{page.first}–{page.last} of {_number(page)}</span><span>{' · '.join(links)}</span>"


def _number(page):
    return f"more than {page.count}" if page.is_more else f"{page.count}"


def _plural(number):
    return "" if number == 1 else "s"


@part
def boxes(choices, name):
    """A box to tick for each choice of a filter, with how many hits it leaves."""
    return "".join([_box(choice, name) for choice in choices])


@part
def options(labels, chosen):
    """The choices of a list: {value: label}."""
    return "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(label)}</option>'
        for value, label in labels.items()
    )


@part
def found_sources(sources):
    """Each source that was found, and how often it is cited."""
    return "".join(map(_source, sources))


def _source(source):
    text = source.text if len(source.text) <= LONGEST else f"{source.text[: LONGEST - 1]}…"
    link = f'<a href="{escape(address("citation_detail", source.key))}">{escape(text)}</a>'
    pages = f"{source.cited_by} page{_plural(source.cited_by)}"
    return f'<li>{link} <span class="facts">cited by {pages}</span></li>'


def _box(choice, name):
    checked = " checked" if choice.is_chosen else ""
    box = f'<input type="checkbox" name="{name}" value="{escape(choice.value)}"{checked}>'
    return f"<label>{box} <span>{escape(choice.label)}</span> <small>{choice.count}</small></label>"


def marked(parts):
    """Parts of a text, with what was asked for marked."""
    return "".join(f"<mark>{escape(text)}</mark>" if asked else escape(text) for text, asked in parts)


def _hit(hit):
    essay = hit.kind == "essay"
    private = f' <span class="badge badge-private">{icon("lock")}Private</span>' if hit.state == "private" else ""
    name = f'<a class="name{" essay-name" if essay else ""}" href="{escape(hit.url)}">{escape(hit.title)}</a>{private}'
    shown = f'<h2>{name}</h2><p class="facts hit-kind">{"Essay" if essay else "Concept"}</p>'
    by = ", ".join(filter(None, [hit.author, hit.publication, hit.year]))
    if by:
        shown += f'<p class="hit-by">{escape(by)}</p>'
    if hit.aliases:
        shown += f'<p class="hit-by">Also known as {", ".join(marked(parts) for parts in hit.aliases)}</p>'
    if hit.snippet.parts:
        shown += f'<p class="passage">{marked(hit.snippet.parts)}</p>'
    return f'<li>{shown}<p class="facts">{_facts(hit)}</p></li>'


def _facts(hit):
    facts = []
    if hit.snippet.passages:
        facts.append(f"in “{escape(hit.snippet.section)}”" if hit.snippet.section else "in the opening")
    if hit.snippet.passages > 1:
        facts.append(f"{hit.snippet.passages} passages")
    if hit.tags:
        facts.append(escape(", ".join(hit.tags)))
    changed = timezone.localtime(hit.changed)
    facts.append(f"changed {changed.day} {MONTHS[changed.month]} {changed.year}")
    return " · ".join(facts)
