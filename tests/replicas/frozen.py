"""The application of a web process in which it is always MOMENT, of the environment: nothing differs by the clock."""

import datetime
import os

from django.utils import timezone

moment = datetime.datetime.fromisoformat(os.environ["MOMENT"])
timezone.now = lambda: moment

from wiki.wsgi import application  # noqa: E402

__all__ = ["application"]
