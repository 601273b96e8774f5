"""`manage.py post col_… dead`: what the simulated platform does to a post that is online."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from deals.models import LiveLink

_LIVE = "live"
# What is found, and the end of the address in which the simulated platform reads it (deals/links.py).
_ENDINGS = {"dead": "/dead", "private": "/private", "no-ad": "/no-ad", _LIVE: ""}


class Command(BaseCommand):
    """The post itself changes; that it did is found by the next look, as with a real platform."""

    help = "Take the post of a trade down (dead), hide it (private), take its mark off (no-ad), or bring it back (live)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("trade", help="id of the trade, as in the address of its page: col_…")
        parser.add_argument("becomes", choices=list(_ENDINGS))

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.CLOCK_MOVABLE:
            raise CommandError("Posts only change by hand in the demo and in tests (CLOCK_MOVABLE).")
        links = list(LiveLink.objects.filter(collaboration__public_id=options["trade"]))
        if not links:
            raise CommandError("This trade has no post.")
        for link in links:
            for ending in filter(None, _ENDINGS.values()):
                link.url = link.url.removesuffix(ending)
            link.url += _ENDINGS[options["becomes"]]
            link.check_at = timezone.now()
            link.save(update_fields=["url", "check_at"])
            self.stdout.write(f"{link.url}: {options['becomes']}, looked at within a minute")
