"""Signatures of pushed messages: HMAC-SHA256 over "<timestamp>.<body>".

Headers: `Carrier-Timestamp: <unix seconds>` and `Carrier-Signature: v1=<hex>[, v1=<hex>]`. A carrier whose secret is
being replaced signs with both, or we hold both: one match is enough.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime

from shipping.carriers.port import BadSignature

TIMESTAMP_HEADER = "Carrier-Timestamp"
SIGNATURE_HEADER = "Carrier-Signature"
WINDOW_SECONDS = 300


def sign(secrets: Sequence[str], body: bytes, *, sent_at: datetime) -> dict[str, str]:
    """The headers of a signed message."""
    timestamp = str(int(sent_at.timestamp()))
    marks = [f"v1={_mac(secret, timestamp, body)}" for secret in secrets]
    return {TIMESTAMP_HEADER: timestamp, SIGNATURE_HEADER: ", ".join(marks)}


def verify(secrets: Sequence[str], body: bytes, headers: Mapping[str, str], *, now: datetime) -> None:
    """Raises BadSignature unless one of our secrets signed this body less than five minutes ago."""
    timestamp = headers.get(TIMESTAMP_HEADER, "")
    if not secrets:
        raise BadSignature("no secret is set for this carrier")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise BadSignature(f"{TIMESTAMP_HEADER} is missing or not a number of seconds")
    given = [mark.strip().removeprefix("v1=") for mark in headers.get(SIGNATURE_HEADER, "").split(",")]
    expected = [_mac(secret, timestamp, body) for secret in secrets]
    # every pair is compared, so that the time taken tells nothing
    matches = [hmac.compare_digest(mine.encode(), theirs.encode()) for mine in expected for theirs in given]
    if not any(matches):
        raise BadSignature(f"{SIGNATURE_HEADER} does not match")
    if abs(now.timestamp() - int(timestamp)) > WINDOW_SECONDS:
        raise BadSignature(f"{TIMESTAMP_HEADER} is more than {WINDOW_SECONDS} seconds away")


def _mac(secret: str, timestamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
