"""Feeds: what was changed, under a tag, in an entry, and new essays; what one may see and no more."""

import datetime

import pytest

from tests.factories import PRIVATE, concept, entries, essay, revise, submission
from tests.visibility.crawl import essence
from tests.wiki.atom import read
from tests.wiki.conftest import NOON
from tests.wiki.views.pages import QUOTED
from wiki.actions import deleting, publishing, renaming, suppressing
from wiki.models import Concept, Edit, Essay
from wiki.readers import feeds

pytestmark = pytest.mark.django_db

PATHS = ["/feeds/changes.atom", "/feeds/essays.atom", "/feeds/tags/tied.atom", "/concepts/bowline/feed.atom"]


@pytest.fixture
def wiki(clock, eda, settings):
    """A concept with two revisions, an essay of the next day."""
    settings.SITE_URL = "https://maps.example:8443"
    entry = concept("Bowline", "A knot & more.\n\nIt holds.", by=eda, tags=["Tied"])
    clock(1)
    revise(entry, by=eda, body="A loop & more.\n\nIt holds.", summary="say <what> it is", tags=["Tied", "Rope"])
    clock(24)
    essay(
        "On knots", "Every knot is a promise. Or so.", by=eda, author="M. Sorley", publication="The Rope", tags=["Tied"]
    )
    return entry


def test_all_changes(wiki, client):
    feed = read(client.get("/feeds/changes.atom"))
    assert feed.title == "Changes – Commonplace" and feed.id == "tag:maps.example,2026:feeds/changes"
    assert feed.links == {
        "self": "https://maps.example:8443/feeds/changes.atom",
        "alternate": "https://maps.example:8443/changes/",
    }
    assert [item.title for item in feed.items] == [
        "On knots (published)",
        "Bowline: say <what> it is",
        "Bowline (published)",
    ]
    revised = feed.items[1]
    assert revised.updated == NOON + datetime.timedelta(hours=1)
    assert (revised.author, revised.author_url) == ("eda", "https://maps.example:8443/people/eda/")
    assert revised.links["alternate"] == "https://maps.example:8443/concepts/bowline/diff/?to=2"
    assert "say &lt;what&gt; it is" in revised.html and "+0 bytes" in revised.html
    assert revised.id == "tag:maps.example,2026-03-02:concepts/revisions/bowline/2/20260302T130000000000Z"
    assert feed.items[2].author == "Commonplace" and not feed.items[2].author_url


def test_the_revisions_of_an_entry_with_what_each_changed(wiki, client):
    feed = read(client.get("/concepts/bowline/feed.atom"))
    changed, published = feed.items
    assert "<b>Changed:</b> A <del>knot</del><ins>loop</ins> &amp; more." in changed.html
    assert "<b>Tags:</b> added <ins>Rope</ins>" in changed.html and "Summary" in changed.html
    assert "ins" not in published.html and "Published." in published.html
    assert feed.links["alternate"] == "https://maps.example:8443/concepts/bowline/history/"
    assert read(client.get("/essays/on-knots/feed.atom")).title == "On knots – Commonplace"


def test_new_essays(wiki, client, clock, get_as):
    clock(48)
    revise(Essay.objects.get(), body="Every knot is a lie.", summary="no promise")
    (item,) = read(client.get("/feeds/essays.atom")).items
    assert (item.title, item.author) == ("On knots", "M. Sorley")
    assert item.updated == NOON + datetime.timedelta(hours=24)
    assert "<p>M. Sorley, <i>The Rope</i></p>" in item.html and "Every knot is a lie." in item.html
    assert item.links["alternate"] == "https://maps.example:8443/essays/on-knots/"


@pytest.fixture
def get_as(client_of):
    return lambda person, path: client_of(person).get(path)


def test_changes_under_a_tag(wiki, client):
    concept("Other", "Without it.")
    feed = read(client.get("/feeds/tags/tied.atom"))
    assert feed.title == "Changes: Tied – Commonplace" and len(feed.items) == 3
    assert feed.links["alternate"] == "https://maps.example:8443/tags/tied/"
    assert len(read(client.get("/feeds/tags/rope.atom")).items) == 2


def test_changes_under_a_tag_and_narrower_ones(wiki, client, eda):
    entry = concept("Reef", "Flat.", tags=["Tied/Flat", "tied", "Craft/Rope"])
    concept("Shut", "Flat.", tags=["Tied/Flat", "Hidden/Craft"], visibility="private")
    assert [item.title for item in read(client.get("/feeds/tags/tied.atom")).items].count("Reef (published)") == 1
    assert read(client.get("/feeds/tags/craft.atom")).title == "Changes: Craft – Commonplace"
    assert len(read(client.get("/feeds/tags/tied/flat.atom")).items) == 1
    assert client.get("/feeds/tags/hidden.atom").status_code == client.get("/feeds/tags/tie.atom").status_code == 404
    client.force_login(eda)
    assert client.get("/feeds/tags/hidden.atom").status_code == 200
    assert client.get("/changes/?tag=craft").context["page"].days[0].groups[0].row.url == entry.get_absolute_url()


def test_an_id_outlives_a_new_title(wiki, client, eda, clock):
    before = {item.id for item in read(client.get("/feeds/changes.atom")).items}
    clock(48)
    renaming.rename(Concept.objects.get(), "King of knots", by=eda, reason="better")
    concept("Bowline", "Another one under the old name.")
    after = read(client.get("/feeds/changes.atom"))
    assert before <= {item.id for item in after.items} and len(after.items) == 5
    moved = client.get("/concepts/bowline/feed.atom")
    assert moved.status_code == 200 and len(read(moved).items) == 1


def test_a_feed_is_found_under_a_former_name(wiki, client, eda):
    renaming.rename(Concept.objects.get(), "King of knots", by=eda, reason="better")
    response = client.get("/concepts/bowline/feed.atom")
    assert response.status_code == 301 and response["Location"] == "/concepts/king-of-knots/feed.atom"


def test_signed_in_people_get_what_they_may_see(wiki, client, get_as, eda, ben):
    concept("Canary", "It sings.", by=eda, visibility=PRIVATE, tags=["Tied"])
    publishing.hide([wiki], by=None, reason="a name")
    for path in PATHS[:3]:
        for_eda = read(get_as(eda, path))
        assert get_as(eda, path)["Cache-Control"] == "private, no-store"
        for person in (None, ben):
            response = client.get(path) if person is None else get_as(person, path)
            titles = " ".join(item.title for item in read(response).items)
            assert "Canary" not in titles and "Bowline" not in titles, path
        assert "essays" in path or "Canary" in " ".join(item.title for item in for_eda.items)
    assert "Bowline (made private): a name" in [item.title for item in read(get_as(eda, "/feeds/changes.atom")).items]
    assert read(get_as(eda, "/concepts/bowline/feed.atom"))


@pytest.mark.both
@pytest.mark.parametrize("suppressed", ["text", "summary", "author"])
def test_what_is_suppressed_is_closed(wiki, client, get_as, eda, ada, clock, suppressed):
    clock(30)
    revise(wiki, by=ada, body="It slips.", summary="clean")
    suppressing.suppress(Edit.objects.get(entry=wiki.pk, number=2), by=ada, **{suppressed: True}, reason="a name")
    secret = {"text": "loop", "summary": "what", "author": "eda"}[suppressed]
    for path in PATHS:
        assert secret not in client.get(path).content.decode(), path
        for_eda = get_as(eda, path).content.decode().replace("people/eda/", "") if suppressed != "author" else ""
        assert secret not in for_eda, path
    if suppressed == "text":
        assert "<ins>loop</ins>" in read(get_as(ada, "/concepts/bowline/feed.atom")).items[1].html


def test_the_past_of_what_was_private_is_in_no_feed(clock, client, eda):
    entry = concept("Hitch", "Secret.", by=eda, visibility=PRIVATE, summary="secret", tags=["Tied"])
    revise(entry, by=eda, body="Secret no more.", summary="secretly", title="Half hitch")
    clock(3)
    publishing.publish([entry], by=None)
    clock(4)
    revise(Concept.objects.get(), by=eda, body="Open.")
    for path in ("/feeds/changes.atom", "/feeds/tags/tied.atom", "/concepts/half-hitch/feed.atom"):
        feed = read(client.get(path))
        assert [item.title for item in feed.items] == ["Half hitch", "Half hitch (published)"]
        assert "secret" not in client.get(path).content.decode().replace("Secret no more", "")
        assert feed.items[1].updated == NOON + datetime.timedelta(hours=3)


def hidden(entry):
    publishing.hide([entry], by=None)


def deleted(entry):
    deleting.delete(entry, by=None)


@pytest.mark.parametrize("away", [hidden, deleted])
def test_feeds_of_what_is_hidden_are_those_of_what_never_was(wiki, client_of, nobody, ben, away):
    away(Concept.objects.get())
    deleting.delete(Essay.objects.get(), by=None)
    for who in (nobody, ben):
        client = client_of(who)
        for path, other in ((PATHS[3], "/concepts/never/feed.atom"), (PATHS[2], "/feeds/tags/never.atom")):
            known, unknown = essence(client.get(path)), essence(client.get(other))
            assert known == unknown and known[0] == 404
        assert read(client.get("/feeds/changes.atom")).items == []


def test_whoever_has_it_gets_nothing_anew(wiki, client, clock):
    for path in PATHS:
        first = client.get(path)
        tag, date = first["ETag"], first["Last-Modified"]
        assert tag.startswith('"')
        for headers in (
            {"If-None-Match": tag},
            {"If-Modified-Since": date},
            {"If-None-Match": tag, "If-Modified-Since": date},
        ):
            again = client.get(path, headers=headers)
            assert again.status_code == 304 and again.content == b"" and again["ETag"] == tag, (path, headers)
        assert client.head(path, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(PATHS[0])["Last-Modified"] == "Tue, 03 Mar 2026 12:00:00 GMT"
    held = {path: client.get(path) for path in PATHS}
    clock(72)
    revise(wiki, body="New.")
    publishing.hide([Essay.objects.get()], by=None)
    for path, old in held.items():
        headers = {"If-None-Match": old["ETag"], "If-Modified-Since": old["Last-Modified"]}
        assert client.get(path, headers=headers).status_code == 200, path


def test_what_was_hidden_is_gone_from_every_cache(wiki, client):
    old = client.get("/feeds/changes.atom")
    publishing.hide([Essay.objects.get()], by=None)
    for headers in ({"If-Modified-Since": old["Last-Modified"]}, {"If-None-Match": old["ETag"]}):
        new = client.get("/feeds/changes.atom", headers=headers)
        assert new.status_code == 200 and b"On knots" not in new.content
    assert client.get("/feeds/changes.atom", headers={"If-Modified-Since": "yesterday"}).status_code == 200


@pytest.mark.both
def test_odd_texts_make_a_feed_all_the_same(client, eda):
    entry = concept(QUOTED, "A\x0bB <script>x</script> ]]> &amp;", by=eda, summary="a ]]> \x1b b", tags=['R&D "x"'])
    revise(entry, by=eda, body="<b>C</b>\x08 ]]>", summary="\x02 <i>")
    for path in ("/feeds/changes.atom", f"{entry.get_absolute_url()}feed.atom", "/feeds/tags/r-d-x.atom"):
        feed = read(client.get(path))
        assert any(QUOTED in item.title for item in feed.items) and "<script" not in feed.items[0].html


def test_a_very_long_text_is_not_compared_in_a_feed(client, eda):
    entry = concept("Long", "word " * 30_000, by=eda)
    revise(entry, by=eda, body="words " * 30_000)
    html = read(client.get("/concepts/long/feed.atom")).items[0].html
    assert "<ins>" not in html and "This change is large" in html


@pytest.mark.both
def test_large_changes_are_compared_newest_first_as_far_as_a_feed_goes(client, eda, monkeypatch):
    compared = []
    compare = feeds.compare
    monkeypatch.setattr(feeds, "compare", lambda old, new: compared.append(new.body) or compare(old, new))
    rest = "\n\n".join(f"Paragraph {n} that nobody touches." for n in range(2000))
    entry = concept("Long", f"{rest}\n\nend", by=eda)
    bodies = [f"{word} " * 3_000 for word in ("one", "two", "six", "ten")]  # 12,000 characters
    for body in (*bodies, "small"):
        revise(entry, by=eda, body=f"{rest}\n\n{body}")
    items = read(client.get("/concepts/long/feed.atom")).items
    assert ["This change is large" in item.html for item in items] == [False, False, True, True, True, False]
    assert "/concepts/long/diff/?" in items[2].html.split("This change is large")[1]
    assert [body.split()[-1] for body in compared] == ["small", "ten"]


def test_large_other_fields_are_not_compared_in_a_feed(client, eda):
    entry = concept("Long", "One.", by=eda)
    revise(entry, by=eda, extra="\n".join(f"line{n}: x" for n in range(9_000)))
    assert "This change is large" in read(client.get("/concepts/long/feed.atom")).items[0].html


def test_a_feed_is_bounded_and_many_changes_cost_no_more_questions(wiki, client, queries, eda):
    few = [queries(path) for path in PATHS]
    made = entries(*[submission(f"Knot {n}", "A.", tags=["tied"], kind="essay") for n in range(50)], by=eda)
    for n in range(30):
        revise(wiki, by=eda, body=f"B {n}.", tags=["Tied"])
    publishing.hide(made[:5], by=None)
    publishing.publish(made[:5], by=None)
    assert [queries(path) for path in PATHS] == few and max(few) <= 6
    assert [len(read(client.get(path)).items) for path in PATHS] == [40, 20, 40, 12]


@pytest.fixture
def queries(client, django_assert_max_num_queries):
    def queries(path):
        client.get(path)
        with django_assert_max_num_queries(99) as asked:
            client.get(path)
        return len(asked)

    return queries


def test_other_methods_are_refused(wiki, client):
    assert [client.post(path).status_code for path in PATHS] == [405] * 4
