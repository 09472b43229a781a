"""The name by which others see somebody: one line that can be shown, and none from somebody blocked."""

import pytest

from accounts import managing
from accounts.models import User

PAGE = "/accounts/profile/"
FORM = {"first_name": "Ben", "last_name": "Okri", "time_zone": ""}


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\x07", "\n", "\u2028"])
@pytest.mark.parametrize("field", ["first_name", "last_name"])
def test_a_sign_that_cannot_be_shown_comes_back(client_of, ben, field, sign):
    answer = client_of(ben).post(PAGE, FORM | {field: f"Ada{sign}nimda"})
    assert answer.status_code == 422
    assert "a sign that cannot be shown" in answer.text
    assert User.objects.get().first_name == ""


@pytest.mark.parametrize("name", ["Zoë", "José María", "李", "O’Brien"])
def test_names_of_all_scripts_are_names(client_of, ben, name):
    assert client_of(ben).post(PAGE, FORM | {"first_name": name}).status_code == 303
    assert User.objects.get().first_name == name


def test_somebody_blocked_keeps_the_name_and_is_told_why(client_of, ada, ben):
    managing.block(ben, ada, reason="Links to a shop.")
    client = client_of(ben)
    answer = client.post(PAGE, FORM | {"first_name": "BUY"})
    assert answer.status_code == 403
    assert "Links to a shop." in answer.text
    assert User.objects.get(pk=ben.pk).first_name == ""
    assert client.get(PAGE).status_code == 200
