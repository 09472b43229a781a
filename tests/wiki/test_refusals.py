"""An act that was refused is written down."""

import pytest
from django.test import Client

from accounts import managing
from accounts.models import Event
from accounts.roles import READER, set_role
from tests.factories import concept
from wiki.actions import protecting

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


@pytest.mark.both
def test_looking_is_no_act_and_strangers_fill_no_log(client_of, ben, nobody):
    for who in (ben, nobody):
        assert client_of(who).get("/people/").status_code == 403
    assert client_of(nobody).post("/settings/").status_code == 403
    assert refused() == []
    assert client_of(ben).post("/settings/").status_code == 403
    assert refused() == [("ben", "/settings/", "127.0.0.1")]


@pytest.mark.both
@pytest.mark.parametrize("why", ["blocked", "protected", "role"])
def test_a_text_that_came_back_was_refused_too(client_of, ada, eda, why):
    entry = concept("Bowline")
    if why == "blocked":
        managing.block(eda, ada, reason="rude")
    elif why == "protected":
        protecting.protect(entry, by=ada, reason="disputed")
    else:
        set_role(eda, READER)
    client = client_of(eda)
    for action in ("draft", "preview"):  # those are no acts
        client.post("/concepts/bowline/edit/", {"title": "Bowline", "body": "My words.", "action": action})
    assert refused() == []
    response = client.post("/concepts/bowline/edit/", {"title": "Bowline", "body": "My words.", "base": "1"})
    assert response.status_code == 403 and "My words." in response.content.decode()
    assert refused() == [("eda", "/concepts/bowline/edit/", "127.0.0.1")]


@pytest.mark.both
def test_a_form_of_another_site_is_nobodys_act(eda):
    client = Client(enforce_csrf_checks=True)
    client.force_login(eda)
    assert client.post("/concepts/new/", {"title": "Sheet bend"}).status_code == 403
    assert refused() == []
