"""Assemble pages from what a person may see; a fixed number of queries each, no writes."""

from wiki.readers.citations import citation_list, citation_page
from wiki.readers.editing import claims, conflict_page, waiting_for, who_saved_between
from wiki.readers.entry import entry_page, find_entry
from wiki.readers.home import home_page
from wiki.readers.indexes import author_index, concept_index, essay_index
from wiki.readers.links import entry_links
from wiki.readers.mentions import mentions_page, unlinked_names
from wiki.readers.names import choice_page, entries_named, entry_by_any_name, holder_of
from wiki.readers.tagged import tag_page
from wiki.readers.tags import tag_index
from wiki.readers.unstored import unstored

__all__ = [
    "author_index",
    "choice_page",
    "citation_list",
    "citation_page",
    "claims",
    "concept_index",
    "conflict_page",
    "entries_named",
    "entry_by_any_name",
    "entry_links",
    "entry_page",
    "essay_index",
    "find_entry",
    "holder_of",
    "home_page",
    "mentions_page",
    "tag_index",
    "tag_page",
    "unlinked_names",
    "unstored",
    "waiting_for",
    "who_saved_between",
]
