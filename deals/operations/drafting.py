"""Write a deal: create, change, copy, and what follows from its words (terms, card, search text)."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from barter.kernel import policy, rates
from barter.kernel.actors import Actor
from barter.kernel.errors import WrongState
from barter.kernel.moves import record_move
from barter.kernel.stateful import CLOCK_FIELDS
from barter.kernel.templatetags.words import full_date_words
from barter.kernel.text import plain_name
from brands.models import Brand, Product
from creators.models import Channel, Creator
from deals import brief
from deals.card import card_of
from deals.errors import BrandIsSuspended, DealIsRunning, PlacesBelowTaken, ValueRefused
from deals.events import DealMoved
from deals.feed import fold
from deals.models import BriefItem, Deal, DealPlaces, Deliverable, SavedDeal
from deals.operations.capacity import places_of, reopen
from deals.operations.states import lock_deal, move_deal, set_clock
from deals.terms import hash_of, terms_of
from deals.workflow import DEAL_PUBLIC, DealState

if TYPE_CHECKING:
    from django.db.models import Field

    from accounts.models import User

_PLAIN_FIELDS = frozenset(
    {
        "title", "summary", "category", "min_followers", "must_post", "ship_within_days", "create_within_days",
        "live_days", "licence_months", "licence_territory", "licence_paid_ads_months", "licence_edits",
        "licence_handle", "licence_credit",
    }
)  # fmt: skip
_RANGES = {
    "create_within_days": (5, 28),
    "live_days": (7, 90),
    "ship_within_days": (1, 30),
    "licence_months": (1, 120),
    "licence_paid_ads_months": (0, 120),
    "min_followers": (0, 1_000_000_000),
}
_CHANGEABLE = frozenset({DealState.DRAFT, DealState.REJECTED}) | DEAL_PUBLIC
DERIVED_FIELDS = ("worth_cents", "terms", "terms_hash", "card", "search_text", "brief_version")
_COPIED_FIELDS = (*sorted(_PLAIN_FIELDS), "countries", "platforms", "languages", "product_id", "currency", "fmv_minor")
_MOST_LINES, _MOST_PLACES = 30, 100_000
_LATEST_END = timedelta(days=2 * 365)


def create_deal(*, brand: Brand, user: "User", at: datetime, public_id: str | None = None) -> Deal:
    """An empty draft with one place. A door that may be asked twice names its id; the second is an IntegrityError."""
    if brand.standing == Brand.Standing.SUSPENDED:
        raise BrandIsSuspended(brand=brand.name)
    named = {"public_id": public_id} if public_id else {}
    return _store(Deal(brand=brand, created_at=at, **named), places=1, user=user, at=at, move="create")


def update_deal(*, deal: Deal, user: "User", changes: Mapping[str, Any], at: datetime) -> Deal:
    """Change a draft or rejected deal freely, and a published one by a new version of its terms.

    `changes`: any plain field, plus countries, platforms, languages (lists of codes), product (Product or its public
    id), end_date, places, brief_items [{kind, text}], deliverables [{kind, platform, count, min_seconds, max_seconds,
    ratio}]. Lists replace what was there. Raises ValueRefused, BriefRefused, PlacesBelowTaken, DealIsRunning, WrongState.
    """
    with transaction.atomic():
        row = lock_deal(deal.pk)
        if row.state not in _CHANGEABLE:
            raise WrongState(state=row.state.replace("_", " "))
        changed = {field for name, value in changes.items() for field in _setter(name)(row, name, value, at)}
        if row.state in DEAL_PUBLIC:
            brief.insist(brief.lines_of(row))
            set_clock(row, at)
        else:
            row.move_due(at + timedelta(days=policy.value("deal_draft_days")), at)
        row.last_brand_activity_at = at
        refresh(row)
        row.save(update_fields=sorted({*changed, *DERIVED_FIELDS, *CLOCK_FIELDS, "last_brand_activity_at"}))
        if row.state in DEAL_PUBLIC:  # a draft saves itself at every change: what counts is what is handed in
            _note(row, "update", user, at)
            _follow_places(row, at)
    return row


def duplicate_deal(*, deal: Deal, user: "User", at: datetime, public_id: str | None = None) -> Deal:
    """A new draft with the same words, brief, deliverables and places; without end date. `public_id` as in `create_deal`."""
    values = {name: getattr(deal, name) for name in _COPIED_FIELDS}
    named = {"public_id": public_id} if public_id else {}
    copy = Deal(brand=deal.brand, created_at=at, **values, **named)
    with transaction.atomic():
        total = DealPlaces.objects.values_list("total", flat=True).get(pk=deal.pk)
        _store(copy, places=total, user=user, at=at, move="duplicate")
        lines = deal.brief_items.filter(brief_version=deal.brief_version)
        _write_brief(copy, [(line.kind, line.text) for line in lines])
        works = [{name: getattr(row, name) for name in _DELIVERABLE_FIELDS} for row in deal.deliverables.all()]
        _set_deliverables(copy, "deliverables", works, at)
        refresh(copy)
        copy.save(update_fields=list(DERIVED_FIELDS))
    return copy


def save_deal(*, deal: Deal, creator: Creator, at: datetime) -> None:
    """Bookmark; a second time changes nothing."""
    SavedDeal.objects.bulk_create([SavedDeal(deal=deal, creator=creator, at=at)], ignore_conflicts=True)


def unsave_deal(*, deal: Deal, creator: Creator) -> None:
    SavedDeal.objects.filter(deal=deal, creator=creator).delete()


def refresh(deal: Deal) -> None:
    """Everything that is made from the deal's words and value, in memory."""
    deal.worth_cents = rates.in_euro_cents(deal.fmv_minor, deal.currency)
    deal.terms = terms_of(deal)
    deal.terms_hash = hash_of(deal.terms)
    deal.card = card_of(deal)
    words = [deal.title, deal.summary, deal.brand.name, deal.product.title if deal.product else "", deal.category]
    deal.search_text = fold(" ".join(word for word in words if word))


# ---- One setter a kind of value; each returns the model fields it changed


def _setter(name: str) -> "Callable[[Deal, str, Any, datetime], Sequence[str]]":
    if name in _PLAIN_FIELDS:
        return _set_plain
    if name not in _SETTERS:
        raise ValueRefused(field=name, problem=_("A deal has no “{name}” to change.").format(name=name))
    return _SETTERS[name]


def _set_plain(deal: Deal, name: str, value: Any, at: datetime) -> Sequence[str]:
    field = cast("Field", Deal._meta.get_field(name))
    if name == "title" and isinstance(value, str):
        value = plain_name(value)
    try:
        value = field.clean(value.strip() if isinstance(value, str) else value, deal)
    except ValidationError as error:
        raise ValueRefused(field=name, problem=" ".join(error.messages)) from None
    if name in _RANGES and not _RANGES[name][0] <= value <= _RANGES[name][1]:
        least, most = _RANGES[name]
        raise ValueRefused(
            field=name,
            problem=_("Choose a number from {least} to {most}, not {value}.").format(
                least=least, most=most, value=value
            ),
        )
    setattr(deal, name, value)
    return [name]


def _set_codes(deal: Deal, name: str, value: Any, at: datetime) -> Sequence[str]:
    pattern, fold_case = _CODES[name]
    codes = [fold_case(str(code).strip()) for code in value or []]
    for code in codes:
        if not re.fullmatch(pattern, code):
            raise ValueRefused(
                field=name, problem=_("“{code}” isn't one of the {names} we know.").format(code=code, names=name)
            )
    setattr(deal, name, sorted(set(codes)))
    return [name]


_CODES: dict[str, tuple[str, Callable[[str], str]]] = {
    "countries": (r"[A-Z]{2}", str.upper),
    "languages": (r"[a-z]{2}", str.lower),
    "platforms": ("|".join(Channel.Platform.values), str.lower),
}


def _set_product(deal: Deal, name: str, value: Any, at: datetime) -> Sequence[str]:
    if deal.state in DEAL_PUBLIC:
        raise DealIsRunning(field=name, field_name=name)
    product = value
    if not isinstance(value, Product) and value is not None:
        product = Product.objects.filter(public_id=str(value)).first()
        if product is None:
            raise ValueRefused(field=name, problem=_("This product isn't one of yours."))
    if product and (product.brand_id != deal.brand_id or product.archived_at):
        raise ValueRefused(field=name, problem=_("This product isn't one of yours."))
    deal.product = product
    copy_value(deal)
    return ["product", "fmv_minor", "currency"]


def copy_value(deal: Deal) -> None:
    """Fair market value and currency, from the product's first variant."""
    if deal.product is None:
        return
    first = deal.product.variants.order_by("position", "id").first()
    deal.fmv_minor = first.fmv_minor if first else 0
    deal.currency = deal.product.currency


def _set_end_date(deal: Deal, name: str, value: Any, at: datetime) -> Sequence[str]:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise ValueRefused(
                field=name, problem=_("“{value}” isn't a date such as 2026-11-30.").format(value=value)
            ) from None
    if value is not None and value < at.date():
        passed = _("The end date {day} has passed.").format(day=full_date_words(value).zfill(11))
        raise ValueRefused(field=name, problem=passed)
    if value is not None and value > (at + _LATEST_END).date():
        raise ValueRefused(field=name, problem=_("Choose an end date within two years."))
    deal.end_date = value
    return [name]


def _set_places(deal: Deal, name: str, value: Any, at: datetime) -> Sequence[str]:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _MOST_PLACES:
        raise ValueRefused(
            field=name, problem=_("Choose a number of places from 1 to {most}.").format(most=_MOST_PLACES)
        )
    places = places_of(deal)
    if value < places.taken + places.offered:
        raise PlacesBelowTaken(field=name, taken=places.taken + places.offered)
    try:
        with transaction.atomic():
            DealPlaces.objects.filter(pk=deal.pk).update(total=value)
    except IntegrityError:  # somebody took one this moment
        raise PlacesBelowTaken(field=name, taken=places_of(deal).taken) from None
    return []


def _set_brief(deal: Deal, name: str, value: Any, at: datetime) -> Sequence[str]:
    lines = [_line(item) for item in value or []]
    if len(lines) > _MOST_LINES:
        raise ValueRefused(field=name, problem=_("A brief has at most {count} lines.").format(count=_MOST_LINES))
    brief.refuse_praise(brief.Line(kind, text) for kind, text in lines)
    now = [(line.kind, line.text) for line in deal.brief_items.filter(brief_version=deal.brief_version)]
    if lines == now:
        return []
    if deal.state in DEAL_PUBLIC:
        deal.brief_version += 1  # the old lines stay: running trades agreed to them
    else:
        deal.brief_items.all().delete()
    _write_brief(deal, lines)
    return ["brief_version"]


def _line(item: Any) -> tuple[str, str]:
    kind, text = str(item.get("kind", "")), " ".join(str(item.get("text", "")).split())
    if kind not in BriefItem.Kind.values:
        raise ValueRefused(
            field="brief_items", problem=_("“{kind}” isn't a kind of line in a brief.").format(kind=kind)
        )
    if not 1 <= len(text) <= 200:
        raise ValueRefused(field="brief_items", problem=_("A line of the brief has 1 to 200 letters."))
    return kind, text


def _write_brief(deal: Deal, lines: Sequence[tuple[str, str]]) -> None:
    BriefItem.objects.bulk_create(
        BriefItem(deal=deal, kind=kind, text=text, position=position, brief_version=deal.brief_version)
        for position, (kind, text) in enumerate(lines)
    )


_DELIVERABLE_FIELDS = ("kind", "platform", "count", "min_seconds", "max_seconds", "ratio")


def _set_deliverables(deal: Deal, name: str, value: Any, at: datetime) -> Sequence[str]:
    rows = []
    for position, item in enumerate(value or []):
        unknown = set(item) - {*_DELIVERABLE_FIELDS, "id"}
        if unknown:
            raise ValueRefused(
                field=name, problem=_("A piece of work has no “{name}”.").format(name=sorted(unknown)[0])
            )
        values = {field: item[field] for field in _DELIVERABLE_FIELDS if field in item}
        row = Deliverable(deal=deal, position=position, **values)
        try:
            row.full_clean(exclude=["deal", "public_id"])
        except ValidationError as error:
            raise ValueRefused(field=name, problem=" ".join(error.messages)) from None
        rows.append(row)
    deal.deliverables.all().delete()
    Deliverable.objects.bulk_create(rows)
    return []


_SETTERS: dict[str, Callable[[Deal, str, Any, datetime], Sequence[str]]] = {
    "countries": _set_codes,
    "platforms": _set_codes,
    "languages": _set_codes,
    "product": _set_product,
    "end_date": _set_end_date,
    "places": _set_places,
    "brief_items": _set_brief,
    "deliverables": _set_deliverables,
}


def _follow_places(deal: Deal, at: datetime) -> None:
    """More places open a full deal again; fewer may fill a live one."""
    places = places_of(deal)
    if places.taken >= places.total:
        if deal.state == DealState.LIVE:
            move_deal(deal, "fill", by=Actor.system(), at=at)
    elif deal.state == DealState.FULL:
        reopen(deal, at)


def _store(deal: Deal, *, places: int, user: "User", at: datetime, move: str) -> Deal:
    with transaction.atomic():
        deal.enter(DealState.DRAFT, at)
        deal.save(force_insert=True)
        deal.places = DealPlaces.objects.create(deal=deal, total=places)
        _note(deal, move, user, at)
    return deal


def _note(deal: Deal, move: str, user: "User", at: datetime) -> None:
    record_move(
        deal,
        move=move,
        actor=Actor.brand(user.pk),
        at=at,
        from_state="" if move != "update" else deal.state,
        to_state=deal.state,
        event=DealMoved(deal=deal.public_id, move=move, state=deal.state),
    )
