"""Licences: granted on approval, warned about 30 and 5 days before the end, expired."""

import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from barter.kernel.actors import Actor
from barter.kernel.ids import ALPHABET
from barter.kernel.moves import record, record_move
from barter.kernel.stateful import CLOCK_FIELDS
from content.events import LicenceMoved, RenewalCalledOff
from content.licensing import add_months, licence_terms
from content.models import Asset, Licence, PaidRenewal
from content.workflow import LICENCE_USABLE, LicenceState
from deals.models import Collaboration

WARN_DAYS = (30, 5)
RENEWAL_FIELDS = ("renewal_months", "renewal_offered_at")
_CODE_GROUPS = 3
_CODE_GROUP_LENGTH = 4


def grant_licence(*, asset: Asset, collaboration: Collaboration, by: Actor, at: datetime) -> Licence:
    """The brand's right to one approved file, from the frozen terms. One running licence a file: a repeat returns it."""
    with transaction.atomic():
        running = Licence.objects.filter(asset=asset, state__in=LICENCE_USABLE).first()
        if running is not None:
            return running
        terms = licence_terms(collaboration)
        ends_at = add_months(at, terms.months)
        licence = Licence(
            asset=asset,
            collaboration=collaboration,
            brand_id=collaboration.brand_id,
            creator_id=collaboration.creator_id,
            code=new_code(),
            terms_hash=terms.terms_hash,
            file_sha256=asset.sha256,
            scope=terms.scope(at),
            territory=terms.territory,
            starts_at=at,
            ends_at=ends_at,
        )
        licence.enter(LicenceState.ACTIVE, at, due_at=ends_at)
        licence.wake_at = next_wake(licence, at)
        try:
            with transaction.atomic():
                licence.save(force_insert=True)
        except IntegrityError:  # granted by somebody else a moment ago
            return Licence.objects.get(asset=asset, state__in=LICENCE_USABLE)
        record_licence(licence, "grant", "", by, at)
        return licence


def call_off_renewal(licence: Licence, at: datetime) -> None:
    """A renewal that was agreed is called off, unless it is paid already. The caller holds the licence's lock.

    Whether its parcel was sent is known to shipping alone: until it has answered, the item stays reserved.
    """
    for owed in PaidRenewal.objects.owed().filter(licence=licence):
        owed.called_off_at = at
        owed.save(update_fields=["called_off_at"])
        record(RenewalCalledOff(renewal=owed.public_id), at=at)


def run_licence_clock(*, licence: Licence, at: datetime) -> None:
    """What is due for one licence whose row the caller holds locked: warn, or end it. Running late or twice is harmless."""
    if licence.state not in LICENCE_USABLE or licence.wake_at is None or licence.wake_at > at:
        return
    if at >= licence.ends_at:
        enter_licence(licence, LicenceState.EXPIRED, "expire", Actor.system(), licence.ends_at)
    else:
        enter_licence(licence, LicenceState.EXPIRING, "warn", Actor.system(), at)


def new_code() -> str:
    """A code nobody guesses (60 bits) and everybody can read out: "7K2M-9QX4-B0TR"."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(_CODE_GROUP_LENGTH)).upper() for _ in range(_CODE_GROUPS))
    return "-".join(groups)


def days_left(licence: Licence, at: datetime) -> int:
    """Whole days until the end, rounded up; 0 once it is over."""
    return max(0, -(-(licence.ends_at - at) // timedelta(days=1)))


def enter_licence(
    licence: Licence,
    state: str,
    move: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    paid: PaidRenewal | None = None,
) -> None:
    """An offer of more months that nobody answered ends with it; one that was agreed waits for its parcel."""
    before = licence.state
    licence.enter(state, at, started_at=licence.starts_at, due_at=licence.ends_at)
    licence.wake_at = next_wake(licence, at) if state in LICENCE_USABLE else None
    if state not in LICENCE_USABLE:
        licence.renewal_months = licence.renewal_offered_at = None
        PaidRenewal.objects.filter(licence=licence, agreed_at=None).delete()
    licence.save(update_fields=[*CLOCK_FIELDS, *RENEWAL_FIELDS])
    record_licence(licence, move, before, by, at, reason, paid)


def next_wake(licence: Licence, at: datetime) -> datetime:
    moments = [licence.ends_at - timedelta(days=days) for days in WARN_DAYS]
    return min((moment for moment in moments if moment > at), default=licence.ends_at)


def record_licence(
    licence: Licence,
    move: str,
    before: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    paid: PaidRenewal | None = None,
) -> None:
    event = LicenceMoved(
        licence=licence.public_id,
        asset=licence.asset.public_id,
        collaboration=licence.collaboration.public_id,
        move=move,
        state=licence.state,
        days_left=days_left(licence, at),
        months=paid.months if paid else licence.renewal_months or 0,
        ends_at=licence.ends_at.isoformat(),
        renewal=paid.public_id if paid else "",
    )
    record_move(
        licence, move=move, actor=by, at=at, event=event, from_state=before, to_state=licence.state, reason=reason
    )
