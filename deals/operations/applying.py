"""A creator applies: one statement to know, one to write, one for timeline and event."""

import json
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from accounts.errors import AccountLeaves
from barter.kernel import hot
from barter.kernel.actors import Actor
from barter.kernel.errors import Invalid, NotAllowed, NotFound
from barter.kernel.ids import decode, encode
from barter.kernel.moves import record_move
from brands.models import Brand, Product, Variant
from creators.models import Address, Channel, Creator, CreatorCapacity
from deals.clips import insist_on_own
from deals.eligibility import (
    AddressFacts,
    ChannelFacts,
    CreatorFacts,
    Eligibility,
    Rules,
    default_address,
    default_channel,
    judge,
    paused_until_words,
)
from deals.errors import (
    AddressMissing,
    AlreadyApplied,
    AlreadyTrading,
    CreatorPaused,
    DealIsNotOpen,
    NotEligible,
    OutOfStock,
    OwnDeal,
    TooManyOpenApplications,
)
from deals.models import Application, Collaboration, Deal
from deals.operations.states import application_moved
from deals.workflow import (
    APPLICATION_OPEN,
    COLLABORATION_RUNNING,
    DEAL_OPEN,
    DEAL_PUBLIC,
    ApplicationState,
    DealState,
)

_PITCH_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class VariantFacts:
    pk: int
    public_id: str
    title: str
    free: int


@dataclass(frozen=True, slots=True)
class ApplyContext:
    """Everything `apply_to_deal` needs to know, read in one statement. `deal` and `creator` carry their main columns."""

    deal: Deal
    creator: Creator
    rules: Rules
    facts: CreatorFacts
    variants: tuple[VariantFacts, ...]
    is_member: bool
    is_leaving: bool

    def eligibility(self, at: datetime) -> Eligibility:
        return judge(self.rules, self.facts, at=at)


def load_apply_context(*, deal_id: str, user_id: int) -> ApplyContext:
    """By the deal's public id and the caller. Raises NotFound for an unseen deal, NotAllowed for somebody not a creator."""
    try:
        key = decode("deal", deal_id)
    except ValueError:
        raise NotFound from None
    return _load("d.public_id = %s", key, "c.user_id = %s", user_id)


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
    context: ApplyContext | None = None,
) -> Application:
    """Ask for a place; waitlisted when the deal is full. Applying is consent to the terms as posted.

    Left out: the default address, the first variant in stock, the main channel, clips in the order of the profile. A
    choice may be an object or its public id. With `context` (see load_apply_context) nothing is read again. Raises NotEligible, DealIsNotOpen,
    AlreadyApplied, AlreadyTrading, OwnDeal, TooManyOpenApplications, CreatorPaused, AccountLeaves, AddressMissing,
    OutOfStock, Invalid.
    A refusal has changed nothing, even before its transaction is rolled back.
    """
    known = context or _load("d.id = %s", deal.pk, "c.id = %s", creator.pk)
    if len(pitch) > _PITCH_LENGTH:
        raise Invalid(_("A pitch has at most {count} letters.").format(count=_PITCH_LENGTH), field="pitch")
    _insist_on_eligibility(known, at)
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


# ---- Read


def _columns(model: type[models.Model], *names: str) -> tuple[str, ...]:
    """These columns in the order of the model, as `from_db` wants them."""
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname in names)


_DEAL_COLUMNS = _columns(
    Deal, "id", "public_id", "state", "title", "category", "countries", "platforms", "languages", "min_followers",
    "terms_hash", "due_at", "published_at", "brand_id", "product_id", "fmv_minor", "currency",
)  # fmt: skip
_CREATOR_COLUMNS = _columns(
    Creator, "id", "public_id", "user_id", "display_name", "handle", "country", "languages", "niches", "standing",
    "paused_until",
)  # fmt: skip
_BRAND_COLUMNS = _columns(Brand, "id", "public_id", "name", "standing")
_CONTEXT = f"""
SELECT {", ".join(f"d.{name}" for name in _DEAL_COLUMNS)},
    {", ".join(f"b.{name}" for name in _BRAND_COLUMNS)},
    {", ".join(f"c.{name}" for name in _CREATOR_COLUMNS)},
    p.kind,
    EXISTS (SELECT FROM brands_membership m WHERE m.brand_id = d.brand_id AND m.user_id = c.user_id),
    EXISTS (SELECT FROM accounts_user u WHERE u.id = c.user_id AND u.erase_at IS NOT NULL),
    (SELECT jsonb_agg(jsonb_build_array(v.id, v.public_id, v.title, v.stock_on_hand - v.stock_reserved)
            ORDER BY v.position, v.id)
        FROM brands_variant v WHERE v.product_id = d.product_id),
    (SELECT jsonb_agg(jsonb_build_array(h.id, h.public_id, h.platform, h.followers, h.language, h.is_main)
            ORDER BY h.is_main DESC, h.followers DESC, h.id)
        FROM creators_channel h WHERE h.creator_id = c.id),
    (SELECT jsonb_agg(jsonb_build_array(a.id, a.public_id, a.country, a.city, a.is_default)
            ORDER BY a.is_default DESC, a.id)
        FROM creators_address a WHERE a.creator_id = c.id AND a.removed_at IS NULL),
    EXISTS (SELECT FROM deals_application x WHERE x.deal_id = d.id AND x.creator_id = c.id)
FROM deals_deal d
JOIN brands_brand b ON b.id = d.brand_id
LEFT JOIN brands_product p ON p.id = d.product_id
LEFT JOIN creators_creator c ON {{creator}}
WHERE {{deal}}
"""  # noqa: S608 - only names of this module


def _load(deal_where: str, deal_key: Any, creator_where: str, creator_key: int) -> ApplyContext:
    rows = hot.rows(_CONTEXT.format(deal=deal_where, creator=creator_where), [creator_key, deal_key])
    if not rows:
        raise NotFound
    values = iter(rows[0])
    deal, brand, creator = (
        _instance(model, prefix, columns, values)
        for model, prefix, columns in (
            (Deal, "deal", _DEAL_COLUMNS),
            (Brand, "brand", _BRAND_COLUMNS),
            (Creator, "cre", _CREATOR_COLUMNS),
        )
    )
    kind, is_member, is_leaving, variants, channels, addresses, has_applied = values
    if deal.state not in DEAL_PUBLIC and not has_applied and not is_member:
        raise NotFound
    if creator is None:
        raise NotAllowed(_("Only a creator can apply; this account works for a brand."))
    deal.brand = brand
    rules = Rules(
        deal.countries,
        deal.platforms,
        deal.languages,
        deal.min_followers,
        deal.category,
        kind or Product.Kind.PARCEL,
        brand.standing,
    )
    facts = CreatorFacts(
        creator.standing,
        creator.paused_until,
        creator.country,
        creator.languages,
        creator.niches,
        tuple(ChannelFacts(*_named(values, "chn")) for values in _rows(channels)),
        tuple(AddressFacts(*_named(values, "adr")) for values in _rows(addresses)),
    )
    return ApplyContext(
        deal,
        creator,
        rules,
        facts,
        tuple(VariantFacts(*_named(values, "var")) for values in _rows(variants)),
        is_member,
        is_leaving,
    )


def _instance(model: Any, prefix: str, columns: Sequence[str], values: Iterator[Any]) -> Any:
    """The next columns as a model instance (other columns load when asked for); None when an outer join found nothing."""
    own = dict(zip(columns, values, strict=False))
    if own["id"] is None:
        return None
    own["public_id"] = encode(prefix, own["public_id"])
    return model.from_db(connection.alias, columns, list(own.values()))


def _rows(value: Any) -> list[list[Any]]:
    """jsonb of a raw cursor: Django leaves it as text."""
    return json.loads(value) if isinstance(value, str | bytes) else value or []


def _named(values: list[Any], prefix: str) -> list[Any]:
    return [values[0], encode(prefix, UUID(values[1])), *values[2:]]
