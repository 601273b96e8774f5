"""The front page: one live deal as a ticket for visitors; people with an account go on to their own first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from barter.kernel import clock
from barter.kernel.company import company
from barter.kernel.sharing import SharedLink, shared_link
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
    context = {"ticket": cards[0] if cards else None, "share": _shared(request)}
    return render(request, "public/landing.html", context)


def _shared(request: HttpRequest) -> SharedLink:
    """Who we are, and how to search here."""
    home, search = request.build_absolute_uri("/"), request.build_absolute_uri(reverse("feed"))
    found = {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"}
    wanted = "required name=search_term_string"
    site = {
        "@type": "WebSite",
        "name": "Barter",
        "url": home,
        "potentialAction": {"@type": "SearchAction", "target": found, "query-input": wanted},
    }
    mark = request.build_absolute_uri(static("brand/icon-512.png"))
    maker = {"@type": "Organization", "name": company().name, "url": home, "logo": mark, "email": company().email}
    return shared_link(
        request,
        path="/",
        title=gettext("Good products for good videos"),
        words=gettext("Brands post products, creators make the videos. A fair trade, on one page."),
        image=reverse("landing_share_image"),
        structured={"@context": "https://schema.org", "@graph": [maker, site]},
    )


def _first_page(request: HttpRequest) -> str:
    if current_creator(request) is None and current_membership(request) is not None:
        try:
            return reverse("brand_today")
        except NoReverseMatch:
            return reverse("feed")
    return reverse("feed")
