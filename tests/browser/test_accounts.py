"""The pages about accounts: one person's way through them, and what they look like."""

import re
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import expect

from accounts import inviting
from accounts.models import User
from accounts.roles import EDITOR, role_of
from tests.accounts.codes import code_of
from tests.browser.test_every_page import look_at
from tests.cast import PASSWORD

SECOND = "/accounts/second/"


def fill(page, button, **fields):
    for name, value in fields.items():
        page.locator(f"main input[name={name}]").fill(value)
    page.locator("main").get_by_role("button", name=button, exact=True).click()


def sign_out(page):
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")


def test_from_an_invitation_to_a_second_step_and_back_in(page, ada):
    page.goto(urlsplit(inviting.invite(ada, EDITOR)[1]).path)
    fill(page, "Make the account", username="zoe", password1=PASSWORD, password2=PASSWORD)
    page.wait_for_url("**/")
    assert role_of(User.objects.get(username="zoe")) == EDITOR

    page.locator("details.account summary").click()
    page.get_by_role("link", name="Your account").first.click()
    page.get_by_role("link", name="Second step").click()
    page.get_by_role("link", name="Set up an app").click()
    fill(page, "Go on", password=PASSWORD)
    secret = page.locator(".secret").inner_text()
    assert page.locator(".square img").evaluate("img => img.complete && img.naturalWidth > 100")
    fill(page, "Switch the codes on", code=code_of(secret, 1))
    page.wait_for_url("**/codes/")
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    sign_out(page)

    page.goto("/accounts/login/?next=/concepts/")
    fill(page, "Sign in", login="zoe", password=PASSWORD)
    page.wait_for_url("**/authenticate/")
    fill(page, "Sign in", code="000000")
    expect(page.locator(".error")).to_contain_text("not right")
    fill(page, "Sign in", code=code_of(secret))
    page.wait_for_url("**/concepts/")

    page.goto("/accounts/sessions/")
    expect(page.get_by_text("this one")).to_have_count(1)
    sign_out(page)
    page.goto("/accounts/login/")
    fill(page, "Sign in", login="zoe", password=PASSWORD)
    fill(page, "Sign in", code=codes[3])  # the telephone is lost
    page.wait_for_url("**/")
    expect(page.locator(".site-head")).to_contain_text("zoe")


def test_a_passkey_is_added_and_signs_in(page, ben, sign_in):
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"automaticPresenceSimulation": True}})
    sign_in(ben)
    page.goto(SECOND + "passkeys/add/")
    fill(page, "Go on", password=PASSWORD)
    fill(page, "Add the passkey", name="Laptop")
    page.wait_for_url("**/codes/")
    assert Authenticator.objects.filter(user=ben, type="webauthn").count() == 1
    page.goto(SECOND)
    expect(page.locator(".fact", has_text="Laptop")).to_have_count(1)
    sign_out(page)
    page.goto("/accounts/login/")
    fill(page, "Sign in", login="ben", password=PASSWORD)
    page.wait_for_url("**/authenticate/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/")
    expect(page.locator(".site-head")).to_contain_text("ben")


ENTRANCE = ["account_login", "account_signup", "account_waiting", "account_inactive", "account_reset_password"]
ENTRANCE += ["account_email_verification_sent", "account_reset_password_done", "account_reset_password_from_key_done"]
ENTRANCE += ["socialaccount_login_cancelled"]
OWN = ["account_profile", "account_email", "account_change_password", "account_reauthenticate", "mfa_index"]
OWN += ["mfa_activate_totp", "usersessions_list", "socialaccount_connections"]
SITES = [{"provider_id": "uni", "name": "The university", "client_id": "x", "secret": "x", "settings": {}}]


@pytest.mark.looks
@pytest.mark.within
def test_what_the_entrance_looks_like(window, ada, settings, assert_accessible):
    settings.WIKI_SIGNUP, settings.SENDS_MAIL = "open", True
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": SITES}}
    desk = window(viewport={"width": 1440, "height": 900})
    for name in ENTRANCE:
        look_at(desk, reverse(name), assert_accessible)
    look_at(desk, urlsplit(inviting.invite(ada, EDITOR, "zoe@example.org")[1]).path, assert_accessible)
    look_at(desk, "/accounts/invitation/guess/", assert_accessible)
    look_at(desk, "/accounts/password/reset/key/1-guess/", assert_accessible)
    look_at(desk, "/accounts/confirm-email/guess/", assert_accessible)
    settings.WIKI_SIGNUP, settings.SENDS_MAIL = "closed", False
    look_at(desk, reverse("account_signup"), assert_accessible)
    look_at(desk, reverse("account_reset_password"), assert_accessible)
    desk.goto("/accounts/login/")
    fill(desk, "Sign in", login="ada", password="wrong")
    assert_accessible(desk)


@pytest.mark.looks
@pytest.mark.within
def test_what_the_pages_of_an_account_look_like(window, eda, sign_in, settings, assert_accessible):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": SITES}}
    desk = window(viewport={"width": 1440, "height": 900})
    sign_in(eda, desk)
    desk.goto("/accounts/reauthenticate/")
    fill(desk, "Go on", password=PASSWORD)
    for name in OWN:
        look_at(desk, reverse(name), assert_accessible)
    look_at(desk, reverse("mfa_add_webauthn"), assert_accessible)
    desk.goto(reverse("mfa_activate_totp"))
    secret = re.sub(r"\s", "", desk.locator(".secret").inner_text())
    fill(desk, "Switch the codes on", code=code_of(secret))
    desk.wait_for_url("**/codes/")
    for name in ("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp", "mfa_index"):
        look_at(desk, reverse(name), assert_accessible)
    look_at(desk, reverse("mfa_reauthenticate"), assert_accessible)
