"""Two sides act on one trade at the same moment: one wins, the other is told, nothing is half done.

Each kind of race is first run with the row's lock taken out: the control must see the damage, or the race is no race.
"""

import threading

import pytest

from barter.kernel.errors import BarterError, WrongState
from barter.kernel.models import Message, TimelineEntry
from deals import operations as ops
from deals.models import Collaboration
from deals.operations import moving
from deals.operations.clock import tick
from deals.workflow import CollaborationState
from tests.concurrency.heart import broken_invariants
from tests.concurrency.racing import WAIT_SECONDS, Act, race
from tests.deals.trades import DAY, Trade, trade_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
C = CollaborationState
ROUNDS = 10


def moves_of(trade: Trade) -> list[str]:
    rows = TimelineEntry.objects.filter(object_type="collaboration", object_id=trade.collaboration.pk)
    return list(rows.order_by("id").values_list("move", flat=True))


def approve(trade: Trade) -> Act:
    return lambda: ops.approve_content(collaboration=trade.collaboration, by=trade.by_brand, at=trade.now)


def request_changes(trade: Trade) -> Act:
    return lambda: ops.request_changes(collaboration=trade.collaboration, by=trade.by_brand, at=trade.now)


def cancel(trade: Trade) -> Act:
    return lambda: ops.cancel_collaboration(
        collaboration=trade.collaboration, by=trade.by_creator, reason="", at=trade.now
    )


def ship(trade: Trade) -> Act:
    return lambda: ops.mark_shipped(collaboration=trade.collaboration, by=trade.by_brand, at=trade.now)


def submit(trade: Trade) -> Act:
    return lambda: ops.submit_content(collaboration=trade.collaboration, by=trade.by_creator, at=trade.now)


def approve_silently(trade: Trade) -> Act:
    return lambda: tick(at=trade.now + 4 * DAY)


RACES = {
    "approve against request changes": (C.IN_REVIEW, approve, request_changes),
    "cancel against ship": (C.TO_SHIP, cancel, ship),
    "double submit": (C.CREATING, submit, submit),
    "request changes against the clock": (C.IN_REVIEW, request_changes, approve_silently),
    "double approve of content only": (C.IN_REVIEW, approve, approve),
}


@pytest.mark.parametrize("name", RACES)
def test_one_wins_and_the_other_is_told(name: str) -> None:
    state, first, second = RACES[name]
    for _ in range(ROUNDS):
        trade = trade_in(state, must_post="content only" not in name)
        before = len(moves_of(trade))
        results = race(first(trade), second(trade))
        refused = [result for result in results if isinstance(result, Exception)]
        assert all(isinstance(error, WrongState) and error.status == 409 for error in refused), results
        if second is not approve_silently:  # the clock task does not complain; it finds nothing to do
            assert len(refused) == 1, results
        made = moves_of(trade)[before:]
        assert made in (["approve"], ["request_changes"], ["cancel_as_creator"], ["ship"], ["submit"],
                        ["approve_silently"], ["approve", "complete"])  # fmt: skip
        assert trade.fresh().state == TimelineEntry.objects.filter(object_type="collaboration").latest("id").to_state
    assert broken_invariants() == []


@pytest.mark.parametrize("name", [name for name in RACES if "clock" not in name])
def test_control_without_the_lock_both_win(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    state, first, second = RACES[name]
    meeting = threading.Barrier(2)

    def look_without_lock(collaboration: Collaboration, *, with_deal: bool = False) -> Collaboration:
        row = Collaboration.objects.get(pk=collaboration.pk)
        meeting.wait(WAIT_SECONDS)  # both have read the old state
        return row

    trade = trade_in(state)
    before = len(moves_of(trade))
    for module in ("making", "cancelling", "delivery"):
        monkeypatch.setattr(f"deals.operations.{module}.lock", look_without_lock)
    results = race(first(trade), second(trade))
    assert not any(isinstance(result, WrongState) for result in results), results
    twice = len(moves_of(trade)) == before + 2  # the damage: two moves from one state, or an error nobody understands
    unclean = any(isinstance(result, Exception) and not isinstance(result, BarterError) for result in results)
    assert twice or unclean, results
    assert moving.lock is not look_without_lock


@pytest.mark.parametrize("workers", [2, 4])
def test_the_clock_task_on_several_workers_makes_each_default_once(workers: int) -> None:
    trades = [trade_in(C.CREATING) for _ in range(4)] + [trade_in(C.IN_REVIEW) for _ in range(2)]
    at = trades[-1].now + 15 * DAY
    results = race(*[lambda: tick(at=at) for _ in range(workers)])
    assert not any(isinstance(result, Exception) for result in results), results
    tick(at=at)  # what one worker left because another held it
    for trade in trades[:4]:
        assert moves_of(trade).count("mark_late") == 1
    for trade in trades[4:]:
        assert moves_of(trade).count("approve_silently") == 1
    assert Message.objects.filter(name="deals.fault_recorded").count() == 4
    assert broken_invariants() == []


def test_a_creator_who_delivers_at_the_last_moment_is_either_in_time_or_gone_never_both() -> None:
    for _ in range(ROUNDS):
        trade = trade_in(C.CREATING)
        trade.tick(days=15)
        at = trade.now + 8 * DAY
        results = race(
            lambda: ops.submit_content(collaboration=trade.collaboration, by=trade.by_creator, at=at),  # noqa: B023
            lambda: tick(at=at),  # noqa: B023
        )
        row = trade.fresh()
        if row.state == C.NO_SHOW:
            assert isinstance(results[0], WrongState)
        else:
            assert row.state == C.IN_REVIEW
            assert row.credit_held
        trade.tick(days=0)
    assert broken_invariants() == []


def test_both_sides_review_at_the_same_moment_and_both_are_published() -> None:
    for _ in range(ROUNDS):
        trade = trade_in(C.COMPLETED)

        def write(side: str) -> Act:
            return lambda: ops.write_review(
                collaboration=trade.collaboration, by=trade.actors[side], stars=5, public_text="", would_again=True,  # noqa: B023
                at=trade.now,  # noqa: B023
            )  # fmt: skip

        results = race(write("brand"), write("creator"))
        assert not any(isinstance(result, BarterError) for result in results), results
        assert set(trade.collaboration.reviews.values_list("state", flat=True)) == {"published"}
