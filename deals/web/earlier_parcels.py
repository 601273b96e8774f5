"""The parcels of a trade before the one that counts: sent, then something was wrong, and another was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from barter.kernel.models import TimelineEntry
from deals.models import Collaboration
from deals.models.collaboration import Problem


@dataclass(frozen=True, slots=True)
class Earlier:
    """`problem`: why another parcel was sent."""

    sent_at: datetime
    again_at: datetime
    problem: str


def earlier_parcels(row: Collaboration) -> list[Earlier]:
    """Oldest first, in one statement; none is asked where nothing was sent."""
    if row.exchange != Collaboration.Exchange.PARCEL or row.shipped_at is None:
        return []
    moves = TimelineEntry.objects.filter(object_type="collaboration", object_id=row.pk, move__in=("ship", "send_again"))
    found, sent_at = [], None
    for move, at, code in moves.order_by("id").values_list("move", "at", "reason"):
        if move == "ship":
            sent_at = at
        elif sent_at is not None:
            found.append(Earlier(sent_at, at, str(Problem(code).label) if code in Problem.values else ""))
    return found


def is_sent(row: Collaboration, earlier: Sequence[Earlier]) -> bool:
    """Whether the parcel that counts is: the date of the one before stands until the next is sent."""
    return row.shipped_at is not None and not (earlier and row.shipped_at <= earlier[-1].again_at)
