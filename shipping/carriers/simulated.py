"""The simulated carrier, for demo, development and tests. It lives on the product's clock.

Two adapters of one carrier: `RemoteCarrier` asks a server over HTTP (simulated_server.py, or any that speaks its
format) exactly as a real carrier would be asked; `InProcessCarrier` plays the same scripts without a socket, so that
the demo needs no further process. What polling and pushing tell is the same either way, event ids included.
"""

import json
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import quote, urlencode

import urllib3

from shipping.carriers import signing
from shipping.carriers.port import BadMessage, CarrierTrouble, Parcel, Scan, read_scan
from shipping.carriers.scripts import scans_until

CONNECT_SECONDS = 2.0
READ_SECONDS = 5.0
ANSWER_MAX_BYTES = 256 * 1024
MOST_SCANS = 200


class InProcessCarrier:
    """Knows every parcel's life from its number. No network, no table."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._secrets = secrets

    def track(self, parcel: Parcel) -> Sequence[Scan]:
        return scans_until(parcel.tracking_number, shipped_at=parcel.shipped_at, now=parcel.now)

    def parse_webhook(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> Sequence[Scan]:
        signing.verify(self._secrets, body, headers, now=now)
        return read_events(body)


class RemoteCarrier(InProcessCarrier):
    """Asks over HTTP: no redirects, no retries of its own, explicit timeouts, a limit on what is read."""

    def __init__(self, url: str, secrets: Sequence[str], *, read_seconds: float = READ_SECONDS) -> None:
        super().__init__(secrets)
        self._url = url.rstrip("/")
        self._answer_seconds = CONNECT_SECONDS + read_seconds
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=read_seconds, total=CONNECT_SECONDS + read_seconds)
        self._pool = urllib3.PoolManager(num_pools=2, maxsize=8, timeout=timeout, retries=False)

    def track(self, parcel: Parcel) -> Sequence[Scan]:
        query = urlencode({"shipped_at": parcel.shipped_at.isoformat(), "now": parcel.now.isoformat()})
        scans = self._ask(f"{self._url}/v1/parcels/{quote(parcel.tracking_number, safe='')}?{query}")
        return [scan for scan in scans if scan.tracking_number == parcel.tracking_number]

    def _ask(self, url: str) -> Sequence[Scan]:
        try:
            answer = self._pool.request("GET", url, redirect=False, preload_content=False)
            try:
                body = self._read(answer)
            finally:
                answer.close()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise CarrierTrouble(f"no answer: {type(error).__name__}") from None
        if answer.status == 404:
            return []  # not handed over yet
        if answer.status != 200:
            raise CarrierTrouble(f"answered {answer.status}")
        try:
            return read_events(body)
        except BadMessage as error:
            raise CarrierTrouble(f"unusable answer: {error}") from None

    def _read(self, answer: urllib3.BaseHTTPResponse) -> bytes:
        """The body, within the time of one answer: a server that drips bytes would keep each single read in time."""
        deadline = time.monotonic() + self._answer_seconds
        body = b""
        while len(body) <= ANSWER_MAX_BYTES and (piece := answer.read1(64 * 1024)):
            body += piece
            if time.monotonic() > deadline:
                raise CarrierTrouble("no answer: too slow")
        return body


def read_events(body: bytes) -> Sequence[Scan]:
    """The scans of {"events": [...]}. Raises BadMessage: one wrong scan refuses the whole message."""
    if len(body) > ANSWER_MAX_BYTES:
        raise BadMessage(f"longer than {ANSWER_MAX_BYTES} bytes")
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        raise BadMessage("not JSON") from None
    events = message.get("events") if isinstance(message, dict) else None
    if not isinstance(events, list) or len(events) > MOST_SCANS:
        raise BadMessage(f"events must be a list of at most {MOST_SCANS}")
    return [read_scan(event) for event in events]
