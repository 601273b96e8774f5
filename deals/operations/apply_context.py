"""What applying needs to know of deal and creator, read in one statement."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext as _

from barter.kernel import hot
from barter.kernel.errors import NotAllowed, NotFound
from barter.kernel.ids import decode, encode
from brands.models import Brand, Product
from creators.models import Creator
from deals.eligibility import AddressFacts, ChannelFacts, CreatorFacts, Eligibility, Rules, judge
from deals.models import Deal
from deals.workflow import DEAL_PUBLIC


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
    return load_context("d.public_id = %s", key, "c.user_id = %s", user_id)


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


def load_context(deal_where: str, deal_key: Any, creator_where: str, creator_key: int) -> ApplyContext:
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
