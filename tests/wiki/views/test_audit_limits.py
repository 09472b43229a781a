"""Searches of admins that are too long, and exports of what cannot be understood."""

import pytest

from accounts.models import Event
from tests.wiki.views.pages import html, text

pytestmark = pytest.mark.django_db
MANY = " ".join(["a"] * 700)


@pytest.mark.both(each=True)
@pytest.mark.parametrize("path", ["/audit/?q=", "/audit/?person=", "/people/?q="])
def test_a_search_that_is_too_long_is_refused(client_of, ada, path):
    response = client_of(ada).get(path + MANY)
    assert response.status_code == 422 and "at most 200 characters" in html(response)
    assert client_of(ada).get(path + MANY[:200]).status_code == 200


@pytest.mark.both
@pytest.mark.parametrize("fields", [{"since": "nonsense"}, {"q": MANY}, {"kind": "x"}, {"until": "9999-12-31"}])
def test_a_wrong_filter_exports_nothing(client_of, ada, fields):
    response = client_of(ada).post("/audit.csv", fields)
    assert response.status_code == 422 and not response.streaming
    assert "Audit log" in text(response)
    assert not Event.objects.exists()
