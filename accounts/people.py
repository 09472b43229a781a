"""The list of accounts, for admins."""

import datetime
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone

from accounts import roles
from accounts.models import Invitation, User
from accounts.roles import ADMIN, EDITOR, GROUPS, READER

PAGE = 50  # people a page
ACTIVE, WAITING, BLOCKED, OFF = "active", "waiting", "blocked", "off"
STATES = {ACTIVE: "Active", WAITING: "Waiting for approval", BLOCKED: "Blocked", OFF: "Switched off"}


@dataclass
class Person:
    """An account as the list shows it. `seen_at` is the last sign of life, None where there was none."""

    username: str
    full_name: str
    email: str
    role: str
    state: str
    joined_at: datetime.datetime
    seen_at: datetime.datetime | None = None
    blocked_until: datetime.datetime | None = None
    block_reason: str = ""
    is_blocked: bool = False  # also while the account is switched off
    has_second_step: bool = False  # asked for one person only: `find_person`

    @property
    def state_label(self):
        return STATES[self.state]


@dataclass
class PeoplePage:
    """`waiting` stand above the list, whatever is searched for; `invitations` are those that can still be used."""

    people: list[Person]
    count: int
    waiting: list[Person] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    previous: int | None = None
    next: int | None = None


def people_page(question="", role="", state="", number=1):
    """Return the PeoplePage with this number (from 1); a number beyond the end gives the last page."""
    rows = _rows().filter(_matches(question))
    if role in roles.ROLES:
        rows = rows.filter(**{f"is_{role}": True})
    if state in STATES:
        rows = rows.filter(_in_state(state))
    count = rows.count()
    last = max(1, -(-count // PAGE))
    number = min(max(1, number), last)
    return PeoplePage(
        people=[_person(row) for row in rows[(number - 1) * PAGE : number * PAGE]],
        count=count,
        waiting=[_person(row) for row in _rows().filter(_in_state(WAITING)).order_by("date_joined")[:PAGE]],
        invitations=open_invitations(),
        previous=number - 1 if number > 1 else None,
        next=number + 1 if number < last else None,
    )


def find_person(username):
    """Return the Person with this user name, or None."""
    factors = Exists(Authenticator.objects.filter(user=OuterRef("pk")))
    row = _rows().annotate(has_second_step=factors).filter(username=username).first()
    return _person(row) if row else None


def open_invitations():
    """Return invitations that nobody has used, the newest first, with who made them."""
    rows = Invitation.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
    return list(rows.select_related("by"))


def _rows():
    def held(role):
        return Exists(User.groups.through.objects.filter(user=OuterRef("pk"), group__name=GROUPS[role]))

    sessions = UserSession.objects.filter(user=OuterRef("pk")).order_by().values("user")
    rows = User.objects.annotate(
        is_admin=Q(is_superuser=True) | held(ADMIN),
        is_editor=held(EDITOR) & ~held(ADMIN) & Q(is_superuser=False),
        is_reader=~held(EDITOR) & ~held(ADMIN) & Q(is_superuser=False),
        seen_at=sessions.annotate(latest=Max("last_seen_at")).values("latest"),
    )
    return rows.order_by(Lower("username"), "pk")


def _matches(question):
    found = Q()
    for word in question.split():
        columns = ("username", "first_name", "last_name", "email")
        found &= Q(*[(f"{column}__icontains", word) for column in columns], _connector=Q.OR)
    return found


def _in_state(state):
    blocked = Q(blocked_at__isnull=False) & (Q(blocked_until=None) | Q(blocked_until__gt=timezone.now()))
    return {
        ACTIVE: Q(is_active=True) & ~blocked,
        WAITING: Q(awaits_approval=True),
        BLOCKED: Q(is_active=True) & blocked,
        OFF: Q(is_active=False, awaits_approval=False),
    }[state]


def _person(row):
    seen = [moment for moment in (row.last_login, row.seen_at) if moment is not None]
    return Person(
        username=row.username,
        full_name=row.get_full_name(),
        email=row.email,
        role=ADMIN if row.is_admin else EDITOR if row.is_editor else READER,
        state=_state(row),
        joined_at=row.date_joined,
        seen_at=max(seen, default=None),
        blocked_until=row.blocked_until,
        block_reason=row.block_reason,
        is_blocked=row.is_blocked,
        has_second_step=getattr(row, "has_second_step", False),
    )


def _state(row):
    if row.awaits_approval:
        return WAITING
    if not row.is_active:
        return OFF
    return BLOCKED if row.is_blocked else ACTIVE
