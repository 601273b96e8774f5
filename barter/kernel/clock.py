"""The product's clock. Read it at the door (view, command, task) and hand the time down as `at=`; nothing below calls it.

With CLOCK_MOVABLE (demo and tests) `manage.py advance 3d` adds an offset that every process sees within a second;
in production the setting is off and this is the system's clock without any query.
"""

import time
from datetime import UTC, datetime, timedelta

from django.conf import settings

SAME_PRESS = timedelta(minutes=1)  # the same again within it is the second press of one button
_OFFSET_SECONDS_CACHED = 1.0
_cached: tuple[float, timedelta] | None = None


def now() -> datetime:
    """The product's time: aware, UTC."""
    return datetime.now(UTC) + _offset()


def advance(by: timedelta) -> datetime:
    """Move the product's clock forward and return the new time. Refused where the clock is not movable."""
    from barter.kernel.models import ProductClock

    if not settings.CLOCK_MOVABLE:
        raise RuntimeError("The clock can only be moved in the demo and in tests (CLOCK_MOVABLE).")
    row, _ = ProductClock.objects.get_or_create(pk=1)
    row.offset += by
    row.save(update_fields=["offset"])
    forget()
    return now()


def forget() -> None:
    """Drop the cached offset; the next reading asks the database."""
    global _cached
    _cached = None


def _offset() -> timedelta:
    global _cached
    if not settings.CLOCK_MOVABLE:
        return timedelta()
    if _cached is None or time.monotonic() - _cached[0] > _OFFSET_SECONDS_CACHED:
        from barter.kernel.models import ProductClock

        offset = ProductClock.objects.filter(pk=1).values_list("offset", flat=True).first()
        _cached = (time.monotonic(), offset or timedelta())
    return _cached[1]
