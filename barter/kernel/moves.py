"""One move, one statement: the timeline row and the outbox message are written together or not at all."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import ClassVar

from django.db import connection, models, transaction
from django.utils import timezone

from barter.kernel import hot
from barter.kernel.actors import Actor
from barter.kernel.ids import uuid7
from barter.kernel.outbox import nudge


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened. Fields are ids and small scalars: never an address, a token or a message's text."""

    name: ClassVar[str]


_MOVE_SQL = """
WITH entry AS (
    INSERT INTO kernel_timelineentry
        (object_type, object_id, move, from_state, to_state, actor_side, actor_user_id, reason, at)
    VALUES (%(object_type)s, %(object_id)s, %(move)s, %(from_state)s, %(to_state)s, %(side)s, %(user)s, %(reason)s, %(at)s)
)
INSERT INTO kernel_message (uid, name, payload, at, attempts, try_at, error)
VALUES (%(uid)s, %(name)s, %(payload)s, %(at)s, 0, %(try_at)s, '')
"""


def record_move(
    obj: models.Model,
    *,
    move: str,
    actor: Actor,
    at: datetime,
    event: Event,
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
) -> None:
    """Append the move to the object's timeline and its event to the outbox. Raises outside a transaction."""
    _insist_on_transaction()
    values = {
        "object_type": obj._meta.model_name,
        "object_id": obj.pk,
        "move": move,
        "from_state": from_state,
        "to_state": to_state,
        "side": str(actor.side),
        "user": actor.user_id,
        "reason": reason[:500],
        "at": at,
        "uid": uuid7(),
        "name": event.name,
        "payload": json.dumps(asdict(event)),
        "try_at": timezone.now(),
    }
    hot.rows(_MOVE_SQL, values)
    transaction.on_commit(nudge.nudge)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One of many moves that are made together."""

    obj: models.Model
    from_state: str
    to_state: str
    event: Event


def record_moves(moves: Sequence[Moved], *, move: str, actor: Actor, at: datetime, reason: str = "") -> None:
    """The same move of many objects, in two statements. Raises outside a transaction."""
    from barter.kernel.models import Message, TimelineEntry

    _insist_on_transaction()
    entries = [
        TimelineEntry(
            object_type=str(row.obj._meta.model_name),
            object_id=row.obj.pk,
            move=move,
            from_state=row.from_state,
            to_state=row.to_state,
            actor_side=str(actor.side),
            actor_user_id=actor.user_id,
            reason=reason[:500],
            at=at,
        )
        for row in moves
    ]
    TimelineEntry.objects.bulk_create(entries)
    now = timezone.now()
    Message.objects.bulk_create(
        Message(name=row.event.name, payload=asdict(row.event), at=at, try_at=now) for row in moves
    )
    transaction.on_commit(nudge.nudge)


def record(event: Event, *, at: datetime) -> None:
    """An event without a move (a reminder, a message). Raises outside a transaction."""
    from barter.kernel.models import Message

    _insist_on_transaction()
    Message.objects.create(name=event.name, payload=asdict(event), at=at, try_at=timezone.now())
    transaction.on_commit(nudge.nudge)


def _insist_on_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("An event is recorded in the transaction of its effect; open one.")
