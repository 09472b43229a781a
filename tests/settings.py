"""Settings of the tests: those of the wiki in a data folder of their own, and nothing slow.

Set before the wiki's settings are read, so a developer's data and environment never reach a test.
"""

import atexit
import os
import re
import shutil
import tempfile
from pathlib import Path

# xdist's workers inherit the first process's folder, which that process deletes at its end.
if not os.environ.get("TEST_DATA_DIR"):
    os.environ["TEST_DATA_DIR"] = tempfile.mkdtemp(prefix="commonplace-tests-")
    atexit.register(shutil.rmtree, os.environ["TEST_DATA_DIR"], ignore_errors=True)
os.environ["DATA_DIR"] = tempfile.mkdtemp(dir=os.environ["TEST_DATA_DIR"])

SET_BY_THE_RUN = {"DATABASE_URL", "DATA_DIR", "REDIS_URL"}
KNOWN = set(re.findall(r"`([A-Z_]+)`", (Path(__file__).parents[1] / "docs/configuration.md").read_text()))
for name in KNOWN - SET_BY_THE_RUN:
    os.environ.pop(name, None)
os.environ["HTTPS"] = "off"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop running in the tests' thread

from wiki.settings import *  # noqa: E402, F403
from wiki.settings import DATA_DIR, DATABASES, STORAGES  # noqa: E402

STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ACCOUNT_RATE_LIMITS = False  # one address makes all requests here; the tests of the limits turn them on
RATE_LIMITS = {}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAIL_IN_BACKGROUND = False

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in production: Django's shared memory database locks whole tables between threads.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
