"""Settings of a production server that a test starts: the wiki's, with static files as they lie in the checkout."""

from wiki.settings import *  # noqa: F403
from wiki.settings import STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
