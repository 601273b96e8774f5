"""Run Barter on this machine: services, web server, worker and beat under one supervisor."""

import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from django.core.management.base import BaseCommand

from barter.services import up


class Command(BaseCommand):
    """`manage.py up --port 8000`; the data folder is DATA in the environment."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As for `python -m barter.services up`."""
        up.add_arguments(parser)

    def handle(self, *args: object, **options: Any) -> None:
        """Run until told to stop."""
        sys.exit(up.run(Namespace(**options)))
