"""What the last answer to many applicants did, told once on the page it came from; and taking it back."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from barter.kernel import clock
from barter.kernel.errors import BarterError
from brands.access import BrandRequest, Role, brand_required
from deals import operations
from deals.models import Application, Deal
from deals.operations import BulkResult
from deals.pipeline.everybody import LONGEST_QUERY
from deals.web.brand.fetch import acting, own_deal
from deals.web.brand.words import refusal_words
from deals.workflow import ApplicationState

_MOST_SHOWN = 20
_MOST_SELECTED = 100  # who stay ticked; as many as two pages of the table
# Who is there already was answered before (a form sent twice), which is no refusal.
_REACHED = {
    "accept": ApplicationState.ACCEPTED,
    "shortlist": ApplicationState.SHORTLISTED,
    "unshortlist": ApplicationState.SUBMITTED,
    "decline": ApplicationState.DECLINED,
}
_MOVED_BACK = {"shortlist": operations.unshortlist_application, "unshortlist": operations.shortlist_application}
_NOT_TOLD = frozenset({"decline", "yes", "no"})


def keep(request: BrandRequest, deal: Deal, verb: str, result: BulkResult, *, left: int = 0, **more: Any) -> None:
    """Remember what an answer did until the next page of this deal shows it, and how to take it back."""
    refused_pks = [row.pk for row, _ in result.refused]
    rows = Application.objects.filter(pk__in=refused_pks, state=_REACHED.get(verb, ""))
    there = set(rows.values_list("pk", flat=True)) if verb in _REACHED and refused_pks else set()
    refused: dict[str, list[str]] = {}
    for row, error in result.refused:
        if row.pk not in there:
            refused.setdefault(refusal_words(error), []).append(row.creator.display_name)
    request.session[_key(deal)] = {
        "verb": verb,
        "done": len(result.done),
        "already": len(there),
        "refused": [(why, names[:_MOST_SHOWN], max(0, len(names) - _MOST_SHOWN)) for why, names in refused.items()],
        "refused_count": sum(len(names) for names in refused.values()),
        "still": [row.public_id for row, _ in result.refused if row.pk not in there][:_MOST_SELECTED],
        "nobody": not (result.done or result.refused or more),
        "left": left,
        "undo": _remember(request, deal, verb, result.done),
        **more,
    }


def result_of(request: BrandRequest, deal: Deal) -> Any:
    """What the last answer did; shown once."""
    key = _key(deal)
    return request.session.pop(key, None) if key in request.session else None


def not_yet(request: BrandRequest, deal: Deal) -> HttpResponse:
    """Back from a page that asked, with the same people ticked and nothing said: nothing happened. Also for who comes by
    a step back of the browser, which knows no more than the address."""
    if request.method == "POST":
        request.session[_key(deal)] = {"still": request.POST.getlist("pick")[:_MOST_SELECTED]}
    return back_to(request, deal)


def keep_selected(result: Any, shown: Sequence[dict[str, Any]]) -> None:
    """Who was refused, or not answered yet, stays ticked."""
    still = frozenset(result["still"]) if result else frozenset[str]()
    for card in shown:
        card["picked"] = card.get("pick_value") in still


def back_to(request: BrandRequest, deal: Deal) -> HttpResponse:
    return redirect(address(request, deal))


def address(request: BrandRequest, deal: Deal) -> str:
    """The pipeline as it was, filters and all."""
    query = request.POST.get("back", "")
    base = reverse("brand_pipeline", args=[deal.public_id])
    return f"{base}?{query}" if query and len(query) < LONGEST_QUERY else base


@require_POST
@brand_required(write_role=Role.MANAGER)
def undo(request: BrandRequest, deal_id: str) -> HttpResponse:
    """Take the last answer back, as far as nobody was told."""
    deal = own_deal(request, deal_id)
    kept = request.session.get(_undo_key(deal)) or {}
    if kept.get("token", "") != request.POST.get("undo", "-"):
        messages.warning(request, _("Something else was done since, so nothing was taken back. Look at each of them."))
        return back_to(request, deal)
    del request.session[_undo_key(deal)]
    rows = list(Application.objects.filter(deal=deal, public_id__in=kept["picks"]).select_related("creator"))
    done = _take_back(request, deal, kept["verb"], rows)
    keep(request, deal, "undo", BulkResult(), undone=done, told=len(kept["picks"]) - done)
    return back_to(request, deal)


def _take_back(request: BrandRequest, deal: Deal, verb: str, rows: Sequence[Application]) -> int:
    by, at = acting(request), clock.now()
    if verb in _NOT_TOLD:
        return operations.take_back(deal=deal, applications=rows, by=by, at=at)
    done = 0
    for row in rows:
        try:
            _MOVED_BACK[verb](application=row, by=by, at=at)
        except BarterError:  # moved on meanwhile; the page says how many did
            continue
        done += 1
    return done


def _remember(request: BrandRequest, deal: Deal, verb: str, done: Sequence[Application]) -> str:
    if not done or verb not in _NOT_TOLD | _MOVED_BACK.keys():
        return ""
    token = secrets.token_urlsafe(8)
    request.session[_undo_key(deal)] = {"token": token, "verb": verb, "picks": [row.public_id for row in done]}
    return token


def _key(deal: Deal) -> str:
    return f"bulk:{deal.public_id}"


def _undo_key(deal: Deal) -> str:
    return f"undo:{deal.public_id}"
