"""What an admin decides stays decided, whatever the person does in the same moment."""

import pytest

from accounts import managing
from accounts.models import User
from accounts.roles import ADMIN, READER
from tests.cast import PASSWORD, person

NEW = "a short walk in the hills"
CHANGE, RESET = "/accounts/password/change/", "/accounts/password/reset/"
ACTS = {
    "deactivate": lambda who, ada: managing.deactivate(who, ada, reason="spam"),
    "block": lambda who, ada: managing.block(who, ada, reason="spam"),
    "demote": lambda who, ada: managing.give_role(who, READER, ada),
}
DECIDED = ["is_active", "is_staff", "is_superuser", "awaits_approval", "blocked_at", "blocked_until", "block_reason"]


def decided(who):
    return User.objects.filter(pk=who.pk).values_list(*DECIDED).get()


@pytest.fixture
def bob(db):
    bob = person("bob", ADMIN)
    User.objects.filter(pk=bob.pk).update(is_superuser=True)
    return User.objects.get(pk=bob.pk)


@pytest.fixture
def meanwhile(ada, bob, monkeypatch):
    """`meanwhile(act)`: an admin does this to Bob while his request hashes the new password; gives what was decided."""

    def arrange(act):
        hash_it, after = User.set_password, []

        def slowly(self, password):
            hash_it(self, password)
            if self.pk == bob.pk and not after:
                ACTS[act](bob, ada)
                after.append(decided(bob))

        monkeypatch.setattr(User, "set_password", slowly)
        return after

    return arrange


@pytest.mark.parametrize("act", ACTS)
def test_a_change_of_the_password_undoes_nothing(client_of, bob, meanwhile, act):
    client, after = client_of(bob), meanwhile(act)
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert [decided(bob)] == after
    assert User.objects.get(pk=bob.pk).check_password(NEW)


@pytest.mark.parametrize("act", ACTS)
def test_nor_does_a_link_for_a_new_one(client, bob, meanwhile, mail, link_in, act):
    client.post(RESET, {"email": bob.email})
    form = client.get(link_in(mail[0]))["Location"]
    after = meanwhile(act)
    client.post(form, {"password1": NEW, "password2": NEW})
    assert [decided(bob)] == after


@pytest.mark.parametrize("act", ACTS)
def test_nor_does_any_other_save_of_the_whole_row(ada, bob, act):
    ACTS[act](bob, ada)  # `bob` was read before it
    after = decided(bob)
    bob.first_name = "Bob"
    bob.save()
    assert decided(bob) == after
    assert User.objects.get(pk=bob.pk).first_name == "Bob"


def test_who_means_such_a_column_says_so(bob):
    bob.is_active = False
    bob.save(update_fields=["is_active"])
    assert not User.objects.get(pk=bob.pk).is_active
