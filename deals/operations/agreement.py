"""Agreement: an application becomes a collaboration. Everything it holds is taken here, in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import AccountLeaves
from barter.kernel.actors import Actor, Side
from barter.kernel.calendar import add_business_days
from barter.kernel.errors import BarterError
from barter.kernel.moves import record_move
from brands.models import Brand, Membership, Product, Variant
from brands.operations import capacity as brand_capacity
from creators.models import Address, Creator
from creators.operations import capacity as creator_capacity
from deals.eligibility import default_address, facts_of, is_outside, rules_of
from deals.errors import (
    AddressMissing,
    AlreadyTrading,
    BrandIsSuspended,
    CreatorPaused,
    CreatorUnavailable,
    DealIsNotOpen,
    OfferIsOld,
    OtherTermsNow,
    OutOfStock,
    OutsideCountries,
    OwnDeal,
    TermsChanged,
)
from deals.events import CollaborationAgreed
from deals.models import Application, Collaboration, Deal, Terms
from deals.operations.capacity import hold, insist_on_free_place
from deals.operations.states import check_answer, lock_deal_and_application, move_application, move_deal, note_activity
from deals.terms import TermsBody, hash_of, merged
from deals.workflow import APPLICATION_COUNTED, COLLABORATION_RUNNING, DEAL_PUBLIC, CollaborationState, DealState
from deals.workflow import ApplicationState as A

_ANSWERED = frozenset({A.SUBMITTED, A.SHORTLISTED})
_FIRST_STATE = {
    Product.Kind.PARCEL: CollaborationState.TO_SHIP,
    Product.Kind.VOUCHER: CollaborationState.VOUCHER_SENT,
    Product.Kind.VISIT: CollaborationState.BOOKED,
}


def accept_application(*, application: Application, by: Actor, at: datetime) -> Collaboration:
    """The brand chooses an applicant, who agreed to the terms by applying: the trade begins at once.

    Raises WrongState, BeingDeclined, DealIsNotOpen, DealIsFull, PlacesAreOffered, OutsideCountries, TermsChanged,
    OutOfStock, NoFreeCredit, NoFreeSlot, CreatorPaused, CreatorUnavailable.
    """
    return _agree(application, "accept", by=by, at=at)


def accept_offer(*, application: Application, by: Actor, at: datetime, seen_hash: str = "") -> Collaboration:
    """The creator takes the place under the offered terms. `seen_hash` is the hash of those they read, where the door
    knows it. Raises OtherTermsNow when these are others, OfferIsOld when the deal has changed since."""
    return _agree(application, "accept_offer", by=by, at=at, seen_hash=seen_hash)


def accept_counter(*, application: Application, by: Actor, at: datetime, seen_hash: str = "") -> Collaboration:
    """The brand takes the creator's counter-proposal; `seen_hash` as in `accept_offer`."""
    return _agree(application, "accept_counter", by=by, at=at, seen_hash=seen_hash)


def accept_invitation(
    *,
    application: Application,
    by: Actor,
    at: datetime,
    address: Address | None = None,
    variant: Variant | None = None,
    seen_hash: str = "",
) -> Collaboration:
    """An invited creator says yes to the deal as posted. Left out: the default address, the first variant in stock;
    `seen_hash` as in `accept_offer`."""

    def consent(deal: Deal, row: Application) -> Sequence[str]:
        row.consented_hash = deal.terms_hash
        row.address = address or _default_address(deal, row.creator)
        row.variant = variant or row.variant or _first_variant(deal)
        return ["consented_hash", "address", "variant"]

    return _agree(application, "accept_invitation", by=by, at=at, prepare=consent, seen_hash=seen_hash)


@dataclass(slots=True)
class BulkResult:
    """What a bulk action did: each item in a transaction of its own."""

    done: list[Application] = field(default_factory=list)
    refused: list[tuple[Application, BarterError]] = field(default_factory=list)


def in_bulk(
    applications: Sequence[Application],
    act: Callable[[Application], Any],
    *,
    final: tuple[type[BarterError], ...] = (),
) -> BulkResult:
    """Call `act` with each of them in the given order; one that is refused doesn't stop the next.

    After a refusal of `final` nobody else can succeed either: the rest are refused alike, without hundreds of tries.
    """
    result = BulkResult()
    last: BarterError | None = None
    for application in applications:
        try:
            if last is not None:
                raise last
            act(application)
        except BarterError as refusal:
            result.refused.append((application, refusal))
            last = refusal if isinstance(refusal, final) else None
        else:
            result.done.append(application)
    return result


# ---- The steps

Prepare = Callable[[Deal, Application], Sequence[str]]


def _agree(
    application: Application,
    move: str,
    *,
    by: Actor,
    at: datetime,
    prepare: Prepare | None = None,
    seen_hash: str = "",
) -> Collaboration:
    with transaction.atomic():
        deal, row = lock_deal_and_application(application)
        check_answer(row, move, by=by)
        changed = prepare(deal, row) if prepare else ()
        if seen_hash and seen_hash != row.consented_hash:
            raise OtherTermsNow
        body = _insist(deal, row, at, by)
        left = _hold(deal, row)
        before = move_application(row, move, by=by, at=at, changed=[*changed, "variant"])
        _count(deal, row, before, by, at)
        collaboration = _begin(deal, row, body, by=by, at=at)
        if left == 0 and deal.state == DealState.LIVE:
            if by.side == Side.BRAND:
                deal.last_brand_activity_at = at
            move_deal(deal, "fill", by=Actor.system(), at=at)
        else:
            note_activity(deal.pk, by=by, at=at)
    return collaboration


def _insist(deal: Deal, row: Application, at: datetime, by: Actor) -> TermsBody:
    """Every condition that is no counter; returns the terms both sides agree to."""
    if deal.state not in DEAL_PUBLIC:
        raise DealIsNotOpen(state=deal.state)
    if deal.brand.standing == Brand.Standing.SUSPENDED:
        raise BrandIsSuspended(brand=deal.brand.name)
    _insist_on_standing(row.creator, at, by)
    if Membership.objects.filter(brand=deal.brand_id, user=row.creator.user_id).exists():
        raise OwnDeal
    between = {"deal": deal, "creator_id": row.creator_id, "state__in": COLLABORATION_RUNNING}
    if Collaboration.objects.filter(**between).exists():
        raise AlreadyTrading
    if deal.exchange == Product.Kind.PARCEL and (row.address is None or row.address.removed_at):
        raise AddressMissing(_("There is no shipping address for this creator any more."), field="address")
    if by.side == Side.BRAND and is_outside(deal, row):
        raise OutsideCountries
    body = merged(deal.terms, row.proposal)
    if hash_of(body) != row.consented_hash:
        raise TermsChanged if by.side == Side.BRAND else OfferIsOld
    insist_on_free_place(deal, without=row)
    return body


def _insist_on_standing(creator: Creator, at: datetime, by: Actor) -> None:
    if creator.is_gone and by.side == Side.BRAND:
        raise CreatorUnavailable
    if creator.user.erase_at is not None:
        raise AccountLeaves
    paused = creator.standing == Creator.Standing.PAUSED
    if creator.standing == Creator.Standing.CLOSED or (
        paused and (creator.paused_until is None or creator.paused_until > at)
    ):
        raise CreatorPaused(_("This creator is paused: running trades go on, new ones can't start."))


def _hold(deal: Deal, row: Application) -> int:
    """Place, item, credit and slot; and the application no longer counts as open."""
    row.variant = _chosen_variant(deal, row)
    parcel = deal.exchange == Product.Kind.PARCEL
    if parcel and row.variant is None:
        raise OutOfStock(variant=deal.product.title if deal.product else "This product")
    stocked = row.variant.pk if parcel and row.variant else None
    left = hold(deal=deal, creator_id=row.creator_id, variant_id=stocked)
    if row.state in APPLICATION_COUNTED:
        creator_capacity.close_application_slot(creator_id=row.creator_id)
    return left


def _chosen_variant(deal: Deal, row: Application) -> Variant | None:
    wanted = row.proposal.get("variant")
    if wanted:
        return Variant.objects.get(public_id=wanted, product=deal.product_id)
    return row.variant or _first_variant(deal)


def _count(deal: Deal, row: Application, before: str, by: Actor, at: datetime) -> None:
    """The brand's decision time, once an application."""
    if by.side == Side.BRAND and before in _ANSWERED:
        hours = int((at - row.submitted_at).total_seconds() // 3600)
        brand_capacity.count_answer(brand_id=deal.brand_id, hours=hours)


def _begin(deal: Deal, row: Application, body: TermsBody, *, by: Actor, at: datetime) -> Collaboration:
    kind = deal.exchange
    country = row.address.country if row.address else ""
    collaboration = Collaboration(
        deal=deal,
        application=row,
        brand=deal.brand,
        creator=row.creator,
        variant=row.variant,
        exchange=kind,
        must_post=body["must_post"],
        create_within_days=body["create_within_days"],
        live_days=body["live_days"],
        is_cross_border=kind == Product.Kind.PARCEL and bool(country) and country != deal.brand.country,
        stock_held=kind == Product.Kind.PARCEL,
        agreed_at=at,
    )
    state = _FIRST_STATE[Product.Kind(kind)]
    parcel = state == CollaborationState.TO_SHIP
    collaboration.enter(state, at, due_at=add_business_days(at, body["ship_within_days"]) if parcel else None)
    collaboration.save(force_insert=True)
    _freeze(collaboration, row, body, by, at)
    record_move(
        collaboration,
        move="agree",
        actor=by,
        at=at,
        to_state=state,
        event=CollaborationAgreed(
            collaboration=collaboration.public_id, application=row.public_id, exchange=collaboration.exchange
        ),
    )
    return collaboration


def _freeze(collaboration: Collaboration, row: Application, body: TermsBody, by: Actor, at: datetime) -> None:
    other = Side.CREATOR if by.side == Side.BRAND else Side.BRAND
    Terms.objects.create(
        collaboration=collaboration,
        version=1,
        state=Terms.State.AGREED,
        body=body,
        sha256=hash_of(body),
        proposed_by=str(other),
        proposed_at=row.state_since if row.proposal else row.submitted_at,
        settled_at=at,
    )


def _default_address(deal: Deal, creator: Creator) -> Address | None:
    default = default_address(rules_of(deal), facts_of(creator))
    return Address.objects.defer("sealed").get(pk=default.pk) if default else None


def _first_variant(deal: Deal) -> Variant | None:
    rows = list(Variant.objects.filter(product=deal.product_id))
    return next((row for row in rows if row.stock_free > 0), next(iter(rows), None))
