"""Run Barter on this machine: services, web server, worker and beat under one supervisor."""

import os
import signal
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from barter.processes import die_with_parent
from barter.services.addresses import data_folder, outside_environment
from barter.services.folder import DataFolder, Trouble
from barter.services.supervisor import Supervisor, say


class Command(BaseCommand):
    """`manage.py up --port 8000`; the data folder is DATA in the environment."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The port, and two switches for programs that start this one."""
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000", help="port of the web server")
        parser.add_argument("--no-world", action="store_true", help="do not load the demo world")
        parser.add_argument("--stop-with-parent", action="store_true", help="stop when the starting process dies")

    def handle(self, *args: object, **options: Any) -> None:
        """Run until told to stop; one line and exit code 1 when it cannot."""
        if options["stop_with_parent"]:
            die_with_parent(os.getppid(), signal.SIGTERM)
        try:
            port = int(options["port"])
            if not 0 < port < 65536:
                raise ValueError
        except ValueError:
            say(f"Barter cannot start: the port must be a number from 1 to 65535, not {options['port']!r}.")
            sys.exit(1)
        try:
            folder = DataFolder(data_folder())
            Supervisor(folder, outside_environment(), port=port, with_world=not options["no_world"]).run()
        except Trouble as trouble:
            say(f"Barter cannot start: {trouble}")
            sys.exit(1)
