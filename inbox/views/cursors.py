"""Cursors of the pages: where the next rows begin, as text in the address."""

from datetime import UTC, datetime

from django.db.models import Q

from inbox.models import Thread

PAGE = 25


def thread_cursor(last: Thread) -> str:
    return f"{last.last_message_at.timestamp():.6f}_{last.pk}"


def behind(cursor: str) -> Q:
    """Threads behind this cursor; a forged one begins at the top."""
    stamp, _, key = cursor.partition("_")
    try:
        moment, pk = datetime.fromtimestamp(float(stamp), tz=UTC), int(key)
    except (ValueError, OverflowError, OSError):
        return Q()
    return Q(last_message_at__lte=moment) & (Q(last_message_at__lt=moment) | Q(pk__lt=pk))
