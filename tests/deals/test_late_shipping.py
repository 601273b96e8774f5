"""A brand that ships late has fewer open slots for 180 days (product.md, section 4)."""

from datetime import timedelta

import pytest

from barter.kernel.models import Message, TimelineEntry
from brands.models import BrandCapacity
from brands.operations import set_slots_wanted
from deals.models import Collaboration, Fault
from deals.operations.clock import tick
from deals.operations.faults import settle_fault
from deals.workflow import CollaborationState as C
from tests.deals.test_collaboration_clock import assert_invariants
from tests.deals.trades import DAY, HOUR, MONDAY, Trade, make_trade

pytestmark = pytest.mark.django_db
LATE_AT = MONDAY + 3 * DAY
BACK_AT = LATE_AT + 180 * DAY


def numbers(trade: Trade) -> tuple[int, int, int]:
    """the limit in force, what late parcels take, in use"""
    row = BrandCapacity.objects.get(pk=trade.collaboration.brand_id)
    return row.slots_max, row.slots_late, row.slots_used


def moves() -> list[str]:
    rows = TimelineEntry.objects.filter(object_type="brand").order_by("id")
    return list(rows.values_list("move", flat=True))


def second_of(trade: Trade) -> Trade:
    """Another trade of the same brand, as late as the first."""
    other = make_trade()
    Collaboration.objects.filter(pk=other.collaboration.pk).update(brand=trade.collaboration.brand)
    BrandCapacity.objects.filter(pk=trade.collaboration.brand_id).update(slots_used=2)
    other.fresh()
    return other


def test_a_late_parcel_takes_two_slots_and_says_so() -> None:
    trade = make_trade()
    trade.tick(days=3, seconds=-1)
    assert numbers(trade) == (40, 0, 1)
    trade.tick(seconds=1)
    assert numbers(trade) == (38, 2, 1)
    assert BrandCapacity.objects.get().wake_at == BACK_AT
    assert moves() == ["withhold_slots"]
    assert Message.objects.filter(name="brands.brand_moved", payload__move="withhold_slots").count() == 1
    trade.do("mark_shipped", "brand")
    assert numbers(trade) == (38, 2, 1)  # shipping at last does not undo it
    assert_invariants()


def test_it_is_late_too_when_the_clock_task_was_away() -> None:
    trade = make_trade()
    trade.later(days=4)
    trade.do("mark_shipped", "brand")
    assert numbers(trade)[:2] == (38, 2)
    assert Fault.objects.get().kind == Fault.Kind.LATE_SHIPPING


def test_what_is_in_use_is_kept_and_the_limit_sinks_as_trades_end() -> None:
    trade = make_trade()
    BrandCapacity.objects.update(slots_max=2, slots_wanted=2, slots_used=1)
    other = second_of(trade)
    tick(at=trade.later(days=4))
    trade.fresh(), other.fresh()
    assert numbers(trade) == (2, 4, 2)  # both run on; never below one
    other.now = trade.now
    other.do("leave_late", "creator")
    assert numbers(trade) == (1, 4, 1)
    trade.do("leave_late", "creator")
    assert numbers(trade) == (1, 4, 0)


def test_after_180_days_they_come_back_each_with_its_own_parcel() -> None:
    trade = make_trade()
    other = second_of(trade)
    tick(at=trade.later(days=3))
    Fault.objects.filter(collaboration=other.collaboration).update(at=LATE_AT + DAY)
    Collaboration.objects.update(state=C.CREATING, wake_at=None)  # nothing else happens meanwhile
    assert numbers(trade)[:2] == (36, 4)
    assert tick(at=BACK_AT - HOUR) == 0
    assert tick(at=BACK_AT) == 1
    assert numbers(trade)[:2] == (38, 2)
    assert BrandCapacity.objects.get(pk=trade.collaboration.brand_id).wake_at == BACK_AT + DAY
    assert tick(at=BACK_AT) == 0  # a second look changes nothing
    tick(at=BACK_AT + DAY)
    assert numbers(trade)[:2] == (40, 0)
    assert BrandCapacity.objects.get(pk=trade.collaboration.brand_id).wake_at is None
    assert moves() == ["withhold_slots", "withhold_slots", "return_slots", "return_slots"]


def test_a_lifted_fault_gives_them_back_at_once() -> None:
    trade = make_trade()
    trade.tick(days=3)
    settle_fault(fault=Fault.objects.get(), by=trade.by_staff, lift=True, at=trade.now)
    assert numbers(trade) == (40, 0, 1)
    assert BrandCapacity.objects.get().wake_at is None
    assert moves()[-1] == "return_slots"
    assert_invariants()


def test_it_stands_beside_what_plan_and_standing_allow() -> None:
    trade = make_trade()
    trade.tick(days=3)
    set_slots_wanted(brand_id=trade.collaboration.brand_id, wanted=3)
    assert numbers(trade) == (1, 2, 1)
    set_slots_wanted(brand_id=trade.collaboration.brand_id, wanted=50)
    assert numbers(trade) == (48, 2, 1)
    assert timedelta(days=180) == BACK_AT - LATE_AT


def test_a_parcel_in_time_takes_nothing() -> None:
    trade = make_trade()
    trade.do("mark_shipped", "brand")
    trade.tick(days=2)
    assert numbers(trade) == (40, 0, 1)
    assert moves() == []
