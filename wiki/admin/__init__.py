"""The admin: lists for editors. It reads; what changes an entry goes through wiki.actions."""

from wiki.admin import entries, moderation, parts  # noqa: F401
