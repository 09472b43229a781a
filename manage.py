#!/usr/bin/env python3
"""Command line of the wiki."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wiki.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from django.db import InterfaceError, OperationalError
    except ImportError as error:
        raise SystemExit(
            "Django is not installed here. Run `make install`, then `.venv/bin/python manage.py`."
        ) from error
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        raise SystemExit(f"Configuration: {error}") from None
    except (InterfaceError, OperationalError) as error:
        if "--traceback" in sys.argv:
            raise
        raise SystemExit(f"Database: {' '.join(str(error).split())} (--traceback says where)") from None


if __name__ == "__main__":
    main()
