"""More time for a licence that runs: the brand asks, the creator answers. The file and the rights stay the same.

An offer may be paid in product: then the creator's yes takes an item of the stock and asks shipping for a parcel, and the
licence is renewed by the parcel's being sent (docs/adr/0013).
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from barter.kernel.actors import Actor
from barter.kernel.errors import Invalid
from barter.kernel.moves import record
from barter.kernel.rfc3339 import stamp
from brands.errors import OutOfStock
from brands.models import Product, Variant
from brands.operations.capacity import release_stock, reserve_stock, ship_stock
from content.errors import AddressNeeded, LicenceEnded, NoRenewalOffered, RenewalAgreedAlready, TakeDownRunning
from content.events import RenewalAgreed, RenewalCalledOff
from content.licensing import add_months
from content.models import Licence, PaidRenewal, TakeDown
from content.operations.licences import RENEWAL_FIELDS, enter_licence, new_code, next_wake, record_licence
from content.workflow import LICENCE, LicenceState
from creators.models import Address
from deals.errors import OtherTermsNow

RENEWAL_MONTHS_MAX = 36


def offer_renewal(*, licence: Licence, months: int, by: Actor, at: datetime, variant: Variant | None = None) -> Licence:
    """The brand asks for so many months more, and may give one item of its catalogue for them.

    Name and worth are kept as they are now. A second offer replaces the first; the same again changes nothing.
    Raises Invalid (1 to 36 months; what can't be sent), OutOfStock, RenewalAgreedAlready, LicenceEnded,
    TakeDownRunning, WrongState, NotAllowed.
    """
    if not 1 <= months <= RENEWAL_MONTHS_MAX:
        raise Invalid(_("Ask for 1 to {most} months.").format(most=RENEWAL_MONTHS_MAX), field="months")
    with transaction.atomic():
        locked = _lock(licence, "offer_renewal", by, at)
        paid = _paid(locked)
        if paid is not None and paid.agreed_at is not None:
            raise RenewalAgreedAlready
        new = None if variant is None else _priced(locked, variant, months, at)
        if locked.renewal_months == months and _same(paid, new):
            return locked
        if paid is not None:
            paid.delete()
        if new is not None:
            new.save(force_insert=True)
        locked.renewal_months, locked.renewal_offered_at = months, at
        locked.save(update_fields=RENEWAL_FIELDS)
        record_licence(locked, "offer_renewal", locked.state, by, at, _reason(months, new), paid=new)
        return locked


def decline_renewal(
    *, licence: Licence, by: Actor, at: datetime, seen_months: int | None = None, seen_renewal: str | None = None
) -> Licence:
    """The creator says no: the licence ends as agreed. `seen_months` and `seen_renewal` ("": nothing given) are what they
    read, where that is known: nobody says no to a better offer unread.
    Raises OtherTermsNow, NoRenewalOffered, LicenceEnded, WrongState, NotAllowed."""
    with transaction.atomic():
        locked = _lock(licence, "decline_renewal", by, at)
        months, paid = _insist_on_offer(locked), _paid(locked)
        unread = seen_months is not None and seen_months != months
        if unread or (seen_renewal is not None and seen_renewal != (paid.public_id if paid else "")):
            raise OtherTermsNow
        PaidRenewal.objects.filter(licence=locked).delete()
        locked.renewal_months = locked.renewal_offered_at = None
        locked.save(update_fields=RENEWAL_FIELDS)
        record_licence(locked, "decline_renewal", locked.state, by, at)
        return locked


def accept_renewal(
    *,
    licence: Licence,
    by: Actor,
    at: datetime,
    seen_months: int | None = None,
    seen_renewal: str = "",
    address: Address | None = None,
) -> Licence:
    """The creator says yes. Nothing given: this licence is renewed, and a new one, which is returned, runs from now to so
    many months after its end. The rights are the same; paid ads that still run are prolonged by as much.

    Paid in product: the item is taken from the stock, a parcel to `address` is asked for, and this licence is returned;
    `pay_renewal` renews it. `seen_months` and `seen_renewal` (the id of what is given) are what they read: a second offer
    replaces the first, and nobody says yes to it unread.
    Raises OtherTermsNow, AddressNeeded, OutOfStock, NoRenewalOffered, LicenceEnded, TakeDownRunning, WrongState,
    NotAllowed.
    """
    with transaction.atomic():
        old = _lock(licence, "renew", by, at)
        months, paid = _insist_on_offer(old), _paid(old)
        unread = seen_months is not None and seen_months != months
        if unread or seen_renewal != (paid.public_id if paid else ""):
            raise OtherTermsNow
        if paid is not None:
            return _agree(old, paid, address, by, at)
        return _renew(old, "renew", months, by, at)


def pay_renewal(*, renewal: str, at: datetime) -> Licence | None:
    """The parcel is sent: the licence is renewed, also one that ended meanwhile. A renewal that was called off renews
    nothing, and the creator keeps what is on its way. A repeat changes nothing."""
    with transaction.atomic():
        paid = _unsettled(renewal)
        if paid is None:
            return None
        if paid.called_off_at is not None:
            _keep(paid, at)
            return None
        LICENCE.check("renew_paid", paid.licence.state, Actor.system().side)
        ship_stock(variant_id=paid.variant_id)
        paid.paid_at = at
        paid.save(update_fields=["paid_at"])
        return _renew(paid.licence, "renew_paid", paid.months, Actor.system(), at, paid)


def lapse_renewal(*, renewal: str, at: datetime) -> None:
    """The parcel was not sent, in its time or before the renewal was called off: nothing gets longer, and the item is free
    again. A repeat changes nothing."""
    with transaction.atomic():
        paid = _unsettled(renewal)
        if paid is None:
            return
        release_stock(variant_id=paid.variant_id)
        paid.delete()
        _record_end(paid, "call_off_renewal" if paid.called_off_at else "lapse_renewal", at)


def insist_on_agreement(*, renewal: str, at: datetime) -> None:
    """A parcel was opened for this renewal: if it was called off before that was heard of, say so once more."""
    with transaction.atomic():
        paid = PaidRenewal.objects.filter(public_id=renewal).first()
        if paid is None or (paid.called_off_at and not paid.kept_at):
            record(RenewalCalledOff(renewal=renewal), at=at)


def _keep(paid: PaidRenewal, at: datetime) -> None:
    """Called off while its parcel was on its way: the item has left the house, and the licence ends all the same."""
    ship_stock(variant_id=paid.variant_id)
    paid.kept_at = at
    paid.save(update_fields=["kept_at"])
    _record_end(paid, "keep_parcel", at)


def _record_end(paid: PaidRenewal, move: str, at: datetime) -> None:
    licence, by = paid.licence, Actor.system()
    LICENCE.check(move, licence.state, by.side)
    record_licence(licence, move, licence.state, by, at, _reason(paid.months, paid), paid=paid)


def _agree(old: Licence, paid: PaidRenewal, address: Address | None, by: Actor, at: datetime) -> Licence:
    LICENCE.check("agree_renewal", old.state, by.side)
    _check_address(old, address)
    assert address is not None
    reserve_stock(variant_id=paid.variant_id)
    paid.agreed_at = at
    paid.save(update_fields=["agreed_at"])
    old.renewal_months = old.renewal_offered_at = None
    old.save(update_fields=RENEWAL_FIELDS)
    record_licence(old, "agree_renewal", old.state, by, at, _reason(paid.months, paid), paid=paid)
    event = RenewalAgreed(
        renewal=paid.public_id,
        licence=old.public_id,
        collaboration=old.collaboration.public_id,
        address=address.public_id,
        variant=paid.variant.public_id,
    )
    record(event, at=at)
    return old


def _check_address(licence: Licence, address: Address | None) -> None:
    if address is None or address.creator_id != licence.creator_id or address.removed_at:
        raise AddressNeeded(field="address")
    countries = licence.collaboration.deal.countries
    if countries and address.country not in countries:
        words = _("This deal ships to {countries} only.").format(countries=", ".join(countries))
        raise Invalid(words, field="address")


def _renew(old: Licence, move: str, months: int, by: Actor, at: datetime, paid: PaidRenewal | None = None) -> Licence:
    enter_licence(old, LicenceState.RENEWED, move, by, at, _reason(months, paid), paid=paid)
    new = Licence(
        asset=old.asset,
        collaboration=old.collaboration,
        brand_id=old.brand_id,
        creator_id=old.creator_id,
        code=new_code(),
        terms_hash=old.terms_hash,
        file_sha256=old.file_sha256,
        scope=_prolonged(old.scope, months, at),
        territory=old.territory,
        starts_at=at,
        ends_at=add_months(old.ends_at, months),
        renews=old,
    )
    new.enter(LicenceState.ACTIVE, at, due_at=new.ends_at)
    new.wake_at = next_wake(new, at)
    new.save(force_insert=True)
    record_licence(new, "begin", "", by, at)
    return new


def _lock(licence: Licence, move: str, by: Actor, at: datetime) -> Licence:
    rows = Licence.objects.select_for_update(of=("self",)).select_related("asset", "collaboration__deal")
    locked = rows.get(pk=licence.pk)
    LICENCE.check(move, locked.state, by.side)
    if at >= locked.ends_at:  # the clock task has not come by yet
        raise LicenceEnded
    if move != "decline_renewal" and TakeDown.objects.filter(licence=locked).open().exists():
        raise TakeDownRunning
    return locked


def _unsettled(renewal: str) -> PaidRenewal | None:
    """The renewal that still holds its item, with its licence locked: every write of a renewal holds that."""
    found = PaidRenewal.objects.filter(public_id=renewal).values_list("licence", flat=True).first()
    if found is None:
        return None
    rows = Licence.objects.select_for_update(of=("self",)).select_related("asset", "collaboration")
    licence = rows.get(pk=found)
    paid = PaidRenewal.objects.holding_stock().filter(licence=licence, public_id=renewal).first()
    if paid is not None:
        paid.licence = licence
    return paid


def _paid(licence: Licence) -> PaidRenewal | None:
    return PaidRenewal.objects.filter(licence=licence).first()


def _priced(licence: Licence, variant: Variant, months: int, at: datetime) -> PaidRenewal:
    product = variant.product
    is_theirs = product.brand_id == licence.brand_id and product.archived_at is None
    if not is_theirs or product.kind != Product.Kind.PARCEL:
        raise Invalid(_("Choose something of your catalogue that is shipped."), field="variant")
    if variant.stock_free < 1:
        raise OutOfStock(variant=variant.title, field="variant")
    return PaidRenewal(
        licence=licence,
        months=months,
        variant=variant,
        contents=f"{product.title}, {variant.title}" if variant.title != "Default" else product.title,
        worth_minor=variant.fmv_minor,
        currency=product.currency,
        offered_at=at,
    )


def _same(one: PaidRenewal | None, other: PaidRenewal | None) -> bool:
    if one is None or other is None:
        return one is other
    names = ("variant_id", "contents", "worth_minor", "currency")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _reason(months: int, paid: PaidRenewal | None) -> str:
    if paid is None:
        return f"{months} months"
    return f"{months} months for 1 {paid.contents}, worth {paid.currency} {paid.worth_minor / 100:.2f}"


def _insist_on_offer(licence: Licence) -> int:
    if licence.renewal_months is None:
        raise NoRenewalOffered
    return licence.renewal_months


def _prolonged(scope: dict[str, Any], months: int, at: datetime) -> dict[str, Any]:
    until = parse_datetime(scope["paid_ads_until"]) if scope.get("paid_ads_until") else None
    return {**scope, "paid_ads_until": stamp(add_months(until, months))} if until and until > at else dict(scope)
