"""How a moment is written wherever machines read it: in the API, in frozen terms, on certificates."""

from datetime import UTC, datetime


def stamp(moment: datetime | None) -> str | None:
    """RFC 3339, UTC, whole seconds: 2026-11-21T14:02:00Z."""
    return None if moment is None else f"{moment.astimezone(UTC).isoformat(timespec='seconds')[:19]}Z"
