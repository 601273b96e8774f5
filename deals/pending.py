"""What releasing a brand's pending decisions would do: who gets a place, in what order, and why the others don't yet."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from brands.models import BrandCapacity, Variant
from creators.models import Creator
from deals.eligibility import is_outside, needs_parcel
from deals.models import Application, Collaboration, Deal, PendingDecision
from deals.operations.capacity import places_of
from deals.ranking import BEST_MATCH, with_match
from deals.terms import hash_of, merged
from deals.workflow import COLLABORATION_RUNNING, DEAL_PUBLIC

Verdict = PendingDecision.Verdict


@dataclass(frozen=True, slots=True)
class Planned:
    """One "yes" in its turn. `obstacle` says what is missing (deal, place, slot, stock, credit, country, terms,
    address, standing, trade); empty when nothing is."""

    application: Application
    obstacle: str = ""


@dataclass(slots=True)
class Stock:
    """One variant: what is free, and how many of those with a "yes" want it."""

    title: str
    free: int
    wanted: int


@dataclass(slots=True)
class Plan:
    """`yes` and `no` in the order in which they are released."""

    places_left: int
    slots_left: int
    is_open: bool
    stock: list[Stock] = field(default_factory=list)
    yes: list[Planned] = field(default_factory=list)
    no: list[Application] = field(default_factory=list)

    @property
    def rows(self) -> list[Application]:
        return [*(one.application for one in self.yes), *self.no]

    @property
    def accepted(self) -> int:
        return sum(not one.obstacle for one in self.yes)

    @property
    def kept(self) -> int:
        return len(self.yes) - self.accepted


def to_release(deal: Deal) -> QuerySet[Application]:
    """Everybody with a decision that waits to be released, the best match first. Needs deal.brand and deal.product."""
    rows = Application.objects.filter(pending__deal=deal, pending__tell_at=None)
    return with_match(rows, deal).select_related("pending").order_by(*BEST_MATCH)


def plan_of(deal: Deal, *, at: datetime) -> Plan:
    """The same order and the same reasons as the release itself, without its locks. A fixed number of statements."""
    rows = list(
        to_release(deal)
        .select_related("creator__capacity", "creator__user", "address", "channel", "pending__decided_by")
        .defer("address__sealed")
    )
    capacity = BrandCapacity.objects.get(pk=deal.brand_id)
    slots = max(0, capacity.slots_max - capacity.slots_used)
    plan = Plan(max(0, places_of(deal).free), slots, deal.state in DEAL_PUBLIC)
    plan.no = [row for row in rows if row.pending.verdict == Verdict.NO]
    _plan_yes(plan, deal, [row for row in rows if row.pending.verdict == Verdict.YES], at)
    return plan


def is_in_stock(deal: Deal, row: Application) -> bool:
    """Whether what they would get is there: what they chose, else any of it."""
    chosen = [row.variant] if row.variant else Variant.objects.filter(product=deal.product_id)
    return any(one.stock_free > 0 for one in chosen)


def _plan_yes(plan: Plan, deal: Deal, rows: list[Application], at: datetime) -> None:
    parcel = needs_parcel(deal)
    variants = list(Variant.objects.filter(product=deal.product_id)) if parcel else []
    free = {one.pk: one.stock_free for one in variants}
    running = Collaboration.objects.filter(
        deal=deal, state__in=COLLABORATION_RUNNING, creator__in=[row.creator_id for row in rows]
    )
    trading = set(running.values_list("creator_id", flat=True)) if rows else set()
    places, slots, wanted = plan.places_left, plan.slots_left, Counter[int]()
    for row in rows:
        row.deal = deal
        variant = row.variant_id or next((pk for pk, left in free.items() if left > 0), next(iter(free), None))
        wanted[variant or 0] += 1
        obstacle = _obstacle_of(row, deal, at) or ("trade" if row.creator_id in trading else "")
        if not obstacle and not plan.is_open:
            obstacle = "deal"
        if not obstacle and parcel and free.get(variant or 0, 0) < 1:
            obstacle = "stock"
        if not obstacle:
            obstacle = "place" if places < 1 else "slot" if slots < 1 else ""
        if not obstacle:
            places, slots = places - 1, slots - 1
            if parcel and variant:
                free[variant] -= 1
        plan.yes.append(Planned(row, obstacle))
    plan.stock = [Stock(one.title, one.stock_free, wanted[one.pk]) for one in variants if wanted[one.pk]]


def _obstacle_of(row: Application, deal: Deal, at: datetime) -> str:
    """What stands in the way of this one alone."""
    creator = row.creator
    paused = creator.standing == Creator.Standing.PAUSED and (creator.paused_until is None or creator.paused_until > at)
    if creator.is_gone or paused:
        return "standing"
    if needs_parcel(deal) and (row.address is None or row.address.removed_at):
        return "address"
    if is_outside(deal, row):
        return "country"
    if row.consented_hash != hash_of(merged(deal.terms, row.proposal)):
        return "terms"
    return "credit" if creator.capacity.credits_free < 1 else ""
