"""What a brand's page may load: rows of the brand the request works for, everything else is a 404."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from barter.kernel.actors import Actor
from barter.kernel.models import TimelineEntry
from barter.kernel.pages import own_page
from brands.access import BrandRequest, Role
from brands.permissions import role_allows
from deals.models import Application, Collaboration, Deal
from deals.pipeline.across import with_pickup

HEAVY_DEAL = ("search", "search_text")
HEAVY_OF_DEAL = ("deal__search", "deal__search_text", "deal__terms", "deal__summary")


def own_deal(request: BrandRequest, deal_id: str) -> Deal:
    rows = Deal.objects.filter(brand=request.brand).select_related("brand", "product", "places").defer(*HEAVY_DEAL)
    return get_object_or_404(rows, public_id=deal_id)


def own_application(request: BrandRequest, application_id: str) -> Application:
    rows = Application.objects.filter(deal__brand=request.brand)
    rows = rows.select_related(
        "deal__product",
        "deal__brand",
        "deal__places",
        "creator__capacity",
        "collaboration",
        "pending__decided_by",
        "variant",
        "address",
        "channel",
    )
    rows = rows.prefetch_related("creator__channels")
    return get_object_or_404(
        rows.defer("deal__search", "deal__search_text", "address__sealed"), public_id=application_id
    )


def own_collaboration(request: BrandRequest, collaboration_id: str) -> Collaboration:
    rows = Collaboration.objects.filter(brand=request.brand)
    rows = rows.select_related(
        "deal__product", "deal__places", "brand", "application__address", "creator__capacity", "variant"
    )
    rows = rows.prefetch_related("terms_versions", "reviews", "live_links", "faults", "disputes")
    heavy = ("deal__search", "deal__search_text", "application__address__sealed")
    return get_object_or_404(with_pickup(rows.defer(*heavy)), public_id=collaboration_id)


def may_manage(request: BrandRequest) -> bool:
    return role_allows(request.membership.role, Role.MANAGER)


def acting(request: BrandRequest) -> Actor:
    """The member behind the request, as the one who makes a move."""
    return Actor.brand(user_of(request).pk)


def user_of(request: HttpRequest) -> Any:
    return request.user


def who_moved_last(row: Application | Collaboration) -> str:
    """The name of the person who made the latest move, for "Marko answered first"; empty when it was no person."""
    last = TimelineEntry.objects.filter(object_type=row._meta.model_name, object_id=row.pk).order_by("-id").first()
    if last is None or last.actor_user_id is None:
        return ""
    person = User.objects.filter(pk=last.actor_user_id).only("name", "email").first()
    return str(person) if person else ""


def way_back(request: HttpRequest, default: str) -> str:
    """The desk's own page on which a form stood, when the form named one."""
    page = own_page(request, request.POST.get("next", ""))
    return page if page.startswith("/brand/") else default


def is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def url_if_there(name: str, *args: str) -> str:
    """The address of a page of another room, or empty when it isn't built in."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
