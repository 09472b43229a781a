"""The WSGI application, for gunicorn: `gunicorn wiki.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wiki.settings")
_django = get_wsgi_application()

from django.conf import settings  # noqa: E402 - they are there when Django is

from wiki import metrics  # noqa: E402
from wiki.pagecache import PageCache  # noqa: E402
from wiki.watch import Watch  # noqa: E402

application = Watch(PageCache(_django, settings.OWN_COOKIES, counted=metrics.page))
