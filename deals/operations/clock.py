"""What the clock does: reminders, lateness, and the default of each state nobody moved.

A default carries the time at which it was due, also when the clock task comes late, so that a timeline is in order.
The clock of a state it leads to starts when it is really made: nobody loses time to an outage. The content clock is
the exception, it counts from the delivery.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from barter.kernel.actors import Actor, Side
from barter.kernel.clockwork import NAG_EVERY, next_moments, run_due
from barter.kernel.moves import record
from barter.kernel.stateful import Stateful
from brands.models import BrandCapacity
from deals.events import ClockReminder
from deals.models import Application, Collaboration, Deal, Dispute, Fault, Review, SavedSearch
from deals.models.collaboration import Problem
from deals.operations import application as applications
from deals.operations import deal as deals
from deals.operations import searching
from deals.operations.delivery import hold, start_making
from deals.operations.disputes import move_dispute
from deals.operations.faults import record_fault
from deals.operations.making import approve
from deals.operations.moving import end, make_move
from deals.operations.pending import tell_due
from deals.operations.posting import verify_live, watch_live
from deals.operations.reputation import count_no_ship, count_no_show, recount_late_shipments
from deals.operations.reviews import lapse, publish
from deals.workflow import CollaborationState as C

SYSTEM = Actor.system()
_MOST_PASSES = 50
_BATCH = 500
Default = Callable[..., None]


def tick(*, at: datetime, limit: int = 2_000) -> int:
    """Do everything of this application that is due at `at`. Returns how many rows were handled, about `limit` at most."""
    done = 0
    for _ in range(_MOST_PASSES):  # a default may lead to a state whose own clock is over already
        progress = sum(work(at, min(limit, _BATCH)) for work in _WORK)
        done += progress
        if not progress or done >= limit:
            break
    return done


def remind(row: Stateful, at: datetime) -> None:
    """Tell the ball holder. Reminders that were missed while the clock task was away are left out."""
    seconds_left = (row.due_at - at).total_seconds() if row.due_at else 0
    event = ClockReminder(
        object_type=str(row._meta.model_name),
        object=row.public_id,  # type: ignore[attr-defined]
        state=row.state,
        ball=row.ball or "",
        hours_left=round(seconds_left / 3600),
    )
    record(event, at=at)


# ---- Collaborations


def _collaboration(row: Collaboration, at: datetime) -> None:
    if row.state == C.LIVE_HOLD or (row.state == C.POSTED and row.due_at is not None and at < row.due_at):
        watch_live(row, at=at)
    else:
        next_moments(row, at, lambda move, moment: COLLABORATION_DEFAULTS[move](row, move, moment, at), remind)


def _mark_late(row: Collaboration, move: str, moment: datetime, at: datetime) -> None:
    """Grace runs. The fault is recorded once per collaboration, however often a clock is missed."""
    if row.state == C.TO_SHIP:
        row.shipped_late, side, kind = True, Side.BRAND, Fault.Kind.LATE_SHIPPING
    else:
        row.was_late, side, kind = True, Side.CREATOR, Fault.Kind.LATE_CONTENT
    row.stay_late(moment)
    make_move(row, move, by=SYSTEM, at=moment, changed=["shipped_late", "was_late"])
    record_fault(collaboration=row, side=side, kind=kind, at=moment)


def _ask_for_parcel(row: Collaboration, move: str, moment: datetime, at: datetime) -> None:
    row.stay_late(moment)
    make_move(row, move, by=SYSTEM, at=moment)


def _ask_for_visit(row: Collaboration, move: str, moment: datetime, at: datetime) -> None:
    """Whoever came may have forgotten to say so; who never chose a day was asked often enough."""
    if row.visit_date is None:
        _give_up_content(row, "miss_visit", moment, at)
    else:
        row.stay_late(moment)
        make_move(row, move, by=SYSTEM, at=moment)


def _lose_parcel(row: Collaboration, move: str, moment: datetime, at: datetime) -> None:
    hold(row, move, by=SYSTEM, code=Problem.LOST, note="", at=moment, clock_from=at)


def _take_as_received(row: Collaboration, move: str, moment: datetime, at: datetime) -> None:
    start_making(row, move, by=SYSTEM, at=moment)


def _approve_silently(row: Collaboration, move: str, moment: datetime, at: datetime) -> None:
    approve(row, move, by=SYSTEM, at=moment, clock_from=at)


def _verify_unchecked(row: Collaboration, move: str, moment: datetime, at: datetime) -> None:
    """No check came to a result within the day: that is our fault, not the creator's."""
    verify_live(row, at=moment)


def _give_up_shipping(row: Collaboration, move: str, moment: datetime, at: datetime) -> None:
    end(row, move, by=SYSTEM, at=moment)
    count_no_ship(row)
    record_fault(collaboration=row, side=Side.BRAND, kind=Fault.Kind.NO_SHIP, at=moment)


def _give_up_content(row: Collaboration, move: str, moment: datetime, at: datetime) -> None:
    end(row, move, by=SYSTEM, at=moment, lose_credit=True)
    count_no_show(row)
    record_fault(collaboration=row, side=Side.CREATOR, kind=Fault.Kind.NO_SHOW, at=moment)


def _cancel_held(row: Collaboration, move: str, moment: datetime, at: datetime) -> None:
    end(row, move, by=SYSTEM, at=moment, reason=row.problem_code)


def _escalate(row: Collaboration, move: str, moment: datetime, at: datetime) -> None:
    row.stay_late(moment)
    row.wake_at = at + NAG_EVERY
    make_move(row, move, by=SYSTEM, at=moment)


COLLABORATION_DEFAULTS: Mapping[str, Default] = {
    "mark_late": _mark_late,
    "give_up_shipping": _give_up_shipping,
    "ask_for_parcel": _ask_for_parcel,
    "ask_for_visit": _ask_for_visit,
    "lose_parcel": _lose_parcel,
    "take_as_received": _take_as_received,
    "miss_visit": _give_up_content,
    "give_up_content": _give_up_content,
    "approve_silently": _approve_silently,
    "verify_live": _verify_unchecked,
    "cancel_held": _cancel_held,
    "escalate_dispute": _escalate,
}

# ---- Disputes and reviews


def _dispute(row: Dispute, at: datetime) -> None:
    def make(move: str, moment: datetime) -> None:
        if move == "escalate":
            row.stay_late(moment)
            row.wake_at = at + NAG_EVERY
        move_dispute(row, move, by=SYSTEM, at=moment, clock_from=at)

    next_moments(row, at, make, remind)


def _review(row: Review, at: datetime) -> None:
    def make(move: str, moment: datetime) -> None:
        (publish if move == "publish" else lapse)(row, at=moment)

    next_moments(row, at, make, remind)


# ---- What is looked at, in the order of locks


def _lock_deal_if_due(row: Collaboration, at: datetime) -> None:
    """A default may give a place back; a reminder needs no lock on the deal."""
    if row.due_at is not None and at >= row.due_at:
        Deal.objects.select_for_update(no_key=True).only("pk").get(pk=row.deal_id)


def _late_shipments(row: BrandCapacity, at: datetime) -> None:
    recount_late_shipments(brand_id=row.pk, at=at)


def _deal(row: Deal, at: datetime) -> None:
    deals.on_clock(row.pk, at)


def _application(row: Application, at: datetime) -> None:
    applications.on_clock(row.pk, at)


_WORK: tuple[Callable[[datetime, int], int], ...] = (
    lambda at, limit: run_due(Deal.objects.only("pk"), _deal, at, limit=limit),
    tell_due,
    lambda at, limit: run_due(Application.objects.only("pk"), _application, at, limit=limit),
    lambda at, limit: run_due(
        Collaboration.objects.all(),
        _collaboration,
        at,
        limit=limit,
        lock_first=lambda row: _lock_deal_if_due(row, at),
    ),
    lambda at, limit: run_due(Dispute.objects.select_related("collaboration"), _dispute, at, limit=limit),
    lambda at, limit: run_due(Review.objects.select_related("collaboration"), _review, at, limit=limit),
    lambda at, limit: run_due(SavedSearch.objects.all(), searching.on_clock, at, limit=limit),
    lambda at, limit: run_due(BrandCapacity.objects.only("pk"), _late_shipments, at, limit=limit),
)
