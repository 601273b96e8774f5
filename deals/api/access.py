"""Who stands in front of an object. Unseen is 404; seen, but not allowed, is 403."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from barter.kernel.actors import Actor, Side
from barter.kernel.errors import NotAllowed
from brands.models import Membership
from brands.permissions import role_allows
from creators.models import Creator
from deals.api.representations import NOTHING, side_seen
from deals.models import Application, Collaboration, Deal, Dispute, Review


def caller(request: Request) -> Any:
    """Who asks: a User, or AnonymousUser where a view lets anybody in."""
    return request.user


def deals(expand: frozenset[str] = NOTHING) -> Any:
    """Deals with all that is shown of one, and what is expanded."""
    rows = Deal.objects.select_related("brand", "product", "places").prefetch_related("brief_items", "deliverables")
    if "product" in expand:
        rows = rows.prefetch_related("product__variants", "product__images")
    return rows.select_related("brand__capacity") if "brand" in expand else rows


def applications(user: Any, expand: frozenset[str] = NOTHING) -> QuerySet[Application]:
    rows = (
        Application.objects.visible_to(user)
        .select_related(
            "deal", "deal__brand", "creator__capacity", "variant", "channel", "address", "collaboration", "pending"
        )
        .prefetch_related("creator__channels")
        .defer("address__sealed")
    )
    return _with_deal(rows) if "deal" in expand else rows


def collaborations(user: Any, expand: frozenset[str] = NOTHING) -> QuerySet[Collaboration]:
    rows = (
        Collaboration.objects.visible_to(user)
        .select_related("deal__product", "deal__brand", "brand", "creator", "application")
        .prefetch_related("live_links", "terms_versions", "reviews", "disputes")
    )
    return _with_deal(rows) if "deal" in expand else rows


def _with_deal(rows: Any) -> Any:
    return rows.select_related("deal__product", "deal__places").prefetch_related(
        "deal__brief_items", "deal__deliverables"
    )


def own_creator(request: Request) -> Creator:
    """The caller as a creator; NotAllowed for somebody who is none."""
    if not caller(request).is_authenticated:
        raise NotAuthenticated
    creator = Creator.objects.select_related("capacity").filter(user=caller(request)).first()
    if creator is None:
        raise NotAllowed("Only a creator can do this; this account has no creator profile.")
    return creator


def found(queryset: QuerySet[Any], public_id: str) -> Any:
    row = queryset.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def actor_for(obj: Any, brand_id: int, user: Any) -> Actor:
    """The caller as an actor on this object. A viewer of the brand may look, not act: NotAllowed."""
    if side_seen(obj, user) == Side.CREATOR:
        return Actor.creator(user.pk)
    insist_on_role(user, brand_id)
    return Actor.brand(user.pk)


def insist_on_role(user: Any, brand_id: int, role: str = Membership.Role.MANAGER) -> None:
    """Raises NotAllowed unless the person may act for the brand in that role."""
    membership = Membership.objects.filter(user=user, brand_id=brand_id).first()
    if membership is None or not role_allows(membership.role, role):
        raise NotAllowed


def managed_deal(request: Request, deal_id: str) -> Deal:
    """A deal the caller may change: 404 unseen, 403 seen but not theirs to change."""
    deal: Deal = found(deals().visible_to(caller(request)), deal_id)
    insist_on_role(caller(request), deal.brand_id)
    return deal


def reviews(user: Any) -> QuerySet[Review]:
    rows = Review.objects.filter(collaboration__in=Collaboration.objects.visible_to(user))
    return rows.select_related("collaboration__creator")


def disputes(user: Any) -> QuerySet[Dispute]:
    return Dispute.objects.visible_to(user).select_related("collaboration__creator", "collaboration__brand")
