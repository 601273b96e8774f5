"""One text to many applicants of a deal, each in their own conversation."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from barter.kernel import clock
from barter.kernel.actors import Side
from barter.kernel.errors import BarterError, Invalid
from barter.kernel.text import whole_number
from brands.access import BrandRequest, Role, brand_required
from deals.models import Application, Deal
from deals.pipeline.everybody import everybody_meant
from deals.web.brand import outcome
from inbox import operations, queries
from inbox.errors import LooksLikeContact
from inbox.views import common

_MOST = 500  # as many as a person waits for
_MOST_NAMED = 20
_LONGEST_QUERY = 500


@require_http_methods(["GET", "HEAD", "POST"])
@brand_required(write_role=Role.MANAGER)
def message_many(request: BrandRequest, deal_id: str) -> HttpResponse:
    """The same form sent twice reaches nobody twice. Without a text it asks for one, and fixes who "everybody" is."""
    deal = get_object_or_404(Deal.objects.filter(brand=request.brand), public_id=deal_id)
    if request.method != "POST" or "not_yet" in request.POST:
        return outcome.not_yet(request, deal)
    ids = list(dict.fromkeys(request.POST.getlist("pick")))
    left = max(0, len(ids) - _MOST) + (whole_number(request.POST.get("left"), most_digits=6) or 0)
    if "everybody" in request.POST:
        meant = everybody_meant(deal, request.POST.get("back", ""), at=clock.now(), most=_MOST)
        if meant is None:
            messages.error(
                request, _("The filters of that page could not be read, so nobody was answered. Please pick again.")
            )
            return _back(request, deal)
        ids, left = [str(row.public_id) for row in meant[0]], meant[1]
    rows = list(
        queries.application_for(Application.objects.filter(deal=deal, public_id__in=ids[:_MOST])).order_by("pk")
    )
    if not rows:
        messages.warning(request, _("Nobody was picked. Tick the people you mean, then write to them."))
        return _back(request, deal)
    if "text" not in request.POST or "everybody" in request.POST:
        return _ask(request, deal, rows, left)
    told, refused = 0, dict[str, list[str]]()
    for row in rows:
        try:
            _send(request, row)
        except (LooksLikeContact, Invalid) as refusal:  # of the text, so it is the same for everybody
            return _ask(request, deal, rows, left, refusal)
        except BarterError as refusal:
            refused.setdefault(refusal.detail, []).append(row.creator.display_name)
        else:
            told += 1
    _say(request, told, refused, left)
    return _back(request, deal)


def _send(request: BrandRequest, row: Application) -> None:
    operations.send_message(
        application=row,
        author=common.person(request),
        side=Side.BRAND,
        text=request.POST["text"],
        at=clock.now(),
        client_key=request.POST.get("client_key", ""),
        asks_first="anyway" not in request.POST,
    )


def _ask(
    request: BrandRequest, deal: Deal, rows: list[Application], left: int, refusal: BarterError | None = None
) -> HttpResponse:
    asked = isinstance(refusal, LooksLikeContact)
    context = {
        "deal": deal,
        "rows": rows,
        "names": [row.creator.display_name for row in rows[:_MOST_NAMED]],
        "more": max(0, len(rows) - _MOST_NAMED),
        "left": left,
        "text": request.POST.get("text", ""),
        "asked": refusal.detail if refusal and asked else "",
        "error": refusal.detail if refusal and not asked else "",
        "client_key": request.POST.get("client_key") or uuid4().hex,
        "back": request.POST.get("back", ""),
        "back_url": _address(request, deal),
        "nav": "brand_deals",
    }
    return render(request, "inbox/message_many.html", context, status=422 if refusal else 200)


def _say(request: BrandRequest, told: int, refused: dict[str, list[str]], left: int) -> None:
    if told:
        done = ngettext("Your message went to 1 creator.", "Your message went to {count} creators.", told)
        messages.success(request, done.format(count=told))
    for why, names in refused.items():
        told_not = _("Not sent to {names}: {why}")
        messages.warning(request, told_not.format(names=", ".join(names[:_MOST_NAMED]), why=why))
    if left:
        more = ngettext("1 more was picked: write to them next.", "{count} more were picked: write to them next.", left)
        messages.warning(request, more.format(count=left))


def _back(request: BrandRequest, deal: Deal) -> HttpResponse:
    return redirect(_address(request, deal))


def _address(request: BrandRequest, deal: Deal) -> str:
    """The pipeline as it was, filters and all."""
    query, base = request.POST.get("back", ""), reverse("brand_pipeline", args=[deal.public_id])
    return f"{base}?{query}" if query and len(query) < _LONGEST_QUERY else base
