"""`manage.py advance 3d`: move the product's clock and let everything due happen on the way."""

import re
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from barter.kernel import clock
from barter.kernel.advancing import advance

_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes"}
_PART = re.compile(r"(\d{1,4})([wdhm])")
_LONGEST = timedelta(days=400)


class Command(BaseCommand):
    """Understands 3d, 12h, 1d12h, 2w, 30m. Refused where the clock is not movable."""

    help = "Move the product's clock forward, for example by 3d or 12h, and do everything that becomes due"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("by", help="how far: 3d, 12h, 1d12h, 2w, 30m")

    def handle(self, *args: Any, **options: Any) -> None:
        by = duration(options["by"])
        if not settings.CLOCK_MOVABLE:
            raise CommandError("The clock can only be moved in the demo and in tests (CLOCK_MOVABLE).")
        report = advance(by, lambda moment: self.stdout.write(f"  {moment:%a %d %b %Y}", self.style.NOTICE))
        self.stdout.write(f"It is now {clock.now():%a %d %b %Y %H:%M} UTC ({report.steps} steps).")
        for what, count in report.left.items():
            self.stdout.write(f"{count:>8}  {what} still to do")


def duration(text: str) -> timedelta:
    """The length of "1d12h". Raises CommandError for anything else, and for more than 400 days."""
    parts = _PART.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        raise CommandError(f"“{text}” is not understood; write for example 3d, 12h or 1d12h.")
    length = sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in parts), timedelta())
    if not timedelta() < length <= _LONGEST:
        raise CommandError("The clock moves forward, by at most 400 days at a time.")
    return length
