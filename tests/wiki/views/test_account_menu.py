"""The menu under one's name: one's own things first, and a sign on it while it is closed."""

import re

import pytest

from tests.factories import PRIVATE, concept
from tests.wiki.views.pages import html
from wiki.models import Notice, PublicationRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def menu(get):
    """`menu(person)`: the words on the closed menu, and what stands in it; '---' is a rule."""

    def menu(person):
        page = html(get("/", person))
        summary, panel = re.search(r'menu account".*?<summary>(.*?)</summary>(.*?)</details>', page, re.S).groups()
        words = re.findall(r"(<hr>)|(?:<a [^>]*|<button)>([^<]+)", panel)
        closed = " ".join(re.sub(r"<[^>]*>", "", summary).split())
        return closed, ["---" if rule else word.strip() for rule, word in words]

    return menu


OWN = ["Your page", "Your drafts", "Notices", "Your account"]


@pytest.mark.both
def test_ones_own_things_stand_first(menu, ada, eda, ben):
    wiki = ["Moderation", "People", "Audit log", "Settings", "Health", "Recycle bin", "Administration"]
    assert menu(ada)[1] == [*OWN, "---", *wiki, "---", "Sign out"]
    assert menu(eda)[1] == [*OWN, "---", "Health", "Recycle bin", "Administration", "---", "Sign out"]
    assert menu(ben)[1] == ["Your page", "Notices", "Your account", "---", "Sign out"]


@pytest.mark.both
def test_the_closed_menu_says_that_something_waits(menu, queries, ada, eda, ben):
    for who in (ada, eda, ben):
        assert menu(who)[0] == f"Signed in as {who.username}"
    few = queries("/", ada)
    entry = concept("Canary", visibility=PRIVATE)
    PublicationRequest.objects.create(entry=entry, visibility="public", number=1, by=eda)
    for who in (ada, ada, ben):
        Notice.objects.create(person=who, text="Something was done.")
    assert menu(ada)[0] == "Signed in as ada 3 to look at"
    assert menu(eda)[0] == "Signed in as eda"
    assert menu(ben)[0] == "Signed in as ben 1 to look at"
    Notice.objects.filter(person=ben).delete()
    assert queries("/about/", ada) <= few + 5  # the numbers are counted once a page
