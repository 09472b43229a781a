"""A private entry changes no byte of any response to somebody who may not see it."""

import datetime

import pytest
from django.utils import timezone

from tests.cast import person
from tests.factories import PRIVATE, revise, submission
from tests.visibility.crawl import crawl, essence, url_names
from wiki import stamps
from wiki.actions import deleting, publishing
from wiki.actions.citing import key_of
from wiki.actions.saving import Submission, save_entries, save_entry
from wiki.document.document import Document
from wiki.models import Citation, Entry, Origin
from wiki.proof.asking import Kept
from wiki.rendering.rendered import Citing
from wiki.search import index

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 1, 2, 12, tzinfo=datetime.UTC)
STARTS = [
    "/", "/concepts/", "/essays/", "/tags/", "/citations/", "/accounts/login/", "/nowhere/",
    "/concepts/hull.md", "/essays/on-ships.md",
    "/concepts/canary/", "/concepts/canary.md", "/concepts/canary/links/", "/concepts/yellow-bird/",
    "/concepts/hidden-file/",
    "/essays/canary/", "/tags/cage/", "/tags/ship/?after=h", "/concepts/?letter=c", "/concepts/?letter=c&after=c",
    "/help/", "/complete/names/?q=canary", "/complete/tags/?q=cage", "/concepts/new/?title=Canary", "/essays/new/",
    "/concepts/canary/edit/", "/concepts/canary/visibility/", "/concepts/canary/mentions/",
    "/concepts/hull/mentions/", "/concepts/hull/edit/", "/essays/canary/edit/",
    "/concepts/canary/history/", "/concepts/canary/history/1/", "/concepts/canary/history/1.md",
    "/concepts/canary/diff/", "/concepts/hull/diff/",
    "/concepts/hull/history/?after=2", "/concepts/hull/history/2/", "/concepts/hull/history/1.md",
    "/concepts/canary/rename/", "/concepts/canary/merge/", "/concepts/canary/delete/", "/concepts/yellow-bird/rename/",
    "/essays/canary/rename/", "/essays/canary/delete/", "/concepts/hull/rename/", "/concepts/hull/merge/",
    "/concepts/hull/delete/", "/essays/on-ships/rename/", "/drafts/", "/bin/", "/bin/1/restore/", "/bin/1/purge/",
    "/moderation/", "/moderation/1/", "/notices/", "/concepts/canary/visibility/1/undo/",
    "/about/", "/settings/", "/audit/", "/people/", "/people/ben/", "/people/eda/", "/people/eda/manage/",
    "/concepts/canary/card/", "/concepts/hull/card/", "/concepts/keel/card/", "/concepts/yellow-bird/card/",
    "/essays/canary/card/", "/essays/on-ships/card/",
    "/sitemap.xml", "/sitemap-1.xml", "/robots.txt", "/opensearch.xml", "/llms.txt", "/healthz", "/readyz",
    "/wanted/", "/wanted/?kind=essay", "/wanted/?page=2", "/wanted/lead/?name=Canary",
    "/orphans/", "/orphans/?kind=essay", "/orphans/?page=2", "/health/", "/health/?list=names",
    "/concepts/canary/graph/", "/concepts/hull/graph/", "/concepts/hull/graph/?steps=2", "/essays/canary/graph/",
    "/concepts/keel/graph/?steps=2", "/essays/on-ships/graph/", "/graph/", "/graph/?page=2", "/graph/data.json",
    "/manage/tags/cage/", "/manage/tags/ship/", "/tags/?order=count", "/tags/ship/?page=2",
    "/essays/?by=author", "/essays/?author=Canary", "/essays/?author=m",
    "/changes/", "/changes/?by=canary", "/changes/?tag=cage", "/changes/?kind=essay&days=1", "/changes/?own=hide",
    "/changes/?after=20260102120000000000-r-concept-1-canary", "/changes/?tag=ship&by=eda",
    "/feeds/changes.atom", "/feeds/essays.atom", "/feeds/tags/cage.atom", "/feeds/tags/ship.atom",
    "/concepts/canary/feed.atom", "/concepts/yellow-bird/feed.atom", "/essays/canary/feed.atom",
    "/concepts/hull/feed.atom", "/essays/on-ships/feed.atom",
    "/search/", "/search/?q=canary", "/search/?q=yellow+bird", "/search/?q=sings", "/search/?q=canray", "/search/?q=*",
    "/search/?q=hull+keel+wharf", "/search/?q=bird&kind=concept&tag=ship", "/search/?q=bird&tag=cage",
    "/search/?q=1901",
    "/search/?q=song+1901&kind=citation", "/search/?q=bottom&visibility=private",
    "/search/?q=kind:concept&order=newest",
    "/search/?q=tag:cage", "/search/?q=never", "/search/?q=can*", "/search/?q=ship&order=name&page=9",
    "/search/suggest?q=can", "/search/suggest?q=yel", "/search/suggest?q=bird", "/search/suggest?q=canray",
    "/search/suggest?q=hul", "/search/suggest?q=the+h",
    "/citations/?after=a", "/essays/?page=2", "/concepts/hull/links/?page=9",
]  # fmt: skip

SONG = "Canary, C. *Song*. 1901."  # only the canary says what this is; a public text cites it by its key
SONG_KEY = key_of(Citing(2, "2", "", SONG.replace("*", ""), "", "", "", "", "", "", ""))

PUBLIC = [
    submission("Hull", "The [[Canary]] and the [[yellow bird]] are [[Keel]]-side.[^1] [@canary] [@" + SONG_KEY + "]\n\n"
          "[^1]: Falconer, William. *Marine Dictionary*. 1769.", tags=["ship", "Oak"], related=["Canary", "Keel"]),
    submission("Keel", "Under the [[Hull]].", aliases=["bottom", "bird"], tags=["ship"]),
    submission("Canary wharf", "A place in [[London]].", tags=["oak"]),
    submission(
        "On ships", "A canary sang; the yellow bird on the keel was a canary wharf bird.", kind="essay", author="M."
    ),
]  # fmt: skip

CANARY = Submission(
    Document(
        title="Canary",
        aliases=("yellow bird", "bird", "keel bird", "the hull"),
        tags=("cage", "Ship", "OAK"),
        related=("Hull", "Nothing"),
        extra="mood: yellow\n",
        body="It sings on the [[Hull]] and the [[Keel|bottom]].[^1] ![[Hull]] [[Never]][^2]\n\n## Further reading\n\n"
        "- [[essays/on-ships|On ships]]\n\n[^1]: Falconer, William. *Marine Dictionary*. 1769. A private remark.\n"
        "[^2]: " + SONG,
    ),
    visibility=PRIVATE,
    summary="canary summary",
    paths=("birds/hidden file",),
)
CANARY_ESSAY = submission(
    "Canary", "The keel and the hull and canary wharf, [[Keel]].", kind="essay", visibility=PRIVATE, author="Canary",
    publication="Cage", published="2026-01-01",
)  # fmt: skip


CANARY_NAMESAKE = submission("Keel (bird)", "A bird of the [[keel]].", visibility=PRIVATE)


def build(order):
    """Make the public wiki, with the canary first, in between, last or not at all."""
    for step in order:
        if step == "canary":
            saved = save_entries([fresh(CANARY), fresh(CANARY_ESSAY), fresh(CANARY_NAMESAKE)], by=None)
            Origin.objects.create(
                entry_id=saved[0].entry.pk,
                path="birds/hidden file.md",
                sha256="0",
                raw=b"canary",
                number=1,
                document="",
            )
        else:
            save_entry(fresh(PUBLIC[step]), by=None)


def fresh(submission):
    return Submission(**{**vars(submission), "origin": None})


def wipe():
    from reversion.models import Revision

    from wiki.models import Citation, Tag

    index.remove(list(Entry.objects.values_list("pk", flat=True)))
    Entry.objects.all().delete()
    for model in (Revision, Citation, Tag):
        model.objects.all().delete()
    stamps.renew_all()


@pytest.fixture(params=["nobody", "ben"])
def reader(request, client_of):
    """Nobody, who gets each page as it is made and, where it is kept, as it is kept; and somebody without a role."""
    return Kept() if request.param == "nobody" else client_of(person("ben"))


ORDERS = [("canary", 0, 1, 2, 3), (0, 1, "canary", 2, 3), (0, 1, 2, 3, "canary")]


def differences(one, other):
    return [address for address in one.keys() | other.keys() if one.get(address) != other.get(address)]


@pytest.mark.both
def test_a_canary_changes_no_byte(reader, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    build((0, 1, 2, 3))
    expected = crawl(reader, STARTS)
    assert len(expected) > 25
    for order in ORDERS:
        wipe()
        build(order)
        assert differences(crawl(reader, STARTS), expected) == [], order


def test_a_canary_that_was_public_leaves_nothing_behind(reader, monkeypatch):
    """Hidden, deleted, brought back as it was, or purged: nobody can tell that it ever was there."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    build((0, 1, 2, 3))
    expected = crawl(reader, STARTS)
    build(("canary",))
    birds = list(Entry.objects.scoped(private=True).filter(title__in=["Canary", "Keel (bird)"]))
    publish(birds, reader, expected)
    publishing.hide(birds, by=None)
    assert differences(crawl(reader, STARTS), expected) == []
    publish(birds, reader, expected)
    for bird in birds:
        deleting.delete(bird, by=None, reason="Canary")
    assert differences(crawl(reader, STARTS), expected) == []
    for bird in birds:
        deleting.restore(bird, by=None, reason="Canary")
    assert differences(crawl(reader, STARTS), expected) == []
    for bird in birds:
        deleting.delete(bird, by=None)
        deleting.purge(bird, by=None)
    assert differences(crawl(reader, STARTS), expected) == []


def publish(birds, reader, expected):
    """Make them public, and see that readers see them: on their own pages, in lists, in what others link to."""
    publishing.publish(birds, by=None)
    for address in ("/concepts/canary/", "/concepts/", "/concepts/hull/", "/search/?q=canary", "/feeds/changes.atom"):
        assert essence(reader.get(address)) != expected[address], address


HISTORY = [
    "history/",
    "history/?after=9",
    "history/3/",
    "history/3.md",
    "history/4/",
    "diff/",
    "diff/?to=3",
    "history/1/",
]


@pytest.mark.parametrize("kind", ["concept", "essay"])
def test_what_stands_below_the_horizon_changes_no_byte(reader, monkeypatch, kind):
    """Two entries that were the same since their publication: what they were before is not told by any page."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    found = []
    for secret in ("bird", "a much longer secret [[Hull]] ![[Hull]]"):
        wipe()
        build((0, 1, 2, 3))
        by = person(f"writer{len(found)}", "admin")
        entry = save_entry(
            submission(f"{secret[:4]} song", secret, kind=kind, visibility=PRIVATE, summary=secret, tags=[secret[:4]]),
            by=by,
        ).entry
        for body, title, tags in ((secret * 2, "Song", ["song"]), ("A [[Hull]].", "Song", ["song"])):
            revise(entry, by=by, body=body, title=title, tags=tags, aliases=[], summary=secret)
        publishing.publish([entry], by=None)
        revise(entry, body="A [[Hull]] and more.", summary="more")
        found.append({path: essence(reader.get(f"/{kind}s/song/{path}")) for path in HISTORY})
    assert differences(*found) == []
    assert [found[0][path][0] for path in HISTORY] == [200] * 7 + [404]


READ = {
    "concept_graph", "essay_graph", "graph", "graph_data",
    "concept_history", "concept_revision", "concept_revision_document", "concept_diff",
    "essay_history", "essay_revision", "essay_revision_document", "essay_diff",
    "home", "concept_list", "concept_detail", "concept_document", "concept_links", "essay_list", "essay_detail",
    "essay_document", "essay_links", "tag_list", "tag_detail", "tag_manage", "citation_list", "citation_detail",
    "account_login",
    "complete", "search", "search_suggest",
    "help", "concept_new", "essay_new", "concept_edit", "essay_edit", "concept_visibility", "essay_visibility",
    "concept_mentions", "essay_mentions",
    "concept_rename", "essay_rename", "concept_merge", "concept_delete", "essay_delete",
    "bin", "bin_restore", "bin_purge", "drafts",
    "wanted", "wanted_lead", "orphans", "health",
    "people", "person", "person_manage", "audit",
    "concept_card", "essay_card",
    "sitemap", "sitemap_part", "robots", "opensearch", "llms", "healthz", "readyz",
    "changes", "changes_feed", "essays_feed", "tag_feed", "concept_feed", "essay_feed",
    "about", "site_settings", "moderation", "moderation_request", "notices",
}  # fmt: skip
UNREAD = {
    "concept_visibility_undo", "essay_visibility_undo",  # acts of admins
    "concept_suppress", "essay_suppress",  # an act of admins; test_suppression.py looks at its effects
    "concept_protection", "essay_protection",  # an act of admins; readers are told nothing of it
    "concept_restore", "concept_undo", "essay_restore", "essay_undo",  # acts of editors
    "concept_unmerge",  # an act
    "health_related", "health_alias",  # acts of editors
    "random",  # by chance; test_orphans.py looks at every choice it can make
    "changes_seen",  # an act
    "metrics",  # nothing for readers; the tests of operations look at who may
    "audit_csv",  # an act of admins: that they took the log away is written down
    "account_logout",  # an act
    # Show nothing of the wiki; the accounts' own tests look at them.
    "account_signup", "account_inactive", "account_waiting", "account_reauthenticate", "account_profile",
    "account_email", "account_email_verification_sent", "account_confirm_email",
    "account_change_password", "account_set_password", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done",
    "mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_reauthenticate_webauthn", "usersessions_list",
    "openid_connect_login", "openid_connect_callback", "socialaccount_connections", "socialaccount_signup",
    "socialaccount_login_cancelled",
    "first_admin", "account_invitation",  # secret links
}  # fmt: skip


def test_the_canary_touches_what_it_is_meant_to():
    build((0, 1, 2, 3, "canary"))
    assert Citation.objects.get(key=SONG_KEY).uses.count() == 2
    assert Entry.objects.filter(base="keel").count() == 2


def test_every_address_is_crawled():
    """A new address joins the crawl: add it to STARTS and to READ, or say in UNREAD why it shows nothing."""
    ours = {name for name in url_names() if not name.startswith("admin:") and name != "None"}
    assert ours == READ | UNREAD
