"""What can stand against a write; each message is for the person who wrote."""


class SaveRefused(Exception):
    """The text cannot be stored as it is. `field` names what to change."""

    field = "body"

    def __init__(self, message, field=None):
        super().__init__(message)
        self.field = field or self.field


class NameTaken(SaveRefused):
    """Another entry of this kind has this title or slug."""

    field = "title"

    def __init__(self, title, kind, entry=None):
        self.entry = entry
        article = "An essay" if kind == "essay" else "A concept"
        super().__init__(f"{article} with the name “{title}” exists. Add a qualifier, as in “{title} (…)”.")


class TooLarge(SaveRefused):
    """The body has more than 1,000,000 bytes."""


class EditConflict(Exception):
    """Somebody else saved in the meantime, and the two changes touch the same sentence or field.

    Carries both texts, so that none is lost: `base` is the revision the writer started from, `mine` the Document
    that was to be saved, `merged` a wiki.actions.merging.MergedDocument of it and of the stored text at revision
    `number`; None for an act that has no text.
    """

    def __init__(self, entry, base, mine=None, merged=None):
        self.entry, self.base, self.mine, self.merged = entry, base, mine, merged
        self.number = entry.number
        super().__init__(f"“{entry.title}” was changed since revision {base}; it is at revision {entry.number} now.")
