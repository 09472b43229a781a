"""Looking changes nothing, keys of others open nothing, and fields that a form does not have do nothing."""

from functools import partial

import pytest
from django.apps import apps
from django.test import Client

from accounts.models import Event
from tests.factories import concept
from tests.visibility.crawl import crawl
from tests.visibility.table import STATES
from tests.visibility.world import NO_KEY, PATTERNS, build
from tests.wiki.views.forms import _Form
from wiki.models import Act, Draft, Edit, Entry, Notice

pytestmark = pytest.mark.django_db
ONCE = partial(pytest.param, marks=pytest.mark.answers)  # on one database

ITS_OWN = {"Session", "UserSession", "CacheRow"}  # what keeps somebody signed in, and counts requests


@pytest.fixture
def world(db):
    return build()


def tables(but=ITS_OWN):
    """Return {model: its rows} of the whole database; that something was refused is written down, and no change."""
    models = [model for model in apps.get_models() if not model._meta.proxy and model.__name__ not in but]
    return {model.__name__: sorted(map(repr, of_state(model).values_list())) for model in models}


def of_state(model):
    rows = model._base_manager.all()
    return rows.exclude(kind=Event.Kind.REFUSED) if model is Event else rows


def changed(before, after):
    return [name for name in after if before[name] != after[name]]


@pytest.mark.parametrize("who", ["ada", ONCE("ben"), ONCE("nobody")])
def test_a_get_changes_nothing(world, who):
    """At every address, with what people put behind a question mark, and at all that a page leads to."""
    if who != "nobody":
        Notice.objects.create(person=world.people[who], text="Something was decided.")
    starts = [world.address(name, state) for name in PATTERNS for state in STATES if not leaves(name)]
    starts += [
        f"/concepts/new/?title=The {state} concept&visibility=public&action=save&body=x&base=0" for state in STATES
    ]
    starts += [f"/concepts/the-public-concept/{act}/?action=save&reason=x&title=Y&into=Hull&visibility=private"
               "&_method=POST" for act in ("edit", "rename", "delete", "merge", "visibility", "mentions")]  # fmt: skip
    before = tables()
    client = Client(raise_request_exception=False)
    client.cookies.update(world.cookies.get(who, {}))
    found = crawl(client, starts, skip=lambda address: leaves(address) or is_sorted(address))
    assert len(found) > 150
    assert not [address for address, (status, *_) in found.items() if status >= 500]
    assert changed(before, tables()) == []


def leaves(address):
    return "logout" in address or "jsi18n" in address


def is_sorted(address):
    return address.startswith("/admin/") and "?" in address  # one list in every order


# Keys of others


@pytest.mark.both
def test_a_draft_is_opened_kept_and_thrown_away_by_its_writer_alone(world):
    form = {"action": "draft", "token": "of ada", "title": "Plan", "body": "A plan.", "base": "0"}
    world.ask("ada", "post", "/concepts/new/", form)
    before = list(Draft.objects.values())
    assert b"A plan" not in world.ask("eda", "get", "/concepts/new/?draft=of+ada").content
    world.ask("eda", "post", "/concepts/new/", {**form, "body": "Eda's."})
    world.ask("eda", "post", "/concepts/new/", {**form, "action": "discard"})
    world.ask("eda", "post", "/concepts/new/", {"token": "of ada", "title": "Mine", "body": "x", "base": "0"})
    assert list(Draft.objects.filter(author=world.people["ada"]).values()) == before
    assert b"A plan" in world.ask("ada", "get", "/concepts/new/?draft=of+ada").content


@pytest.mark.both
def test_an_act_is_undone_only_where_it_was_done(world):
    """The key of another's act, of an act of another sort and of none: absent, and nothing is done."""
    before = tables()
    deletion = Act.objects.filter(kind="delete").first().pk
    for key in (world.merges["private"], world.merges["deleted"], deletion, NO_KEY):
        assert world.ask("eda", "post", f"/concepts/the-public-concept/unmerge/{key}/").status_code == 404
    for who, status in (("ben", 404), ("nobody", 404)):
        address = f"/concepts/the-private-concept/unmerge/{world.merges['private']}/"
        assert world.ask(who, "post", address).status_code == status
    assert changed(before, tables()) == []


@pytest.mark.parametrize("who", [ONCE("ben"), "nobody"])
def test_no_key_of_a_table_opens_anything_to_a_reader(world, who):
    """Keys of every sort, counted through: in the bin, in the admin, in what is asked and decided."""
    before = tables()
    keys = {"key", "act", "object_id", "version", "pk"}
    keyed = [
        name for name, parts in PATTERNS.items() if keys & set(parts) and not name.startswith(("citation", "account"))
    ]
    for name in keyed:
        for state in STATES:
            for method in ("get", "post"):
                response = world.ask(who, method, world.address(name, state), {"action": "publish", "base": "3"})
                assert response.status_code in (302, 403, 404, 405), (name, state, method)
                assert b"The private" not in response.content
    assert changed(before, tables()) == []


# Fields that are not there

EVIL = {
    "visibility": "public", "public_from": "1", "published_at": "2020-01-01", "deleted_at": "", "number": "77",
    "author": "Mallory", "by": "1", "user": "1", "person": "1", "revision": "1", "entry": "1", "pk": "1", "id": "1",
    "slug": "mallory", "kind": "essay", "html": "<script>", "text_suppressed": "on", "created_at": "2020-01-01",
    "is_staff": "on", "is_superuser": "on", "is_active": "", "groups": "2", "user_permissions": "1", "role": "admin",
    "username": "mallory", "email": "mallory@example.org", "password": "x", "permission": "publish",
    "decision": "publish", "level": "none", "until": "", "decided_by": "1", "extra": "visibility: public",
}  # fmt: skip
HELD = ("slug", "kind", "visibility", "public_from", "published_at", "deleted_at", "created_at", "extra")
ACTS = {"concept_delete", "essay_delete", "bin_restore", "concept_rename", "essay_rename"}  # change what is held


def pages_of(world, who):
    """Yield (name, address, fields) of each sort of form that this person gets, as a page fills it in."""
    known = set()
    for name in PATTERNS:
        for address in {world.address(name, state) for state in STATES}:
            response = world.ask(who, "get", address)
            if response.status_code == 200 and b"<form" in response.content:
                reader = _Form()
                reader.feed(response.content.decode())
                for fields in reader.forms:
                    if len(fields) > 1 and (name, *fields) not in known:  # one field: the token, to sign out
                        known.add((name, *fields))
                        yield name, address, fields


def held():
    entries = Entry._base_manager.order_by("pk").values_list("pk", *HELD)
    return {row[0]: row for row in entries}


@pytest.mark.parametrize("who", ["eda", ONCE("ben")])
def test_what_a_form_does_not_have_does_nothing(world, who):
    people = tables(but=set())["User"]
    forms, after = list(pages_of(world, who)), tables()
    for name, address, fields in forms:
        before, rows = after, held()
        evil = {key: value for key, value in EVIL.items() if key not in fields or key == "visibility"}
        response = world.ask(who, "post", address, {**fields, **evil, "action": fields.get("action", "save")})
        assert response.status_code < 500, (name, address)
        after = tables()
        assert after["User"] == before["User"] == people, (name, "changed an account")
        for table in ("User_groups", "Group", "Permission"):
            assert after.get(table) == before.get(table), (name, table)
        if name not in ACTS:
            kept = {key: row for key, row in held().items() if key in rows}
            assert kept == rows, (name, address)
        for entry in Entry._base_manager.exclude(pk__in=rows):
            assert entry.visibility == "private", (name, "published")
        for entry in Entry._base_manager.all():
            assert entry.number == Edit.objects.filter(entry=entry.pk).count(), (name, "counted wrongly")
        if before["Edit"] != after["Edit"]:
            assert Edit.objects.latest("pk").revision.user == world.people[who], (name, "in another's name")
    assert len(forms) > 10 or who == "ben"


def test_an_editor_publishes_nothing_by_any_field(world):
    """The forms that write, each with the field that publishes, as somebody who may not."""
    for number, form in enumerate(({"visibility": "public"}, {"visibility": "public", "public_from": "1"})):
        world.ask("eda", "post", "/concepts/new/", {"title": f"New {number}", "body": "x", "base": "0", **form})
    world.ask("eda", "post", "/concepts/the-private-concept/edit/", {"base": "3", "body": "y", "visibility": "public"})
    world.ask("eda", "post", "/concepts/the-private-concept/visibility/", {"visibility": "public", "base": "3"})
    form = {"action": "publish", "_selected_action": [world.entries["concept", "private"].pk]}
    world.ask("eda", "post", "/admin/wiki/concept/", form)
    public = set(Entry._base_manager.filter(visibility="public").values_list("title", flat=True))
    assert not {title for title in public if "private" in title or title.startswith("New")}
    assert Entry._base_manager.filter(title__startswith="New").count() == 2


def test_somebody_who_lost_a_role_meanwhile_changes_nothing(world):
    from accounts.roles import READER, set_role

    concept("Weir", "A dam.")
    page = world.ask("eda", "get", "/concepts/weir/edit/")
    assert page.status_code == 200
    set_role(world.people["eda"], READER)
    before = tables()
    for address in ("/concepts/weir/edit/", "/concepts/weir/rename/", "/concepts/weir/delete/", "/concepts/new/"):
        form = {"title": "Dam", "body": "Another.", "base": "1"}
        assert world.ask("eda", "post", address, form).status_code == 403, address
    assert changed(before, tables()) == []
