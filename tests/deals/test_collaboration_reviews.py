"""Sealed reviews, and what a good record gives."""

import pytest

from barter.kernel.errors import BarterError, NotAllowed, WrongState
from creators.models import CreatorCapacity
from deals import operations as ops
from deals.models import LiveLink, Review
from deals.operations.clock import tick
from deals.workflow import CollaborationState, ReviewState
from tests.deals.test_collaboration_clock import assert_invariants
from tests.deals.trades import Trade, trade_in

pytestmark = pytest.mark.django_db
C = CollaborationState
Found = LiveLink.State


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
