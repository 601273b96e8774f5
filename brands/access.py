"""Which brand a request works for, and the decorator of brand pages.

A person may belong to several brands. The API names one with the header `Barter-Brand`; in the browser the switcher
keeps the choice in the session; without either it is the brand they joined first.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast, overload

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from brands.models import Brand, Membership
from brands.permissions import role_allows

HEADER = "Barter-Brand"
_SESSION_KEY = "brand"
_CACHE = "_barter_memberships"
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
Role = Membership.Role


class BrandRequest(HttpRequest):
    """What a view behind `brand_required` receives."""

    brand: Brand
    membership: Membership


def memberships_of(request: HttpRequest) -> list[Membership]:
    """The caller's memberships with brand and capacity, first joined first. One query a request."""
    if not request.user.is_authenticated:
        return []
    cached = getattr(request, _CACHE, None)
    if cached is None:
        rows = Membership.objects.filter(user=request.user).select_related("brand__capacity")
        cached = list(rows.order_by("joined_at", "id"))
        setattr(request, _CACHE, cached)
    return cast("list[Membership]", cached)


def current_membership(request: HttpRequest) -> Membership | None:
    """The membership this request acts under; None for outsiders, and when the header names a brand not theirs."""
    memberships = memberships_of(request)
    named = request.headers.get(HEADER)
    if named:
        return _find(memberships, named)
    chosen = _find(memberships, str(getattr(request, "session", {}).get(_SESSION_KEY, "")))
    return chosen or next(iter(memberships), None)


def of_named_brand(request: HttpRequest, field: str) -> dict[str, int]:
    """A filter for the lists of the API: rows of the brand that the header names, all when it names none.

    Raises Http404 for a brand not theirs.
    """
    if not request.headers.get(HEADER):
        return {}
    membership = current_membership(request)
    if membership is None:
        raise Http404
    return {field: membership.brand_id}


def choose_brand(request: HttpRequest, brand: Brand) -> None:
    """Work for this brand from now on, in this session. The caller has checked the membership."""
    request.session[_SESSION_KEY] = brand.public_id


View = Callable[..., HttpResponseBase]


@overload
def brand_required(view: View) -> View: ...
@overload
def brand_required(*, role: str = ..., write_role: str | None = ...) -> Callable[[View], View]: ...
def brand_required(
    view: View | None = None, *, role: str = Role.VIEWER, write_role: str | None = None
) -> Callable[[View], View] | View:
    """Sign-in, then 404 for people of no brand, 403 for the wrong role; sets request.brand and request.membership.

    `role` is needed to see the page, `write_role` (if given) for every method that changes something:
    `@brand_required`, `@brand_required(role=Role.OWNER)`, `@brand_required(write_role=Role.MANAGER)`.
    """

    def decorate(inner: View) -> View:
        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            membership = current_membership(request)
            if membership is None:
                return _nobody_here(request)
            needed = write_role if write_role and request.method not in _READS else role
            of_brand = cast("BrandRequest", request)
            of_brand.membership, of_brand.brand = membership, membership.brand
            if not role_allows(membership.role, needed):
                return _not_in_this_role(of_brand, needed)
            return inner(of_brand, *args, **kwargs)

        return guarded

    return decorate(view) if view else decorate


def workspace(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what the desk layout shows on brand pages. No query; nothing on all other pages."""
    membership: Membership | None = getattr(request, "membership", None)
    if membership is None:
        return {}
    brand = membership.brand
    others = [
        {"name": other.brand.name, "switch_url": reverse("brand_switch", args=[other.brand.public_id])}
        for other in memberships_of(request)
    ]
    return {
        "brand": brand,
        "brands": others,
        "role": membership.role,
        "may_manage": role_allows(membership.role, Role.MANAGER),
        "may_own": role_allows(membership.role, Role.OWNER),
        "places_used": brand.capacity.slots_used,
        "places_total": brand.capacity.slots_max,
        "places_withheld": brand.capacity.slots_withheld,
        "places_back_at": brand.capacity.wake_at,
    }


def _not_in_this_role(request: BrandRequest, needed: str) -> HttpResponse:
    """The desk says whom of the team to ask: the page is not somebody else's. Parts of pages get the bare refusal."""
    if request.headers.get("HX-Request"):
        raise PermissionDenied
    return render(request, "brands/no_access.html", {"needs_owner": needed == Role.OWNER}, status=403)


def _nobody_here(request: HttpRequest) -> HttpResponse:
    """Somebody who joined as a brand and has none (yet) is sent to make one; for all others the page does not exist."""
    if getattr(request.user, "started_as", "") == "brand" and request.method in _READS:
        return redirect("brand_create")
    raise Http404


def _find(memberships: list[Membership], public_id: str) -> Membership | None:
    return next((row for row in memberships if row.brand.public_id == public_id), None)
