"""Settings of web processes that the browser tests drive: those of a production server, with people's quick passwords.

Between two tests the database is emptied, and the types of content are made anew under other keys.
"""

from tests.served import *  # noqa: F403
from tests.served import MIDDLEWARE

MIDDLEWARE = ["tests.replicas.settings.types_of_content", *MIDDLEWARE]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True


def types_of_content(get_response):
    """Forget which key a type of content has."""

    def answer(request):
        from django.contrib.contenttypes.models import ContentType

        ContentType.objects.clear_cache()
        return get_response(request)

    return answer
