"""A creator applies: one statement to know (apply_context), one to write, one for timeline and event."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.errors import AccountLeaves
from barter.kernel import hot
from barter.kernel.actors import Actor
from barter.kernel.errors import Invalid
from barter.kernel.ids import decode
from barter.kernel.moves import record_move
from brands.models import Variant
from creators.models import Address, Channel, Creator, CreatorCapacity
from deals.clips import insist_on_own
from deals.eligibility import (
    default_address,
    default_channel,
    paused_until_words,
)
from deals.errors import (
    AddressMissing,
    AlreadyApplied,
    AlreadyTrading,
    CreatorPaused,
    DealIsNotOpen,
    NotEligible,
    OtherTermsNow,
    OutOfStock,
    OwnDeal,
    TooManyOpenApplications,
)
from deals.models import Application, Collaboration, Deal
from deals.operations.apply_context import ApplyContext, load_context
from deals.operations.states import application_moved
from deals.workflow import (
    APPLICATION_OPEN,
    COLLABORATION_RUNNING,
    DEAL_OPEN,
    ApplicationState,
    DealState,
)

_PITCH_LENGTH = 1000


def apply_to_deal(
    *,
    deal: Deal,
    creator: Creator,
    at: datetime,
    pitch: str = "",
    address: Address | str | None = None,
    variant: Variant | str | None = None,
    channel: Channel | str | None = None,
    clips: Sequence[str] = (),
    seen_hash: str = "",
    context: ApplyContext | None = None,
) -> Application:
    """Ask for a place; waitlisted when the deal is full. Applying is consent to the terms as posted: `seen_hash` is the
    hash of those that were read, where the door knows it, and OtherTermsNow is raised when these are others by now.

    Left out: the default address, the first variant in stock, the main channel, clips in the order of the profile. A
    choice may be an object or its public id. With `context` (see load_apply_context) nothing is read again. Raises NotEligible, DealIsNotOpen,
    AlreadyApplied, AlreadyTrading, OwnDeal, TooManyOpenApplications, CreatorPaused, AccountLeaves, AddressMissing,
    OutOfStock, Invalid.
    A refusal has changed nothing, even before its transaction is rolled back.
    """
    known = context or load_context("d.id = %s", deal.pk, "c.id = %s", creator.pk)
    if len(pitch) > _PITCH_LENGTH:
        raise Invalid(_("A pitch has at most {count} letters.").format(count=_PITCH_LENGTH), field="pitch")
    _insist_on_eligibility(known, at)
    if seen_hash and seen_hash != known.deal.terms_hash:
        raise OtherTermsNow
    application = Application(
        deal=known.deal,
        creator=known.creator,
        pitch=pitch.strip(),
        address_id=_choose_address(known, address),
        variant_id=_choose_variant(known, variant),
        channel_id=_choose_channel(known, channel),
        clips=insist_on_own(known.creator, clips) if clips else [],
        consented_hash=known.deal.terms_hash,
        submitted_at=at,
    )
    with _transaction():
        if not _insert(application, at):
            raise _why_not(known)
        record_move(
            application,
            move="apply",
            actor=Actor.creator(known.creator.user_id),
            at=at,
            to_state=application.state,
            event=application_moved(application, "apply"),
        )
    return application


def _transaction() -> AbstractContextManager[Any]:
    """The caller's transaction, or one of our own. No savepoint: nothing here needs to be undone alone."""
    return nullcontext() if connection.in_atomic_block else transaction.atomic()


# ---- Write

# The deal's key is share-locked, so closing waits for us and we for closing; a full deal gives a place on the waitlist.
# The counter's row is locked before the insert and raised after it: whatever is refused has written nothing at all.
_INSERT = """
WITH deal AS MATERIALIZED (
    SELECT id, state FROM deals_deal WHERE id = %(deal)s AND state = ANY(%(open_states)s) FOR KEY SHARE
), room AS MATERIALIZED (
    SELECT creator_id FROM creators_creatorcapacity
    WHERE creator_id = %(creator)s AND open_applications < open_applications_max AND EXISTS (SELECT FROM deal)
    FOR NO KEY UPDATE
), application AS (
    INSERT INTO deals_application (
        public_id, deal_id, creator_id, state, state_since, clock_started_at, due_at, wake_at, pitch, address_id,
        variant_id, channel_id, clips, consented_hash, proposal, decline_reason, decline_note, submitted_at
    )
    SELECT %(public_id)s, deal.id, room.creator_id,
        CASE WHEN deal.state = %(full)s THEN %(waitlisted)s ELSE %(submitted)s END, %(at)s, %(at)s,
        CASE WHEN deal.state = %(full)s THEN %(waitlisted_due)s::timestamptz ELSE %(submitted_due)s::timestamptz END,
        CASE WHEN deal.state = %(full)s THEN %(waitlisted_wake)s::timestamptz ELSE %(submitted_wake)s::timestamptz END,
        %(pitch)s, %(address)s::bigint, %(variant)s::bigint, %(channel)s::bigint, %(clips)s::text[], %(consented_hash)s, '{}'::jsonb, '', '', %(at)s
    FROM deal, room
    WHERE NOT EXISTS (
        SELECT FROM deals_collaboration
        WHERE deal_id = %(deal)s AND creator_id = %(creator)s AND state = ANY(%(running_states)s)
    )
    ON CONFLICT DO NOTHING
    RETURNING id, state
), counted AS (
    UPDATE creators_creatorcapacity SET open_applications = open_applications + 1
    WHERE creator_id = %(creator)s AND EXISTS (SELECT FROM application)
)
SELECT id, state FROM application
"""
_OPEN_STATES = sorted(DEAL_OPEN)
_RUNNING_STATES = sorted(COLLABORATION_RUNNING)


def _insert(application: Application, at: datetime) -> bool:
    """Store and count it; False when any of the conditions does not hold."""
    clocks: dict[str, Any] = {}
    for state, due_at in ((ApplicationState.WAITLISTED, application.deal.due_at), (ApplicationState.SUBMITTED, None)):
        application.enter(state, at, due_at=due_at)
        clocks |= {f"{state}_due": application.due_at, f"{state}_wake": application.wake_at}
    values = {
        **clocks,
        "deal": application.deal_id,
        "creator": application.creator_id,
        "public_id": decode("app", application.public_id),
        "open_states": _OPEN_STATES,
        "running_states": _RUNNING_STATES,
        "full": DealState.FULL.value,
        "waitlisted": ApplicationState.WAITLISTED.value,
        "submitted": ApplicationState.SUBMITTED.value,
        "at": at,
        "pitch": application.pitch,
        "address": application.address_id,
        "variant": application.variant_id,
        "channel": application.channel_id,
        "clips": application.clips,
        "consented_hash": application.consented_hash,
    }
    rows = hot.rows(_INSERT, values)
    if not rows:
        return False
    row = rows[0]
    application.pk, application.state = row
    application.due_at, application.wake_at = clocks[f"{row[1]}_due"], clocks[f"{row[1]}_wake"]
    application._state.adding = False
    application._state.db = connection.alias
    return True


def _why_not(known: ApplyContext) -> Exception:
    """The reason a statement inserted nothing; asked only then, most telling first."""
    deal, creator = known.deal, known.creator
    between = {"deal": deal, "creator": creator}
    state = Application.objects.filter(**between, state__in=APPLICATION_OPEN).values_list("state", flat=True).first()
    if state == ApplicationState.INVITED:
        return AlreadyApplied(_("You are invited to this deal: accept the invitation instead."))
    if state:
        return AlreadyApplied()
    if Collaboration.objects.filter(**between, state__in=COLLABORATION_RUNNING).exists():
        return AlreadyTrading()
    state = Deal.objects.values_list("state", flat=True).get(pk=deal.pk)
    if state not in DEAL_OPEN:
        return DealIsNotOpen(state=state)
    most = CreatorCapacity.objects.values_list("open_applications_max", flat=True).get(pk=creator.pk)
    return TooManyOpenApplications(most=most)


# ---- Check and choose


def _insist_on_eligibility(known: ApplyContext, at: datetime) -> None:
    if known.deal.state not in DEAL_OPEN:
        raise DealIsNotOpen(state=known.deal.state)
    if known.is_member:
        raise OwnDeal
    if known.is_leaving:
        raise AccountLeaves
    if not known.facts.may_start(at):
        raise CreatorPaused(paused_until_words(known.facts.paused_until))
    eligibility = known.eligibility(at)
    if eligibility.ok:
        return
    if [reason.code for reason in eligibility.unmet] == ["address"]:
        raise AddressMissing(field="address")
    raise NotEligible(eligibility)


def _choose_address(known: ApplyContext, wanted: Address | str | None) -> int | None:
    if wanted is None:
        default = default_address(known.rules, known.facts)
        return default.pk if default and known.rules.needs_address else None
    chosen = _find(known.facts.addresses, wanted, "address", _("This address isn't one you can choose here."))
    countries = known.rules.countries
    if countries and chosen.country not in countries:
        words = _("This deal ships to {countries} only.").format(countries=", ".join(countries))
        raise Invalid(words, field="address")
    return int(chosen.pk)


def _choose_variant(known: ApplyContext, wanted: Variant | str | None) -> int | None:
    if wanted is None:
        in_stock = (row for row in known.variants if row.free > 0)
        first = next(in_stock, next(iter(known.variants), None))
        return first.pk if first else None
    chosen = _find(known.variants, wanted, "variant", _("This variant isn't one you can choose here."))
    if known.rules.needs_address and chosen.free < 1:
        raise OutOfStock(field="variant", variant=chosen.title)
    return int(chosen.pk)


def _choose_channel(known: ApplyContext, wanted: Channel | str | None) -> int | None:
    if wanted is None:
        default = default_channel(known.rules, known.facts)
        return default.pk if default else None
    chosen = _find(known.facts.channels, wanted, "channel", _("This channel isn't one you can choose here."))
    if known.rules.platforms and chosen.platform not in known.rules.platforms:
        raise Invalid(_("This deal asks for another platform."), field="channel")
    return int(chosen.pk)


def _find(rows: Any, wanted: Any, name: str, refusal: str) -> Any:
    public_id = wanted if isinstance(wanted, str) else wanted.public_id
    chosen = next((row for row in rows if row.public_id == public_id), None)
    if chosen is None:
        raise Invalid(refusal, field=name)
    return chosen
