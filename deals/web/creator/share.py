"""What a link to a deal shows where it is shared."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import condition, require_safe

from barter.kernel import pictures
from barter.kernel.sharing import SharedLink, breadcrumbs, shared_link
from barter.kernel.templatetags.words import number_words
from deals.models import Deal
from deals.web.creator import words
from deals.web.share_image import ShareTicket, draw
from deals.workflow import DEAL_PUBLIC

_KEPT_SECONDS = 24 * 60 * 60
_BROWSER_SECONDS = 60 * 60


def link_of(request: HttpRequest, row: Deal) -> SharedLink | None:
    """None for a deal that is not everybody's to see."""
    if row.state not in DEAL_PUBLIC:
        return None
    ticket, _source = ticket_of(row)
    path = reverse("deal", args=[row.public_id])
    return shared_link(
        request,
        path=path,
        title=f"{row.title} · {row.brand.name}",
        words=_("You get: {get}. You make: {make}.").format(get=ticket.get, make=ticket.make),
        image=reverse("deal_share_image", args=[row.public_id]),
        structured=breadcrumbs(request, [(_("Deals"), reverse("feed")), (row.title, path)]),
    )


@require_safe
def share_image(request: HttpRequest, deal_id: str) -> HttpResponse:
    """The ticket as a picture, for everybody: it shows what the public page of the deal shows."""
    rows = Deal.objects.public().select_related("brand", "product", "places")
    row = rows.defer("search", "search_text", "product__description").filter(public_id=deal_id).first()
    if row is None:
        raise Http404
    return answer(request, *ticket_of(row))


def answer(request: HttpRequest, ticket: ShareTicket, source: str) -> HttpResponse:
    """The picture of a ticket, or that the caller has it already. `source` is where its photo lies, or empty."""
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


def ticket_of(row: Deal) -> tuple[ShareTicket, str]:
    """The ticket of a deal, and where its photo lies."""
    kind = row.exchange
    places = row.places.total
    ticket = ShareTicket(
        brand=row.brand.name,
        title=row.title,
        note=ngettext("1 place", "{count} places", places).format(count=number_words(places)),
        get_label=_("You get"),
        get=words.get_words(kind, row.fmv_minor, row.currency),
        make_label=_("You make"),
        make=words.make_words(row.card.get("makes", ())),
    )
    return ticket, str((row.card.get("image") or {}).get("source", ""))
