"""An address that is put together is the one that the URL patterns give."""

import pytest
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from wiki.addresses import address

SLUGS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40)


@pytest.mark.parametrize("name", ["concept_detail", "essay_links", "concept_document"])
@given(slug=SLUGS.filter(lambda slug: "/" not in slug))
@example(slug="standin")
@example(slug="100%25-ü,(b)")
def test_it_is_what_the_patterns_give(name, slug):
    assert address(name, slug) == reverse(name, args=[slug])


@pytest.mark.parametrize("name", ["tag_detail", "citation_detail"])
@given(key=SLUGS)
def test_a_key_may_hold_slashes(name, key):
    assert address(name, key) == reverse(name, args=[key])
