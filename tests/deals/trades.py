"""Running trades in any state, reached through the operations themselves."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.db import transaction

from accounts.models import User
from barter.kernel.actors import Actor
from barter.kernel.canonical import sha256_of
from barter.kernel.moves import record_move
from brands.models import Brand, BrandCapacity, Membership, Product, Variant
from creators.models import Creator, CreatorCapacity
from deals import operations as ops
from deals.events import ApplicationMoved, CollaborationMoved, DealMoved
from deals.models import Application, Collaboration, Deal, DealPlaces, LiveLink, Terms
from deals.operations.clock import tick
from deals.workflow import ApplicationState, CollaborationState, DealState

C = CollaborationState
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
POST_URL = "https://www.instagram.com/reel/abc"
_numbers = count(1)


@dataclass
class Trade:
    """A collaboration with its two sides; `now` is the product time of the last step."""

    collaboration: Collaboration
    brand_user: User
    creator_user: User
    now: datetime
    staff_user: User
    actors: dict[str, Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.actors = {
            "brand": Actor.brand(self.brand_user.pk),
            "creator": Actor.creator(self.creator_user.pk),
            "staff": Actor.staff(self.staff_user.pk),
            "carrier": Actor.carrier(),
            "system": Actor.system(),
        }

    @property
    def by_brand(self) -> Actor:
        return self.actors["brand"]

    @property
    def by_creator(self) -> Actor:
        return self.actors["creator"]

    @property
    def by_staff(self) -> Actor:
        return self.actors["staff"]

    def fresh(self) -> Collaboration:
        self.collaboration = Collaboration.objects.get(pk=self.collaboration.pk)
        return self.collaboration

    def later(self, **delta: float) -> datetime:
        self.now += timedelta(**delta)
        return self.now

    def tick(self, **delta: float) -> Collaboration:
        """Let the clock task look once after so much time."""
        tick(at=self.later(**delta))
        return self.fresh()

    def do(self, name: str, by: str = "", **extra: Any) -> Any:
        """Call an operation an hour later."""
        actor = self.actors[by] if by else None
        arguments = {"collaboration": self.collaboration, "at": self.later(hours=1), **extra}
        result = getattr(ops, name)(**arguments, **({"by": actor} if actor else {}))
        self.fresh()
        return result

    def check_links(self, result: LiveLink.State = LiveLink.State.LIVE, **delta: float) -> Collaboration:
        at = self.later(**delta)
        for link in LiveLink.objects.filter(collaboration=self.collaboration):
            ops.record_live_check(link=link, result=result, at=at)
        return self.fresh()


def make_trade(
    *, exchange: str = "parcel", must_post: bool = True, at: datetime = MONDAY, cross_border: bool = False
) -> Trade:
    """A trade just agreed."""
    number = next(_numbers)
    brand_user, creator_user, staff_user = (
        User.objects.create_user(f"{who}{number}@example.com") for who in ("b", "c", "s")
    )
    brand = Brand.objects.create(name=f"Brand {number}", slug=f"brand-{number}", created_at=at, is_trusted=True)
    Membership.objects.create(brand=brand, user=brand_user, role=Membership.Role.OWNER, joined_at=at)
    BrandCapacity.objects.create(brand=brand, slots_used=1)
    creator = Creator.objects.create(
        user=creator_user, display_name="Creator", handle=f"creator-{number}", created_at=at
    )
    CreatorCapacity.objects.create(creator=creator, credits_held=1)
    product = Product.objects.create(brand=brand, title="Serum", kind=exchange, created_at=at)
    variant = Variant.objects.create(product=product, fmv_minor=4000, stock_on_hand=5, stock_reserved=1)
    with transaction.atomic():
        row = _agreed(brand, creator, product, variant, exchange, must_post, cross_border, at)
    return Trade(row, brand_user, creator_user, at, staff_user)


def _agreed(
    brand: Brand,
    creator: Creator,
    product: Product,
    variant: Variant,
    exchange: str,
    must_post: bool,
    cross_border: bool,
    at: datetime,
) -> Collaboration:
    deal = Deal(
        brand=brand, product=product, title="A serum", must_post=must_post, published_at=at, created_at=at,
        last_brand_activity_at=at,
    )  # fmt: skip
    deal.enter(DealState.LIVE, at, due_at=at + 300 * DAY)
    deal.wake_at = deal.due_at
    deal.save(force_insert=True)
    moved = DealMoved(deal=deal.public_id, move="approve", state=deal.state)
    record_move(deal, move="approve", actor=Actor.system(), at=at, to_state=deal.state, event=moved)
    DealPlaces.objects.create(deal=deal, total=2, taken=1)
    application = Application(deal=deal, creator=creator, submitted_at=at)
    application.enter(ApplicationState.ACCEPTED, at)
    application.save(force_insert=True)
    applied = ApplicationMoved(
        application=application.public_id, deal=deal.public_id, move="accept", state=application.state
    )
    record_move(application, move="accept", actor=Actor.system(), at=at, to_state=application.state, event=applied)
    row = Collaboration(
        deal=deal, application=application, brand=brand, creator=creator, variant=variant, exchange=exchange,
        must_post=must_post, create_within_days=14, live_days=30, is_cross_border=cross_border, agreed_at=at,
    )  # fmt: skip
    first = {"parcel": C.TO_SHIP, "voucher": C.VOUCHER_SENT, "visit": C.BOOKED}[exchange]
    row.enter(first, at)
    row.save(force_insert=True)
    agreed = CollaborationMoved(collaboration=row.public_id, move="agree", from_state="", state=row.state)
    record_move(row, move="agree", actor=Actor.system(), at=at, to_state=row.state, event=agreed)
    body = {"create_within_days": 14, "live_days": 30, "licence": {"months": 12}}
    Terms.objects.create(
        collaboration=row, version=1, state=Terms.State.AGREED, body=body, sha256=sha256_of(body),
        proposed_by="brand", proposed_at=at, settled_at=at,
    )  # fmt: skip
    return row


def trade_in(state: CollaborationState, **options: Any) -> Trade:
    """A trade brought to `state` by the sides, the carrier, staff and the clock."""
    options.setdefault(
        "exchange", {C.VOUCHER_SENT: "voucher", C.BOOKED: "visit", C.CHECKED_IN: "visit"}.get(state, "parcel")
    )
    trade = make_trade(**options)
    for step in _PATHS[state]:
        step(trade)
    trade.fresh()
    assert trade.collaboration.state == state
    return trade


def _do(name: str, by: str = "", **extra: Any) -> Any:
    return lambda trade: trade.do(name, by, **extra)


_SHIPPED = [_do("mark_shipped", "brand")]
_DELIVERED = [*_SHIPPED, _do("mark_delivered", "carrier")]
_CREATING = [*_DELIVERED, _do("confirm_delivery", "creator")]
_REVIEW = [*_CREATING, _do("submit_content", "creator")]
_APPROVED = [*_REVIEW, _do("approve_content", "brand")]
_POSTED = [*_APPROVED, _do("add_live_link", "creator", platform="instagram", url=POST_URL)]
_LIVE = [*_POSTED, lambda trade: trade.check_links(hours=2)]
_PATHS: dict[CollaborationState, list[Any]] = {
    C.TO_SHIP: [],
    C.SHIPPED: _SHIPPED,
    C.DELIVERED: _DELIVERED,
    C.VOUCHER_SENT: [],
    C.BOOKED: [],
    C.CHECKED_IN: [_do("check_in", "creator")],
    C.CREATING: _CREATING,
    C.IN_REVIEW: _REVIEW,
    C.CHANGES_REQUESTED: [*_REVIEW, _do("request_changes", "brand")],
    C.APPROVED: _APPROVED,
    C.POSTED: _POSTED,
    C.LIVE_HOLD: _LIVE,
    C.COMPLETED: [*_LIVE, lambda trade: trade.check_links(days=30)],
    C.ON_HOLD: [*_DELIVERED, _do("report_problem", "creator", code="damaged", note="broken")],
    C.DISPUTED: [*_CREATING, _do("open_dispute", "brand", reason="No answer")],
    C.CANCELLED_MUTUAL: [_do("propose_cancel", "brand"), _do("agree_cancel", "creator")],
    C.CANCELLED_BY_BRAND: [_do("cancel_collaboration", "brand", reason="out of stock")],
    C.CANCELLED_BY_CREATOR: [_do("cancel_collaboration", "creator", reason="moving house")],
    C.CANCELLED_NO_FAULT: [_do("cancel_by_staff", "staff", reason="fire")],
    C.NO_SHIP: [lambda trade: trade.tick(days=20)],
    C.NO_SHOW: [*_CREATING, lambda trade: trade.tick(days=30)],
    C.HONEST_EXIT: [*_CREATING, _do("exit_honestly", "creator")],
}
