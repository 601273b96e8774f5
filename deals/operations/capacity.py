"""Places, and everything a trade holds: taken together at agreement, given back exactly once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from barter.kernel.actors import Actor
from barter.kernel.moves import record
from brands.operations import capacity as brand_capacity
from creators.operations import capacity as creator_capacity
from deals.errors import DealIsFull, PlacesAreOffered
from deals.events import PlaceFreed
from deals.models import Application, Collaboration, Deal, DealPlaces
from deals.operations.states import lock_deal, move_deal
from deals.workflow import ApplicationState, DealState

HELD_FLAGS = ("place_held", "stock_held", "credit_held", "slot_held")


@dataclass(frozen=True, slots=True)
class Places:
    """Of one deal. Every offer that waits for an answer keeps a place for 48 hours."""

    total: int
    taken: int
    offered: int

    @property
    def free(self) -> int:
        return self.total - self.taken - self.offered


def places_of(deal: Deal, *, without: Application | None = None) -> Places:
    """As they stand; exact while the caller holds the deal's lock. `without` leaves out an application's own offer."""
    total, taken = DealPlaces.objects.values_list("total", "taken").get(pk=deal.pk)
    return Places(total, taken, offers_of(deal, without=without))


def offers_of(deal: Deal, *, without: Application | None = None) -> int:
    """How many places are held by an offer that waits for its answer."""
    offers = Application.objects.filter(deal=deal, state=ApplicationState.OFFERED)
    return (offers if without is None else offers.exclude(pk=without.pk)).count()


def insist_on_free_place(deal: Deal, *, without: Application | None = None) -> None:
    """Raises DealIsFull or PlacesAreOffered. The caller holds the deal's lock."""
    places = places_of(deal, without=without)
    if places.taken >= places.total:
        raise DealIsFull(total=places.total)
    if places.free < 1:
        raise PlacesAreOffered(total=places.total, taken=places.taken, offered=places.offered)


def take_place(deal_id: int) -> int:
    """Take one place and return how many are left. Raises DealIsFull."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_PLACE, [deal_id])
        row = cursor.fetchone()
    if row is None:
        raise DealIsFull(total=DealPlaces.objects.values_list("total", flat=True).get(pk=deal_id))
    return int(row[0])


_TAKE_PLACE = """
UPDATE deals_dealplaces SET taken = taken + 1 WHERE deal_id = %s AND taken < total RETURNING total - taken
"""


def release_place(deal_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE deals_dealplaces SET taken = taken - 1 WHERE deal_id = %s AND taken > 0", [deal_id])
        if cursor.rowcount != 1:
            raise RuntimeError("There was no place taken: the counters and their rows disagree.")


def hold(*, deal: Deal, creator_id: int, variant_id: int | None) -> int:
    """Take place, item, credit and slot of a new trade, in this order everywhere; returns the places left.

    Raises DealIsFull, OutOfStock, NoFreeCredit or NoFreeSlot; the caller's transaction undoes what was taken before.
    """
    left = take_place(deal.pk)
    if variant_id is not None:
        brand_capacity.reserve_stock(variant_id=variant_id)
    creator_capacity.take_credit(creator_id=creator_id)
    brand_capacity.take_slot(brand_id=deal.brand_id)
    return left


def give_back(*, collaboration: Collaboration, at: datetime, lose_credit: bool = False, restock: bool = True) -> None:
    """A trade failed: release what it still holds, each exactly once, and announce the free place.

    `lose_credit`: the creator's credit is gone. `restock=False`: the item left the house and won't come back. The
    caller holds the collaboration's lock, and took the deal's before it if it took that at all.
    """
    with transaction.atomic():
        deal = lock_deal(collaboration.deal_id)
        row = Collaboration.objects.select_for_update(no_key=True).get(pk=collaboration.pk)
        held = {flag: getattr(row, flag) for flag in HELD_FLAGS}
        if not any(held.values()):
            return
        _release(row, held, lose_credit=lose_credit, restock=restock)
        for flag in HELD_FLAGS:
            setattr(collaboration, flag, False)
        collaboration.credit_lost = held["credit_held"] and lose_credit
        collaboration.save(update_fields=[*HELD_FLAGS, "credit_lost"])
        if held["place_held"]:
            reopen(deal, at)


def reopen(deal: Deal, at: datetime) -> None:
    """A place is free again: a full deal goes live, and the next on the waitlist is told. The caller holds the deal."""
    if deal.state == DealState.FULL:
        move_deal(deal, "free_place", by=Actor.system(), at=at)
    record(PlaceFreed(deal=deal.public_id), at=at)


def _release(row: Collaboration, held: dict[str, bool], *, lose_credit: bool, restock: bool) -> None:
    if held["place_held"]:
        release_place(row.deal_id)
    if held["stock_held"] and row.variant_id is not None:
        give = brand_capacity.release_stock if restock else brand_capacity.ship_stock
        give(variant_id=row.variant_id)
    if held["credit_held"]:
        take = creator_capacity.lose_credit if lose_credit else creator_capacity.return_credit
        take(creator_id=row.creator_id)
    if held["slot_held"]:
        brand_capacity.free_slot(brand_id=row.brand_id)
