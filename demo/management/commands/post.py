"""`manage.py post col_… dead`: what happens to a post that is online, on the stage that plays the platforms."""

import json
import urllib.request
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from deals.models import LiveLink

# What it becomes, and what the stage plays (deals/posts/stage.py).
_PLAYS = {"dead": "dead", "private": "private", "no-ad": "no-ad", "silent": "error", "live": ""}


class Command(BaseCommand):
    """The post itself changes; that it did is found by the next look, as with a real platform."""

    help = "Take the post of a trade down (dead), hide it (private), take its mark off (no-ad), have its platform fail (silent), or bring it back (live)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("trade", help="id of the trade, as in the address of its page: col_…")
        parser.add_argument("becomes", choices=list(_PLAYS))

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.OUTWARD_STAGE:
            raise CommandError("Posts only change by hand where the platforms are played (OUTWARD_STAGE).")
        links = list(LiveLink.objects.filter(collaboration__public_id=options["trade"]))
        if not links:
            raise CommandError("This trade has no post.")
        for link in links:
            self._say(link.url, _PLAYS[options["becomes"]])
            link.check_at = timezone.now()
            link.save(update_fields=["check_at"])
            self.stdout.write(f"{link.url}: {options['becomes']}, looked at within a minute")
        if options["becomes"] in {"dead", "private"}:
            self.stdout.write(
                "A post that was live counts as gone when it still is an hour later: wait a minute, then `advance 2h`."
            )

    def _say(self, address: str, play: str) -> None:
        said = json.dumps({"address": address, "play": play}).encode()
        with urllib.request.urlopen(f"{settings.OUTWARD_STAGE}/say", said, timeout=5):  # noqa: S310
            return
