"""What the page of an entry says to machines, in the words of schema.org: nothing that the page does not show."""

import re
from datetime import UTC

from wiki.addresses import absolute, place

SOURCES = 20  # of an essay that are named
YEAR_OR_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
# An essay is a ScholarlyArticle where its source is a DOI, or the name of its publication says what it is.
JOURNAL = re.compile(r"\b(journal|proceedings|transactions|annals|zeitschrift|annales)\b", re.IGNORECASE)
DOI = re.compile(r"https?://(dx\.)?doi\.org/10\.", re.IGNORECASE)


def linked_data(page, said):
    """Return the EntryPage as what JSON-LD is made of: a DefinedTerm, an Article or a ScholarlyArticle.

    `said` is the wiki's own name and licence. Asks the database nothing.
    """
    url = absolute(page.entry.get_absolute_url())
    thing = {"name": page.entry.title, "alternateName": page.aliases, "description": page.lead, "url": url}
    about_page = {
        "dateModified": page.last_change.when.astimezone(UTC).isoformat(timespec="seconds") if page.last_change else "",
        "license": said.licence_url,
    }
    if page.entry.kind == "concept":
        about_page = {"@type": "WebPage", "@id": url} | about_page
        own = {"inDefinedTermSet": _all_concepts(said), "mainEntityOfPage": _filled(about_page)}
        return _filled({"@context": "https://schema.org", "@type": "DefinedTerm"} | thing | own)
    kind = "ScholarlyArticle" if _is_scholarly(page) else "Article"
    own = {"headline": page.entry.title, "mainEntityOfPage": url} | _essay(page, kind) | about_page
    return _filled({"@context": "https://schema.org", "@type": kind} | thing | own)


def _all_concepts(said):
    url = absolute(place("concept_list"))
    return {"@type": "DefinedTermSet", "@id": url, "name": said.name, "url": url}


def _essay(page, kind):
    periodical = "Periodical" if kind == "ScholarlyArticle" else "CreativeWork"
    return {
        "author": _named("Person", page.author),
        "datePublished": _published(page),
        "isPartOf": _named(periodical, page.publication),
        "isBasedOn": page.source_url if page.source_is_web else "",
        "about": [_named("DefinedTerm", row.title) | {"url": absolute(row.url)} for row in page.discusses],
        "citation": [source.text for source in page.references[:SOURCES]],
    }


def _is_scholarly(page):
    return bool(DOI.match(page.source_url) or JOURNAL.search(page.publication))


def _named(kind, name):
    return {"@type": kind, "name": name} if name else {}


def _published(page):
    """The date as exact as its text is: a year alone stays one."""
    if YEAR_OR_DATE.fullmatch(page.published):
        return page.published
    if not page.published_on:
        return ""
    return page.published_on.isoformat() if len(re.findall(r"\d+", page.published)) > 1 else str(page.published_on.year)


def _filled(data):
    return {name: value for name, value in data.items() if value}
