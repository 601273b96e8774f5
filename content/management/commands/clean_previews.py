"""`clean_previews`: previews without mark for files that were approved before there were any."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from content.models import Asset, CleanPreview, Licence
from content.workflow import LICENCE_USABLE


class Command(BaseCommand):
    help = "Let workers make previews without mark for the newest licensed files that have none yet. Call it again for more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--most", type=int, default=500, help="files this time")

    def handle(self, *_: Any, **options: Any) -> None:
        running = Licence.objects.filter(state__in=LICENCE_USABLE).values("asset")
        found = Asset.objects.filter(pk__in=running, clean=None).exclude(original_key="").order_by("-pk")
        wanted = [CleanPreview(asset=asset, process_at=timezone.now()) for asset in found[: options["most"]]]
        CleanPreview.objects.bulk_create(wanted, ignore_conflicts=True)
        self.stdout.write(f"{len(wanted)} files wait for their clean previews.")
