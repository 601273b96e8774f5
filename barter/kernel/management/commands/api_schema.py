"""`manage.py api_schema`: hold the API against docs/api/openapi.json, or write that file anew."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from drf_spectacular.drainage import GENERATOR_STATS, reset_generator_stats

from barter.kernel.api.contract import breaking_changes, faults
from barter.kernel.api.schema import FILE, as_text, build


class Command(BaseCommand):
    help = (
        "Compares the API with docs/api/openapi.json (--write: writes it; --allow-breaking: even what breaks clients)."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true")
        parser.add_argument("--allow-breaking", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        reset_generator_stats()
        document = build()
        if GENERATOR_STATS:
            GENERATOR_STATS.emit_summary()
            raise CommandError("The schema has warnings; see above.")
        self._stop("The OpenAPI document lacks something a client needs:", faults(document))
        text = as_text(document)
        kept = FILE.read_text() if FILE.exists() else ""
        before = json.loads(kept) if kept else document
        broken = breaking_changes(before, document)
        if not options["allow_breaking"]:
            self._stop("This would break clients (add instead, or deprecate; see docs/api-changelog.md):", broken)
        if options["write"]:
            FILE.parent.mkdir(parents=True, exist_ok=True)
            FILE.write_text(text)
            self.stdout.write(f"{FILE.relative_to(settings.BASE_DIR)} written: {len(document['paths'])} paths.")
        elif text != kept:
            raise CommandError(
                "docs/api/openapi.json is not what the program says. Run `make schema`, and add a line to "
                "docs/api-changelog.md."
            )

    def _stop(self, sentence: str, findings: list[str]) -> None:
        if findings:
            raise CommandError("\n  ".join([sentence, *findings]))
