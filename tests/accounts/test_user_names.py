"""Names that somebody can choose."""

import pytest

from accounts import inviting
from accounts.models import User
from accounts.roles import READER
from tests.cast import PASSWORD

FORM = {"password1": PASSWORD, "password2": PASSWORD}
UNFIT = [".", "..", "+-", "zoe@home.example", "zoe@", "\uff41da"]  # the last looks like Ada's


@pytest.fixture(params=["form", "invitation"])
def choose(request, client, ada, settings):
    """`choose(name)`: make an account by this name, by the form for everybody or by an invitation."""
    settings.WIKI_SIGNUP = "open"
    path = "/accounts/signup/"
    if request.param == "invitation":
        path = "/" + inviting.invite(ada, READER)[1].split("/", 3)[3]
    return lambda name: client.post(path, FORM | {"username": name})


@pytest.mark.parametrize("name", UNFIT)
def test_an_unfit_name_comes_back(choose, name):
    assert choose(name).status_code == 422
    assert User.objects.count() == 1


@pytest.mark.parametrize(("name", "stored"), [("zoe.b", "zoe.b"), ("\uff5aoe", "zoe"), ("李", "李")])
def test_a_name_is_kept_in_its_plain_form(choose, name, stored):
    assert choose(name).status_code == 303
    assert User.objects.filter(username=stored).exists()
