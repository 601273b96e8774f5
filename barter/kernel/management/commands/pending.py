"""`manage.py pending`: what is due and not yet done."""

import json
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from barter.kernel import clock
from barter.kernel.timeline import waiting


class Command(BaseCommand):
    """A line a table; `--json` for programs. Exit code 0 either way: work that waits is no error."""

    help = "Tell what is due and not yet done: clocks, messages, mails, files"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        lines = waiting(clock.now(), timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps({line.what: line.count for line in lines}))
            return
        for line in lines:
            self.stdout.write(f"{line.count:>8}  {line.words}{since(line.waits)}")
        if not lines:
            self.stdout.write("Nothing is pending.")


def since(waits: timedelta) -> str:
    """ ", the first for 3 h"; nothing below a minute, which is the pace of the clock itself."""
    minutes = int(waits.total_seconds() // 60)
    if minutes < 1:
        return ""
    if minutes < 2 * 60:
        return f", the first for {minutes} min"
    return f", the first for {minutes // 60} h" if minutes < 2 * 24 * 60 else f", the first for {minutes // 1440} days"
