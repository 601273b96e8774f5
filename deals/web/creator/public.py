"""The front page: one live deal as a ticket for visitors; people with an account go on to their own first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from barter.kernel import clock
from brands.access import current_membership
from creators.access import current_creator
from deals.feed import FeedQuery, feed
from deals.web.creator.cards import feed_cards


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """ "/": creators to the deals, brands to today, everybody else to the landing page."""
    if request.user.is_authenticated:
        return redirect(_first_page(request))
    rows, _ = feed(FeedQuery(limit=8))
    shown = next((row for row in rows if row.card.get("image")), rows[0] if rows else None)
    cards = feed_cards([shown], at=clock.now()) if shown else []
    return render(request, "public/landing.html", {"ticket": cards[0] if cards else None})


def _first_page(request: HttpRequest) -> str:
    if current_creator(request) is None and current_membership(request) is not None:
        try:
            return reverse("brand_today")
        except NoReverseMatch:
            return reverse("feed")
    return reverse("feed")
