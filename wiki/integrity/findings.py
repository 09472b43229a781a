"""What a check of the whole wiki finds."""

from dataclasses import dataclass

RESTORE = "no command mends this: restore a backup from before, or ask for help"


@dataclass(frozen=True)
class Finding:
    """Something that does not agree. `part` says in what; `mend` is the command, '' where nothing has to be done.

    A warning is no damage: the wiki works, and nothing is lost.
    """

    part: str
    text: str
    mend: str = RESTORE
    is_warning: bool = False

    def __str__(self):
        kind = "WARNING" if self.is_warning else "FINDING"
        return f"{kind} {self.part}: {self.text}" + (f" → {self.mend}" if self.mend else "")


def rebuild(part):
    """Return the command that derives this part anew."""
    return f"manage.py rebuild {part}"


def of(entry):
    """Return how a finding names an entry."""
    return f"{entry.kind} “{entry.title}” ({entry.pk})"


def some(names, most=5):
    """Return the first few of a list as words, and how many more there are."""
    names = [str(name) for name in names]
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
