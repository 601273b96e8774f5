"""`manage.py demo`: fill an empty database with the demo world."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from accounts.models import User
from barter.kernel import clock
from barter.kernel.advancing import settle
from demo.world import World


class Command(BaseCommand):
    help = "Fill an empty database with the demo world: brands, creators, deals and trades in every state."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=7, help="another seed, another world")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.CLOCK_MOVABLE:
            raise CommandError("The demo world is only built where the clock can be moved, never in production.")
        if User.objects.exists():
            raise CommandError("The database is not empty: the demo world is only built into an empty one.")
        began = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")  # a crash while building means building again
        now = clock.now()
        for line in World(options["seed"], now).build():
            self._say(began, line)
        settle()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self._say(began, "the clock has caught up")

    def _say(self, began: float, line: str) -> None:
        self.stdout.write(f"  {time.monotonic() - began:5.1f} s  {line}")
