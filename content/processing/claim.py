"""Who works on a file: a lease on its row, taken and kept by conditional UPDATEs.

`process_at` says from when a worker may take the file. A claim moves it a few seconds ahead and a heartbeat keeps it
there; when the worker dies, the lease runs out and the next worker takes over. `claimed_at` is the claim's token: what
a worker that lost its lease still writes meets no row.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from content.models import Asset

LEASE = timedelta(seconds=20)
_BEAT_SECONDS = 5.0


class LostClaim(Exception):
    """Another worker has taken the file, or it was discarded."""


def claim_next() -> Asset | None:
    """The next file that waits, now ours; None when there is none."""
    now = timezone.now()
    with transaction.atomic():
        asset = (
            Asset.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("collaboration")
            .filter(process_at__lte=now, state=Asset.State.PROCESSING)
            .order_by("process_at", "id")
            .first()
        )
        if asset is None:
            return None
        asset.claimed_at, asset.process_at = now, now + LEASE
        asset.attempts += 1
        asset.crashes += 1
        asset.save(update_fields=["claimed_at", "process_at", "attempts", "crashes"])
        return asset


def held(asset: Asset) -> dict[str, object]:
    """The filter that finds the row as long as this claim holds."""
    return {"pk": asset.pk, "state": Asset.State.PROCESSING, "claimed_at": asset.claimed_at}


def put_back(asset: Asset, *, at: datetime, crashed: bool) -> None:
    """Let go, to be taken again at `at` (system time). A fault of the surroundings is not counted as the file's."""
    crashes = asset.crashes if crashed else max(0, asset.crashes - 1)
    Asset.objects.filter(**held(asset)).update(process_at=at, claimed_at=None, crashes=crashes)


@contextmanager
def kept_alive(asset: Asset) -> Iterator[threading.Event]:
    """Renew the lease from a thread of its own. The event is set when the claim is lost."""
    stop, lost = threading.Event(), threading.Event()
    thread = threading.Thread(target=_beat, args=(asset, stop, lost), name="content-lease", daemon=True)
    thread.start()
    try:
        yield lost
    finally:
        stop.set()
        thread.join(timeout=10)


def _beat(asset: Asset, stop: threading.Event, lost: threading.Event) -> None:
    try:
        while not stop.wait(_BEAT_SECONDS):
            try:
                if not Asset.objects.filter(**held(asset)).update(process_at=timezone.now() + LEASE):
                    lost.set()
                    return
            except DatabaseError:
                connection.close()  # a fresh one at the next beat; the lease outlives two lost beats
    finally:
        connection.close()
