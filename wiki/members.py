"""Who is signed in, asked in one question: whether everything that a kept page was made from still stands.

A page that was made for somebody is theirs alone: it is kept under all cookies that they sent. It is sent again while
the raw values of their session, their account, their permissions and what waits for them are what they were before it
was made, and the stamps of the page hold. Signing out, another password, another role, a block: each is another value.
"""

from typing import NamedTuple

from django.apps import apps

from wiki import stamps

# {n}: the value's number; {ids}: how a database puts the ids of a question into one text.
_STATE = f"""
SELECT s.session_data, s.expire_date, u.*,
  (SELECT {{ids}} FROM accounts_user_groups g JOIN auth_group_permissions p ON p.group_id = g.group_id
    WHERE g.user_id = u.id),
  (SELECT {{ids}} FROM accounts_user_user_permissions p WHERE p.user_id = u.id),
  (SELECT count(*) FROM wiki_notice n LEFT JOIN wiki_entry e ON e.id = n.entry_id
    WHERE n.person_id = u.id AND n.seen_at IS NULL AND e.deleted_at IS NULL
    AND (n.entry_id IS NULL OR e.visibility = 'public' OR {{3}} = 'yes')),
  CASE {{4}} WHEN 'yes' THEN (SELECT count(*) FROM wiki_publicationrequest r JOIN wiki_entry e ON e.id = r.entry_id
    WHERE r.decision = '' AND e.deleted_at IS NULL) END,
  {stamps.TWO_TOKENS.format("{5}", "{6}")}
FROM django_session s, accounts_user u WHERE s.session_key = {{1}} AND u.id = {{2}}
"""
_PLACES = ("$1", "$2::bigint", "$3::text", "$4::text", "$5", "$6")
_IN_ORDER = "string_agg(p.permission_id::text, ',' ORDER BY p.permission_id)"
_QUESTIONS = {
    "sqlite": _STATE.format("", *(f"?{number}" for number in range(1, 7)), ids="group_concat(p.permission_id)"),
    "postgresql": _STATE.format("", *_PLACES, ids=_IN_ORDER),
}
_TOKENS = 2  # columns at the end


class Member(NamedTuple):
    """What a page says of the person it was made for: their id, whether they know of private entries, whether requests
    wait for them, the key of their session, and when it `ends`."""

    id: int
    sees_private: bool
    publishes: bool
    session: str
    ends: float

    def key_of(self, key):
        """Return the key of the same page, as far as this person sees: of readers' where they see no more."""
        return stamps.MEMBERS + key if self.sees_private else key


def ends(session):
    """Return when a session ends, in seconds since 1970; 0 for none that is stored."""
    sessions = apps.get_model("sessions", "Session").objects  # this is loaded before the models are
    found = sessions.filter(pk=session).values_list("expire_date", flat=True).first()
    return found.timestamp() if found else 0


def state(session, member, key):
    """Return (what the database holds of a session and a Member, tokens of a page); ((), ()) for no such session.

    Raises django.db.Error.
    """
    yes = {True: "yes", False: "no"}
    values = [session, member.id, yes[member.sees_private], yes[member.publishes], key, stamps.site_of(key)]
    row = tuple(stamps.ask(_QUESTIONS, values))
    return row[:-_TOKENS], row[-_TOKENS:]
