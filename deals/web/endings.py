"""Why a trade ended, in the words of the one who ended it: for the pages of both sides."""

from dataclasses import dataclass

from barter.kernel.models import TimelineEntry
from deals.models import Collaboration
from deals.workflow import COLLABORATION_FAILED

# moves whose reason a side wrote for the other one to read; what our team writes down about an end is its own
_SAID = frozenset({"cancel_as_brand", "cancel_as_creator", "exit_honestly", "leave_late"})


@dataclass(frozen=True, slots=True)
class Why:
    side: str
    words: str


def why_ended(row: Collaboration) -> Why | None:
    """What the side that left wrote, or nothing. One query, for failed trades only."""
    if row.state not in COLLABORATION_FAILED:
        return None
    ends = TimelineEntry.objects.filter(object_type="collaboration", object_id=row.pk, to_state=row.state)
    entry = ends.filter(move__in=_SAID).exclude(reason="").order_by("-id").first()
    return Why(entry.actor_side, entry.reason) if entry else None
