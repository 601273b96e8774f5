"""What the inbox's pages share: which layout the reader sees, and on which side they stand."""

from collections.abc import Callable
from typing import Any, cast
from uuid import uuid4

from django.http import HttpRequest

from accounts.models import User
from brands.access import BrandRequest, choose_brand, current_membership, memberships_of
from brands.models import Brand
from creators.access import current_creator
from deals.models import Application
from inbox.queries import Sides

BRAND_LAYOUT, CREATOR_LAYOUT = "app_brand.html", "app_creator.html"


def page_context(request: HttpRequest, **more: Any) -> dict[str, Any]:
    """Brand members get the desk, everybody else the phone's layout."""
    membership = current_membership(request)
    at_desk = membership is not None and (
        getattr(request.user, "started_as", "") == "brand" or current_creator(request) is None
    )
    if at_desk and membership is not None:
        of_brand = cast("BrandRequest", request)
        of_brand.membership, of_brand.brand = membership, membership.brand  # what the desk's side bar shows
    return {"layout": BRAND_LAYOUT if at_desk else CREATOR_LAYOUT, "at_desk": at_desk, "nav": "inbox", **more}


def sides_of(request: HttpRequest) -> Sides:
    """Two statements a request at most."""
    creator = current_creator(request)
    brands = tuple(row.brand_id for row in memberships_of(request))
    return Sides(person(request).pk, creator.pk if creator else None, brands)


def person(request: HttpRequest) -> User:
    """The signed-in person; views are behind login_required."""
    return cast("User", request.user)


def reading_side(request: HttpRequest, application: Application) -> str:
    """On which side of this application the reader stands; call it only for what `visible_to` found."""
    return "creator" if application.creator.user_id == request.user.pk else "brand"


def other_side(request: HttpRequest, application: Application) -> str:
    """The name of whom the reader talks to."""
    is_creator = reading_side(request, application) == "creator"
    return str(application.deal.brand.name if is_creator else application.creator.display_name)


def client_key() -> str:
    """Makes a double submit of the form it stands in harmless."""
    return uuid4().hex


def work_for(request: HttpRequest, brand: Brand | None) -> None:
    """A page of another of the reader's brands: from here on they work for that one."""
    current = current_membership(request)
    if brand is None or current is None or current.brand_id == brand.pk:
        return
    if any(row.brand_id == brand.pk for row in memberships_of(request)):
        choose_brand(request, brand)


Row = dict[str, Any]


def grouped(rows: list[Row], key: Callable[[Row], Any]) -> list[list[Row]]:
    """Rows that belong together, in the order of each group's first."""
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.values())
