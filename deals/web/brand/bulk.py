"""Answers to many applicants at once: accept, shortlist, decline.

Accepting and declining can't be taken back, so more than one at a time are asked about first, with what it means.
"Everybody" means all new applicants who fit the filters, also those not on the page: they are counted, named and fixed
on the page that asks, so that nobody who applies meanwhile is answered unseen.
"""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from barter.kernel import clock
from barter.kernel.errors import BarterError
from barter.kernel.text import whole_number
from brands.access import BrandRequest, Role, brand_required
from deals import operations
from deals.models import Application, Deal
from deals.operations import BulkResult
from deals.web.brand import board
from deals.web.brand.fetch import acting, own_deal
from deals.web.brand.forms import DeclineForm
from deals.web.brand.wanted import FILTERS, Wanted
from deals.web.brand.words import refusal_words
from deals.workflow import ApplicationState

_MOST_PICKS = 500  # as many answers as a person waits for; who is left is said
_MOST_SHOWN = 20
_LONGEST_QUERY = 500
_BESIDE_FILTERS = frozenset({"sort", "view", "stage", "after", "left"})  # what else the address of the page says


class Picked(NamedTuple):
    """Who is meant, in the order in which they stood on the page."""

    rows: list[Application]
    left: int  # how many more were meant, beyond what one answer takes
    everybody: bool


@require_POST
@brand_required(write_role=Role.MANAGER)
def accept(request: BrandRequest, deal_id: str) -> HttpResponse:
    """Accept everybody picked, for as long as there are places; who could not be accepted is named with the reason."""
    deal = own_deal(request, deal_id)
    picked = _picked(request, deal)
    if picked.everybody or (len(picked.rows) > 1 and "sure" not in request.POST):
        return _ask(request, deal, picked, "accept", consequence=consequence_of(request, deal))
    result = operations.accept_many(applications=picked.rows, by=acting(request), at=clock.now())
    return _answer(request, deal, result, "accept", picked.left)


@require_POST
@brand_required(write_role=Role.MANAGER)
def shortlist(request: BrandRequest, deal_id: str) -> HttpResponse:
    """Put everybody picked on the short list. It is the brand's own sorting, so it doesn't ask."""
    deal, by, at = own_deal(request, deal_id), acting(request), clock.now()
    picked, result = _picked(request, deal), BulkResult()
    for row in picked.rows:
        try:
            operations.shortlist_application(application=row, by=by, at=at)
        except BarterError as refusal:
            result.refused.append((row, refusal))
        else:
            result.done.append(row)
    return _answer(request, deal, result, "shortlist", picked.left)


@require_POST
@brand_required(write_role=Role.MANAGER)
def decline(request: BrandRequest, deal_id: str) -> HttpResponse:
    """Decline everybody picked. Asks for the reason first: it can't be taken back."""
    deal = own_deal(request, deal_id)
    picked = _picked(request, deal)
    asked = "reason" in request.POST
    form = DeclineForm(request.POST if asked else None, initial={"note": request.POST.get("note", "")})
    if picked.rows and (picked.everybody or not (asked and form.is_valid())):
        return _ask(request, deal, picked, "decline", form=form, status=422 if form.errors else 200)
    values = form.cleaned_data if picked.rows else {"reason": "", "note": ""}
    result = operations.decline_many(applications=picked.rows, by=acting(request), at=clock.now(), **values)
    return _answer(request, deal, result, "decline", picked.left)


def consequence_of(request: BrandRequest, deal: Deal) -> dict[str, int]:
    """What accepting means: how many can be, and how soon each parcel must go."""
    capacity = request.brand.capacity
    places = deal.places.left
    trades = max(0, capacity.slots_max - capacity.slots_used)
    return {"places": places, "trades": trades, "most": min(places, trades), "ship_days": deal.ship_within_days}


def result_of(request: BrandRequest, deal: Deal) -> Any:
    """What the last answer did; shown once."""
    key = _result_key(deal)
    return request.session.pop(key, None) if key in request.session else None


# ---- Who is meant


def _picked(request: BrandRequest, deal: Deal) -> Picked:
    if request.POST.get("everybody") == "1":
        wanted = _filters_of(request)
        if wanted is None:
            messages.error(
                request, _("The filters of that page could not be read, so nobody was answered. Please pick again.")
            )
            return Picked([], 0, everybody=False)
        rows, left = board.answerable_of(deal, wanted, _MOST_PICKS)
        return Picked(rows, left, everybody=bool(rows))
    ids = list(dict.fromkeys(request.POST.getlist("pick")))
    found = Application.objects.filter(deal=deal, public_id__in=ids[:_MOST_PICKS]).select_related("creator", "deal")
    by_id = {row.public_id: row for row in found}
    left = max(0, len(ids) - _MOST_PICKS) + _left_before(request)
    return Picked([by_id[public_id] for public_id in ids if public_id in by_id], left, everybody=False)


def _filters_of(request: BrandRequest) -> Wanted | None:
    """Who "everybody" is. None when a part of it can't be read: it would mean more people than stood on the page."""
    told = request.POST.get("back", "")
    params = QueryDict(told[:_LONGEST_QUERY])
    wanted = Wanted.of(params, clock.now())
    if any("\0" in text for _, texts in params.lists() for text in texts):
        return None
    is_read = all(name in _BESIDE_FILTERS or (name in FILTERS and wanted.holds(name, params)) for name in params)
    return wanted if is_read and len(told) <= _LONGEST_QUERY else None


def _left_before(request: BrandRequest) -> int:
    """How many the page that asked had to leave out."""
    return whole_number(request.POST.get("left"), most_digits=6) or 0


# ---- Asking and answering


def _ask(
    request: BrandRequest, deal: Deal, picked: Picked, verb: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {
        "deal": deal,
        "picked": picked.rows,
        "left": picked.left,
        "back": request.POST.get("back", ""),
        "nav": "brand_deals",
    }
    return render(request, f"deals/brand/bulk_{verb}.html", context, status=status)


_REACHED = {
    "accept": ApplicationState.ACCEPTED,
    "shortlist": ApplicationState.SHORTLISTED,
    "decline": ApplicationState.DECLINED,
}


def _answer(request: BrandRequest, deal: Deal, result: BulkResult, verb: str, left: int) -> HttpResponse:
    """Back to the page the picks came from, which shows what happened once. Who was answered already (a form sent
    twice) is no refusal."""
    refused_pks = [row.pk for row, _ in result.refused]
    there = set(Application.objects.filter(pk__in=refused_pks, state=_REACHED[verb]).values_list("pk", flat=True))
    refused: dict[str, list[str]] = {}
    for row, error in result.refused:
        if row.pk not in there:
            refused.setdefault(refusal_words(error), []).append(row.creator.display_name)
    request.session[_result_key(deal)] = {
        "verb": verb,
        "done": len(result.done),
        "already": len(there),
        "refused": [(why, names[:_MOST_SHOWN], max(0, len(names) - _MOST_SHOWN)) for why, names in refused.items()],
        "refused_count": sum(len(names) for names in refused.values()),
        "nobody": not (result.done or result.refused),
        "left": left,
    }
    query = request.POST.get("back", "")
    base = reverse("brand_pipeline", args=[deal.public_id])
    return redirect(f"{base}?{query}" if query and len(query) < _LONGEST_QUERY else base)


def _result_key(deal: Deal) -> str:
    return f"bulk:{deal.public_id}"
