"""Open slots, stock and public figures of a brand: each a single conditional UPDATE, so that nothing is ever oversold."""

from typing import Any

from django.db.models import F
from django.db.models.functions import Greatest, Least

from brands.errors import NoFreeSlot, OutOfStock
from brands.models import BrandCapacity, Variant

# what a brand may have open now: at least one of what plan and standing allow
ALLOWED = Greatest(F("slots_wanted") - F("slots_late"), Least(F("slots_wanted"), 1))


def take_slot(*, brand_id: int) -> None:
    """Use one of the brand's open slots for an agreement. Raises NoFreeSlot."""
    room = {"slots_used__lt": F("slots_max")}
    if not _brand(brand_id, room, slots_used=F("slots_used") + 1):
        most = BrandCapacity.objects.values_list("slots_max", flat=True).get(pk=brand_id)
        raise NoFreeSlot(most=most)


def free_slot(*, brand_id: int) -> None:
    """Give a slot back. Where plan or standing allow fewer slots than now, the limit follows down."""
    if not _brand(brand_id, {"slots_used__gt": 0}, slots_used=F("slots_used") - 1):
        raise RuntimeError("There was no slot in use: the counters and their rows disagree.")
    lower_to_wanted(brand_id=brand_id)


def set_slots_wanted(*, brand_id: int, wanted: int) -> None:
    """What plan and standing allow from now on. Running trades are kept: the limit sinks as they end."""
    BrandCapacity.objects.filter(pk=brand_id).update(slots_wanted=wanted)
    follow_wanted(brand_id=brand_id)


def set_slots_late(*, brand_id: int, late: int) -> None:
    """So many slots are withheld for parcels that were shipped late. Running trades are kept here too."""
    BrandCapacity.objects.filter(pk=brand_id).update(slots_late=late)
    follow_wanted(brand_id=brand_id)


def follow_wanted(*, brand_id: int) -> None:
    """Bring slots_max to what is allowed: up at once, down as far as the slots in use allow."""
    BrandCapacity.objects.filter(pk=brand_id, slots_max__lt=ALLOWED).update(slots_max=ALLOWED)
    lower_to_wanted(brand_id=brand_id)


def lower_to_wanted(*, brand_id: int) -> None:
    """Bring slots_max down to what is allowed, as far as the slots in use allow."""
    above = BrandCapacity.objects.filter(pk=brand_id, slots_max__gt=ALLOWED)
    if above.filter(slots_used__lte=ALLOWED).update(slots_max=ALLOWED) == 0:
        above.update(slots_max=F("slots_used"))


def reserve_stock(*, variant_id: int) -> None:
    """Promise one item. Raises OutOfStock."""
    free = {"stock_reserved__lt": F("stock_on_hand")}
    if not _stock(variant_id, free, stock_reserved=F("stock_reserved") + 1):
        title = Variant.objects.values_list("title", flat=True).get(pk=variant_id)
        raise OutOfStock(variant=title)


def release_stock(*, variant_id: int) -> None:
    """A promised item will not leave after all."""
    _must(_stock(variant_id, {"stock_reserved__gt": 0}, stock_reserved=F("stock_reserved") - 1))


def ship_stock(*, variant_id: int) -> None:
    """A promised item has left the house."""
    changes = {"stock_reserved": F("stock_reserved") - 1, "stock_on_hand": F("stock_on_hand") - 1}
    _must(_stock(variant_id, {"stock_reserved__gt": 0}, **changes))


def count_answer(*, brand_id: int, hours: int) -> None:
    """The brand answered an application after so many hours (for its public decision time)."""
    _brand(
        brand_id,
        {},
        answered_count=F("answered_count") + 1,
        answer_hours_total=F("answer_hours_total") + max(0, hours),
    )


def count_unanswered(*, brand_id: int) -> None:
    """The brand let an application expire (for its public response rate)."""
    _brand(brand_id, {}, expired_count=F("expired_count") + 1)


def _brand(brand_id: int, only_if: dict[str, Any], **changes: Any) -> bool:
    return BrandCapacity.objects.filter(pk=brand_id, **only_if).update(**changes) == 1


def _stock(variant_id: int, only_if: dict[str, Any], **changes: Any) -> bool:
    return Variant.objects.filter(pk=variant_id, **only_if).update(**changes) == 1


def _must(changed: bool) -> None:
    if not changed:
        raise RuntimeError("There was no reserved item: the counters and their rows disagree.")
