"""What the site says of itself, set by an admin: one row, one event."""

from accounts.log import record
from accounts.models import Event
from accounts.signup import INVITE
from wiki import policies
from wiki.actions import stamping
from wiki.actions.rights import require_now
from wiki.actions.writing import writing
from wiki.models import Site

FIELDS = ("name", "tagline", "about", "licence", "licence_url", "signup")
KEPT = 10_000  # characters of a value that the log keeps


class SettledMeanwhile(Exception):
    """Somebody else changed a value that this person is about to change. Nothing was stored."""

    def __init__(self, names):
        super().__init__(names)
        self.names = names


def settle(values, *, by, address=None, seen=None):
    """Store these values of FIELDS and return the names of those that were changed; none, no event.

    `seen` are the values that the person began with: what they left as it was stays as it is now. Raises
    SettledMeanwhile where somebody else changed what they change, and PermissionDenied.
    """
    with writing():
        require_now(policies.can_settle, by)
        row = Site.objects.filter(pk=1).first() or Site()
        now = {name: getattr(row, name) for name in FIELDS}
        now["signup"] = now["signup"] or INVITE
        seen = now if seen is None else seen
        wanted = {name: value for name, value in values.items() if value != seen.get(name, now[name])}
        clashes = [name for name in wanted if now[name] not in (seen.get(name, now[name]), wanted[name])]
        if clashes:
            raise SettledMeanwhile(clashes)
        changed = {name: value for name, value in wanted.items() if value != now[name]}
        if not changed:
            return []
        for name, value in changed.items():
            setattr(row, name, value)
        row.save()
        stamping.everything()
        pairs = {name: [now[name][:KEPT], value[:KEPT]] for name, value in changed.items()}
        record(Event.Kind.SETTINGS, by=by, subject=", ".join(sorted(changed)), address=address, **_named(pairs))
    return sorted(changed)


def _named(pairs):
    # `name` is an argument of `record`: in the details it is the name of the site.
    return {"site_name" if name == "name" else name: pair for name, pair in pairs.items()}
