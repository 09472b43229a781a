"""Assemble pages from what a person may see; a fixed number of queries each, no writes."""

from wiki.readers.citations import citation_list, citation_page
from wiki.readers.entry import concept_page, entry_links, essay_page
from wiki.readers.home import home_page
from wiki.readers.indexes import concept_index, essay_index
from wiki.readers.names import choice_page, entries_named
from wiki.readers.tags import tag_index, tag_page

__all__ = [
    "choice_page",
    "citation_list",
    "citation_page",
    "concept_index",
    "concept_page",
    "entries_named",
    "entry_links",
    "essay_index",
    "essay_page",
    "home_page",
    "tag_index",
    "tag_page",
]
