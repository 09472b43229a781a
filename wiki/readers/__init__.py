"""Assemble pages from what a person may see; a fixed number of queries each, no writes."""

from wiki.readers.citations import citation_list, citation_page
from wiki.readers.entry import entry_links, entry_page, find_entry
from wiki.readers.home import home_page
from wiki.readers.indexes import concept_index, essay_index
from wiki.readers.names import choice_page, entries_named
from wiki.readers.tags import tag_index, tag_page

__all__ = [
    "choice_page",
    "citation_list",
    "citation_page",
    "concept_index",
    "entries_named",
    "entry_links",
    "entry_page",
    "essay_index",
    "find_entry",
    "home_page",
    "tag_index",
    "tag_page",
]
