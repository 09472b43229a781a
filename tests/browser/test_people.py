"""People, the audit log and the settings, as an admin meets them in a browser."""

import pytest
from playwright.sync_api import expect

from accounts.log import record
from accounts.models import Event, Invitation, User
from accounts.roles import EDITOR, role_of
from tests.browser.test_every_page import look_at
from tests.cast import person
from tests.factories import PRIVATE, concept, revise

TABLET = {"viewport": {"width": 1280, "height": 900}}


def test_an_admin_gives_a_role_and_switches_an_account_off(window, ada, ben, sign_in):
    desk, his = window(**TABLET), window(**TABLET)
    sign_in(ada, desk)
    sign_in(ben, his)
    his.goto("/")
    expect(his.locator(".site-head .new")).to_have_count(0)

    desk.goto("/people/")
    desk.get_by_label("Name or e-mail").fill("ben")
    desk.get_by_role("button", name="Show").click()
    desk.get_by_role("link", name="ben", exact=True).click()
    desk.get_by_label("Editor: writes").check()
    desk.get_by_role("button", name="Give this role").click()
    expect(desk.get_by_text("ben has the role editor now.")).to_be_visible()
    assert role_of(User.objects.get(pk=ben.pk)) == EDITOR
    his.reload()
    expect(his.locator(".site-head .new")).to_be_visible()

    desk.locator("#ui-off-reason").fill("left the group")
    desk.get_by_role("button", name="Switch off").click()
    expect(desk.get_by_text("signed out everywhere")).to_be_visible()
    his.get_by_role("link", name="Concepts").first.click()
    expect(his.get_by_role("link", name="Sign in").first).to_be_visible()

    desk.goto("/audit/?kind=accounts&person=ben")
    expect(desk.get_by_text("left the group")).to_be_visible()


def test_a_setting_stands_on_the_next_page_of_everybody(window, ada, sign_in):
    desk, stranger = window(**TABLET), window(**TABLET)
    sign_in(ada, desk)
    stranger.goto("/")
    desk.goto("/settings/")
    desk.get_by_label("Name", exact=True).fill("The Map Room")
    desk.get_by_label("Licence of the content").fill("CC BY-SA 4.0")
    desk.get_by_label("Address of the licence").fill("https://creativecommons.org/licenses/by-sa/4.0/")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("The settings are saved")).to_be_visible()
    stranger.get_by_role("link", name="Concepts").first.click()
    expect(stranger.locator(".brand")).to_have_text("The Map Room")
    expect(stranger.locator("footer a[rel=license]")).to_have_text("CC BY-SA 4.0")


@pytest.mark.looks
def test_how_the_pages_look(window, ada, eda, ben, sign_in, assert_accessible):
    for at in range(9):
        person(f"writer-of-a-rather-long-name-{at}")
    User.objects.filter(username="writer-of-a-rather-long-name-1").update(is_active=False, awaits_approval=True)
    User.objects.filter(username="writer-of-a-rather-long-name-2").update(is_active=False)
    User.objects.filter(pk=ben.pk).update(blocked_at="2026-01-02T00:00Z", block_reason="three warnings")
    Invitation.objects.create(
        token_hash="x", role=EDITOR, by=ada, email="zoe@example.org", expires_at="2126-01-02T00:00Z"
    )
    entry = concept("Bowline", "A knot.", by=eda, visibility=PRIVATE)
    revise(entry, by=eda, body="A loop.", summary="it is a loop, and not a hitch, whatever sailors say")
    record(Event.Kind.FAILURE, name="mallory", address="2001:db8:85a3:8d3:1319:8a2e:370:7348")
    desk = window(viewport={"width": 1440, "height": 900})
    sign_in(ada, desk)
    pages = ["/people/", "/people/ben/manage/", "/people/ada/manage/", "/people/eda/", "/people/ada/", "/audit/"]
    for path in [*pages, "/audit/?since=x", "/settings/", "/about/"]:
        look_at(desk, path, assert_accessible)
