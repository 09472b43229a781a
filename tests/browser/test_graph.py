"""The drawing around a page, and the map of all: by pointer, by keyboard, with many names."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.looks, pytest.mark.usefixtures("sample")]

MANY = 5_000
COUNT_FRAMES = """
window.framesSeen = 0;
(function next() { window.framesSeen += 1; requestAnimationFrame(next); })();
"""


@pytest.fixture
def desk(window):
    return window(viewport={"width": 1440, "height": 900})


def settled(page):
    page.locator("#ui-map[data-state=settled]").wait_for(timeout=120_000)


def chosen(page):
    return page.locator("#ui-map-chosen")


def found(page):
    return page.locator("#ui-map-found")


# Around a page


def test_the_drawing_and_the_list_say_the_same_names(desk):
    desk.goto("/concepts/noon/")
    desk.locator(".tabs").get_by_role("link", name="Around").click()
    nodes = desk.locator(".drawing .node:not(.centre) text").all_text_contents()
    listed = desk.locator(".around-list li > :first-child").all_text_contents()
    plain = [name.replace(" (not written yet)", "") for name in listed]
    assert sorted(name.replace(" ", "") for name in nodes) == sorted(name.replace(" ", "") for name in plain)


def test_names_in_the_drawing_are_links_that_the_keyboard_reaches(desk):
    desk.goto("/concepts/noon/graph/")
    desk.locator(".drawing").focus()
    desk.keyboard.press("Tab")
    reached = desk.locator(".drawing a.node:focus")
    expect(reached).to_have_count(1)
    name = reached.get_attribute("aria-label")
    ring = reached.locator("rect").evaluate("element => getComputedStyle(element).stroke")
    assert ring not in ("none", "")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text(name)


def test_no_two_names_meet_as_the_browser_sets_them(desk):
    desk.goto("/concepts/noon/graph/?steps=2")
    desk.evaluate("document.fonts.ready")
    boxes = [text.bounding_box() for text in desk.locator(".drawing .node text").all()]
    assert len(boxes) > 15
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart_x = abs(one["x"] + one["width"] / 2 - other["x"] - other["width"] / 2)
            apart_y = abs(one["y"] + one["height"] / 2 - other["y"] - other["height"] / 2)
            # A line of text is higher than its letters.
            assert (
                apart_x * 2 >= one["width"] + other["width"] or apart_y * 2 >= (one["height"] + other["height"]) * 0.8
            )


def test_a_phone_has_the_list_first_and_the_drawing_in_its_own_box(window):
    phone = window(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    phone.goto("/concepts/noon/graph/")
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    drawing = phone.locator(".drawing")
    assert phone.locator(".around-list").bounding_box()["y"] < drawing.bounding_box()["y"]
    assert drawing.evaluate("element => element.scrollWidth > element.clientWidth")


@pytest.mark.parametrize("script", [True, False])
def test_a_phone_sees_the_middle_of_the_drawing_first_and_can_go_anywhere(window, script):
    phone = window(viewport={"width": 390, "height": 844}, java_script_enabled=script)
    phone.goto("/concepts/noon/graph/?steps=2")
    drawing = phone.locator(".drawing")
    middle = drawing.locator(".centre").bounding_box()
    assert abs(middle["x"] + middle["width"] / 2 - 195) < 30
    phone.wait_for_timeout(600)
    drawing.hover()
    phone.mouse.wheel(-100, 0)
    for _ in range(50):  # it moves smoothly
        phone.wait_for_timeout(100)
        if drawing.locator(".centre").bounding_box()["x"] > middle["x"] + 60:
            return
    pytest.fail("the drawing does not follow the wheel")


@pytest.mark.parametrize("address", ["/concepts/noon/graph/", "/concepts/noon/graph/?steps=2", "/graph/"])
def test_nothing_for_axe_to_say(desk, address, assert_accessible):
    desk.goto(address)
    if address == "/graph/":
        settled(desk)
    assert_accessible(desk)
    desk.emulate_media(color_scheme="dark")
    assert_accessible(desk, rules=["color-contrast"])
    for width in (390, 320):
        desk.set_viewport_size({"width": width, "height": 844})
        assert desk.locator("main").evaluate("element => element.scrollWidth - element.clientWidth") <= 0


# The map


def test_a_name_is_found_and_opened_by_keyboard_alone(desk):
    desk.goto("/graph/")
    settled(desk)
    desk.locator("#ui-map-find").focus()
    desk.keyboard.type("tower cl")
    expect(desk.locator("#ui-map-names option")).to_have_count(1)
    desk.keyboard.press("Enter")
    expect(chosen(desk)).to_contain_text("Tower clock, concept, ")
    expect(desk.locator("#ui-map-card").get_by_role("link", name="Tower clock")).to_be_visible()
    desk.locator("#ui-map-canvas").focus()
    desk.keyboard.press("Shift+ArrowLeft")
    expect(chosen(desk)).not_to_contain_text("Tower clock")
    name = chosen(desk).text_content().split(",")[0]
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text(name)


def test_other_names_are_found_and_how_many_there_are_is_said(desk):
    desk.goto("/graph/")
    settled(desk)
    field = desk.locator("#ui-map-find")
    field.fill("temps moy")
    expect(found(desk)).to_have_text("1 found.")
    expect(desk.locator("#ui-map-names option")).to_have_text(["temps moyen → Mean solar time"])
    field.press("Enter")
    expect(chosen(desk)).to_contain_text("Mean solar time, concept")
    field.fill("qqq")
    expect(found(desk)).to_have_text("Nothing on the map is called so.")
    field.fill("")
    expect(found(desk)).to_have_text("")


COVERED = """async () => {
  const { Chart } = await import(new URL("map/chart.js", document.querySelector("script[src*='/map']").src));
  const title = ["Below", "Beside", "Above", "Under the first"], count = title.length, edges = [];
  const graph = { title, kind: [0, 0, 0, 0], degree: [9, 2, 2, 2], edges, near: title.map(() => []) };
  const part = (name) => document.getElementById(`ui-map-${name}`);
  const chart = new Chart(part("canvas"), graph, part("key"));
  chart.places.set([100, 100, 118, 112, 100, 85, 90, 118]);
  const names = [], signs = title.map((_, at) => [chart.x(at), chart.y(at), chart.radius(at)]);
  chart.pen.fillText = (text, left, top) => names.push([left, top, chart.pen.measureText(text).width, text]);
  chart.paint();
  const meets = ([left, top, wide], [x, y, r]) =>
    x + r > left && x - r < left + wide && y + r > top && y - r < top + 18;
  return [names.length, names.filter((name) => signs.some((sign) => meets(name, sign))).map((name) => name[3])];
}"""


def test_no_name_covers_a_sign(desk):
    desk.goto("/graph/")
    settled(desk)
    drawn, covering = desk.evaluate(COVERED)
    assert drawn > 1 and covering == []


def test_what_was_found_stands_in_the_middle_and_opens_by_a_click(desk):
    desk.goto("/graph/")
    settled(desk)
    desk.locator("#ui-map-find").fill("Sundial")
    desk.keyboard.press("Enter")
    expect(chosen(desk)).to_contain_text("Sundial")
    desk.locator("#ui-map-canvas").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Sundial")


def test_neighbours_beside_the_map_lead_on(desk):
    desk.goto("/graph/")
    settled(desk)
    desk.locator("#ui-map-find").fill("Noon")
    desk.keyboard.press("Enter")
    first = desk.locator("#ui-map-card button").first
    name = first.text_content()
    first.click()
    expect(chosen(desk)).to_contain_text(name)
    desk.locator("#ui-map-canvas").focus()
    desk.keyboard.press("Escape")
    expect(desk.locator("#ui-map-card")).to_be_hidden()


def test_a_tag_and_a_kind_leave_what_fits(desk):
    desk.goto("/graph/")
    settled(desk)
    desk.locator("#ui-map-kind").select_option("essays")
    essays = int(chosen(desk).text_content().split()[0])
    assert essays == desk.evaluate(
        "fetch('/graph/data.json').then(r => r.json()).then(d => d.kind.filter(Boolean).length)"
    )
    desk.locator("#ui-map-kind").select_option("all")
    desk.locator("#ui-map-tag").select_option("hours")
    assert 0 < int(chosen(desk).text_content().split()[0]) < 28
    desk.locator("#ui-map-find").fill("no such name")
    desk.keyboard.press("Enter")
    expect(found(desk)).to_have_text("Nothing on the map is called so.")


def test_keys_and_wheel_change_what_is_seen(desk):
    desk.goto("/graph/")
    settled(desk)
    canvas = desk.locator("#ui-map-canvas")
    picture = "element => element.toDataURL()"
    seen = [canvas.evaluate(picture)]

    def changed():
        desk.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        seen.append(canvas.evaluate(picture))
        return seen[-1] != seen[-2]

    canvas.focus()
    for key in ("+", "ArrowRight", "-", "0"):
        desk.keyboard.press(key)
        assert changed(), key
    assert seen[-1] == seen[0]  # everything again
    canvas.hover()
    desk.mouse.wheel(0, -400)
    assert changed()
    box = canvas.bounding_box()
    desk.mouse.move(box["x"] + 20, box["y"] + 20)
    desk.mouse.down()
    desk.mouse.move(box["x"] + 220, box["y"] + 120)
    desk.mouse.up()
    assert changed()
    desk.locator("#ui-theme [data-choice=dark]").click()
    assert changed()


def test_editors_alone_find_private_names(desk, eda, sign_in):
    for expected in ("Nothing on the map is called so.", "1 found."):
        desk.goto("/graph/")
        settled(desk)
        desk.locator("#ui-map-find").fill("decimal time")
        desk.keyboard.press("Enter")
        expect(found(desk)).to_have_text(expected)
        sign_in(eda, desk)
    desk.locator("#ui-map-find").press("Enter")
    expect(desk.locator("#ui-map-card a.private")).to_have_count(1)


def test_five_thousand_names_leave_the_page_responsive(window):
    desk = window(viewport={"width": 1440, "height": 900}, reduced_motion="no-preference")
    edges = [number for at in range(1, MANY) for number in (at // 3, at, 1 + at % 4)]
    edges += [number for at in range(100, MANY) for number in (at % 97, at, 1)]
    made = {
        "title": [f"Name {at}" for at in range(MANY)],
        "slug": [f"name-{at}" for at in range(MANY)],
        "other": [[]] * MANY,
        "kind": [at % 2 for at in range(MANY)],
        "degree": [4] * MANY,
        "tagged": [[]] * MANY,
        "tags": [],
        "edges": edges,
        "count": 2 * MANY,
        "edge_count": len(edges),
    }
    desk.route(
        "**/graph/data.json", lambda route: route.fulfill(body=json.dumps(made), content_type="application/json")
    )
    desk.goto("/graph/")
    desk.locator("#ui-map[data-state]").wait_for(timeout=120_000)
    desk.evaluate(COUNT_FRAMES)
    expect(desk.locator("#ui-map-size")).to_contain_text("The 5,000 most linked pages of 10,000")
    settled(desk)
    assert desk.evaluate("framesSeen") > 10  # frames came while names found their places
    desk.locator("#ui-map-find").fill("name 4321")
    desk.keyboard.press("Enter")
    expect(chosen(desk)).to_contain_text("Name 4321")


def test_without_script_the_page_is_a_list(window):
    plain = window(java_script_enabled=False)
    plain.goto("/graph/")
    assert not plain.locator("#ui-map").is_visible()
    plain.locator("#ui-map-list").get_by_role("link", name="Noon", exact=True).first.click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Noon")


def test_who_wants_no_motion_sees_the_map_settled(window):
    still = window(reduced_motion="reduce")
    still.goto("/graph/")
    settled(still)
    expect(still.locator("#ui-map-size")).to_contain_text("pages")
