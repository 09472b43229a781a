"""The WSGI application, for gunicorn: `gunicorn wiki.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from wiki.pagecache import around
from wiki.watch import Watch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wiki.settings")
application = Watch(around(get_wsgi_application()))
