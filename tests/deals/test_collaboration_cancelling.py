"""Who ends a trade, what it costs, and how its terms change."""

import pytest

from barter.kernel.actors import Side
from barter.kernel.errors import BarterError
from deals.models import Fault, LiveLink, Terms
from deals.rules import collaboration_actions
from deals.workflow import CollaborationState
from tests.deals.test_collaboration_clock import assert_invariants, capacity
from tests.deals.trades import DAY, trade_in

pytestmark = pytest.mark.django_db
C = CollaborationState
Found = LiveLink.State


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


def test_a_creator_whose_brand_is_late_goes_without_a_fault_whatever_they_press() -> None:
    trade = trade_in(C.TO_SHIP)
    assert "cancel_as_creator" in collaboration_actions(trade.collaboration, Side.CREATOR)
    trade.tick(days=4)
    offered = collaboration_actions(trade.collaboration, Side.CREATOR)
    assert "leave_late" in offered
    assert "cancel_as_creator" not in offered
    trade.do("cancel_collaboration", "creator", reason="I waited long enough")
    assert trade.collaboration.state == C.CANCELLED_NO_FAULT
    assert list(Fault.objects.values_list("side", "kind")) == [("brand", "late_shipping")]
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
