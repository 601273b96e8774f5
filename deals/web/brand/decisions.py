"""Decisions of a brand that nobody was told yet: what releasing them would do, and the release."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from barter.kernel import clock
from barter.kernel.pictures import picture_url
from barter.kernel.places import country_name
from brands.access import BrandRequest, Role, brand_required
from deals import eligibility, operations, pending
from deals.models import Application, Deal
from deals.models.application import DeclineReason
from deals.operations import BulkResult
from deals.web.brand import outcome
from deals.web.brand.cards import why_words
from deals.web.brand.fetch import acting, may_manage, own_deal

_MOST_SHOWN = 60  # of each; how many more there are is said
_MOST_COUNTRIES = 12
_OBSTACLES = {
    "deal": gettext_noop("The deal is not open now."),
    "place": gettext_noop("No place is left."),
    "slot": gettext_noop("Your plan has no open trade left."),
    "stock": gettext_noop("What they would get is out of stock."),
    "credit": gettext_noop("At capacity: every credit is in a running trade."),
    "country": gettext_noop("Their parcel would go to a country this deal doesn’t ship to."),
    "terms": gettext_noop("The terms changed after they applied. Offer them the new ones."),
    "address": gettext_noop("They have no shipping address any more."),
    "standing": gettext_noop("They can’t start a trade now."),
    "trade": gettext_noop("A trade of this deal is running already."),
}


@require_safe
@brand_required
def decisions(request: BrandRequest, deal_id: str) -> HttpResponse:
    """The check before a release: a fixed number of statements, whatever was decided."""
    deal = own_deal(request, deal_id)
    plan = pending.plan_of(deal, at=clock.now())
    context = {
        "deal": deal,
        "plan": plan,
        "yes": [_yes(number, one) for number, one in enumerate(plan.yes[:_MOST_SHOWN], 1)],
        "no": [_no(row) for row in plan.no[:_MOST_SHOWN]],
        "yes_more": max(0, len(plan.yes) - _MOST_SHOWN),
        "no_more": max(0, len(plan.no) - _MOST_SHOWN),
        "countries": _countries(deal) if eligibility.needs_parcel(deal) else "",
        "countries_more": max(0, len(deal.countries) - _MOST_COUNTRIES),
        "until": max((row.pending.decided_at for row in plan.rows), default=None),
        "may_release": may_manage(request),
        "back_url": reverse("brand_pipeline", args=[deal.public_id]),
        "result": outcome.result_of(request, deal),
        "nav": "brand_deals",
    }
    return render(request, "deals/brand/decisions.html", context)


@require_POST
@brand_required(write_role=Role.MANAGER)
def release(request: BrandRequest, deal_id: str) -> HttpResponse:
    """Tell everybody who stood on the page. A second click finds what the first one left, and does nothing twice."""
    deal = own_deal(request, deal_id)
    until = _moment(request.POST.get("until", ""))
    done = operations.release_decisions(deal=deal, by=acting(request), at=clock.now(), decided_until=until)
    result = BulkResult(refused=done.refused)
    told = {"accepted": len(done.accepted), "declined": len(done.declined), "later": done.later}
    outcome.keep(request, deal, "release", result, left=done.left, **told)
    return redirect("brand_decisions" if done.refused or done.left or done.later else "brand_pipeline", deal.public_id)


@require_POST
@brand_required(write_role=Role.MANAGER)
def forget(request: BrandRequest, deal_id: str) -> HttpResponse:
    """Take one decision away, before anybody was told."""
    deal = own_deal(request, deal_id)
    rows = Application.objects.filter(deal=deal, public_id__in=request.POST.getlist("pick")[:_MOST_SHOWN])
    operations.take_back(deal=deal, applications=list(rows), by=acting(request), at=clock.now())
    return redirect("brand_decisions", deal.public_id)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _countries(deal: Deal) -> str:
    return ", ".join(country_name(code) for code in deal.countries[:_MOST_COUNTRIES])


def _yes(number: int, one: pending.Planned) -> dict[str, Any]:
    row = one.application
    return {
        **_person(row),
        "number": number,
        "why": why_words(row),
        "obstacle": _(_OBSTACLES[one.obstacle]) if one.obstacle else "",
    }


def _no(row: Application) -> dict[str, Any]:
    why = str(DeclineReason(row.pending.decline_reason).label)
    return {**_person(row), "why": why, "note": row.pending.decline_note}


def _person(row: Application) -> dict[str, Any]:
    return {
        "public_id": row.public_id,
        "name": row.creator.display_name,
        "photo_url": picture_url(row.creator.avatar, 256),
        "key": row.creator.public_id,
        "who": str(row.pending.decided_by),
        "at": row.pending.decided_at,
    }


def waiting_of(deal: Deal) -> dict[str, int]:
    """How many of each wait to be released. One statement."""
    counts = {"yes": 0, "no": 0}
    for verdict in deal.pending_decisions.filter(tell_at=None).values_list("verdict", flat=True):
        counts[verdict] += 1
    return counts
