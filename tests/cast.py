"""The cast: Ada is an admin, Eda an editor, Ben is signed in and no more, nobody is signed out."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.models import User
from accounts.roles import ADMIN, EDITOR, READER, set_role

PASSWORD = "a long walk by the sea"


def person(name, role=READER):
    """Make somebody with this name, role and PASSWORD; the rights are asked anew from the database."""
    user = User.objects.create_user(name, f"{name}@example.org", PASSWORD)
    set_role(user, role)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def ada(db):
    """An admin."""
    return person("ada", ADMIN)


@pytest.fixture
def eda(db):
    """An editor."""
    return person("eda", EDITOR)


@pytest.fixture
def ben(db):
    """Signed in, no role."""
    return person("ben")


@pytest.fixture
def nobody():
    """Signed out."""
    return AnonymousUser()


@pytest.fixture
def client_of(db):
    """`client_of(person)`: a test client in which this person is signed in; signed out for `nobody`."""

    def client_of(person):
        client = Client()
        if person.is_authenticated:
            client.force_login(person)
        return client

    return client_of
