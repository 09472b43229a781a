from wiki.models.entry import Entry, EntryQuerySet


class Concept(Entry):
    """An idea: what it means, what else it is called, what it is related to."""

    objects = EntryQuerySet.as_manager()
