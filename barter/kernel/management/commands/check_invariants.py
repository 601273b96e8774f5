"""`manage.py check_invariants`: prove on the whole database what must always be true; exit code 1 when it is not."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from barter.kernel.invariants import all_checks, run


class Command(BaseCommand):
    """One line a check; a failing one shows the first objects that break it."""

    help = "Check that counters equal their rows, states have their timeline, nothing is stuck and nothing leaks"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet-ok", action="store_true", help="print only what fails")

    def handle(self, *args: Any, **options: Any) -> None:
        failed = passed = 0
        for check in all_checks():
            result = run(check)
            if result.violations:
                failed += 1
                self.stdout.write(f"FAIL  {check.name}: {result.violations}, such as")
                for example in result.examples:
                    self.stdout.write(f"        {example}")
            else:
                passed += 1
                if not options["quiet_ok"]:
                    self.stdout.write(f"ok    {check.name}")
        if failed:
            raise CommandError(f"{failed} of {failed + passed} invariants do not hold.")
        self.stdout.write(f"All {passed} invariants hold.")
