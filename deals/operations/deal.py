"""The life of a deal: check, publish, pause, close, expire."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import AccountLeaves
from barter.kernel.actors import Actor
from barter.kernel.calendar import add_business_days
from barter.kernel.moves import record
from brands.models import Brand, Membership
from deals import brief
from deals.errors import BrandIsSuspended, DealIsIncomplete, ValueRefused
from deals.events import PlaceFreed
from deals.models import BriefItem, Deal
from deals.operations.capacity import places_of
from deals.operations.drafting import DERIVED_FIELDS, copy_value, refresh
from deals.operations.states import idle_at, lock_deal, move_deal, set_clock
from deals.workflow import DealState

_SYSTEM = Actor.system()


def submit_deal(*, deal: Deal, by: Actor, at: datetime) -> Deal:
    """Hand a draft in. Deals of trusted brands in good standing go live at once; others wait for staff.

    Raises DealIsIncomplete (naming every missing part), BriefRefused, BrandIsSuspended, AccountLeaves.
    """
    with transaction.atomic():
        row = lock_deal(deal.pk)
        Deal.machine.check("submit", row.state, by.side)
        _insist_on_standing(row)
        _insist_on_somebody_who_stays(row.brand)
        copy_value(row)
        _insist_on_completeness(row, at)
        brief.insist(brief.lines_of(row))
        refresh(row)
        row.rejection_reason = ""
        changed = [*DERIVED_FIELDS, "fmv_minor", "currency", "rejection_reason"]
        move_deal(row, "submit", by=by, at=at, changed=changed)
        if row.brand.is_trusted and row.brand.standing == Brand.Standing.GOOD:
            _publish(row, by=_SYSTEM, at=at)
    return row


def take_back_deal(*, deal: Deal, by: Actor, at: datetime) -> Deal:
    """Out of the check again, to be changed."""
    return _simple(deal, "take_back", by=by, at=at)


def approve_deal(*, deal: Deal, by: Actor, at: datetime) -> Deal:
    """Staff let it go live."""
    with transaction.atomic():
        row = lock_deal(deal.pk)
        Deal.machine.check("approve", row.state, by.side)
        _insist_on_standing(row)
        _publish(row, by=by, at=at)
    return row


def reject_deal(*, deal: Deal, by: Actor, reason: str, at: datetime) -> Deal:
    """Staff send it back; the brand reads `reason`."""
    reason = _reason(reason)
    with transaction.atomic():
        row = lock_deal(deal.pk)
        row.rejection_reason = reason
        move_deal(row, "reject", by=by, at=at, reason=reason, changed=["rejection_reason"])
    return row


def pause_deal(*, deal: Deal, by: Actor, at: datetime, reason: str = "") -> Deal:
    """Nobody can apply until it is resumed; the end date stays. Staff say why."""
    return _simple(deal, "pause", by=by, at=at, reason=reason, shutting=True)


def resume_deal(*, deal: Deal, by: Actor, at: datetime) -> Deal:
    """Live again, or full when its places went meanwhile; the waitlist is looked at. Raises BrandIsSuspended, AccountLeaves."""
    with transaction.atomic():
        row = lock_deal(deal.pk)
        Deal.machine.check("resume", row.state, by.side)
        _insist_on_standing(row)
        _insist_on_somebody_who_stays(row.brand)
        row.last_brand_activity_at = at
        move_deal(row, "resume", by=by, at=at)
        places = places_of(row)
        if places.taken >= places.total:
            move_deal(row, "fill", by=_SYSTEM, at=at)
        else:
            record(PlaceFreed(deal=row.public_id), at=at)
    return row


def close_deal(*, deal: Deal, by: Actor, at: datetime, reason: str = "") -> Deal:
    """No more applications; open ones become "not selected", running trades go on. Staff say why."""
    return _simple(deal, "close", by=by, at=at, reason=reason, shutting=True)


def discard_deal(*, deal: Deal, by: Actor, at: datetime) -> Deal:
    """Throw away a draft or a rejected deal. It ends closed and never published; it can still be duplicated."""
    return _simple(deal, "discard", by=by, at=at)


def take_down_deal(*, deal: Deal, by: Actor, reason: str, at: datetime) -> Deal:
    """Staff remove it from the product; running trades go on."""
    return _simple(deal, "take_down", by=by, at=at, reason=_reason(reason), shutting=True)


def on_clock(deal_id: int, at: datetime) -> None:
    """Make the default move that is due. Re-reads under the lock; late, repeated or parallel calls change nothing more."""
    with transaction.atomic():
        row = lock_deal(deal_id, shutting=True)
        if row.wake_at is None or row.wake_at > at or row.due_at is None:
            return
        idle = idle_at(row)
        if row.state == DealState.IN_REVIEW:
            _escalate(row, at)
        elif row.due_at <= at:
            move_deal(row, "expire", by=_SYSTEM, at=at)
        elif idle and idle <= at:
            move_deal(row, "pause_idle", by=_SYSTEM, at=at)
        else:
            _look_again(row, at)


def _insist_on_somebody_who_stays(brand: Brand) -> None:
    """Nothing begins under the name of a brand whose whole team asked to be deleted. Raises AccountLeaves."""
    going = Membership.objects.filter(brand=brand).values_list("user__erase_at", flat=True)
    if going and None not in going:
        raise AccountLeaves


def _simple(deal: Deal, name: str, *, by: Actor, at: datetime, reason: str = "", shutting: bool = False) -> Deal:
    with transaction.atomic():
        row = lock_deal(deal.pk, shutting=shutting)
        move_deal(row, name, by=by, at=at, reason=reason)
    return row


def _publish(deal: Deal, *, by: Actor, at: datetime) -> None:
    deal.last_brand_activity_at = at
    deal.published_at = at
    move_deal(deal, "approve", by=by, at=at, changed=["published_at"])


def _escalate(deal: Deal, at: datetime) -> None:
    """Staff are told again every business day; a deal never goes live because nobody looked."""
    move_deal(deal, "escalate_check", by=_SYSTEM, at=at)
    deal.wake_at = add_business_days(at, 1)
    deal.save(update_fields=["wake_at"])


def _look_again(deal: Deal, at: datetime) -> None:
    if deal.published_at is not None:
        set_clock(deal, at)
    else:
        deal.wake_at = deal.due_at
    deal.save(update_fields=["wake_at", "due_at", "clock_started_at"])


def _insist_on_standing(deal: Deal) -> None:
    """Holds the brand: a suspension comes before this, or finds the deal open afterwards and pauses it."""
    deal.brand = Brand.objects.select_for_update(no_key=True).get(pk=deal.brand_id)
    if deal.brand.standing == Brand.Standing.SUSPENDED:
        raise BrandIsSuspended(brand=deal.brand.name)


def _insist_on_completeness(deal: Deal, at: datetime) -> None:
    product = deal.product
    needs = [
        (bool(deal.title), "title", _("Give the deal a title.")),
        (bool(deal.category), "category", _("Choose a category.")),
        (product is not None, "product", _("Choose what you give.")),
        (product is None or not product.archived_at, "product", _("This product is archived; choose another.")),
        (
            product is None or product.variants.exists(),
            "product",
            _("Give the product a value: it has no variant yet."),
        ),
        (deal.deliverables.exists(), "deliverables", _("Say what is to be made.")),
        (_has_disclosure(deal), "brief_items", _("Say in the brief how the post is marked as advertising.")),
        (not deal.end_date or deal.end_date > at.date(), "end_date", _("Choose an end date from tomorrow on.")),
    ]
    missing = [(field, sentence) for met, field, sentence in needs if not met]
    if missing:
        raise DealIsIncomplete(missing)


def _has_disclosure(deal: Deal) -> bool:
    lines = deal.brief_items.filter(brief_version=deal.brief_version)
    return lines.filter(kind=BriefItem.Kind.DISCLOSURE).exists()


def _reason(text: str) -> str:
    cleaned = text.strip()
    if not cleaned:
        raise ValueRefused(field="reason", problem=_("Say why; the other side reads it."))
    return cleaned[:500]
