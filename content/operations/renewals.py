"""More time for a licence that runs: the brand asks, the creator answers. The file and the rights stay the same."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from barter.kernel.actors import Actor
from barter.kernel.errors import Invalid
from barter.kernel.rfc3339 import stamp
from content.errors import LicenceEnded, NoRenewalOffered
from content.licensing import add_months
from content.models import Licence
from content.operations.licences import RENEWAL_FIELDS, enter_licence, new_code, next_wake, record_licence
from content.workflow import LICENCE, LicenceState
from deals.errors import OtherTermsNow

RENEWAL_MONTHS_MAX = 36


def offer_renewal(*, licence: Licence, months: int, by: Actor, at: datetime) -> Licence:
    """The brand asks for so many months more. A second offer replaces the first; the same again changes nothing.

    Raises Invalid (1 to 36 months), LicenceEnded, WrongState, NotAllowed.
    """
    if not 1 <= months <= RENEWAL_MONTHS_MAX:
        raise Invalid(_("Ask for 1 to {most} months.").format(most=RENEWAL_MONTHS_MAX), field="months")
    with transaction.atomic():
        locked = _lock(licence, "offer_renewal", by, at)
        if locked.renewal_months == months:
            return locked
        locked.renewal_months, locked.renewal_offered_at = months, at
        locked.save(update_fields=RENEWAL_FIELDS)
        record_licence(locked, "offer_renewal", locked.state, by, at, f"{months} months")
        return locked


def decline_renewal(*, licence: Licence, by: Actor, at: datetime) -> Licence:
    """The creator says no: the licence ends as agreed. Raises NoRenewalOffered, LicenceEnded, WrongState, NotAllowed."""
    with transaction.atomic():
        locked = _lock(licence, "decline_renewal", by, at)
        _insist_on_offer(locked)
        locked.renewal_months = locked.renewal_offered_at = None
        locked.save(update_fields=RENEWAL_FIELDS)
        record_licence(locked, "decline_renewal", locked.state, by, at)
        return locked


def accept_renewal(*, licence: Licence, by: Actor, at: datetime, seen_months: int | None = None) -> Licence:
    """The creator says yes: this licence is renewed, and a new one runs from now to so many months after its end.

    Returns the new one. The rights are the same; paid ads that still run are prolonged by as much. `seen_months` is what
    they read, where the door knows it: a second offer replaces the first, and nobody says yes to it unread.
    Raises OtherTermsNow, NoRenewalOffered, LicenceEnded, WrongState, NotAllowed.
    """
    with transaction.atomic():
        old = _lock(licence, "renew", by, at)
        months = _insist_on_offer(old)
        if seen_months is not None and seen_months != months:
            raise OtherTermsNow
        enter_licence(old, LicenceState.RENEWED, "renew", by, at, f"{months} months")
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
    rows = Licence.objects.select_for_update(of=("self",)).select_related("asset", "collaboration")
    locked = rows.get(pk=licence.pk)
    LICENCE.check(move, locked.state, by.side)
    if at >= locked.ends_at:  # the clock task has not come by yet
        raise LicenceEnded
    return locked


def _insist_on_offer(licence: Licence) -> int:
    if licence.renewal_months is None:
        raise NoRenewalOffered
    return licence.renewal_months


def _prolonged(scope: dict[str, Any], months: int, at: datetime) -> dict[str, Any]:
    until = parse_datetime(scope["paid_ads_until"]) if scope.get("paid_ads_until") else None
    return {**scope, "paid_ads_until": stamp(add_months(until, months))} if until and until > at else dict(scope)
