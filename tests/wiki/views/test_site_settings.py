"""What the site says of itself: the form of admins, the page about it, and the foot of every page."""

import html as entities
import json

import pytest

from accounts import signup
from accounts.models import Event
from accounts.roles import READER, set_role
from tests.factories import PRIVATE, concept
from tests.together import together
from tests.visibility.crawl import essence
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text
from wiki import site
from wiki.actions.settling import SettledMeanwhile, settle
from wiki.models import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(client_of, ada):
    return lambda by=ada, **fields: client_of(by).post("/settings/", fields)


def foot(response):
    return html(response).split("<footer", 1)[1]


def test_admins_only(get, post, eda, ben, nobody):
    for who in (eda, ben, nobody):
        assert get("/settings/", who).status_code == 403
        assert post(who, name="Mine").status_code == 403
    assert "Sign in" in text(get("/settings/"))
    assert not Site.objects.exists()


def test_what_is_saved_stands_on_the_next_page(get, post, ada):
    response = post(name="Map Room", tagline="Words of maps", licence="CC BY 4.0", licence_url="https://example.org/by")
    assert (response.status_code, response["Location"]) == (303, "/settings/")
    for path in ("/", "/concepts/", "/nowhere/", "/accounts/login/"):
        page = get(path)
        assert "Map Room</title>" in html(page) and "Commonplace" not in html(page), path
        assert '<a rel="license" href="https://example.org/by">CC BY 4.0</a>' in foot(page), path
    assert "Words of maps" in text(get("/"))
    assert 'value="Map Room"' in html(get("/settings/", ada))


@pytest.mark.both
def test_a_change_is_one_event_with_both_values(post, ada):
    post(name="Map Room")
    post(name="Map Room", signup="open")
    post(name="Map Room", signup="open")
    first, second = Event.objects.filter(kind="settings").order_by("pk")
    assert (first.by, first.subject, first.details) == (ada, "name", {"site_name": ["", "Map Room"]})
    assert (second.subject, second.details) == ("signup", {"signup": ["invite", "open"]})
    assert first.address == "127.0.0.1"


@pytest.mark.both
def test_empty_gives_the_default_back_and_what_is_absent_stays(get, post):
    post(name="Map Room", tagline="Words of maps")
    post(name="")
    assert (site.current().name, site.current().tagline) == ("Commonplace", "Words of maps")


@together(
    ("fields", "sentence"),
    [
        ({"name": "x" * 61}, "at most 60"),
        ({"name": "two\nlines"}, "cannot be shown"),
        ({"licence_url": "javascript:alert(1)"}, "https://"),
        ({"licence_url": "ftp://example.org"}, "https://"),
        ({"signup": "maybe"}, "Choose one of these"),
        ({"about": "x" * 100_001}, "at most 100000"),
    ],
)
def test_what_cannot_be_is_said_and_the_text_comes_back(post, fields, sentence):
    response = post(**{"tagline": "kept as it was typed", **fields})
    assert response.status_code == 422 and sentence in text(response)
    assert "kept as it was typed" in html(response)
    assert not Site.objects.exists()


@pytest.mark.both
def test_the_environment_wins_and_the_page_says_so(get, post, ada, settings):
    post(name="Map Room", signup="open")
    settings.SET_ON_SERVER, settings.WIKI_NAME, settings.WIKI_SIGNUP = {"WIKI_NAME", "WIKI_SIGNUP"}, "Fixed", "closed"
    page = get("/settings/", ada)
    assert "Set by WIKI_NAME on the server" in text(page) and "Set by WIKI_SIGNUP on the server" in text(page)
    assert "WIKI_TAGLINE" not in text(page) and 'value="Fixed"' in html(page)
    assert post(name="Other", signup="open", tagline="Line").status_code == 303
    assert (site.current().name, signup.mode(), site.current().tagline) == ("Fixed", "closed", "Line")
    assert Site.objects.get().name == "Map Room"


@pytest.mark.parametrize("mode", ["open", "approval", "invite", "closed"])
def test_it_says_who_may_sign_up(post, mode):
    post(signup=mode)
    assert signup.mode() == mode


def test_two_admins_who_change_other_things_both_have_their_way_and_a_clash_is_shown(get, client_of, post, ada):
    assert post(name="", seen="[" * 5000).status_code == 303
    seen = json.dumps({"name": "", "tagline": "", "about": ""})
    post(name="Theirs", tagline="")
    assert post(name="", tagline="Mine", seen=seen).status_code == 303
    assert (site.current().name, site.current().tagline) == ("Theirs", "Mine")
    response = post(name="My name", seen=seen)
    assert response.status_code == 409
    assert "changed this meanwhile, to: Theirs" in text(response) and 'value="My name"' in html(response)
    again = entities.unescape(html(response).split('name="seen" value="', 1)[1].split('">', 1)[0])
    assert post(name="My name", seen=again).status_code == 303
    assert site.current().name == "My name"
    with pytest.raises(SettledMeanwhile):
        settle({"name": "x"}, by=ada, seen={"name": "Theirs"})
    for nonsense in ("{", "[]", "null", '{"name": 1}'):
        assert post(seen=nonsense).status_code == 303


@pytest.mark.both
def test_the_right_is_asked_at_the_moment_of_the_act(ada):
    from django.core.exceptions import PermissionDenied

    set_role(ada, READER)
    with pytest.raises(PermissionDenied):
        settle({"name": "x"}, by=ada)
    assert not Site.objects.exists()


def test_names_are_escaped(get, post):
    post(name=QUOTED[:60], tagline=QUOTED, licence=QUOTED)
    assert not_raw(get("/"))


def test_the_page_about_the_wiki_is_rendered_like_a_text(get, post):
    concept("Hull", "Of a ship.")
    post(about="# Why\n\nAbout [[Hull]] and *more*. <script>alert(1)</script>[x](javascript:alert(1))")
    page = get("/about/")
    assert "/concepts/hull/" in addresses(page) and "<em>more</em>" in html(page)
    assert "<script>alert" not in html(page) and 'href="javascript' not in html(page)
    assert 'href="/about/"' in foot(get("/"))


@pytest.mark.both
def test_it_resolves_links_for_whoever_looks(get, post, client_of, nobody, ben, eda):
    post(about="About [[Canary]], the [[yellow bird]], ![[Canary]]")
    clients = [client_of(nobody), client_of(ben)]
    before = [essence(client.get("/about/")) for client in clients]
    concept("Canary", "It sings.", aliases=["yellow bird"], visibility=PRIVATE)
    assert [essence(client.get("/about/")) for client in clients] == before
    assert "/concepts/canary/" in addresses(get("/about/", eda))


def test_without_a_text_it_says_so(get, ada, nobody):
    assert "Nobody has written yet" in text(get("/about/"))
    assert "/settings/" in addresses(get("/about/", ada)) and "/settings/" not in addresses(get("/about/"))


@pytest.mark.both
def test_a_text_that_could_not_be_rendered_is_tried_again(get, post, monkeypatch):
    from wiki.readers import about
    from wiki.rendering import sandbox

    post(about="Some *words*.")
    real = about.preview_text
    monkeypatch.setattr(about, "preview_text", lambda text: sandbox.plain(text, "no time"))
    assert "<em>" not in html(get("/about/"))
    monkeypatch.setattr(about, "preview_text", real)
    assert "<em>words</em>" in html(get("/about/"))


def test_what_holds_costs_one_question_a_page(get, queries, django_assert_num_queries):
    concept("Hull", "Of a ship.")
    with django_assert_num_queries(1):
        site.current()
    assert queries("/concepts/hull/") <= 12
