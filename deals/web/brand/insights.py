"""Insights: what the brand's trades of a period say, and the same numbers as files."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from barter.kernel import clock
from barter.kernel.spreadsheets import csv_response
from barter.kernel.templatetags.words import days_words, money_words, number_words, part_days_words
from brands.access import BrandRequest, brand_required
from deals.models import Deal
from deals.queries_insights import CONTENT, PERIODS, USUAL_PERIOD, Asked, Ratio
from deals.web.brand.insights_tables import TABLES, Report
from deals.workflow import DealState

_MOST_DEALS = 100


@require_safe
@brand_required
def insights(request: BrandRequest) -> HttpResponse:
    """Ten statements, whatever the size of the brand."""
    asked, deal, days = _asked(request)
    report = Report.of(asked)
    posted = Deal.objects.filter(brand=request.brand, published_at__isnull=False).order_by("-id")
    deals = list(posted.values_list("public_id", "title")[:_MOST_DEALS])
    if deal is not None and all(deal.public_id != key for key, _title in deals):
        deals.append((deal.public_id, deal.title))
    chosen = {"deal": deal.public_id} if deal else {}
    tables = report.tables()
    context = {
        "tables": tables,
        "columns": [tables[::2], tables[1::2]],
        "tiles": [] if report.is_empty else _tiles(report),
        "is_new": report.is_empty and not deals,
        "is_empty": report.is_empty,
        "periods": [_period(number, number == days, chosen) for number in PERIODS],
        "deals": deals,
        "deal": deal,
        "days": days,
        "since": asked.since,
        "until": asked.until,
        "query": urlencode({"days": days, **chosen}),
        "nav": "brand_insights",
    }
    return render(request, "deals/brand/insights.html", context)


@require_safe
@brand_required
def export(request: BrandRequest, table: str) -> HttpResponseBase:
    """One of the tables as CSV, for the same period and deal as the page."""
    if table not in TABLES:
        raise Http404
    asked, _deal, days = _asked(request)
    made = TABLES[table](Report.of(asked))
    return csv_response(f"insights-{table}-{days}-days", made.head, made.rows)


def _asked(request: BrandRequest) -> tuple[Asked, Deal | None, int]:
    """What the address asks for: an unknown period is the usual one, a deal of somebody else does not exist."""
    wanted, at, deal = request.GET.get("days", ""), clock.now(), None
    days = int(wanted) if wanted in map(str, PERIODS) else USUAL_PERIOD
    if key := request.GET.get("deal", ""):
        own = Deal.objects.filter(brand=request.brand).exclude(state=DealState.DRAFT).only("public_id", "title")
        deal = get_object_or_404(own, public_id=key)
    since = at - timedelta(days=days)
    return Asked(brand_pk=request.brand.pk, since=since, until=at, deal_pk=deal.pk if deal else None), deal, days


def _period(days: int, is_chosen: bool, chosen: dict[str, str]) -> dict[str, Any]:
    url = f"{reverse('brand_insights')}?{urlencode({'days': str(days), **chosen})}"
    return {"label": days_words(days), "url": url, "current": is_chosen, "count": ""}


def _tiles(report: Report) -> list[dict[str, str]]:
    cost, content, on_time = next(iter(report.costs), None), report.stays.get(CONTENT), report.punctuality
    each, told = "–", _("nothing was decided yet")
    if cost is not None:
        money = money_words(cost.given_minor, cost.currency)
        told = ngettext("{money} given, {count} file", "{money} given, {count} files", cost.files)
        told = told.format(money=money, count=number_words(cost.files))
        if cost.per_file_minor is not None:
            each = money_words(cost.per_file_minor, cost.currency)
    return [
        _tile("approved", _("Files approved"), number_words(report.files), _("in this period")),
        _tile("get", _("Worth per file"), each, told),
        _tile(
            "time", _("Time to content"),
            part_days_words(content.median_days) if content else "–",
            _("half of the first clips came faster") if content else _("no first clip in this period"),
        ),
        _tile("shipped", _("Shipped on time"), *_ratio(on_time.shipping)),
        _tile("on_time", _("Creators on time"), *_ratio(on_time.creators)),
    ]  # fmt: skip


def _ratio(ratio: Ratio) -> tuple[str, str]:
    if not ratio.whole:
        return "–", _("none in this period")
    told = _("{part} of {whole}").format(part=number_words(ratio.part), whole=number_words(ratio.whole))
    return told, _("in this period")


def _tile(icon: str, label: str, number: str, meaning: str) -> dict[str, str]:
    return {"icon": icon, "label": label, "number": number, "meaning": meaning}
