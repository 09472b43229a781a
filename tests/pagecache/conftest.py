"""What the tests of the page cache share."""

import pytest
from django.core.handlers.wsgi import WSGIHandler

from tests.factories import concept, essay
from wiki.pagecache import around


class Counting:
    """Django, and how often it was asked."""

    def __init__(self):
        self.application, self.asked = WSGIHandler(), []

    def __call__(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        return self.application(environ, start_response)


@pytest.fixture
def made():
    return Counting()


@pytest.fixture
def cache(made):
    return around(made)


@pytest.fixture
def tide():
    essay("On water", "The [[tide]].", author="M. Sorley")
    return concept("Tide", "It turns. [[Moon]] " + "And turns again. " * 40, tags=["Sea"])
