"""Answers to many applicants at once: accept, shortlist, decline, or a yes or no to be told later.

Accepting can't be taken back and declining only for some minutes, so more than one at a time are asked about first.
"Everybody" means all new applicants who fit the filters, also those not on the page: they are counted, named and fixed
on the page that asks, so that nobody who applies meanwhile is answered unseen.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from barter.kernel import clock, policy
from barter.kernel.errors import BarterError
from barter.kernel.templatetags.words import labelled_words
from barter.kernel.text import whole_number
from brands.access import BrandRequest, Role, brand_required
from brands.errors import NoFreeSlot
from deals import operations
from deals.errors import DealIsFull
from deals.models import Application, Deal, PendingDecision
from deals.operations import BulkResult
from deals.operations.agreement import in_bulk
from deals.operations.capacity import places_of
from deals.pipeline.everybody import everybody_meant
from deals.web.brand import outcome
from deals.web.brand.fetch import acting, own_deal
from deals.web.brand.forms import DeclineForm
from deals.web.brand.words import refusal_words

Verdict = PendingDecision.Verdict
_MOST_PICKS = 500  # as many answers as a person waits for; who is left is said
_NOBODY_ELSE = (DealIsFull, NoFreeSlot)  # whoever comes next is refused for the same reason


class Picked(NamedTuple):
    """Who is meant, in the order in which they stood on the page."""

    rows: list[Application]
    left: int  # how many more were meant, beyond what one answer takes
    everybody: bool


@require_http_methods(["GET", "HEAD", "POST"])
@brand_required(write_role=Role.MANAGER)
def accept(request: BrandRequest, deal_id: str) -> HttpResponse:
    """Accept everybody picked, for as long as there are places; who could not be accepted is named with the reason."""
    deal = own_deal(request, deal_id)
    if request.method != "POST" or "not_yet" in request.POST:
        return outcome.not_yet(request, deal)
    picked = _picked(request, deal)
    if "later" in request.POST:
        kept = operations.decide_later(
            deal=deal, applications=picked.rows, verdict=Verdict.YES, by=acting(request), at=clock.now()
        )
        return _answer(request, deal, kept, "yes", picked.left)
    if picked.everybody or (len(picked.rows) > 1 and "sure" not in request.POST):
        return _ask(
            request, deal, picked, "accept", consequence=consequence_of(request, deal, offered=places_of(deal).offered)
        )
    result = _each(picked.rows, operations.accept_application, final=_NOBODY_ELSE, by=acting(request), at=clock.now())
    return _answer(request, deal, result, "accept", picked.left)


@require_POST
@brand_required(write_role=Role.MANAGER)
def shortlist(request: BrandRequest, deal_id: str) -> HttpResponse:
    """Put everybody picked on the short list. It is the brand's own sorting, so it doesn't ask."""
    return _sort(request, deal_id, "shortlist", operations.shortlist_application)


@require_POST
@brand_required(write_role=Role.MANAGER)
def unshortlist(request: BrandRequest, deal_id: str) -> HttpResponse:
    """Back to the new ones."""
    return _sort(request, deal_id, "unshortlist", operations.unshortlist_application)


@require_http_methods(["GET", "HEAD", "POST"])
@brand_required(write_role=Role.MANAGER)
def decline(request: BrandRequest, deal_id: str) -> HttpResponse:
    """Decline everybody picked. Asks for the reason first; they are told once it can't be taken back any more."""
    deal = own_deal(request, deal_id)
    if request.method != "POST" or "not_yet" in request.POST:
        return outcome.not_yet(request, deal)
    picked = _picked(request, deal)
    # a form without a reason is told so; the plain button below the list has asked for none yet
    asked, later = bool({"reason", "told", "later"} & request.POST.keys()), "later" in request.POST
    form = DeclineForm(request.POST if asked else None, initial={"note": request.POST.get("note", "")})
    if picked.rows and ((picked.everybody and not later) or not (asked and form.is_valid())):
        status = 422 if form.errors else 200
        return _ask(request, deal, picked, "decline", status=status, form=form, minutes=policy.value("undo_minutes"))
    if not picked.rows:
        return _answer(request, deal, BulkResult(), "decline", picked.left)
    call: dict[str, Any] = {
        "deal": deal,
        "applications": picked.rows,
        "by": acting(request),
        "at": clock.now(),
        **form.cleaned_data,
    }
    if later:
        return _answer(request, deal, operations.decide_later(**call, verdict=Verdict.NO), "no", picked.left)
    return _answer(request, deal, operations.decline_soon(**call), "decline", picked.left)


def _sort(request: BrandRequest, deal_id: str, verb: str, act: Callable[..., Any]) -> HttpResponse:
    deal, by, at = own_deal(request, deal_id), acting(request), clock.now()
    picked = _picked(request, deal)
    result = _each(picked.rows, act, by=by, at=at)
    return _answer(request, deal, result, verb, picked.left)


@require_POST
@brand_required(write_role=Role.MANAGER)
def offer_next(request: BrandRequest, deal_id: str) -> HttpResponse:
    """Offer a free place to whom the page named as the next on the waitlist. A second click finds the offer made."""
    deal = own_deal(request, deal_id)
    row = get_object_or_404(deal.applications.select_related("creator"), public_id=request.POST.get("application", ""))
    try:
        operations.make_offer(application=row, by=acting(request), proposal={}, at=clock.now())
    except BarterError as refusal:
        messages.warning(request, labelled_words(row.creator.display_name, refusal_words(refusal)))
    else:
        hours = policy.value("offer_answer_days") * 24
        told = _("A place is offered to {name}, who has {hours} hours to answer.")
        messages.success(request, told.format(name=row.creator.display_name, hours=hours))
    return outcome.back_to(request, deal)


def consequence_of(request: BrandRequest, deal: Deal, *, offered: int) -> dict[str, int]:
    """What accepting means: how many can be, and how soon each parcel must go. `offered` places are kept for others."""
    capacity = request.brand.capacity
    places = max(0, deal.places.left - offered)
    trades = max(0, capacity.slots_max - capacity.slots_used)
    return {
        "places": places,
        "offered": offered,
        "trades": trades,
        "most": min(places, trades),
        "ship_days": deal.ship_within_days,
    }


# ---- Who is meant


def _picked(request: BrandRequest, deal: Deal) -> Picked:
    if request.POST.get("everybody") == "1":
        meant = everybody_meant(deal, request.POST.get("back", ""), at=clock.now(), most=_MOST_PICKS)
        if meant is None:
            messages.error(
                request, _("The filters of that page could not be read, so nobody was answered. Please pick again.")
            )
            return Picked([], 0, everybody=False)
        rows, left = meant
        return Picked(rows, left, everybody=bool(rows))
    ids = list(dict.fromkeys(request.POST.getlist("pick")))
    found = Application.objects.filter(deal=deal, public_id__in=ids[:_MOST_PICKS]).select_related(
        "creator", "deal", "pending"
    )
    by_id = {row.public_id: row for row in found}
    left = max(0, len(ids) - _MOST_PICKS) + _left_before(request)
    return Picked([by_id[public_id] for public_id in ids if public_id in by_id], left, everybody=False)


def _each(
    rows: list[Application], act: Callable[..., Any], *, final: tuple[type[BarterError], ...] = (), **how: Any
) -> BulkResult:
    """In the given order, each in a transaction of its own."""
    return in_bulk(rows, lambda row: act(application=row, **how), final=final)


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


def _answer(request: BrandRequest, deal: Deal, result: BulkResult, verb: str, left: int) -> HttpResponse:
    """Back to the page the picks came from, which shows what happened once."""
    outcome.keep(request, deal, verb, result, left=left)
    return outcome.back_to(request, deal)
