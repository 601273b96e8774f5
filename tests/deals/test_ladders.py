"""What repeated faults lead to, and what lifting one takes back (product.md, section 4)."""

from datetime import timedelta

import pytest
from django.db import transaction

from barter.kernel.models import Message, TimelineEntry
from brands.models import Brand
from brands.operations import reinstate_brand, suspend_brand
from creators.models import Creator, CreatorCapacity
from creators.operations import pause_creator, resume_creator
from deals.models import Collaboration, Fault
from deals.operations.faults import record_fault, settle_fault
from deals.workflow import CollaborationState
from tests.deals.trades import DAY, MONDAY, Trade, make_trade, trade_in

pytestmark = pytest.mark.django_db
C = CollaborationState


def _faults(count: int, kind: Fault.Kind, side: str, of: Trade | None = None) -> list[Fault]:
    """So many faults of one brand or creator, each in a trade of its own."""
    first = of or make_trade()
    rows = []
    for _ in range(count):
        trade = make_trade()
        column = "brand" if side == "brand" else "creator"
        Collaboration.objects.filter(pk=trade.collaboration.pk).update(**{column: getattr(first.collaboration, column)})
        with transaction.atomic():
            fault = record_fault(collaboration=trade.fresh(), side=side, kind=kind, at=MONDAY)  # type: ignore[arg-type]
        assert fault is not None
        rows.append(fault)
    return rows


def _told(of: Brand | Creator) -> list[str]:
    """The moves of the timeline, each with its event: nobody climbs unseen."""
    kind = str(of._meta.model_name)
    moves = TimelineEntry.objects.filter(object_type=kind, object_id=of.pk, actor_side="system").order_by("pk")
    names = list(moves.values_list("move", flat=True))
    events = Message.objects.filter(name=f"{kind}s.{kind}_moved", payload__contains={kind: of.public_id})
    assert [row.payload["move"] for row in events.order_by("pk") if row.payload["move"] in names] == names
    return names


def test_two_no_shows_pause_a_creator_and_a_lifted_one_ends_the_pause() -> None:
    trade = make_trade()
    faults = _faults(2, Fault.Kind.NO_SHOW, "creator")
    creator = Creator.objects.get(pk=faults[0].collaboration.creator_id)
    assert (creator.standing, creator.paused_until) == (Creator.Standing.PAUSED, MONDAY + timedelta(days=30))
    assert _told(creator) == ["pause"]
    settle_fault(fault=faults[0], by=trade.by_staff, lift=True, at=MONDAY)
    creator.refresh_from_db()
    assert (creator.standing, creator.paused_until) == (Creator.Standing.GOOD, None)
    assert _told(creator) == ["pause", "resume"]


@pytest.mark.parametrize(
    ("count", "standing", "slots"),
    [(1, Brand.Standing.WATCHED, 40), (2, Brand.Standing.LIMITED, 3), (3, Brand.Standing.SUSPENDED, 3)],
)
def test_a_brand_that_does_not_ship_climbs_the_ladder(count: int, standing: str, slots: int) -> None:
    faults = _faults(count, Fault.Kind.NO_SHIP, "brand")
    brand = Brand.objects.get(pk=faults[0].collaboration.brand_id)
    assert (brand.standing, brand.capacity.slots_wanted) == (standing, slots)
    assert _told(brand) == ["watch", "limit", "suspend"][:count]
    settle_fault(fault=faults[-1], by=make_trade().by_staff, lift=True, at=MONDAY)
    brand = Brand.objects.get(pk=brand.pk)
    assert brand.standing == (Brand.Standing.GOOD, Brand.Standing.WATCHED, Brand.Standing.LIMITED)[count - 1]


def test_a_lifted_no_show_gives_the_credit_back() -> None:
    trade = trade_in(C.NO_SHOW)
    fault = Fault.objects.get(kind=Fault.Kind.NO_SHOW)
    settle_fault(fault=fault, by=trade.by_staff, lift=True, at=trade.now)
    creator = CreatorCapacity.objects.get()
    assert (creator.credits_lost, creator.credits_free, creator.no_show_count) == (0, 2, 0)
    with pytest.raises(Exception, match="already settled"):
        settle_fault(fault=fault, by=trade.by_staff, lift=True, at=trade.now)
    assert CreatorCapacity.objects.get().credits_lost == 0


@pytest.mark.parametrize("count", [1, 3])
def test_a_lifted_no_show_leaves_what_staff_decided_meanwhile(count: int) -> None:
    """One never paused anybody, so a pause is staff's own; after three, staff let go on whom they trust."""
    staff = make_trade().by_staff
    faults = _faults(count, Fault.Kind.NO_SHOW, "creator")
    creator = Creator.objects.get(pk=faults[0].collaboration.creator_id)
    if count == 1:
        pause_creator(creator=creator, by=staff, until=MONDAY + 9 * DAY, reason="Spam", at=MONDAY)
    else:
        resume_creator(creator=creator, by=staff, reason="They were ill", at=MONDAY)
    before = Creator.objects.values_list("standing", "paused_until").get(pk=creator.pk)
    settle_fault(fault=faults[0], by=staff, lift=True, at=MONDAY + DAY)
    assert Creator.objects.values_list("standing", "paused_until").get(pk=creator.pk) == before


def test_a_second_no_show_makes_no_pause_shorter() -> None:
    trade = make_trade()
    creator = trade.collaboration.creator
    _faults(1, Fault.Kind.NO_SHOW, "creator", trade)
    pause_creator(creator=creator, by=trade.by_staff, until=MONDAY + 90 * DAY, reason="Spam", at=MONDAY)
    _faults(1, Fault.Kind.NO_SHOW, "creator", trade)
    creator.refresh_from_db()
    assert creator.paused_until == MONDAY + 90 * DAY


def test_a_lifted_no_show_makes_no_pause_longer() -> None:
    staff = make_trade().by_staff
    faults = _faults(3, Fault.Kind.NO_SHOW, "creator")
    creator = Creator.objects.get(pk=faults[0].collaboration.creator_id)
    pause_creator(creator=creator, by=staff, until=MONDAY + 10 * DAY, reason="Long enough", at=MONDAY)
    settle_fault(fault=faults[0], by=staff, lift=True, at=MONDAY)
    creator.refresh_from_db()
    assert creator.paused_until == MONDAY + 10 * DAY


def test_a_lifted_fault_puts_no_brand_back_on_the_ladder() -> None:
    staff = make_trade().by_staff
    faults = _faults(3, Fault.Kind.NO_SHIP, "brand")
    brand = Brand.objects.get(pk=faults[0].collaboration.brand_id)
    reinstate_brand(brand=brand, by=staff, reason="A strike at the warehouse", at=MONDAY)
    settle_fault(fault=faults[0], by=staff, lift=True, at=MONDAY + DAY)
    brand = Brand.objects.get(pk=brand.pk)
    assert (brand.standing, brand.capacity.slots_wanted) == (Brand.Standing.GOOD, 40)


def test_a_lifted_no_show_ends_no_pause_that_staff_decided() -> None:
    staff = make_trade().by_staff
    faults = _faults(2, Fault.Kind.NO_SHOW, "creator")
    creator = Creator.objects.get(pk=faults[0].collaboration.creator_id)
    pause_creator(creator=creator, by=staff, until=MONDAY + 60 * DAY, reason="Stolen clips", at=MONDAY)
    settle_fault(fault=faults[0], by=staff, lift=True, at=MONDAY + DAY)
    creator.refresh_from_db()
    assert (creator.standing, creator.paused_until) == (Creator.Standing.PAUSED, MONDAY + 60 * DAY)
    resume_creator(creator=creator, by=staff, reason="They were theirs", at=MONDAY + DAY)
    creator.refresh_from_db()
    assert (creator.standing, creator.staff_paused_until) == (Creator.Standing.GOOD, None)


def test_under_the_ladders_pause_the_one_of_staff_runs_on() -> None:
    trade = make_trade()
    creator = trade.collaboration.creator
    first = _faults(1, Fault.Kind.NO_SHOW, "creator", trade)[0]
    pause_creator(creator=creator, by=trade.by_staff, until=MONDAY + 9 * DAY, reason="Spam", at=MONDAY)
    _faults(1, Fault.Kind.NO_SHOW, "creator", trade)
    creator.refresh_from_db()
    assert creator.paused_until == MONDAY + 30 * DAY
    settle_fault(fault=first, by=trade.by_staff, lift=True, at=MONDAY + DAY)
    creator.refresh_from_db()
    assert (creator.standing, creator.paused_until) == (Creator.Standing.PAUSED, MONDAY + 9 * DAY)


def test_a_lifted_fault_takes_no_step_back_that_staff_took() -> None:
    trade = make_trade()
    brand = trade.collaboration.brand
    first = _faults(2, Fault.Kind.NO_SHIP, "brand", trade)[0]
    suspend_brand(brand=brand, by=trade.by_staff, reason="A fake shop", at=MONDAY)
    _faults(1, Fault.Kind.NO_SHIP, "brand", trade)
    settle_fault(fault=first, by=trade.by_staff, lift=True, at=MONDAY + DAY)
    assert Brand.objects.get(pk=brand.pk).standing == Brand.Standing.SUSPENDED
