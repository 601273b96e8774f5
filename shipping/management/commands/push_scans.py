"""`manage.py push_scans SIM1001`: the simulated carrier pushes a parcel's scans to the webhook, signed, over HTTP.

Without `--state` it pushes what its script has reached by the product's clock; with it, one scan of that state, now.
"""

import json
from argparse import ArgumentParser
from typing import Any

import urllib3
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from barter.kernel import clock
from shipping.carriers import signing
from shipping.carriers.directory import SIMULATED, simulated_is_offered
from shipping.carriers.guess import normalise
from shipping.carriers.port import SCANNABLE, Scan
from shipping.carriers.scripts import scans_until
from shipping.models import Shipment


class Command(BaseCommand):
    help = "Push scans of a simulated parcel to the product's webhook (demo and tests)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("tracking_number")
        parser.add_argument("--state", choices=sorted(SCANNABLE), help="one scan of this state, now")
        parser.add_argument("--url", default=settings.SITE_URL, help="where the product answers")
        parser.add_argument("--twice", action="store_true", help="push the same message again")

    def handle(self, *args: Any, **options: Any) -> None:
        if not simulated_is_offered():
            raise CommandError("The simulated carrier is not offered here.")
        secrets = settings.CARRIER_WEBHOOK_SECRETS.get(SIMULATED, ())
        number = normalise(options["tracking_number"])
        scans = [_one_now(number, options["state"])] if options["state"] else _by_script(number)
        body = json.dumps({"events": [scan.as_json() for scan in scans]}).encode()
        for _ in range(2 if options["twice"] else 1):
            self.stdout.write(_push(f"{options['url'].rstrip('/')}/hooks/carriers/{SIMULATED}/", body, secrets))


def _by_script(number: str) -> list[Scan]:
    shipment = Shipment.objects.filter(carrier=SIMULATED, tracking_number=number).first()
    if shipment is None or shipment.shipped_at is None:
        raise CommandError(f"No parcel with the number {number} was sent with the simulated carrier.")
    return list(scans_until(number, shipped_at=shipment.shipped_at, now=clock.now()))


def _one_now(number: str, state: str) -> Scan:
    at = clock.now()
    return Scan(
        event_id=f"pushed_{state}_{int(at.timestamp() * 1000)}",
        tracking_number=number,
        state=state,
        at=at,
        code="PUSHED",
        description="Told by the simulated carrier",
    )


def _push(url: str, body: bytes, secrets: tuple[str, ...]) -> str:
    headers = {**signing.sign(secrets, body, sent_at=timezone.now()), "Content-Type": "application/json"}
    timeout = urllib3.Timeout(connect=2, read=10)
    try:
        answer = urllib3.request("POST", url, body=body, headers=headers, timeout=timeout, retries=False)
    except urllib3.exceptions.HTTPError as error:
        raise CommandError(f"{url} does not answer ({type(error).__name__}). Is the product running there?") from None
    return f"{answer.status} {answer.data.decode(errors='replace')[:500]}"
