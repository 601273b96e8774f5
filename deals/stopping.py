"""Why a deal stands still."""

from barter.kernel.actors import Side
from barter.kernel.models import TimelineEntry
from deals.models import Deal

_STOPPED = frozenset({Deal.State.PAUSED, Deal.State.CLOSED, Deal.State.TAKEN_DOWN})


def team_reason(deal: Deal) -> str:
    """What our team wrote when it stopped this deal; empty when the brand or the clock did. One statement at most."""
    if deal.state not in _STOPPED:
        return ""
    moves = TimelineEntry.objects.filter(object_type="deal", object_id=deal.pk, to_state=deal.state)
    last = moves.exclude(from_state=deal.state).order_by("-id").first()
    return last.reason if last is not None and last.actor_side == Side.STAFF else ""
