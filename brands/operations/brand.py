"""The company account: how it starts, what it says about itself, what staff decide about it."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zlib import crc32

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from barter.kernel import policy
from barter.kernel.actors import Actor, Side
from barter.kernel.clock import SAME_PRESS
from barter.kernel.errors import NotAllowed, WrongState
from barter.kernel.ids import ALPHABET
from barter.kernel.moves import record_move
from barter.kernel.text import plain_name
from brands.errors import InvalidValue, OwnsSuspendedBrand, TooManyBrands
from brands.events import BrandMoved
from brands.limits import BRANDS_MAX
from brands.models import Brand, BrandCapacity, Membership
from brands.operations.capacity import set_slots_late, set_slots_wanted
from brands.plans import places_of

_EDITABLE = frozenset({"name", "about", "website", "country", "city", "category", "colour"})
_SLUG_LENGTH = 60
_COLOURS = 12


def create_brand(*, user: User, name: str, at: datetime, fields: Mapping[str, Any] | None = None) -> Brand:
    """A new company account with the person as its first owner. `fields` are further columns (country, category, ...).

    A form that is sent twice founds one. Raises InvalidValue, TooManyBrands, OwnsSuspendedBrand: nothing new begins
    under another name.
    """
    name = plain_name(name)
    if not name:
        raise InvalidValue(_("Add the brand's name."), field="name")
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)  # one at a time, so that all are counted
        owned = Brand.objects.filter(memberships__user=user, memberships__role=Membership.Role.OWNER)
        last = owned.filter(created_at__gt=at - SAME_PRESS).first()
        if last is not None and _says(last, {"name": name[:80], **(fields or {})}):
            return last
        suspended = owned.filter(standing=Brand.Standing.SUSPENDED).first()
        if suspended is not None:
            raise OwnsSuspendedBrand(brand=suspended.name)
        if owned.count() >= BRANDS_MAX:
            raise TooManyBrands(most=BRANDS_MAX)
        columns = {"colour": crc32(name.encode()) % _COLOURS, **(fields or {}), "created_at": at}
        brand = _insert(name[:80], columns)
        slots = places_of(brand.plan)
        BrandCapacity.objects.create(brand=brand, slots_max=slots, slots_wanted=slots)
        Membership.objects.create(brand=brand, user=user, role=Membership.Role.OWNER, joined_at=at)
        _record(brand, "join", Actor.brand(user.pk), at)
    return brand


def join_as_brand(*, user: User, at: datetime) -> Brand | None:
    """The brand of somebody who came in by the brands' door. None for those who were invited to a team, or have one."""
    if not user.wished_brand_name or Membership.objects.filter(user=user).exists():
        return None
    return create_brand(user=user, name=user.wished_brand_name, at=at)


def update_brand(*, brand: Brand, changes: Mapping[str, Any], at: datetime) -> Brand:
    """Change what creators see of the brand. Its address (slug) stays. Raises InvalidValue."""
    unknown = set(changes) - _EDITABLE
    if unknown:
        raise InvalidValue(f"These can't be changed: {', '.join(sorted(unknown))}.")
    if "name" in changes:
        changes = {**changes, "name": plain_name(str(changes["name"]))}
        if not changes["name"]:
            raise InvalidValue(_("Add the brand's name."), field="name")
    for column, value in changes.items():
        setattr(brand, column, value)
    brand.save(update_fields=list(changes))
    return brand


def verify_brand(*, brand: Brand, by: Actor, at: datetime) -> Brand:
    """Staff checked that the company exists and is who it says. Idempotent."""
    return _decide(brand, "verify", by, at, unless="verified_at", verified_at=at)


def unverify_brand(*, brand: Brand, by: Actor, reason: str, at: datetime) -> Brand:
    """Staff were wrong about the company. Its trust ends too: nothing goes live unseen. Idempotent."""
    return _decide(brand, "unverify", by, at, reason=reason, verified_at=None, is_trusted=False)


def trust_brand(*, brand: Brand, by: Actor, at: datetime) -> Brand:
    """From now on its deals go live without a check."""
    return _decide(brand, "trust", by, at, is_trusted=True)


def distrust_brand(*, brand: Brand, by: Actor, reason: str, at: datetime) -> Brand:
    """Its deals are checked again before they go live."""
    return _decide(brand, "distrust", by, at, reason=reason, is_trusted=False)


def set_standing(*, brand: Brand, standing: Brand.Standing, by: Actor, reason: str, at: datetime) -> Brand:
    """What the count of parcels never sent asks for; the slots are the caller's."""
    return _decide(brand, _LADDER[standing], by, at, reason=reason, standing=standing)


def watch_brand(*, brand: Brand, by: Actor, reason: str, at: datetime) -> Brand:
    """First step of the ladder: new deals are checked by staff, trusted or not."""
    return _decide(brand, "watch", by, at, reason=reason, standing=Brand.Standing.WATCHED)


def limit_brand(*, brand: Brand, by: Actor, reason: str, at: datetime) -> Brand:
    """Second step of the ladder: only a few trades at once. Running ones are kept."""
    slots = policy.value("brand_slots_after_no_ships")
    return _decide(brand, "limit", by, at, reason=reason, slots=slots, standing=Brand.Standing.LIMITED)


def suspend_brand(*, brand: Brand, by: Actor, reason: str, at: datetime) -> Brand:
    """Last step of the ladder: nothing new; running trades are finished."""
    return _decide(brand, "suspend", by, at, reason=reason, standing=Brand.Standing.SUSPENDED)


def reinstate_brand(*, brand: Brand, by: Actor, reason: str, at: datetime) -> Brand:
    """Back to good standing with the slots of its plan."""
    slots = places_of(Brand.objects.values_list("plan", flat=True).get(pk=brand.pk))
    return _decide(brand, "reinstate", by, at, reason=reason, slots=slots, standing=Brand.Standing.GOOD)


def change_plan(*, brand: Brand, plan: str, by: Actor, at: datetime) -> Brand:
    """What was agreed with the brand: how many trades it may run at once. One that was limited or suspended gets them
    when it is reinstated. Idempotent."""
    with transaction.atomic():
        standing = Brand.objects.select_for_update(no_key=True).values_list("standing", flat=True).get(pk=brand.pk)
        kept = standing in {Brand.Standing.LIMITED, Brand.Standing.SUSPENDED}
        return _decide(brand, "change_plan", by, at, slots=None if kept else places_of(plan), plan=plan)


def withhold_slots(*, brand_id: int, slots: int, until: datetime | None, at: datetime) -> None:
    """Open slots that late parcels take; `until`: when the first of these parcels is forgotten. Idempotent.

    The caller holds the lock of the brand's counters.
    """
    capacity = BrandCapacity.objects.only("slots_late", "wake_at").get(pk=brand_id)
    if capacity.wake_at != until:
        BrandCapacity.objects.filter(pk=brand_id).update(wake_at=until)
    if capacity.slots_late == slots:
        return
    set_slots_late(brand_id=brand_id, late=slots)
    brand = Brand.objects.only("public_id", "standing").get(pk=brand_id)
    move = "withhold_slots" if slots > capacity.slots_late else "return_slots"
    reason = f"{slots} withheld for parcels shipped late, {capacity.slots_late} before"
    _record(brand, move, Actor.system(), at, before=brand.standing, reason=reason)


_LADDER = {
    Brand.Standing.GOOD: "reinstate",
    Brand.Standing.WATCHED: "watch",
    Brand.Standing.LIMITED: "limit",
    Brand.Standing.SUSPENDED: "suspend",
}
STANDING_MOVES = frozenset(_LADDER.values())
# Steps that would soften what stands already, which only lifting it does: a second window may show an older page.
_MILDER: dict[Brand.Standing, tuple[str, ...]] = {
    Brand.Standing.LIMITED: ("watch",),
    Brand.Standing.SUSPENDED: ("watch", "limit"),
}


def _decide(
    brand: Brand,
    move: str,
    by: Actor,
    at: datetime,
    *,
    reason: str = "",
    slots: int | None = None,
    unless: str = "",
    **columns: Any,
) -> Brand:
    """`unless` names a column that says, when it is filled, that there is nothing to do."""
    if by.side not in {Side.STAFF, Side.SYSTEM}:
        raise NotAllowed
    with transaction.atomic():
        locked = Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
        if (unless and getattr(locked, unless)) or all(
            getattr(locked, name) == value for name, value in columns.items()
        ):
            return locked
        before = locked.standing
        if by.side == Side.STAFF and move in _MILDER.get(Brand.Standing(before), ()):
            raise WrongState(state=locked.get_standing_display())
        for name, value in columns.items():
            setattr(locked, name, value)
        locked.save(update_fields=list(columns))
        if slots is not None:
            set_slots_wanted(brand_id=locked.pk, wanted=slots)
        _record(locked, move, by, at, before=before, reason=reason)
    return locked


def _record(brand: Brand, move: str, by: Actor, at: datetime, *, before: str = "", reason: str = "") -> None:
    event = BrandMoved(brand=brand.public_id, move=move, standing=brand.standing)
    states = {"from_state": before, "to_state": brand.standing}
    record_move(brand, move=move, actor=by, at=at, event=event, reason=reason, **states)


def _says(brand: Brand, columns: Mapping[str, Any]) -> bool:
    return all(getattr(brand, column) == value for column, value in columns.items())


def _insert(name: str, columns: Mapping[str, Any]) -> Brand:
    """The row itself; the unique constraint settles who has the short address."""
    base = slugify(name)[: _SLUG_LENGTH - 7]
    tails = ["".join(secrets.choice(ALPHABET) for _ in range(length)) for length in (4, 6, 6)]
    for slug in [*([base] if base else []), *(f"{base or 'brand'}-{tail}" for tail in tails)]:
        try:
            with transaction.atomic():
                return Brand.objects.create(name=name, slug=slug, **columns)
        except IntegrityError:
            continue
    raise InvalidValue(_("This name is taken. Try another."), field="name")
