#!/usr/bin/env python
"""Barter's command line: `python manage.py <command>`."""

import os
import sys

OLDEST_PYTHON = (3, 11)


def main() -> None:
    """Run one management command under the settings the environment names (local ones unless told)."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"Barter needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "barter.settings.local")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed in this Python: run `make install`, then `.venv/bin/python manage.py`.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
