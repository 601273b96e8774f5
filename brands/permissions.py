"""Who may do what for a brand. Used by pages, API, templates and admin alike."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from brands.limits import BRANDS_MAX
from brands.models import Brand, Membership

if TYPE_CHECKING:
    from accounts.models import User

Role = Membership.Role
_RANK = {Role.VIEWER: 1, Role.MANAGER: 2, Role.OWNER: 3}


def role_allows(role: str, needed: str) -> bool:
    """True when `role` is at least `needed`: owner over manager over viewer."""
    return _RANK[Role(role)] >= _RANK[Role(needed)]


MANAGING = frozenset(role for role in Role if role_allows(role, Role.MANAGER))


def role_of(user: "User | AnonymousUser", brand: Brand) -> str | None:
    """The person's role in the brand, or None for everybody outside. One query."""
    if not user.is_authenticated:
        return None
    return Membership.objects.filter(user=user, brand=brand).values_list("role", flat=True).first()


def may_view(user: "User | AnonymousUser", brand: Brand) -> bool:
    """Everybody of the team sees the brand's work."""
    return role_of(user, brand) is not None


def may_manage(user: "User | AnonymousUser", brand: Brand) -> bool:
    """Owners and managers post deals, choose creators, ship, review, and keep products."""
    return _has(user, brand, Role.MANAGER)


def may_own(user: "User | AnonymousUser", brand: Brand) -> bool:
    """Owners decide about the team and the brand itself."""
    return _has(user, brand, Role.OWNER)


def may_found(owned: Sequence[Brand]) -> bool:
    """Who owns these may start one more: there is an end, and no way round a suspension."""
    return len(owned) < BRANDS_MAX and all(brand.standing != Brand.Standing.SUSPENDED for brand in owned)


def _has(user: "User | AnonymousUser", brand: Brand, needed: str) -> bool:
    role = role_of(user, brand)
    return role is not None and role_allows(role, needed)
