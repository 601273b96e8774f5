"""Who works on a file: a lease on its row, taken and kept by conditional UPDATEs.

The rows have a `State` with PROCESSING, and `state process_at claimed_at attempts crashes`.

`process_at` says from when a worker may take the file. A claim moves it a few seconds ahead and a heartbeat keeps it
there; when the worker dies, the lease runs out and the next worker takes over. `claimed_at` is the claim's token: what
a worker that lost its lease still writes meets no row.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

LEASE = timedelta(seconds=20)
_BEAT_SECONDS = 5.0


class LostClaim(Exception):
    """Another worker has taken the file, or it was discarded."""


Row = TypeVar("Row", bound=models.Model)


def claim_next(rows: "models.QuerySet[Row]") -> Row | None:
    """The next of these files that waits, now ours; None when there is none."""
    now, state = timezone.now(), rows.model.State.PROCESSING  # type: ignore[attr-defined]
    with transaction.atomic():
        waiting = rows.select_for_update(skip_locked=True, of=("self",)).filter(process_at__lte=now, state=state)
        row: Any = waiting.order_by("process_at", "id").first()
        if row is None:
            return None
        row.claimed_at, row.process_at = now, now + LEASE
        row.attempts += 1
        row.crashes += 1
        row.save(update_fields=["claimed_at", "process_at", "attempts", "crashes"])
        return cast("Row", row)


def held(row: Any) -> dict[str, object]:
    """The filter that finds the row as long as this claim holds."""
    return {"pk": row.pk, "state": row.State.PROCESSING, "claimed_at": row.claimed_at}


def put_back(row: Any, *, at: datetime, crashed: bool) -> None:
    """Let go, to be taken again at `at` (system time). A fault of the surroundings is not counted as the file's."""
    crashes = row.crashes if crashed else max(0, row.crashes - 1)
    _rows(row).filter(**held(row)).update(process_at=at, claimed_at=None, crashes=crashes)


@contextmanager
def kept_alive(row: Any) -> Iterator[threading.Event]:
    """Renew the lease from a thread of its own. The event is set when the claim is lost."""
    stop, lost = threading.Event(), threading.Event()
    thread = threading.Thread(target=_beat, args=(row, stop, lost), name="file-lease", daemon=True)
    thread.start()
    try:
        yield lost
    finally:
        stop.set()
        thread.join(timeout=10)


def _beat(row: Any, stop: threading.Event, lost: threading.Event) -> None:
    try:
        while not stop.wait(_BEAT_SECONDS):
            try:
                if not _rows(row).filter(**held(row)).update(process_at=timezone.now() + LEASE):
                    lost.set()
                    return
            except DatabaseError:
                connection.close()  # a fresh one at the next beat; the lease outlives two lost beats
    finally:
        connection.close()


def _rows(row: Any) -> "models.QuerySet[Any]":
    rows: models.QuerySet[Any] = type(row)._default_manager.all()
    return rows
