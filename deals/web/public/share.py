"""Pictures of shared links that are not one deal's: the front page, a brand, a creator. Each is a ticket with both halves."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from barter.kernel.places import country_name
from barter.kernel.templatetags.words import number_words
from brands.models import Brand
from creators.models import Creator
from creators.queries import channels_of
from deals.models import Deal
from deals.web.creator.share import answer, ticket_of
from deals.web.share_image import ShareTicket
from deals.workflow import DealState


@require_safe
def landing_image(request: HttpRequest) -> HttpResponse:
    deal = _newest()
    get, make, source = _halves(deal)
    ticket = ShareTicket(
        brand="barter",
        title=_("Good products for good videos."),
        note=_("Creators never pay."),
        get_label=_("You get"),
        get=get,
        make_label=_("You make"),
        make=make,
    )
    return answer(request, ticket, source)


@require_safe
def brand_image(request: HttpRequest, slug: str) -> HttpResponse:
    brand = Brand.objects.public().filter(slug=slug.lower()).first()
    if brand is None:
        raise Http404
    get, make, source = _halves(_newest(brand=brand))
    count = Deal.objects.filter(brand=brand, state=DealState.LIVE).count()
    place = ", ".join(filter(None, [brand.city, country_name(brand.country)]))
    open_deals = ngettext("{count} open deal", "{count} open deals", count).format(count=number_words(count))
    ticket = ShareTicket(
        brand=place or _("Brand"),
        title=brand.name,
        note=open_deals if count else "",
        get_label=_("You get"),
        get=get,
        make_label=_("You make"),
        make=make,
        letter=brand.name,
    )
    return answer(request, ticket, source)


@require_safe
def creator_image(request: HttpRequest, handle: str) -> HttpResponse:
    creator = Creator.objects.public().filter(handle=handle.lower()).first()
    if creator is None:
        raise Http404
    platforms = dict.fromkeys(channel.get_platform_display() for channel in channels_of(creator))
    ticket = ShareTicket(
        brand=_("Creator"),
        title=creator.display_name,
        note=", ".join(filter(None, [creator.city, country_name(creator.country)])),
        get_label=_("They get"),
        get=_("Good products"),
        make_label=_("They make"),
        make=", ".join(map(str, platforms)) or _("Good videos"),
        letter=creator.display_name,
    )
    return answer(request, ticket, creator.avatar)


def _newest(**of: Brand) -> Deal | None:
    rows = Deal.objects.public().filter(state=DealState.LIVE, **of).select_related("brand", "product", "places")
    rows = rows.defer("search", "search_text", "product__description")
    return rows.order_by("-published_at", "-id").first()


def _halves(deal: Deal | None) -> tuple[str, str, str]:
    """What one gets and makes in this deal, and where its picture lies."""
    if deal is None:
        return _("Good products"), _("Good videos"), ""
    ticket, source = ticket_of(deal)
    return ticket.get, ticket.make, source
