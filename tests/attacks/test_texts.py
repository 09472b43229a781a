"""What is left of hostile Markdown by each sanitiser alone and by both is dead matter; names are words or refused."""

import pytest

from tests.attacks import ALL
from tests.attacks.names import FILES, MARKED, PLAIN
from tests.attacks.texts import TEXTS
from tests.rendering.test_sanitize import SANITISERS, judge_html
from wiki.document.names import BadName, clean_name
from wiki.rendering.markdown import draft


def test_there_are_four_hundred_attacks_of_every_class():
    inputs = [attack for group in ALL.values() for attack in group]
    assert len(set(inputs)) >= 400
    assert all(len(group) >= 6 for group in ALL.values())


@pytest.mark.parametrize("sanitiser", SANITISERS)
@pytest.mark.parametrize(
    "attack",
    [pytest.param(attack, id=f"{group} {n}") for group, list_ in TEXTS.items() for n, attack in enumerate(list_)],
)
def test_an_attack_in_markdown_is_dead_matter(sanitiser, attack):
    judge_html(SANITISERS[sanitiser](draft(attack).html))


@pytest.mark.parametrize("name", MARKED)
def test_a_title_has_no_signs_of_markup(name):
    with pytest.raises(BadName):
        clean_name(name)


def test_other_names_are_kept_as_they_are_or_refused():
    for name in (*PLAIN, *FILES):
        try:
            assert clean_name(name) in (name, name.strip())
        except BadName:
            continue
