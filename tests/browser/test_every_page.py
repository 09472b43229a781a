"""Every kind of page: nothing for axe to say in either theme, nothing wider than the window."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.looks, pytest.mark.usefixtures("sample")]

READERS = [
    "/",
    "/concepts/",
    "/concepts/equal-hours/",  # notes, a table, a red link
    "/concepts/noon-canonical-hour/",  # a hatnote, a callout
    "/concepts/equal-hours/links/",
    "/concepts/hora/",  # a name that two concepts claim
    "/essays/",
    "/essays/the-bell-was-ours-first/",
    "/tags/",
    "/tags/?order=count",
    "/tags/hours/",
    "/tags/measure/",  # a name that only narrower tags have
    "/essays/?by=author",
    "/essays/?author=Clara+Whitcombe",
    "/citations/",
    "/changes/",
    "/changes/?kind=essay&by=x&days=all&tag=%21",
    "/accounts/login/",
    "/nowhere/",
    "/wanted/",
    "/orphans/",
    "/search/",
    "/search/?q=hours",
    "/search/?q=temproal+hours&order=name",
    "/search/?q=xqzt",
    "/essays/the-bell-was-ours-first/links/",
]
EDITORS = ["/concepts/", "/concepts/decimal-time/", "/accounts/logout/"]
EDITORS += ["/tags/", "/manage/tags/hours/", "/manage/tags/hours/?name=cities"]
EDITORS += ["/wanted/", "/wanted/lead/?name=Hourglass", "/orphans/", "/health/", "/health/?list=related"]
EDITORS += ["/concepts/sundial/links/", "/search/?q=hours", "/search/?q=xqzt"]
WIDTHS = (390, 320)


def look_at(page, path, assert_accessible):
    page.goto(path)
    page.emulate_media(color_scheme="light")
    assert_accessible(page)
    page.emulate_media(color_scheme="dark")
    page.evaluate("Promise.all(document.getAnimations().map((running) => running.finished))")
    assert_accessible(page, rules=["color-contrast"])  # the theme changes nothing else
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"{path} is {wider} px wider than {width} px"
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.fixture
def desk(window):
    return window(viewport={"width": 1440, "height": 900})


def test_pages_of_readers(desk, assert_accessible):
    for path in READERS:
        look_at(desk, path, assert_accessible)
    desk.goto("/citations/")
    look_at(desk, desk.locator("main a[href^='/citations/']").first.get_attribute("href"), assert_accessible)


def test_pages_of_editors(desk, eda, sign_in, assert_accessible):
    sign_in(eda, desk)
    for path in EDITORS:
        look_at(desk, path, assert_accessible)


def test_the_first_page_of_the_administration(desk, ada, sign_in, assert_accessible):
    sign_in(ada, desk)
    look_at(desk, "/admin/", assert_accessible)


def test_a_phone_with_everything_open(window, assert_accessible):
    phone = window(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    phone.goto("/concepts/equal-hours/")
    phone.locator("#fnref-1 a").click()
    phone.locator(".contents-fold summary").click()
    phone.locator(".site-menu summary").click()
    assert_accessible(phone)
    phone.keyboard.press("Escape")
    expect(phone.locator(".site-menu[open]")).to_have_count(0)
