"""A brand as anybody sees it, with its open deals."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from barter.kernel import clock
from barter.kernel.places import country_name
from barter.kernel.sharing import SharedLink, breadcrumbs, shared_link
from barter.kernel.topics import Topic
from brands import queries
from brands.models import Brand
from deals.feed import FeedQuery, feed
from deals.queries_creator import reader_of, saved_keys
from deals.web.creator.cards import feed_cards
from deals.web.creator.filters import Filters, after_of, cursor_of

_A_PAGE = 20


@require_safe
def brand_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Who they are, how they keep their word, what they give now."""
    brand = get_object_or_404(Brand.objects.public().select_related("capacity"), slug=slug.lower())
    reader = reader_of(request.user)
    filters = Filters()
    after = after_of(request.GET, filters)
    rows, has_more = feed(FeedQuery(brand_pk=brand.pk, limit=_A_PAGE, after=after))
    saved = saved_keys(reader.pk, (row.pk for row in rows)) if reader else None
    context = {
        "more_url": f"{request.path}?{urlencode({'after': cursor_of(rows[-1], filters)})}" if has_more else "",
        "shown": brand,
        "figures": queries.figures_of(brand.capacity),
        "place": ", ".join(filter(None, [brand.city, country_name(brand.country)])),
        "category": dict(Topic.choices).get(brand.category, brand.category),
        "rows": feed_cards(rows, at=clock.now(), saved=saved, first_is_eager=False),
        "reader": reader,
        "share": _shared(request, brand),
    }
    is_part = after and request.headers.get("HX-Request")
    return render(request, "deals/creator/_feed_rows.html" if is_part else "public/brand.html", context)


def _shared(request: HttpRequest, brand: Brand) -> SharedLink:
    path = reverse("brand_page", args=[brand.slug])
    return shared_link(
        request,
        path=path,
        title=brand.name,
        words=Truncator(brand.about).chars(150) or _("Open deals of {brand} on Barter.").format(brand=brand.name),
        image=reverse("brand_share_image", args=[brand.slug]),
        structured=breadcrumbs(request, [(_("Deals"), reverse("feed")), (brand.name, path)]),
    )
