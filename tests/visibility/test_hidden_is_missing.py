"""What is hidden or deleted answers, to whoever may not know of it, as what was never written: to the last byte."""

from itertools import product

import pytest

from tests.visibility.crawl import PER_RESPONSE
from tests.visibility.world import PATTERNS, build, forget

pytestmark = pytest.mark.django_db

FORM = {"title": "A", "body": "B", "base": "1", "visibility": "public", "reason": "C", "into": "The public concept"}
BY_CHANCE = {"random"}  # test_orphans.py looks at every choice it can make
PER_REQUEST = {"Set-Cookie", "Expires"}


@pytest.fixture
def world(db):
    return build()


def essence(response):
    headers = {name: value for name, value in response.headers.items() if name not in PER_REQUEST}
    return response.status_code, headers, PER_RESPONSE.sub(b"", response.content_now)


def everything(world, who, addresses, methods=("get", "post", "head")):
    return {
        (name, method, address): essence(world.try_out(who, method, address, FORM if method == "post" else None))
        for (name, address), method in product(addresses, methods)
    }


@pytest.mark.parametrize(("who", "methods"), [("nobody", ("get", "post", "head")), ("ben", ("get", "post"))])
def test_hidden_is_as_missing_at_every_address(world, who, methods):
    addresses = sorted(
        {(name, world.address(name, state)) for name in PATTERNS.keys() - BY_CHANCE for state in ("private", "deleted")}
    )
    assert len(addresses) > 100
    hidden = everything(world, who, addresses, methods)
    forget(world)
    never = everything(world, who, addresses, methods)
    assert not [key for key in hidden if hidden[key] != never[key]]


def test_the_comparison_sees_a_difference(world):
    """Eda, who sees what is private, gets other answers before and after: the two wikis do differ."""
    addresses = [("", world.address("concept_detail", "private")), ("", world.address("concept_detail", "public"))]
    before = everything(world, "eda", addresses)
    forget(world)
    after = everything(world, "eda", addresses)
    assert [key[1] for key in before if before[key] != after[key]] == ["get", "post", "head"][::2]
