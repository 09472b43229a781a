"""What the site says of itself: what admins set in the browser, below what the server's environment sets."""

from functools import lru_cache
from typing import NamedTuple

from django.conf import settings

from wiki import replicas
from wiki.models import Site

# Of a setting that the environment can set: its variable. The value stands in the settings of the same name.
VARIABLES = {"name": "WIKI_NAME", "tagline": "WIKI_TAGLINE", "signup": "WIKI_SIGNUP"}


class Said(NamedTuple):
    """What holds now. `signup` is '' where nobody has said who may sign up; `licence` and its address may be ''."""

    name: str
    tagline: str
    licence: str
    licence_url: str
    signup: str


def current():
    """Return what holds now. One row by its key, asked each time: every process gives the same answer at once."""
    said = Said(*(_stored() or [""] * len(Said._fields)))
    return said._replace(
        name=settings.WIKI_NAME if "name" in fixed() else said.name or settings.WIKI_NAME,
        tagline=settings.WIKI_TAGLINE if "tagline" in fixed() else said.tagline or settings.WIKI_TAGLINE,
        signup=settings.WIKI_SIGNUP or said.signup,
    )


def name():
    """Return the name of the site."""
    return current().name


def signup_mode():
    """Return who may make an account, or '' where nobody has said so. For settings.SIGNUP_MODE."""
    return current().signup


def fixed():
    """Return {setting: variable} of what the environment sets: nobody changes that in the browser."""
    return {name: variable for name, variable in VARIABLES.items() if variable in settings.SET_ON_SERVER}


def _stored():
    with replicas.connection().cursor() as cursor:
        cursor.execute(*_question())
        return cursor.fetchone()


@lru_cache(1)
def _question():
    """SQL and its parameters, made once: pages ask this at every request."""
    return Site.objects.filter(pk=1).values_list(*Said._fields).query.sql_with_params()
