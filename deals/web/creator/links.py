"""Addresses of other rooms of the house: asked for by name, absent until that room is built in."""

from django.urls import NoReverseMatch, reverse

from deals.models import Application
from deals.web.creator.application_words import said_no, was_invited
from deals.workflow import APPLICATION_OPEN, DEAL_OPEN, ApplicationState


def url_if_there(name: str, *args: str) -> str:
    """The address, or empty when no such page exists."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def apply_again_url(row: Application) -> str:
    """Where somebody who withdrew, said no or let an invitation pass can apply: the deal, while it is open and they
    have not done so since."""
    left = row.state == ApplicationState.WITHDRAWN or said_no(row) or was_invited(row)
    if not left or row.state in APPLICATION_OPEN or row.deal.state not in DEAL_OPEN:
        return ""
    again = Application.objects.filter(deal_id=row.deal_id, creator_id=row.creator_id, pk__gt=row.pk)
    return "" if again.exists() else reverse("deal", args=[row.deal.public_id])
