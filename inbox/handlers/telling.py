"""From a kind and a subject to lines in the right inboxes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from barter.kernel.outbox.relay import Delivery
from inbox.kinds import kind_of
from inbox.operations import notify
from inbox.subjects import Subject


def tell(
    delivery: Delivery,
    kind: str,
    subject: Subject,
    *,
    users: Sequence[int] | None = None,
    due_at: datetime | None = None,
    **params: Any,
) -> None:
    """Tell the kind's side of the subject (or exactly `users`). `due_at` is what {by} and {day} are filled with."""
    row = kind_of(kind)
    told = {name: value for name, value in (subject.names() | params).items() if value != ""}
    if due_at is not None:
        told["due_at"] = due_at.isoformat()
    notify(
        users=subject.audience(row) if users is None else users,
        kind=kind,
        source_uid=delivery.uid,
        object_id=subject.object_of(row),
        params=told,
        at=delivery.at,
        brand=subject.brand_pk,
        deal=subject.deal_pk,
    )


def tell_all(delivery: Delivery, kinds: Iterable[str], subject: Subject, **params: Any) -> None:
    """The same news in several kinds. A date belongs to the state the event led to: it is left out once that is over."""
    current = delivery.payload.get("state", subject.state) == subject.state
    for kind in kinds:
        tell(delivery, kind, subject, due_at=subject.due_at if current else None, **params)
