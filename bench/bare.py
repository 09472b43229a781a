"""A Django project of one view: what a request costs before a wiki does anything."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

BODY = b"x" * 24_000

settings.configure(SECRET_KEY=os.environ.get("SECRET_KEY", "bench"), ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__)
urlpatterns = [path("", lambda request: HttpResponse(BODY))]
application = get_wsgi_application()
