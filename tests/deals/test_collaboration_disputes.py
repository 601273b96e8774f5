"""Disputes and the faults they leave."""

import pytest

from barter.kernel.actors import Side
from barter.kernel.errors import BarterError, NotAllowed, WrongState
from barter.kernel.models import Message, TimelineEntry
from brands.models import Variant
from creators.models import CreatorCapacity
from deals import operations as ops
from deals.errors import DisputeRunning
from deals.models import Dispute, Fault, LiveLink
from deals.operations.clock import tick
from deals.rules import collaboration_actions, dispute_actions, fault_actions
from deals.workflow import CollaborationState, DisputeState
from tests.deals.test_collaboration_clock import assert_invariants, capacity
from tests.deals.trades import Trade, trade_in

pytestmark = pytest.mark.django_db
C = CollaborationState
Found = LiveLink.State


def dispute_of(trade: Trade) -> Dispute:
    return Dispute.objects.get(collaboration=trade.collaboration)


def decide(trade: Trade, outcome: str) -> Dispute:
    row = ops.decide_dispute(
        dispute=dispute_of(trade), by=trade.by_staff, outcome=outcome, decision="So be it", at=trade.later(hours=1)
    )
    trade.fresh()
    return row


def test_a_dispute_is_answered_by_the_other_side_and_passes_to_staff() -> None:
    trade = trade_in(C.DISPUTED)
    dispute = dispute_of(trade)
    assert dispute.ball == "creator"
    with pytest.raises(BarterError) as refusal:
        ops.answer_dispute(dispute=dispute, by=trade.by_brand, answer="me", at=trade.now)
    assert refusal.value.code == "own_dispute"
    ops.answer_dispute(dispute=dispute, by=trade.by_creator, answer="I did", at=trade.now)
    tick(at=trade.later(days=4))
    assert dispute_of(trade).state == DisputeState.STAFF
    tick(at=trade.later(days=8))
    tick(at=trade.later(days=1, hours=1))
    assert dispute_of(trade).state == DisputeState.STAFF
    told = Message.objects.filter(name="deals.clock_reminder", payload__object_type="dispute", payload__ball="staff")
    assert told.count() == 1
    assert_invariants()


def test_silence_in_a_dispute_passes_it_to_staff() -> None:
    trade = trade_in(C.DISPUTED)
    tick(at=trade.later(days=3, hours=1))
    assert dispute_of(trade).state == DisputeState.STAFF


def test_a_dispute_that_is_resumed_gives_the_time_back() -> None:
    trade = trade_in(C.CREATING)
    due = trade.collaboration.due_at
    assert due is not None
    trade.do("open_dispute", "creator", reason="It broke")
    opened = trade.now
    trade.later(days=6)
    assert decide(trade, "resume").state == DisputeState.DECIDED
    assert trade.collaboration.state == C.CREATING
    assert trade.collaboration.due_at == due + (trade.now - opened)
    assert_invariants()


def test_a_dispute_about_something_on_hold_comes_back_to_the_hold_and_from_there_to_the_start() -> None:
    trade = trade_in(C.ON_HOLD)
    trade.do("open_dispute", "creator", reason="They don't answer")
    decide(trade, "resume")
    assert (trade.collaboration.state, trade.collaboration.held_from) == (C.ON_HOLD, C.DELIVERED)
    trade.do("solve_problem", "creator")
    assert trade.collaboration.state == C.DELIVERED


@pytest.mark.parametrize(
    ("outcome", "state", "lost", "side"),
    [
        ("complete", C.COMPLETED, 0, None),
        ("no_fault", C.CANCELLED_NO_FAULT, 0, None),
        ("brand_fault", C.CANCELLED_BY_BRAND, 0, "brand"),
        ("creator_fault", C.CANCELLED_BY_CREATOR, 1, "creator"),
    ],
)
def test_staff_decide_and_the_trade_ends(outcome: str, state: CollaborationState, lost: int, side: str | None) -> None:
    trade = trade_in(C.DISPUTED)
    decide(trade, outcome)
    assert trade.collaboration.state == state
    assert capacity(trade)[:3] == (0, lost, 0)
    assert list(Fault.objects.values_list("side", flat=True)) == ([side] if side else [])
    with pytest.raises(WrongState):
        decide(trade, outcome)
    assert_invariants()


def test_an_appeal_may_turn_the_fault_around() -> None:
    trade = trade_in(C.DISPUTED)
    decide(trade, "brand_fault")
    ops.appeal_dispute(dispute=dispute_of(trade), by=trade.by_brand, at=trade.later(days=2))
    arguments = {"by": trade.by_staff, "decision": "Looked again", "at": trade.later(days=1)}
    with pytest.raises(BarterError):
        ops.decide_appeal(dispute=dispute_of(trade), outcome="resume", **arguments)
    ops.decide_appeal(dispute=dispute_of(trade), outcome="creator_fault", **arguments)
    assert dispute_of(trade).state == DisputeState.FINAL
    assert list(Fault.objects.values_list("side", "state")) == [("creator", "standing")]
    assert_invariants()


def test_an_upheld_fault_goes_with_the_decision_it_rests_on() -> None:
    trade = trade_in(C.DISPUTED)
    decide(trade, "creator_fault")
    ops.settle_fault(fault=Fault.objects.get(), by=trade.by_staff, lift=False, at=trade.later(hours=1))
    assert capacity(trade)[:3] == (0, 1, 0)
    ops.appeal_dispute(dispute=dispute_of(trade), by=trade.by_creator, at=trade.later(days=2))
    ops.decide_appeal(
        dispute=dispute_of(trade), by=trade.by_staff, outcome="no_fault", decision="Nobody's", at=trade.later(days=1)
    )
    assert Fault.objects.get().state == Fault.State.LIFTED
    assert capacity(trade)[:3] == (0, 0, 0)
    assert_invariants()


@pytest.mark.parametrize("first", ["no_fault", "brand_fault"])
def test_a_credit_follows_an_appeal_against_the_creator(first: str) -> None:
    trade = trade_in(C.DISPUTED)
    decide(trade, first)
    ops.appeal_dispute(dispute=dispute_of(trade), by=trade.by_brand, at=trade.later(days=2))
    appealed = {"dispute": dispute_of(trade), "by": trade.by_staff, "decision": "Looked again", "at": trade.now}
    ops.decide_appeal(outcome="creator_fault", **appealed)
    assert capacity(trade)[:3] == (0, 1, 0)
    assert_invariants()


@pytest.mark.parametrize("outcome", ["complete", "no_fault", "brand_fault", "creator_fault"])
def test_nothing_stays_reserved_for_a_trade_that_staff_end_before_it_ships(outcome: str) -> None:
    trade = trade_in(C.TO_SHIP)
    trade.do("open_dispute", "creator", reason="They gave it to me at the fair")
    decide(trade, outcome)
    given = outcome == "complete"
    stock = Variant.objects.values_list("stock_on_hand", "stock_reserved").get()
    assert (trade.collaboration.stock_held, stock) == (False, (4 if given else 5, 0))
    assert_invariants()


@pytest.mark.parametrize(
    ("outcome", "state", "lost"),
    [("brand_fault", C.CANCELLED_BY_BRAND, 0), ("creator_fault", C.CANCELLED_BY_CREATOR, 1)],
)
def test_an_appeal_that_ends_what_went_on_says_whose_fault_it_was(outcome: str, state: str, lost: int) -> None:
    trade = trade_in(C.DISPUTED)
    decide(trade, "resume")
    ops.appeal_dispute(dispute=dispute_of(trade), by=trade.by_brand, at=trade.later(days=2))
    appealed = {"dispute": dispute_of(trade), "by": trade.by_staff, "decision": "Looked again", "at": trade.now}
    ops.decide_appeal(outcome=outcome, **appealed)
    assert trade.fresh().state == state
    assert capacity(trade)[:3] == (0, lost, 0)
    assert_invariants()


def appealed_after_a_no_show(outcome: str) -> Trade:
    """The trade went on after the first decision and ended without content, before the second blamed somebody."""
    trade = trade_in(C.DISPUTED)
    decide(trade, "resume")
    ops.appeal_dispute(dispute=dispute_of(trade), by=trade.by_brand, at=trade.later(days=1))
    trade.tick(days=40)
    assert trade.fresh().state == C.NO_SHOW
    appealed = {"dispute": dispute_of(trade), "by": trade.by_staff, "decision": "Looked again", "at": trade.now}
    ops.decide_appeal(outcome=outcome, **appealed)
    return trade


@pytest.mark.parametrize("outcome", ["brand_fault", "creator_fault"])
def test_a_credit_stays_lost_for_the_content_that_never_came(outcome: str) -> None:
    trade = appealed_after_a_no_show(outcome)
    for kind, lost in ((Fault.Kind.CANCELLED, 1), (Fault.Kind.NO_SHOW, 0)):
        ops.settle_fault(fault=Fault.objects.get(kind=kind), by=trade.by_staff, lift=True, at=trade.now)
        assert capacity(trade)[:3] == (0, lost, 0)
    assert_invariants()


@pytest.mark.parametrize("way", ["by our team", "by itself, after a decision to go on"])
def test_what_is_complete_no_longer_counts_when_it_was_the_creators_fault_after_all(way: str) -> None:
    if way == "by our team":
        trade = trade_in(C.DISPUTED)
        decide(trade, "complete")
    else:
        trade = trade_in(C.IN_REVIEW, must_post=False)
        trade.do("open_dispute", "brand", reason="It is not theirs")
        decide(trade, "resume")
        trade.do("approve_content", "brand")
    assert trade.collaboration.state == C.COMPLETED
    assert CreatorCapacity.objects.get().completed_count == CreatorCapacity.objects.get().on_time_count == 1
    ops.appeal_dispute(dispute=dispute_of(trade), by=trade.by_brand, at=trade.later(days=2))
    appealed = {"dispute": dispute_of(trade), "by": trade.by_staff, "decision": "Looked again", "at": trade.now}
    ops.decide_appeal(outcome="creator_fault", **appealed)
    creator = CreatorCapacity.objects.get()
    assert (creator.completed_count, creator.on_time_count, creator.credits_lost) == (0, 0, 1)
    assert_invariants()


def test_a_credit_at_stake_elsewhere_is_not_taken_by_an_appeal() -> None:
    trade = trade_in(C.DISPUTED)
    decide(trade, "no_fault")
    ops.appeal_dispute(dispute=dispute_of(trade), by=trade.by_brand, at=trade.later(days=2))
    CreatorCapacity.objects.update(credits_granted=0)
    appealed = {"dispute": dispute_of(trade), "by": trade.by_staff, "decision": "Looked again", "at": trade.now}
    ops.decide_appeal(outcome="creator_fault", **appealed)
    assert list(Fault.objects.values_list("side", "state")) == [("creator", "standing")]
    assert capacity(trade)[:3] == (0, 0, 0)
    assert_invariants()


def test_a_fault_without_a_lost_credit_brings_none_when_it_is_lifted() -> None:
    trade = trade_in(C.CANCELLED_BY_CREATOR)
    CreatorCapacity.objects.update(credits_lost=1)
    ops.settle_fault(fault=Fault.objects.get(), by=trade.by_staff, lift=True, at=trade.now)
    assert CreatorCapacity.objects.get().credits_lost == 1


def test_a_new_dispute_makes_the_earlier_decision_final_and_blocks_no_appeal() -> None:
    trade = trade_in(C.DISPUTED)
    decide(trade, "resume")
    first = dispute_of(trade)
    trade.do("open_dispute", "creator", reason="Once more")
    first.refresh_from_db()
    assert (first.state, dispute_actions(first, Side.BRAND)) == (DisputeState.FINAL, [])
    assert TimelineEntry.objects.filter(object_type="dispute", move="finish", reason="a newer dispute").count() == 1
    second = Dispute.objects.exclude(pk=first.pk).get()
    ops.answer_dispute(dispute=second, by=trade.by_brand, answer="No", at=trade.now)
    tick(at=trade.later(days=4))
    ops.decide_dispute(dispute=second, by=trade.by_staff, outcome="resume", decision="Go on", at=trade.now)
    ops.appeal_dispute(dispute=second, by=trade.by_brand, at=trade.now)
    assert_invariants()


def test_while_a_decision_is_looked_at_again_there_is_no_new_dispute() -> None:
    trade = trade_in(C.DISPUTED)
    decide(trade, "resume")
    assert "open_dispute" in collaboration_actions(trade.collaboration, Side.CREATOR)
    ops.appeal_dispute(dispute=dispute_of(trade), by=trade.by_brand, at=trade.later(hours=1))
    assert "open_dispute" not in collaboration_actions(trade.collaboration, Side.CREATOR)
    with pytest.raises(DisputeRunning):
        trade.do("open_dispute", "creator", reason="And again")
    assert trade.fresh().state == C.CREATING
    assert Dispute.objects.count() == 1


def test_without_appeal_a_decision_is_final_after_14_days() -> None:
    trade = trade_in(C.DISPUTED)
    decide(trade, "no_fault")
    tick(at=trade.later(days=14))
    assert dispute_of(trade).state == DisputeState.FINAL
    with pytest.raises(WrongState):
        ops.appeal_dispute(dispute=dispute_of(trade), by=trade.by_brand, at=trade.now)


def test_staff_who_end_a_disputed_trade_decide_the_dispute_with_it() -> None:
    trade = trade_in(C.DISPUTED)
    trade.do("cancel_by_staff", "staff", reason="fraud")
    assert dispute_of(trade).state == DisputeState.DECIDED
    assert_invariants()


# ---- Faults


def test_a_fault_is_appealed_once_by_the_side_it_stands_against() -> None:
    trade = trade_in(C.CANCELLED_BY_BRAND)
    fault = Fault.objects.get()
    with pytest.raises(NotAllowed):
        ops.appeal_fault(fault=fault, by=trade.by_creator, note="no", at=trade.now)
    ops.appeal_fault(fault=fault, by=trade.by_brand, note="We burnt down", at=trade.now)
    with pytest.raises(BarterError) as refusal:
        ops.appeal_fault(fault=fault, by=trade.by_brand, note="again", at=trade.now)
    assert refusal.value.code == "fault_not_appealable"
    with pytest.raises(NotAllowed):
        ops.settle_fault(fault=fault, by=trade.by_brand, lift=True, at=trade.now)
    ops.settle_fault(fault=fault, by=trade.by_staff, lift=False, at=trade.now)
    assert Fault.objects.get().state == Fault.State.UPHELD
    steps = TimelineEntry.objects.filter(object_type="fault").order_by("id")
    assert [(row.move, row.from_state, row.to_state) for row in steps] == [
        ("record", "", "standing"),
        ("appeal", "standing", "appealed"),
        ("uphold", "appealed", "upheld"),
    ]


@pytest.mark.parametrize("after", ["decision", "appeal"])
def test_what_rests_on_a_decision_is_appealed_with_the_decision_and_not_beside_it(after: str) -> None:
    trade = trade_in(C.DISPUTED)
    decide(trade, "creator_fault" if after == "decision" else "complete")
    if after == "appeal":
        dispute = ops.appeal_dispute(dispute=dispute_of(trade), by=trade.by_brand, at=trade.later(days=2))
        verdict = {"outcome": "creator_fault", "decision": "Looked again", "at": trade.later(days=1)}
        ops.decide_appeal(dispute=dispute, by=trade.by_staff, **verdict)
    fault = Fault.objects.get()
    assert fault_actions(fault, Side.CREATOR) == []
    with pytest.raises(BarterError) as refusal:
        ops.appeal_fault(fault=fault, by=trade.by_creator, note="No", at=trade.later(hours=1))
    assert refusal.value.code == "fault_of_a_decision"
    assert Fault.objects.get().state == Fault.State.STANDING
    if after == "decision":
        ops.appeal_dispute(dispute=dispute_of(trade), by=trade.by_creator, at=trade.later(hours=1))


def test_who_left_can_appeal_the_entry_also_after_an_earlier_decision() -> None:
    trade = trade_in(C.TO_SHIP)
    trade.do("open_dispute", "creator", reason="The size")
    decide(trade, "resume")
    trade.do("cancel_collaboration", "brand", reason="Out of stock")
    assert fault_actions(Fault.objects.get(), Side.BRAND) == ["appeal"]
    ops.appeal_fault(fault=Fault.objects.get(), by=trade.by_brand, note="No", at=trade.later(hours=1))
