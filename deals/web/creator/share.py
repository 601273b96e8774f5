"""What a link to a deal shows where it is shared."""

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import condition, require_safe

from barter.kernel import pictures
from barter.kernel.templatetags.words import number_words
from brands.models import Product
from deals.models import Deal
from deals.web.creator import words
from deals.web.share_image import ShareTicket, draw

_KEPT_SECONDS = 24 * 60 * 60
_BROWSER_SECONDS = 60 * 60


@require_safe
def share_image(request: HttpRequest, deal_id: str) -> HttpResponse:
    """The ticket as a picture, for everybody: it shows what the public page of the deal shows."""
    rows = Deal.objects.visible_to(AnonymousUser()).select_related("brand", "product", "places")
    row = rows.defer("search", "search_text", "product__description").filter(public_id=deal_id).first()
    if row is None:
        raise Http404
    ticket, source = _ticket(row), str((row.card.get("image") or {}).get("source", ""))
    name = ticket.fingerprint(source)
    respond = condition(etag_func=lambda *_: f'"{name}"')(lambda _: _drawn(ticket, source, name))
    response: HttpResponse = respond(request)
    patch_cache_control(response, public=True, max_age=_BROWSER_SECONDS)
    return response


def _drawn(ticket: ShareTicket, source: str, name: str) -> HttpResponse:
    """Drawing takes a tenth of a second, so what was drawn is kept for a day under all that it shows."""
    key = f"share-image:{name}"
    body = cache.get(key)
    if body is None:
        body = draw(ticket, pictures.open_picture(source))
        cache.set(key, body, _KEPT_SECONDS)
    return HttpResponse(body, content_type="image/jpeg")


def _ticket(row: Deal) -> ShareTicket:
    kind = row.product.kind if row.product else Product.Kind.PARCEL
    places = row.places.total
    return ShareTicket(
        brand=row.brand.name,
        title=row.title,
        note=ngettext("1 place", "{count} places", places).format(count=number_words(places)),
        get_label=_("You get"),
        get=words.get_words(kind, row.fmv_minor, row.currency),
        make_label=_("You make"),
        make=words.make_words(row.card.get("makes", ())),
    )
