"""Posting, cancelling, new terms, disputes, faults and reviews."""

import pytest

from barter.kernel.errors import BarterError, NotAllowed, WrongState
from barter.kernel.models import Message
from barter.kernel.outbox.relay import Delivery
from creators.models import CreatorCapacity
from deals import operations as ops
from deals.handlers import want_live_check
from deals.models import Dispute, Fault, LiveLink, Review, Terms
from deals.operations.clock import tick
from deals.tasks import check_links
from deals.workflow import CollaborationState, DisputeState, ReviewState
from tests.deals.test_collaboration_clock import assert_invariants, capacity, timeline
from tests.deals.trades import DAY, POST_URL, Trade, trade_in

pytestmark = pytest.mark.django_db
C = CollaborationState
Found = LiveLink.State


def live_checks_asked() -> int:
    return Message.objects.filter(name="deals.live_check_due").count()


def play(trade: Trade) -> None:
    """What relay and worker do with a wanted check."""
    message = Message.objects.filter(name="deals.live_check_due").latest("id")
    want_live_check(Delivery(message.uid, message.name, message.payload, message.at))
    check_links()
    trade.fresh()


# ---- Posts


def test_a_post_is_checked_at_once_and_after_an_hour_before_it_counts() -> None:
    trade = trade_in(C.POSTED)
    assert live_checks_asked() == 1
    trade.check_links(minutes=1)
    assert trade.collaboration.state == C.POSTED
    trade.tick(hours=1)
    assert live_checks_asked() == 2
    posted = trade.collaboration.posted_at
    trade.check_links(minutes=1)
    assert trade.collaboration.state == C.LIVE_HOLD
    assert posted is not None
    assert trade.collaboration.due_at == posted + 30 * DAY


@pytest.mark.parametrize("what", [Found.DEAD, Found.PRIVATE, Found.NO_DISCLOSURE])
def test_a_bad_post_goes_back_for_48_hours_and_can_be_replaced(what: LiveLink.State) -> None:
    trade = trade_in(C.POSTED)
    trade.check_links(what, minutes=5)
    assert (trade.collaboration.state, trade.collaboration.due_at) == (C.APPROVED, trade.now + 2 * DAY)
    trade.do("add_live_link", "creator", platform="tiktok", url="https://www.tiktok.com/@a/2")
    link = LiveLink.objects.get(platform="tiktok")
    ops.record_live_check(link=link, result=Found.LIVE, at=trade.later(hours=2))
    assert trade.fresh().state == C.LIVE_HOLD


def test_a_post_nobody_could_check_counts_after_a_day() -> None:
    trade = trade_in(C.POSTED)
    trade.tick(hours=2)
    trade.tick(hours=23)
    assert trade.collaboration.state == C.LIVE_HOLD


def test_a_live_post_is_checked_on_its_days_and_then_the_trade_is_complete() -> None:
    trade = trade_in(C.LIVE_HOLD)
    posted = trade.collaboration.posted_at
    assert posted is not None
    asked = []
    for day in range(1, 32):
        before = live_checks_asked()
        trade.now = posted + day * DAY
        trade.tick(hours=0)
        if live_checks_asked() > before:
            asked.append(day)
            trade.check_links(minutes=1)
    assert asked == [1, 7, 15, 30]
    assert trade.collaboration.state == C.COMPLETED
    assert capacity(trade) == (0, 0, 0, 1, 0)
    assert_invariants()


def test_a_live_post_is_complete_even_when_the_last_check_gives_no_answer() -> None:
    trade = trade_in(C.LIVE_HOLD)
    trade.tick(days=31)
    assert trade.collaboration.state == C.LIVE_HOLD
    trade.tick(hours=2)
    assert trade.collaboration.state == C.COMPLETED


def test_a_removed_post_has_five_days_to_come_back_and_its_clock_goes_on() -> None:
    trade = trade_in(C.LIVE_HOLD)
    due = trade.collaboration.due_at
    assert due is not None
    trade.check_links(Found.DEAD, days=3)
    removed = trade.now
    assert (trade.collaboration.link_removed_at, trade.collaboration.due_at) == (removed, removed + 5 * DAY)
    trade.do("restore_live", "creator")
    assert trade.collaboration.link_removed_at is not None  # only a check that finds it ends the five days
    trade.check_links(days=1)
    assert trade.collaboration.link_removed_at is None
    assert trade.collaboration.due_at == due + (trade.now - removed)
    assert timeline(trade)[-3:] == ["report_removed", "restore_live", "restore_live"]


def test_a_removed_post_that_stays_away_is_a_fault() -> None:
    trade = trade_in(C.LIVE_HOLD)
    trade.check_links(Found.PRIVATE, days=3)
    trade.tick(days=6)
    assert trade.collaboration.state == C.COMPLETED
    assert timeline(trade)[-1] == "fail_live_hold"
    assert Fault.objects.get().kind == Fault.Kind.POST_REMOVED
    assert_invariants()


def test_the_simulated_platform_says_what_the_address_says() -> None:
    trade = trade_in(C.APPROVED)
    trade.do("add_live_link", "creator", platform="instagram", url=f"{POST_URL}-no-ad")
    play(trade)
    assert trade.collaboration.state == C.APPROVED
    assert LiveLink.objects.get().state == Found.NO_DISCLOSURE
    check_links()  # nothing is waiting any more
    assert trade.fresh().state == C.APPROVED


def test_a_check_that_breaks_is_repeated_later(monkeypatch: pytest.MonkeyPatch) -> None:
    trade = trade_in(C.POSTED)

    def fail(link: LiveLink) -> LiveLink.State:
        raise TimeoutError

    monkeypatch.setattr("deals.links.check", fail)
    play(trade)
    link = LiveLink.objects.get()
    assert link.state == Found.UNCHECKED
    assert link.check_at is not None


# ---- Cancelling


def test_both_sides_may_end_it_together() -> None:
    trade = trade_in(C.CREATING)
    with pytest.raises(BarterError) as refusal:
        trade.do("agree_cancel", "creator")
    assert refusal.value.code == "no_cancel_proposed"
    trade.do("propose_cancel", "brand")
    with pytest.raises(BarterError) as refusal:
        trade.do("agree_cancel", "brand")
    assert refusal.value.code == "own_cancel_proposal"
    trade.do("agree_cancel", "creator")
    assert trade.collaboration.state == C.CANCELLED_MUTUAL
    assert capacity(trade) == (0, 0, 0, 0, 0)
    assert not Fault.objects.exists()
    assert_invariants()


def test_a_proposal_to_cancel_is_withdrawn_by_the_next_move() -> None:
    trade = trade_in(C.CREATING)
    trade.do("propose_cancel", "brand")
    trade.do("submit_content", "creator")
    with pytest.raises(BarterError) as refusal:
        trade.do("agree_cancel", "creator")
    assert refusal.value.code == "no_cancel_proposed"


@pytest.mark.parametrize("side", ["brand", "creator"])
def test_who_cancels_alone_has_the_fault_and_the_credit_comes_back(side: str) -> None:
    trade = trade_in(C.TO_SHIP)
    trade.do("cancel_collaboration", side, reason="changed my mind")
    assert list(Fault.objects.values_list("side", "kind")) == [(side, "cancelled")]
    assert capacity(trade) == (0, 0, 0, 0, 0)
    assert_invariants()


@pytest.mark.parametrize(("state", "lost"), [(C.SHIPPED, 0), (C.CREATING, 1)])
def test_an_honest_exit_costs_the_credit_only_when_the_product_was_received(
    state: CollaborationState, lost: int
) -> None:
    trade = trade_in(state)
    trade.do("exit_honestly", "creator")
    assert capacity(trade)[:2] == (0, lost)
    assert not Fault.objects.exists()
    assert_invariants()


# ---- Terms


def test_new_terms_need_the_other_sides_consent_and_move_the_running_clock() -> None:
    trade = trade_in(C.CREATING)
    due = trade.collaboration.due_at
    assert due is not None
    trade.do("propose_terms", "creator", changes={"create_within_days": 21})
    with pytest.raises(BarterError) as refusal:
        trade.do("answer_terms", "creator", agree=True)
    assert refusal.value.code == "own_terms_proposal"
    assert trade.fresh().due_at == due
    trade.do("answer_terms", "brand", agree=True)
    assert (trade.collaboration.create_within_days, trade.collaboration.due_at) == (21, due + 7 * DAY)
    assert list(Terms.objects.order_by("version").values_list("version", "state")) == [(1, "agreed"), (2, "agreed")]
    assert Terms.objects.get(version=2).sha256 != Terms.objects.get(version=1).sha256
    assert_invariants()


def test_refused_terms_change_nothing() -> None:
    trade = trade_in(C.CREATING)
    due = trade.collaboration.due_at
    trade.do("propose_terms", "brand", changes={"live_days": 60})
    with pytest.raises(BarterError) as refusal:
        trade.do("propose_terms", "creator", changes={"live_days": 10})
    assert refusal.value.code == "terms_already_proposed"
    trade.do("answer_terms", "creator", agree=False)
    assert (trade.collaboration.live_days, trade.collaboration.due_at) == (30, due)
    trade.do("propose_terms", "brand", changes={"live_days": 40})
    assert_invariants()


def test_an_agreed_date_replaces_the_deadline() -> None:
    trade = trade_in(C.APPROVED)
    day = (trade.now + 20 * DAY).date()
    trade.do("propose_terms", "creator", changes={"due_date": day.isoformat()})
    trade.do("answer_terms", "brand", agree=True)
    assert trade.collaboration.due_at is not None
    assert trade.collaboration.due_at.date() == day


@pytest.mark.parametrize(
    "changes", [{}, {"live_days": 3}, {"due_date": "2020-01-01"}, {"due_date": "soon"}, {"price": 1}]
)
def test_senseless_terms_are_refused(changes: dict[str, object]) -> None:
    trade = trade_in(C.CREATING)
    with pytest.raises(BarterError) as refusal:
        trade.do("propose_terms", "brand", changes=changes)
    assert refusal.value.status == 422
    assert Terms.objects.count() == 1


# ---- Disputes


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


# ---- Reviews


def write(trade: Trade, side: str, stars: int = 5) -> Review:
    return ops.write_review(
        collaboration=trade.collaboration, by=trade.actors[side], stars=stars, public_text="Lovely", would_again=True,
        at=trade.later(hours=1),
    )  # fmt: skip


def states(trade: Trade) -> dict[str, str]:
    return dict(Review.objects.filter(collaboration=trade.collaboration).values_list("side", "state"))


def test_reviews_stay_sealed_until_both_are_in() -> None:
    trade = trade_in(C.COMPLETED)
    write(trade, "brand")
    assert states(trade) == {"brand": ReviewState.SEALED, "creator": ReviewState.OPEN}
    with pytest.raises(WrongState):
        write(trade, "brand", stars=1)
    write(trade, "creator")
    assert set(states(trade).values()) == {ReviewState.PUBLISHED}
    assert Review.objects.exclude(published_at=None).count() == 2
    assert_invariants()


def test_after_14_days_the_written_one_is_published_and_the_other_lapses() -> None:
    trade = trade_in(C.COMPLETED)
    write(trade, "creator")
    tick(at=trade.later(days=15))
    assert states(trade) == {"brand": ReviewState.LAPSED, "creator": ReviewState.PUBLISHED}
    with pytest.raises(WrongState):
        write(trade, "brand")
    assert_invariants()


def test_reviews_before_completion_by_outsiders_or_without_stars_are_refused() -> None:
    trade = trade_in(C.COMPLETED)
    with pytest.raises(NotAllowed):
        write(trade, "staff")
    with pytest.raises(BarterError) as refusal:
        write(trade, "brand", stars=6)
    assert refusal.value.code == "stars_out_of_range"
    running = trade_in(C.CREATING)
    with pytest.raises(BarterError) as refusal:
        write(running, "brand")
    assert refusal.value.status == 404


def test_a_creator_with_ten_good_trades_gets_up_to_eight_credits() -> None:
    trade = trade_in(C.IN_REVIEW, must_post=False)
    CreatorCapacity.objects.update(completed_count=9, on_time_count=9, credits_granted=5)
    trade.do("approve_content", "brand")
    assert CreatorCapacity.objects.get().credits_granted == 6
    late = trade_in(C.IN_REVIEW, must_post=False)
    mine = CreatorCapacity.objects.filter(pk=late.collaboration.creator_id)
    mine.update(completed_count=9, on_time_count=5, late_count=4, credits_granted=5)
    late.do("approve_content", "brand")
    assert mine.get().credits_granted == 5
