"""An act that was refused is written down."""

import pytest

from accounts.models import Event
from accounts.roles import READER, set_role
from tests.factories import concept

pytestmark = pytest.mark.django_db


def refused():
    return [(event.name, event.subject, event.address) for event in Event.objects.filter(kind="refused")]


def test_a_visibility_change_by_somebody_who_lost_the_role(client_of, ada):
    concept("Bowline")
    client = client_of(ada)
    assert client.get("/concepts/bowline/visibility/").status_code == 200
    set_role(ada, READER)
    response = client.post("/concepts/bowline/visibility/", {"visibility": "private", "base": "1"})
    assert response.status_code == 403
    assert refused() == [("ada", "/concepts/bowline/visibility/", "127.0.0.1")]


def test_looking_is_no_act_and_strangers_fill_no_log(client_of, ben, nobody):
    for who in (ben, nobody):
        assert client_of(who).get("/people/").status_code == 403
    assert client_of(nobody).post("/settings/").status_code == 403
    assert refused() == []
    assert client_of(ben).post("/settings/").status_code == 403
    assert refused() == [("ben", "/settings/", "127.0.0.1")]
