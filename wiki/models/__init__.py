"""The door to the models: outside code says `from wiki.models import Concept`."""

from wiki.models.alias import Alias
from wiki.models.citation import Citation, CitationUse
from wiki.models.concept import Concept
from wiki.models.draft import Draft
from wiki.models.edit import Edit, newest
from wiki.models.entry import Entry
from wiki.models.essay import Essay
from wiki.models.link import IgnoredMention, Link
from wiki.models.moderation import Act, Notice, Protection, PublicationRequest, VisibilityChange
from wiki.models.origin import Origin
from wiki.models.site import Site
from wiki.models.stamp import Stamp
from wiki.models.tag import Tag, TaggedEntry
from wiki.models.visibility import Visibility, sees_private
from wiki.models.visit import Visit

__all__ = [
    "Act",
    "Alias",
    "Citation",
    "CitationUse",
    "Concept",
    "Draft",
    "Edit",
    "Entry",
    "Essay",
    "IgnoredMention",
    "Link",
    "Notice",
    "Origin",
    "Protection",
    "PublicationRequest",
    "Site",
    "Stamp",
    "Tag",
    "TaggedEntry",
    "Visibility",
    "VisibilityChange",
    "Visit",
    "newest",
    "sees_private",
]
