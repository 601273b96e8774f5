"""What the inbox's pages share: which layout the reader sees, and on which side they stand."""

from typing import Any, cast

from django.http import HttpRequest

from brands.access import BrandRequest, current_membership
from creators.access import current_creator

BRAND_LAYOUT, CREATOR_LAYOUT = "app_brand.html", "app_creator.html"


def page_context(request: HttpRequest, **more: Any) -> dict[str, Any]:
    """Brand members get the desk, everybody else the phone's layout."""
    membership = current_membership(request)
    works_at_desk = membership is not None and (
        getattr(request.user, "started_as", "") == "brand" or current_creator(request) is None
    )
    if works_at_desk and membership is not None:
        at_desk = cast("BrandRequest", request)
        at_desk.membership, at_desk.brand = membership, membership.brand  # what the desk's side bar shows
    return {
        "layout": BRAND_LAYOUT if works_at_desk else CREATOR_LAYOUT,
        "at_desk": works_at_desk,
        "nav": "inbox",
        **more,
    }
