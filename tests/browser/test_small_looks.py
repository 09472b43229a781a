"""What a style sheet could hide or draw wrongly: differences that show, open tasks, struck-through words."""

import pytest

from tests.factories import PRIVATE, concept, revise
from wiki.actions import requesting

WIDTHS = [1440, 390]
TIGHT = """\
- [ ] Wind the clock, which is a long piece of work that runs on over more than one line of the page it stands on,
  in a window of any width
    - [x] Find the key
    - [ ] Ask for it
- [x] Set the hands
    - [ ] Look again
"""
LOOSE = "- [ ] Wind it\n\n    - [x] Find the key\n\n    - [ ] Ask for it\n\n- [x] Set it\n\n    - [ ] Look again\n"
DRAWN = """items => items.map(item => {
  const box = getComputedStyle(item, '::before'), words = document.createRange()
  words.selectNodeContents(item.querySelector(':scope > p') || item)
  return [box.content.includes('done'), box.backgroundColor != 'rgba(0, 0, 0, 0)', words.getClientRects()[0].left]
})"""
DONE = [False, True, False, True, False]


@pytest.mark.parametrize("width", WIDTHS)
def test_what_was_changed_meanwhile_is_read(transactional_db, window, sign_in, ada, eda, width):
    draft = concept("Clepsydra", "Water measures the hour.", visibility=PRIVATE)
    asked = requesting.ask(draft, "public", by=eda, note="ready", base=1)
    page = window(viewport={"width": width, "height": 900})
    sign_in(ada, page)
    for path in (f"/moderation/{asked.pk}/", "/concepts/clepsydra/visibility/"):
        page.goto(path)
        page.locator("form.act").get_by_label("Reason, kept on record").fill("good")
        word = path.split("/")[1]
        revise(draft, body=f"Water measures the hour, said for {word}.")
        page.get_by_role("button", name="Make public").click()
        assert page.locator(".diff ins", has_text=word).first.is_visible(), path


@pytest.mark.parametrize("body", [TIGHT, LOOSE], ids=["tight", "loose"])
@pytest.mark.parametrize("width", WIDTHS)
def test_only_its_own_box_ticks_a_task(transactional_db, window, body, width):
    concept("Decimal time", body)
    page = window(viewport={"width": width, "height": 900})
    page.goto("/concepts/decimal-time/")
    drawn = page.locator(".prose .task").evaluate_all(DRAWN)
    assert [done for done, _, _ in drawn] == DONE
    assert [filled for _, filled, _ in drawn] == DONE
    lefts = [left for *_, left in drawn]
    assert lefts[0] == lefts[3] < lefts[1] == lefts[2] == lefts[4]


def test_only_differences_colour_what_is_struck_through(transactional_db, window, sign_in, eda):
    page = window()
    concept("Decimal time", "It has ~~ten~~ twelve hours.")
    sign_in(eda, page)
    colour = "item => getComputedStyle(item).backgroundColor"
    page.goto("/concepts/decimal-time/history/1/")
    assert page.locator(".prose del").evaluate(colour) == "rgba(0, 0, 0, 0)"
