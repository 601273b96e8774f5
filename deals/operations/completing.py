"""A collaboration that went well: what is held goes back, figures count it, both sides may review."""

from collections.abc import Iterable
from datetime import datetime

from barter.kernel.actors import Actor
from barter.kernel.moves import record
from brands.operations.capacity import free_slot
from creators.operations.capacity import return_credit
from deals.events import CollaborationEnded
from deals.models import Collaboration
from deals.operations.delivery import hand_over
from deals.operations.moving import HELD_FIELDS, make_move
from deals.operations.reputation import count_completion
from deals.operations.reviews import open_reviews
from deals.workflow import CollaborationState


def complete(
    row: Collaboration, move: str, *, by: Actor, at: datetime, reason: str = "", changed: Iterable[str] = ()
) -> None:
    """Into `completed`. The place stays taken: it was used. The caller holds the lock.

    Where staff call a trade complete that nobody has seen arrive, its item counts as received.
    """
    hand_over(row)
    row.delivered_at = row.delivered_at or at
    row.ended_at = at
    row.held_from, row.held_clock = "", {}
    credit, slot = row.credit_held, row.slot_held
    row.credit_held = row.slot_held = False
    fields = ["ended_at", "delivered_at", "stock_held", "credit_held", "slot_held", *HELD_FIELDS, *changed]
    make_move(row, move, by=by, at=at, to=CollaborationState.COMPLETED, reason=reason, changed=fields)
    if credit:
        return_credit(creator_id=row.creator_id)
    count_completion(row)
    if slot:  # the brand's counters after the creator's, as at agreement
        free_slot(brand_id=row.brand_id)
    open_reviews(row, at)
    record(CollaborationEnded(collaboration=row.public_id, state=row.state), at=at)
