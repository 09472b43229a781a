"""The WSGI application, for gunicorn: `gunicorn wiki.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wiki.settings")
_django = get_wsgi_application()


from wiki import metrics  # noqa: E402
from wiki.pagecache import around  # noqa: E402
from wiki.watch import Watch  # noqa: E402

application = Watch(around(_django, metrics.page))
