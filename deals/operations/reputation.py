"""Counters behind the public figures, the credits that good work earns, and the two ladders of product.md, section 4."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Min
from django.db.models.functions import Greatest

from barter.kernel import policy
from barter.kernel.actors import Actor, Side
from barter.kernel.models import TimelineEntry
from brands.models import Brand, BrandCapacity
from brands.operations.brand import STANDING_MOVES, set_standing, withhold_slots
from brands.operations.capacity import set_slots_wanted
from brands.plans import places_of
from creators.models import Creator, CreatorCapacity
from creators.operations.capacity import grant_credit, is_trusted, lose_free_credit, most_credits, restore_credit
from creators.operations.profile import pause_creator, resume_creator
from deals.models import Collaboration, Fault

LADDER_WINDOW = timedelta(days=180)
PAUSE = timedelta(days=30)
_COST_A_CREDIT = (Fault.Kind.NO_SHOW, Fault.Kind.CANCELLED)
_BRAND_STEPS = (Brand.Standing.GOOD, Brand.Standing.WATCHED, Brand.Standing.LIMITED, Brand.Standing.SUSPENDED)


def count_shipment(row: Collaboration, at: datetime) -> None:
    """The first parcel of a collaboration; sets `shipped_late`, which the caller saves."""
    if row.shipped_at is not None:
        return
    row.shipped_late = row.shipped_late or (row.due_at is not None and at > row.due_at)
    hours = max(0, int((at - row.agreed_at).total_seconds() // 3600))
    _brand(
        row,
        shipped_count=F("shipped_count") + 1,
        shipped_on_time_count=F("shipped_on_time_count") + (0 if row.shipped_late else 1),
        ship_hours_total=F("ship_hours_total") + hours,
    )


def count_decision(row: Collaboration, *, silent: bool = False) -> None:
    """A submission was decided, by the brand or by its silence."""
    _brand(
        row,
        reviewed_count=F("reviewed_count") + 1,
        silent_approval_count=F("silent_approval_count") + (1 if silent else 0),
    )


def count_no_ship(row: Collaboration) -> None:
    _brand(row, no_ship_count=F("no_ship_count") + 1)


def count_no_show(row: Collaboration) -> None:
    _creator(row, no_show_count=F("no_show_count") + 1)


def count_completion(row: Collaboration) -> None:
    """Count it, and let the creator grow: a third credit and the usual cap of applications after the first completion,
    then up to eight credits with ten completions of which 90 % were on time."""
    _creator(
        row,
        **_completed(row, 1),
        open_applications_max=Greatest(F("open_applications_max"), policy.value("open_applications")),
    )
    now = CreatorCapacity.objects.get(pk=row.creator_id)
    if now.completed_count == 1 or is_trusted(now):
        grant_credit(creator_id=row.creator_id, up_to=most_credits(now))


def uncount_completion(row: Collaboration) -> None:
    """It was complete, and was the creator's fault on a second look. What it made grow stays."""
    _creator(row, **_completed(row, -1))


def _completed(row: Collaboration, change: int) -> dict[str, Any]:
    timed = "late_count" if row.was_late else "on_time_count"
    return {"completed_count": F("completed_count") + change, timed: F(timed) + change}


def apply_ladder(row: Collaboration, *, side: Side, kind: Fault.Kind, at: datetime, lifted: bool = False) -> None:
    """What the faults of the last 180 days lead to, after one was recorded or `lifted`."""
    if side == Side.CREATOR and kind == Fault.Kind.NO_SHOW:
        _creator_ladder(row.creator_id, at, lifted)
    if side == Side.BRAND and kind == Fault.Kind.NO_SHIP:
        _brand_ladder(row.brand_id, at, lifted)
    if side == Side.BRAND and kind == Fault.Kind.LATE_SHIPPING:
        recount_late_shipments(brand_id=row.brand_id, at=at)


def recount_late_shipments(*, brand_id: int, at: datetime) -> None:
    """Every parcel that became late in the last 180 days takes two of the brand's open slots; afterwards, or when the
    fault is lifted, they come back. Running it twice changes nothing."""
    BrandCapacity.objects.select_for_update(no_key=True).only("pk").get(pk=brand_id)  # one counts at a time
    window = timedelta(days=policy.value("late_shipment_days"))
    of = {"kind": Fault.Kind.LATE_SHIPPING, "side": Side.BRAND, "collaboration__brand_id": brand_id}
    late = Fault.objects.filter(at__gt=at - window, **of).exclude(state=Fault.State.LIFTED)
    count, oldest = late.count(), late.aggregate(oldest=Min("at"))["oldest"]
    slots = count * policy.value("brand_slots_per_late_shipment")
    withhold_slots(brand_id=brand_id, slots=slots, until=oldest and oldest + window, at=at)


def lose_credit_after_all(row: Collaboration) -> None:
    """The trade ended without it, and was the creator's fault on a second look. Nothing is taken where nothing is free."""
    if not row.credit_lost and lose_free_credit(creator_id=row.creator_id):
        Collaboration.objects.filter(pk=row.pk).update(credit_lost=True)


def forgive(fault: Fault) -> None:
    """A lifted fault leaves the counters, and the credit it cost is there again unless another fault of the trade costs
    it too. The caller holds the lock of the fault's trade, and has lifted it already.
    """
    row = fault.collaboration
    if _costs_a_credit(fault):
        others = (one for one in row.faults.exclude(state=Fault.State.LIFTED) if _costs_a_credit(one))
        lost = Collaboration.objects.filter(pk=row.pk, credit_lost=True)
        if not any(others) and lost.update(credit_lost=False):
            restore_credit(creator_id=row.creator_id)
    if fault.kind == Fault.Kind.NO_SHOW:
        counted = CreatorCapacity.objects.filter(pk=row.creator_id, no_show_count__gt=0)
        counted.update(no_show_count=F("no_show_count") - 1)
    if fault.kind == Fault.Kind.NO_SHIP:
        counted_brand = BrandCapacity.objects.filter(pk=row.brand_id, no_ship_count__gt=0)
        counted_brand.update(no_ship_count=F("no_ship_count") - 1)


def _costs_a_credit(fault: Fault) -> bool:
    return fault.side == Side.CREATOR and fault.kind in _COST_A_CREDIT


def _creator_ladder(creator_id: int, at: datetime, lifted: bool) -> None:
    """Two: a pause of 30 days. Three: paused until a person decides about closing the account, at most 180 days.

    A fault makes no pause shorter and a lifted one none longer: staff pause creators for other reasons too, and let go
    on whom they trust. What staff decided themselves stands, whatever is lifted.
    """
    count = _standing_faults(at, kind=Fault.Kind.NO_SHOW, collaboration__creator_id=creator_id)
    creator = Creator.objects.select_for_update(no_key=True).get(pk=creator_id)
    is_paused, by_staff = creator.standing == Creator.Standing.PAUSED, creator.staff_paused_until
    if count >= 2 and (is_paused if lifted else creator.standing != Creator.Standing.CLOSED):
        until = at + (PAUSE if count == 2 else LADDER_WINDOW)
        if is_paused and creator.paused_until:
            until = (min if lifted else max)(until, creator.paused_until)
        if by_staff:
            until = max(until, by_staff)
        reason = f"{count} trades without content in {LADDER_WINDOW.days} days"
        pause_creator(creator=creator, by=Actor.system(), until=until, reason=reason, at=at)
    elif count == 1 and lifted and is_paused and by_staff and by_staff > at:
        pause_creator(creator=creator, by=Actor.system(), until=by_staff, reason="as our team decided", at=at)
    elif count == 1 and lifted and is_paused:
        resume_creator(creator=creator, by=Actor.system(), at=at)


def _brand_ladder(brand_id: int, at: datetime, lifted: bool) -> None:
    """One: new deals are checked by staff. Two: at most 3 open slots. Three: suspended. Staff may have gone further, or
    back: a lifted fault only takes the step back that it led to, and none that staff took."""
    top = len(_BRAND_STEPS) - 1
    count = _standing_faults(at, kind=Fault.Kind.NO_SHIP, collaboration__brand_id=brand_id)
    step, before = min(count, top), min(count + 1, top)
    brand = Brand.objects.select_for_update(no_key=True).get(pk=brand_id)
    now = _BRAND_STEPS.index(Brand.Standing(brand.standing))
    if (now == before and not _was_set_by_staff(brand)) if lifted else (now < step):
        reason = f"{count} parcels never sent in {LADDER_WINDOW.days} days"
        set_standing(brand=brand, standing=_BRAND_STEPS[step], by=Actor.system(), reason=reason, at=at)
    few = policy.value("brand_slots_after_no_ships")
    wanted = BrandCapacity.objects.values_list("slots_wanted", flat=True).get(pk=brand_id)
    if not lifted and count >= 2 and wanted > few:
        set_slots_wanted(brand_id=brand_id, wanted=few)
    elif lifted and count < 2 and wanted == few:
        set_slots_wanted(brand_id=brand_id, wanted=places_of(brand.plan))


def _was_set_by_staff(brand: Brand) -> bool:
    moves = TimelineEntry.objects.filter(object_type="brand", object_id=brand.pk, move__in=STANDING_MOVES)
    return moves.order_by("-id").values_list("actor_side", flat=True).first() == Side.STAFF


def _standing_faults(at: datetime, **of: object) -> int:
    return Fault.objects.filter(at__gt=at - LADDER_WINDOW, **of).exclude(state=Fault.State.LIFTED).count()


def _brand(row: Collaboration, **changes: object) -> None:
    BrandCapacity.objects.filter(pk=row.brand_id).update(**changes)


def _creator(row: Collaboration, **changes: object) -> None:
    CreatorCapacity.objects.filter(pk=row.creator_id).update(**changes)
