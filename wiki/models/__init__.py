"""The door to the models: outside code says `from wiki.models import Concept`."""

from wiki.models.alias import Alias
from wiki.models.citation import Citation, CitationUse
from wiki.models.concept import Concept
from wiki.models.edit import Edit
from wiki.models.entry import Entry
from wiki.models.essay import Essay
from wiki.models.link import Link
from wiki.models.moderation import VisibilityChange
from wiki.models.origin import Origin
from wiki.models.tag import Tag, TaggedEntry
from wiki.models.visibility import Visibility, sees_private

__all__ = [
    "Alias",
    "Citation",
    "CitationUse",
    "Concept",
    "Edit",
    "Entry",
    "Essay",
    "Link",
    "Origin",
    "Tag",
    "TaggedEntry",
    "Visibility",
    "VisibilityChange",
    "sees_private",
]
