"""Addresses of other rooms of the house: asked for by name, absent until that room is built in."""

from django.urls import NoReverseMatch, reverse

from deals.models import Application
from deals.workflow import DEAL_OPEN, ApplicationState


def url_if_there(name: str, *args: str) -> str:
    """The address, or empty when no such page exists."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def apply_again_url(row: Application) -> str:
    """Where somebody who withdrew can apply again: the deal, while it is open and they have not done so."""
    if row.state != ApplicationState.WITHDRAWN or row.deal.state not in DEAL_OPEN:
        return ""
    again = Application.objects.filter(deal_id=row.deal_id, creator_id=row.creator_id, pk__gt=row.pk)
    return "" if again.exists() else reverse("deal", args=[row.deal.public_id])
