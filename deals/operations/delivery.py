"""From agreement to the product in the creator's hands: parcel, voucher or visit, and what goes wrong on the way."""

from datetime import date, datetime, timedelta

from django.db import transaction

from barter.kernel import policy
from barter.kernel.actors import Actor, Side
from barter.kernel.errors import WrongState
from barter.kernel.local_time import day_at, end_of
from brands.operations.capacity import reserve_stock, ship_stock
from creators.models import Creator
from deals.errors import NothingToSend, ParcelWentBack, UnknownProblem, VisitDateNotPossible
from deals.models import Collaboration, Fault
from deals.models.collaboration import TOLD_BY_CARRIER, Problem
from deals.operations.faults import record_fault
from deals.operations.moving import HELD_FIELDS, freeze, lock, make_move, require, thaw
from deals.operations.reputation import count_shipment
from deals.rules import gone_problems, may_be_solved
from deals.workflow import CollaborationState as C

_MISSING = frozenset({Problem.NOT_ARRIVED, Problem.LOST})
_PROBLEM_FIELDS = ("problem_code", "problem_note")


def mark_shipped(
    *, collaboration: Collaboration, by: Actor, at: datetime, due_at: datetime | None = None
) -> Collaboration:
    """The parcel is on its way. `due_at`: when it should be there (default: by policy, domestic or cross-border)."""
    with transaction.atomic():
        row = lock(collaboration)
        require(row, "ship", by)
        hand_over(row)
        is_first = row.shipped_at is None
        count_shipment(row, at)
        row.shipped_at = at
        days = policy.value("parcel_cross_border_days" if row.is_cross_border else "parcel_domestic_days")
        due_at = due_at or at + timedelta(days=days)
        make_move(row, "ship", by=by, at=at, due_at=due_at, changed=["shipped_at", "stock_held", "shipped_late"])
        if is_first and row.shipped_late:  # stands already, unless the clock task was away when it became late
            record_fault(collaboration=row, side=Side.BRAND, kind=Fault.Kind.LATE_SHIPPING, at=at)
        return row


def arrival_limit(collaboration: Collaboration, day: date) -> datetime:
    """The end of the day a carrier promised, where the creator lives: then they are asked whether it came."""
    zone = Creator.objects.values_list("user__time_zone", flat=True).get(pk=collaboration.creator_id)
    return end_of(day, zone)


def expect_parcel(*, collaboration: Collaboration, by: Actor, day: date | None, at: datetime) -> Collaboration:
    """The carrier names the day of arrival, or another one: the clock runs until then, at most until it counts as lost.

    A day that is gone says nothing, and the same one again changes nothing. None: the day that was named is not this
    parcel's, and the usual time counts again, at least until tomorrow."""
    with transaction.atomic():
        row = lock(collaboration)
        require(row, "expect_parcel", by)
        due_at = arrival_limit(row, day) if day else max(_usual_arrival(row, at), at + timedelta(days=1))
        lost_at = (row.clock_started_at or at) + timedelta(days=policy.value("parcel_lost_days"))
        if at < due_at < lost_at and due_at != row.due_at:
            row.move_due(due_at, at)
            make_move(row, "expect_parcel", by=by, at=at, reason=day.isoformat() if day else "")
        return row


def _usual_arrival(row: Collaboration, at: datetime) -> datetime:
    days = policy.value("parcel_cross_border_days" if row.is_cross_border else "parcel_domestic_days")
    return (row.clock_started_at or at) + timedelta(days=days)


def mark_delivered(
    *, collaboration: Collaboration, by: Actor, at: datetime, delivered_at: datetime | None = None
) -> Collaboration:
    """The carrier's proof. `delivered_at` is the carrier's time (default `at`): the content clock counts from it."""
    with transaction.atomic():
        row = lock(collaboration)
        require(row, "deliver", by)
        if row.state == C.ON_HOLD and row.problem_code not in _MISSING:
            raise WrongState(state="on hold")
        row.delivered_at = min(at, max(delivered_at or at, row.shipped_at or at))
        _forget_problem(row)
        make_move(
            row,
            "deliver",
            by=by,
            at=at,
            started_at=row.delivered_at,
            due_at=at + timedelta(days=policy.value("confirm_delivery_days")),
            changed=["delivered_at", *_PROBLEM_FIELDS, *HELD_FIELDS],
        )
        return row


def confirm_delivery(*, collaboration: Collaboration, by: Actor, at: datetime) -> Collaboration:
    """The creator has it. Before the carrier's scan the content clock starts now, after it at the scan."""
    with transaction.atomic():
        row = lock(collaboration)
        require(row, "confirm_delivery", by)
        start_making(row, "confirm_delivery", by=by, at=at)
        return row


def start_making(row: Collaboration, move: str, *, by: Actor, at: datetime) -> None:
    """Into `creating`. Time a reported problem took since the delivery is not counted: it has moved the clock's start."""
    arrived = row.state in {C.DELIVERED, C.CHECKED_IN}
    started_at = (row.clock_started_at or at) if arrived else at
    row.delivered_at = row.delivered_at if arrived and row.delivered_at else at
    hand_over(row)
    due_at = started_at + timedelta(days=row.create_within_days)
    make_move(row, move, by=by, at=at, started_at=started_at, due_at=due_at, changed=["delivered_at", "stock_held"])


def mark_returned(*, collaboration: Collaboration, by: Actor, at: datetime) -> Collaboration:
    """The parcel went back to the brand; nobody's clock but the brand's runs."""
    return _hold(collaboration, "report_return", by, Problem.RETURNED, "", at)


def mark_lost(*, collaboration: Collaboration, by: Actor, at: datetime) -> Collaboration:
    """The carrier gave the parcel up, or it was silent for 30 days."""
    return _hold(collaboration, "lose_parcel", by, Problem.LOST, "", at)


def report_problem(*, collaboration: Collaboration, by: Actor, code: str, note: str, at: datetime) -> Collaboration:
    """The creator says what is wrong; the running clock stops until it is solved. Raises UnknownProblem."""
    if code not in Problem.values or code in TOLD_BY_CARRIER or code in gone_problems(collaboration):
        raise UnknownProblem(field="code")
    return _hold(collaboration, "report_problem", by, code, note, at)


def solve_problem(*, collaboration: Collaboration, by: Actor, at: datetime, reason: str = "") -> Collaboration:
    """Back to where it was, with the time that was left. Staff say why. Raises ParcelWentBack."""
    with transaction.atomic():
        row = lock(collaboration)
        require(row, "solve_problem", by)
        if not may_be_solved(row, by.side):
            raise ParcelWentBack
        row.problem_code = row.problem_note = ""
        thaw(row, "solve_problem", by=by, at=at, reason=reason, changed=_PROBLEM_FIELDS)
        return row


def send_again(*, collaboration: Collaboration, by: Actor, at: datetime) -> Collaboration:
    """The brand sends another parcel. One that came back goes out again; otherwise a new item is reserved (OutOfStock)."""
    with transaction.atomic():
        row = lock(collaboration)
        require(row, "send_again", by)
        if row.exchange != Collaboration.Exchange.PARCEL:
            raise NothingToSend
        if row.problem_code != Problem.RETURNED and row.variant_id is not None and not row.stock_held:
            reserve_stock(variant_id=row.variant_id)
            row.stock_held = True
        code = row.problem_code
        row.delivered_at = None
        _forget_problem(row)
        changed = ["delivered_at", "stock_held", *_PROBLEM_FIELDS, *HELD_FIELDS]
        make_move(row, "send_again", by=by, at=at, reason=code, changed=changed)
        return row


def book_visit(*, collaboration: Collaboration, by: Actor, visit_date: date, at: datetime) -> Collaboration:
    """The creator says when they come, or changes the day; days are those of where they live.

    Raises VisitDateNotPossible for a day gone or too far away."""
    with transaction.atomic():
        row = lock(collaboration)
        require(row, "book", by)
        zone = Creator.objects.values_list("user__time_zone", flat=True).get(pk=row.creator_id)
        latest = row.state_since + timedelta(days=policy.value("visit_days"))
        if not day_at(at, zone) <= visit_date <= day_at(latest, zone):
            raise VisitDateNotPossible(field="visit_date")
        row.visit_date = visit_date
        row.move_due(end_of(visit_date, zone), at)
        make_move(row, "book", by=by, at=at, reason=visit_date.isoformat(), changed=["visit_date"])
        return row


def check_in(*, collaboration: Collaboration, by: Actor, at: datetime) -> Collaboration:
    """The creator is there; both sides may say so."""
    with transaction.atomic():
        row = lock(collaboration)
        require(row, "check_in", by)
        row.delivered_at = at
        hand_over(row)
        make_move(row, "check_in", by=by, at=at, changed=["delivered_at", "stock_held"])
        return row


def _hold(collaboration: Collaboration, move: str, by: Actor, code: str, note: str, at: datetime) -> Collaboration:
    with transaction.atomic():
        row = lock(collaboration)
        require(row, move, by)
        hold(row, move, by=by, code=code, note=note, at=at)
        return row


def hold(
    row: Collaboration,
    move: str,
    *,
    by: Actor,
    code: str,
    note: str,
    at: datetime,
    clock_from: datetime | None = None,
) -> None:
    """Into `on_hold`; the caller holds the lock."""
    freeze(row, at)
    row.problem_code, row.problem_note = code, note[:1000]
    changed = [*_PROBLEM_FIELDS, *HELD_FIELDS]
    make_move(row, move, by=by, at=at, reason=code, started_at=clock_from, changed=changed)


def _forget_problem(row: Collaboration) -> None:
    row.problem_code = row.problem_note = row.held_from = ""
    row.held_clock = {}


def hand_over(row: Collaboration) -> None:
    """The item leaves the brand's stock: it can't be given back any more. The caller saves `stock_held`."""
    if row.stock_held and row.variant_id is not None:
        ship_stock(variant_id=row.variant_id)
    row.stock_held = False
