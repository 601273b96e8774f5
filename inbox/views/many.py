"""One text to many applicants of a deal, each in their own conversation, once the minutes to take it back are over."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from barter.kernel import clock, policy
from barter.kernel.errors import BarterError
from barter.kernel.text import whole_number
from brands.access import BrandRequest, Role, brand_required
from deals.models import Application, Deal
from deals.pipeline.everybody import everybody_meant
from deals.web.brand import outcome
from inbox import operations, queries
from inbox.errors import LooksLikeContact
from inbox.models import ChatMessage, UnsentMessage
from inbox.views import common

_MOST = 500  # as many as a person waits for
_MOST_NAMED = 20


@require_http_methods(["GET", "HEAD", "POST"])
@brand_required(write_role=Role.MANAGER)
def message_many(request: BrandRequest, deal_id: str) -> HttpResponse:
    """The same form sent twice reaches nobody twice. Without a text it asks for one, and fixes who "everybody" is. With
    `undo`, the key of what was written, it brings that text back. As a piece it says what waits to go out."""
    if request.method == "GET" and getattr(request, "htmx", False):
        rows = queries.messages_to_many(request.brand, deal_id)
        return render(request, "inbox/_many_waiting.html", {"deal_id": deal_id, "rows": rows})
    deal = get_object_or_404(Deal.objects.filter(brand=request.brand), public_id=deal_id)
    if request.method != "POST" or "not_yet" in request.POST:
        return outcome.not_yet(request, deal)
    if "undo" in request.POST:
        return _undo(request, deal)
    ids = list(dict.fromkeys(request.POST.getlist("pick")))
    left = max(0, len(ids) - _MOST) + (whole_number(request.POST.get("left"), most_digits=6) or 0)
    if "everybody" in request.POST:
        meant = everybody_meant(deal, request.POST.get("back", ""), at=clock.now(), most=_MOST)
        if meant is None:
            messages.error(
                request, _("The filters of that page could not be read, so nobody was answered. Please pick again.")
            )
            return outcome.back_to(request, deal)
        ids, left = [str(row.public_id) for row in meant[0]], meant[1]
    rows = list(
        queries.application_for(Application.objects.filter(deal=deal, public_id__in=ids[:_MOST])).order_by("pk")
    )
    if not rows:
        messages.warning(request, _("Nobody was picked. Tick the people you mean, then write to them."))
        return outcome.back_to(request, deal)
    text, typed_key = request.POST.get("text", ""), request.POST.get("client_key", "")
    if "text" not in request.POST or "everybody" in request.POST:
        return _ask(request, deal, rows, left=left, text=text)
    try:
        result = operations.write_to_many(
            applications=rows,
            author=common.person(request),
            text=text,
            at=clock.now(),
            client_key=typed_key,
            asks_first="anyway" not in request.POST,
        )
    except BarterError as refusal:
        return _ask(request, deal, rows, left=left, text=text, client_key=typed_key, refusal=refusal)
    had = len(rows) - len(result.done) - len(result.refused)
    outcome.keep(request, deal, "message", result, left=left, already=had)
    return outcome.back_to(request, deal)


def _undo(request: BrandRequest, deal: Deal) -> HttpResponse:
    key = request.POST["undo"]
    taken = operations.take_back_messages(
        UnsentMessage.objects.filter(application__deal=deal, client_key=key).select_related("application__creator")
    )
    if not taken:
        messages.warning(request, _("That message had gone out or was taken back already. Nothing was changed."))
        return outcome.back_to(request, deal)
    gone = ChatMessage.objects.filter(thread__application__deal=deal, client_key=key).count()
    rows = [row.application for row in taken]
    return _ask(request, deal, rows, text=taken[0].text, is_undone=True, gone=gone)


def _ask(
    request: BrandRequest,
    deal: Deal,
    rows: list[Application],
    *,
    text: str,
    left: int = 0,
    client_key: str = "",
    refusal: BarterError | None = None,
    **more: Any,
) -> HttpResponse:
    asked = isinstance(refusal, LooksLikeContact)
    context = {
        "deal": deal,
        "rows": rows,
        "names": [row.creator.display_name for row in rows[:_MOST_NAMED]],
        "more": max(0, len(rows) - _MOST_NAMED),
        "left": left,
        "minutes": policy.value("undo_minutes"),
        "text": text,
        "asked": refusal.detail if refusal and asked else "",
        "error": refusal.detail if refusal and not asked else "",
        "client_key": client_key or common.client_key(),
        "back": request.POST.get("back", ""),
        "back_url": outcome.address(request, deal),
        "nav": "brand_deals",
        **more,
    }
    return render(request, "inbox/message_many.html", context, status=422 if refusal else 200)
