"""Signing in and out with a real browser."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from accounts import claim
from accounts.models import User


@pytest.mark.looks
def test_the_front_page_answers(page, assert_accessible):
    assert page.goto("/").status == 200
    assert page.title()
    assert_accessible(page)


def test_eda_signs_in_by_name(page, eda, sign_in_by_form):
    sign_in_by_form(eda)
    names = [cookie["name"] for cookie in page.context.cookies()]
    assert "sessionid" in names


@pytest.mark.looks
def test_a_wrong_password_says_so_and_keeps_the_name(page, eda, assert_accessible):
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill("eda")
    page.locator("input[name=password]").fill("not this")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_load_state()
    assert page.locator("input[name=login]").input_value() == "eda"
    assert not [cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid"]
    assert_accessible(page)


def test_the_first_admin_follows_the_link_and_is_in(page, assert_accessible):
    page.goto(urlsplit(claim.issue()).path)
    assert_accessible(page)
    page.locator("input[name=username]").fill("ada")
    for name in ("password1", "password2"):
        page.locator(f"input[name={name}]").fill("a long walk by the sea")
    page.locator("input[name=password2]").press("Enter")
    page.wait_for_url("**/")
    expect(page.locator(".site-head")).to_contain_text("ada")
    assert User.objects.get(username="ada").is_staff
