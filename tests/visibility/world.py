"""A wiki with one object of every sort in every state, and the address that leads to each."""

from dataclasses import dataclass

from django.apps import apps
from django.db import models, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.roles import ADMIN, EDITOR
from tests.cast import person
from tests.factories import PRIVATE, PUBLIC, concept, essay, revise
from wiki.actions import deleting, joining
from wiki.models import Act, Edit, Entry, PublicationRequest

STATES = ("public", "private", "missing", "deleted")
CAST = ("nobody", "ben", "eda", "ada")
NO_KEY = 999_999


@dataclass
class World:
    people: dict  # name: User; nobody is not among them
    entries: dict  # (kind, state): Entry
    merges: dict  # state: key of the merge into the concept
    requests: dict  # state: key of a request about the concept

    def __post_init__(self):
        self.cookies = {}
        self.handler = Client().handler  # makes the middleware once, not for each window
        self.versions = {of: Edit.objects.get(entry=entry, number=1).version_id for of, entry in self.entries.items()}
        for name, user in self.people.items():
            client = Client()
            client.force_login(user)
            self.cookies[name] = client.cookies

    def ask(self, who, method, address, form=None, **headers):
        """Return the answer; each question comes from a window of its own, and an error of the server is a 500."""
        client = Client(raise_request_exception=False)
        client.handler = self.handler
        if who in self.cookies:
            client.cookies.update(self.cookies[who])
        data = {"data": form or {}} if method == "post" else {}
        return getattr(client, method)(address, headers=headers, **data)

    def try_out(self, who, method, address, form=None):
        """`ask`, and whatever it changed is taken back."""
        with transaction.atomic():
            response = self.ask(who, method, address, form)
            response.content_now = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        return response

    def address(self, name, state):
        """Return the address of this name for the object in this state."""
        return reverse(name, args=[self.value(name, key, state) for key in PATTERNS[name]])

    def value(self, name, key, state):
        """Return what stands in the address for this part of it. A part of a sort not known here finds nothing."""
        kind = "essay" if "essay" in name else "concept"
        entry = self.entries.get((kind, state))
        if name.startswith("admin:") and key == "object_id":
            return self.row(name, entry)
        if key == "version":
            return self.versions.get(("concept" if "concept" in name else "essay", state), NO_KEY)
        if name in ("tag_feed", "tag_detail", "tag_manage"):
            return f"tag-{state}"
        if name == "citation_detail":
            return f"source-{state}"
        if name == "complete":
            return "names"
        if name.startswith("moderation"):
            return self.requests[state]
        return {
            "slug": entry.slug if entry else "never-was",
            "number": 2 if "undo" in name else 1,
            "key": entry.pk if entry else NO_KEY,
            "act": self.merges[state],
            "token": "guessed",
            "app_label": "wiki",
            "name": f"writer-{state}",
            "username": f"writer-{state}",
        }.get(key, NO_KEY)

    def stands_as(self, name, state):
        """Return the state of what is found there: a page of the admin about a row that there is none of is missing."""
        missing = "object_id" in PATTERNS[name] and self.value(name, "object_id", state) == NO_KEY
        return "missing" if missing else state

    def row(self, name, entry):
        """Return the key of a row that belongs to the entry, for a page of the admin."""
        app, model, _ = name.removeprefix("admin:").rsplit("_", 2)
        rows = apps.get_model(app, model)._base_manager.all()
        if entry is None or app != "wiki":
            return NO_KEY
        if issubclass(rows.model, Entry):
            return entry.pk
        keys = [field.name for field in rows.model._meta.fields if isinstance(field, models.ForeignKey)]
        path = next((key for key in keys if issubclass(rows.model._meta.get_field(key).related_model, Entry)), None)
        row = rows.filter(**{path: entry.pk}).first() if path else None
        return row.pk if row else NO_KEY


def build():
    """Return a World: per kind a public, a private and a deleted entry, each with two revisions and all it can have."""
    people = {"ben": person("ben"), "eda": person("eda", EDITOR), "ada": person("ada", ADMIN)}
    found, merges, requests = {}, {}, {}
    for state in ("public", "private", "deleted"):
        writer = person(f"writer-{state}", EDITOR)
        for kind, make in (("concept", concept), ("essay", essay)):
            title = f"The {state} {kind}"
            visibility = PUBLIC if state == "public" else PRIVATE
            fields = {"tags": [f"tag {state}"], "aliases": [f"other {state} {kind}"], "visibility": visibility}
            entry = make(title, f"Said by some. [@source-{state}] [[Hull]]", by=writer, **fields)
            revise(entry, body=f"Said by many. [@source-{state}] [[Hull]]", by=writer, summary="counted")
            found[kind, state] = entry
        target = found["concept", state]
        part = concept(f"A part of the {state} one", "Words.", by=writer, visibility=visibility)
        merges[state] = joining.merge(part, target, by=people["ada"]).act.pk
        asked = PublicationRequest.objects.create(entry_id=target.pk, visibility="public", number=3, by=writer)
        requests[state] = asked.pk
    for kind in ("concept", "essay"):
        deleting.delete(found[kind, "deleted"], by=people["ada"], reason="gone")
        found[kind, "deleted"] = Entry._base_manager.get(pk=found[kind, "deleted"].pk)
    assert Act.objects.filter(kind="merge").count() == 3
    return World(people, found, {**merges, "missing": NO_KEY}, {**requests, "missing": NO_KEY})


def forget(world):
    """Take away what is private or deleted, as if it had never been written."""
    from wiki.actions import derived
    from wiki.models import Citation, Draft, Tag

    hidden = [entry.pk for (_, state), entry in world.entries.items() if state != "public"]
    Act.objects.filter(other__in=hidden).delete()
    Draft.objects.all().delete()
    Entry._base_manager.filter(pk__in=hidden).delete()
    Entry._base_manager.filter(visibility=PRIVATE).delete()
    Tag.objects.filter(slug__in=("tag-private", "tag-deleted")).delete()
    Citation.objects.filter(key__in=("source-private", "source-deleted")).delete()
    derived.rebuild("links")


def _walk(patterns, namespace=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            parts = pattern.pattern.regex
            names = [key for key in parts.groupindex if key not in pattern.default_args]
            yield f"{namespace}{pattern.name}", tuple(names) or ("object_id", "version")[2 - parts.groups :]


PATTERNS = dict(_walk(get_resolver().url_patterns))  # name: the parts of its address
