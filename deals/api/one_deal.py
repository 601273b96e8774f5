# ruff: noqa: S608 - only names of this module stand in the SQL; what users send goes as parameters
"""A whole deal with all that is said about it to one caller, read in two statements."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, models

from barter.kernel import hot
from barter.kernel.ids import PublicIdField, decode, encode
from brands.models import Brand, Product
from deals.eligibility import AddressFacts, ChannelFacts, CreatorFacts
from deals.models import Deal, DealPlaces
from deals.workflow import DEAL_PUBLIC


class BriefLine(NamedTuple):
    public_id: str
    kind: str
    text: str
    brief_version: int


@dataclass(frozen=True, slots=True)
class Make:
    public_id: str
    kind: str
    platform: str
    count: int
    min_seconds: int
    max_seconds: int
    ratio: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: `deal` with brand, product, places and lines loaded; the rest is about the caller."""

    deal: Deal
    role: str | None = None
    creator: CreatorFacts | None = None
    application_id: str | None = None
    application_state: str = ""
    is_saved: bool = False


RawRow = tuple[Any, ...]


def raw_public_deal(deal_id: str) -> tuple[RawRow, RawRow] | None:
    """A deal everybody may see, as `deal_from` takes it: texts and numbers, fit for the key of a cache."""
    found = hot.raw_rows(_PUBLIC, [_uuid(deal_id)])
    return (found[0], hot.raw_rows(_LINES, [found[0][0]])[0]) if found else None


def read_deal(deal_id: str, user_id: int) -> Reading | None:
    """A deal this person may see, and how they stand to it. None for what they may not see."""
    found = hot.raw_rows(_VISIBLE, {"user": user_id, "deal": _uuid(deal_id)})
    if not found:
        return None
    *row, role = found[0]
    about = hot.raw_rows(_LINES_AND_CALLER, {"user": user_id, "deal": row[0]})[0]
    deal = deal_from(row, about[:2])
    creator = _creator(about[2:9]) if about[2] else None
    return Reading(deal, role, creator, about[9] and encode("app", UUID(about[9])), about[10] or "", bool(about[11]))


def deal_from(row: Sequence[Any], lines: Sequence[Any]) -> Deal:
    """The model instance with what is shown of it already loaded."""
    values = iter(row)
    deal: Deal
    deal, brand, product = (_instance(model, kinds, values) for model, kinds in _MODELS)
    deal.brand, deal.product = brand, product
    deal._state.fields_cache["places"] = DealPlaces(deal_id=deal.pk, total=next(values), taken=next(values))
    deal._prefetched_objects_cache = {  # type: ignore[attr-defined]  # where prefetch_related leaves its rows
        "brief_items": [BriefLine(encode("bri", UUID(line[0])), *line[1:]) for line in _parsed(lines[0])],
        "deliverables": [Make(encode("dlv", UUID(line[0])), *line[1:]) for line in _parsed(lines[1])],
    }
    return deal


def _creator(values: Sequence[Any]) -> CreatorFacts:
    standing, paused_until, country, languages, niches, channels, addresses = values
    return CreatorFacts(
        standing,
        _moment(paused_until),
        country,
        _parsed(languages),
        _parsed(niches),
        tuple(ChannelFacts(row[0], encode("chn", UUID(row[1])), *row[2:]) for row in _parsed(channels)),
        tuple(AddressFacts(row[0], encode("adr", UUID(row[1])), *row[2:]) for row in _parsed(addresses)),
    )


def _instance(model: Any, kinds: dict[str, Callable[[Any], Any]], values: Any) -> Any:
    read = [convert(value) for convert, value in zip(kinds.values(), values, strict=False)]
    return None if read[0] is None else model.from_db(DEFAULT_DB_ALIAS, list(kinds), read)


def _uuid(deal_id: str) -> UUID:
    return decode("deal", deal_id)


def _parsed(value: str | None) -> list[Any]:
    found: list[Any] = orjson.loads(value) if value else []
    return found


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _codes(value: str) -> list[str]:
    """`{LV,EE}`: codes of letters, digits and hyphens, which PostgreSQL never quotes."""
    return value[1:-1].split(",") if len(value) > 2 else []


def _as_is(value: Any) -> Any:
    return value


def _reader(field: Any) -> Callable[[Any], Any]:
    """How a column's text becomes the model's value."""
    if isinstance(field, PublicIdField):
        prefix = field.prefix
        return lambda value: None if value is None else encode(prefix, UUID(value))
    if isinstance(field, models.DateTimeField):
        return _moment
    if isinstance(field, models.JSONField):
        return orjson.loads
    return _codes if isinstance(field, ArrayField) else _as_is


def _columns(model: type[models.Model], *names: str) -> dict[str, Callable[[Any], Any]]:
    """These columns in the order of the model, as `from_db` wants them."""
    return {
        field.attname: _reader(field) for field in model._meta.concrete_fields if not names or field.attname in names
    }


_UNSHOWN = frozenset({"search", "search_text", "terms"})
_DEAL = {name: reader for name, reader in _columns(Deal).items() if name not in _UNSHOWN}
_BRAND = _columns(Brand, "id", "public_id", "name", "slug", "verified_at", "standing")
_PRODUCT = _columns(Product, "id", "public_id", "kind", "title")
_MODELS = ((Deal, _DEAL), (Brand, _BRAND), (Product, _PRODUCT))
_SHOWN = ", ".join(
    [
        *(f"d.{name}" for name in _DEAL),
        *(f"b.{name}" for name in _BRAND),
        *(f"p.{name}" for name in _PRODUCT),
        "s.total",
        "s.taken",
    ]
)
_FROM = (
    "FROM deals_deal d JOIN brands_brand b ON b.id = d.brand_id JOIN deals_dealplaces s ON s.deal_id = d.id "
    "LEFT JOIN brands_product p ON p.id = d.product_id"
)
_STATES = ", ".join(f"'{state}'" for state in sorted(DEAL_PUBLIC))
_PUBLIC = f"SELECT {_SHOWN} {_FROM} WHERE d.public_id = %s AND d.state IN ({_STATES})"
_VISIBLE = f"""
SELECT {_SHOWN}, (SELECT m.role FROM brands_membership m WHERE m.brand_id = d.brand_id AND m.user_id = %(user)s)
{_FROM} WHERE d.public_id = %(deal)s AND (
    d.state IN ({_STATES})
    OR EXISTS (SELECT FROM brands_membership m WHERE m.brand_id = d.brand_id AND m.user_id = %(user)s)
    OR EXISTS (SELECT FROM deals_application x JOIN creators_creator c ON c.id = x.creator_id
        WHERE x.deal_id = d.id AND c.user_id = %(user)s))
"""
_LINE_COLUMNS = """
    (SELECT jsonb_agg(jsonb_build_array(i.public_id, i.kind, i.text, i.brief_version) ORDER BY i.position, i.id)
        FROM deals_briefitem i WHERE i.deal_id = {deal}),
    (SELECT jsonb_agg(jsonb_build_array(i.public_id, i.kind, i.platform, i.count, i.min_seconds, i.max_seconds, i.ratio)
            ORDER BY i.position, i.id)
        FROM deals_deliverable i WHERE i.deal_id = {deal})
"""
_LINES = "WITH asked AS (SELECT %s::bigint AS id) SELECT " + _LINE_COLUMNS.format(deal="asked.id") + " FROM asked"
_LINES_AND_CALLER = f"""
SELECT {_LINE_COLUMNS.format(deal="asked.id")},
    c.standing, c.paused_until, c.country, to_jsonb(c.languages), to_jsonb(c.niches),
    (SELECT jsonb_agg(jsonb_build_array(h.id, h.public_id, h.platform, h.followers, h.language, h.is_main)
            ORDER BY h.is_main DESC, h.followers DESC, h.id)
        FROM creators_channel h WHERE h.creator_id = c.id),
    (SELECT jsonb_agg(jsonb_build_array(a.id, a.public_id, a.country, a.city, a.is_default)
            ORDER BY a.is_default DESC, a.id)
        FROM creators_address a WHERE a.creator_id = c.id AND a.removed_at IS NULL),
    x.public_id, x.state,
    EXISTS (SELECT FROM deals_saveddeal v WHERE v.creator_id = c.id AND v.deal_id = asked.id)
FROM (SELECT %(deal)s::bigint AS id) asked
LEFT JOIN creators_creator c ON c.user_id = %(user)s
LEFT JOIN LATERAL (
    SELECT y.public_id, y.state FROM deals_application y
    WHERE y.deal_id = asked.id AND y.creator_id = c.id ORDER BY y.id DESC LIMIT 1) x ON true
"""
