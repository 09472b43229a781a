"""Every address × everybody × every state × GET and POST: the status stands in `table.py`, complete or it fails."""

from functools import partial
from itertools import product

import pytest

from tests.visibility.table import CAST, STATES, TABLE, line_of, row_of
from tests.visibility.world import PATTERNS, build

pytestmark = pytest.mark.django_db
ONCE = partial(pytest.param, marks=pytest.mark.answers)  # on one database

FORMS = {  # what is posted there; elsewhere nothing is
    "concept_edit": {"base": "3", "body": "Said by all."},
    "essay_edit": {"base": "2", "body": "Said by all."},
}


@pytest.fixture
def world(db):
    return build()


def answers_of(world, name, people=CAST):
    """Return {(method, state, person): status} of what comes at this name of an address."""
    found = {}
    for method, who, state in product(("get", "post"), people, STATES):
        address = world.address(name, state)
        key = method, who, address
        if key not in found:
            found[key] = world.try_out(who, method, address, FORMS.get(name)).status_code
        found[method, state, who] = found[key]
    return found


@pytest.mark.both(each=True)
@pytest.mark.parametrize("who", [ONCE("nobody"), ONCE("ben"), ONCE("eda"), "ada"])
def test_every_address_answers_as_the_table_says(world, who):
    wrong = []
    for name in PATTERNS:
        row = row_of(name)
        found = answers_of(world, name, [who]) if row else {}
        for method, state in product(("get", "post"), STATES) if row else ():
            expected = getattr(row, method)[world.stands_as(name, state)][who]
            if found[method, state, who] != expected:
                status = found[method, state, who]
                wrong.append(f"{name} of what is {state}, {method}: {status} in place of {expected}")
    assert not wrong, f"{who}\n" + "\n".join(wrong)


def test_the_table_is_complete(world):
    """A new address has a row, and a row has an address."""
    without = [line_of(name, answers_of(world, name)) for name in PATTERNS if row_of(name) is None]
    assert not without, "\n".join([
        "These addresses have no row in tests/visibility/table.py. What they answer today stands below:",
        "judge every status, mend what is wrong, and copy the line there.", *without])  # fmt: skip
    unused = {row.names for row in TABLE} - {row_of(name).names for name in PATTERNS}
    assert not unused, f"rows of addresses that are no more: {unused}"
