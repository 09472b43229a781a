"""What is kept between requests is the same for everybody who is signed out, and kept for nobody else."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Engine

engine = Engine(libraries={"steady": "wiki.templatetags.steady"})
SOURCE = "{% load steady %}{% steady nav %}{{ nav }} {{ changing }}{% endsteady %}"


def test_it_is_rendered_once_for_each_value():
    template = engine.from_string(SOURCE)

    def shown(nav, changing):
        return template.render(Context({"nav": nav, "changing": changing, "user": AnonymousUser()}))

    assert [shown("a", 1), shown("b", 2), shown("a", 3)] == ["a 1", "b 2", "a 1"]


@pytest.mark.django_db
def test_it_is_rendered_each_time_for_who_is_signed_in(eda):
    template = engine.from_string(SOURCE)
    shown = [template.render(Context({"nav": "a", "changing": n, "user": eda})) for n in (1, 2)]
    assert shown == ["a 1", "a 2"]
    assert template.render(Context({"nav": "a", "changing": 3})) == "a 3"


def test_it_keeps_a_bounded_number_of_variants():
    template = engine.from_string(SOURCE)
    for n in range(500):
        template.render(Context({"nav": n}))
    assert len(template.nodelist[1].kept) <= 100
