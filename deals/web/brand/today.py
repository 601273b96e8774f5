"""Today: what needs the brand, late first; for a new brand the way to its first deal."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from barter.kernel import clock
from barter.kernel.templatetags.words import by_words, hours_words, number_words, percent_words, span_words
from barter.kernel.text import given_name
from brands.access import BrandRequest, brand_required
from brands.models import BrandCapacity, Invitation, Membership, Product
from deals.figures import ENOUGH_EVENTS, brand_figures, mean_hours
from deals.models import Collaboration, Deal
from deals.pipeline import across
from deals.web.brand.badges import badges_of
from deals.web.brand.fetch import may_manage, url_if_there, user_of
from deals.web.brand.today_queue import Counts, counts_of, most_urgent
from deals.web.brand.todo import line_of
from deals.workflow import DealState

_UNFINISHED = frozenset({DealState.DRAFT, DealState.REJECTED})


@require_safe
@brand_required
def brand_today(request: BrandRequest) -> HttpResponse:
    at = clock.now()
    counts, urgent = counts_of(request.brand.pk, at), most_urgent(request.brand.pk)
    versions = across.latest_versions([row.pk for row in urgent if isinstance(row, Collaboration)])
    checklist = _checklist(request) if may_manage(request) else None
    context = {
        "hello": _hello(request),
        "places_number": _places_number(request.brand.capacity),
        "places_meaning": _places_words(request.brand.capacity),
        "counts": counts,
        "tiles": _tiles(counts, at),
        "rows": [line_of(row, at, versions) for row in urgent],
        "checklist": checklist,
        "figures": _figures(request.brand.capacity),
        "library_url": url_if_there("library_today"),
        "nav": "brand_today",
        "nav_counts": badges_of(counts.to_answer, counts.to_ship, counts.to_review),
    }  # fmt: skip
    return render(request, "deals/brand/today.html", context)


def _hello(request: BrandRequest) -> str:
    """ "Hello, Liis", or the brand's name; no time of day, because we don't know the reader's clock."""
    return _("Hello, {name}").format(name=given_name(user_of(request).name) or request.brand.name)


def _places_number(capacity: BrandCapacity) -> SafeString:
    """ "27 of 40"."""
    used, most = number_words(capacity.slots_used), number_words(capacity.slots_max)
    return format_html(_("{filled} <small>of {total}</small>"), filled=used, total=most)


def _places_words(capacity: BrandCapacity) -> str:
    if not capacity.slots_withheld:
        return _("your plan's places at a time")
    told = _("{count} fewer, because parcels were shipped late")
    return told.format(count=capacity.slots_withheld)


# ---- Tiles: each leads to its queue


def _tiles(counts: Counts, at: datetime) -> list[dict[str, Any]]:
    troubles = counts.problems + counts.disputes
    oldest, ship, review, told = _("nobody waits"), _("nothing to send"), _("nothing waits"), _("nothing reported")
    if counts.oldest_at:
        oldest = _("oldest waits {span}").format(span=span_words(at - counts.oldest_at))
    if counts.late:
        ship = ngettext("1 is late", "{count} are late", counts.late).format(count=counts.late)
    elif counts.ship_due_at:
        ship = _("next {by}").format(by=by_words(counts.ship_due_at, at))
    if counts.review_due_at:
        review = _("next {by}").format(by=by_words(counts.review_due_at, at))
    if counts.disputes:
        told = ngettext("1 dispute to answer", "{count} disputes to answer", counts.disputes)
        told = told.format(count=counts.disputes)
    elif counts.problems:
        told = ngettext("a creator waits for you", "creators wait for you", counts.problems)
    return [
        _tile(_("To answer"), "inbox", counts.to_answer, oldest, reverse("brand_applicants")),
        _tile(_("To ship"), "parcel", counts.to_ship, ship, reverse("brand_shipments"), bad=bool(counts.late)),
        _tile(_("To review"), "make", counts.to_review, review, reverse("brand_review_queue")),
        _tile(_("Problems"), "late", troubles, told, reverse("brand_problems"), bad=bool(troubles)),
    ]


def _tile(label: str, icon: str, number: int, meaning: str, url: str, *, bad: bool = False) -> dict[str, Any]:
    return {"label": label, "icon": icon, "number": number, "meaning": meaning, "url": url, "bad": bad}


# ---- A new brand


def _checklist(request: BrandRequest) -> dict[str, Any] | None:
    """Three steps to the first trade; None once they are done. Five statements at most, none of them counts."""
    brand = request.brand
    has_product = Product.objects.filter(brand=brand).exists()
    posted = Deal.objects.filter(brand=brand).exclude(state__in=_UNFINISHED).exists()
    team = (
        Membership.objects.filter(brand=brand).exclude(user=user_of(request).pk).exists()
        or Invitation.objects.filter(brand=brand).exists()
    )
    if posted and (team or request.brand.capacity.slots_used or request.brand.capacity.answered_count):
        return None
    drafts = Deal.objects.filter(brand=brand, state__in=_UNFINISHED).order_by("-id")
    draft = None if posted else drafts.values_list("public_id", flat=True).first()
    deal_url = reverse("brand_deal_edit", args=[draft, "publish"]) if draft else reverse("brand_deal_new")
    lines: Sequence[dict[str, Any]] = [
        {"done": has_product, "words": _("Say what you can give."), "aside": _("Your products"), "icon": "products",
         "url": reverse("product_new"), "link": _("Add a product")},
        {"done": posted, "words": _("Post your first deal."), "aside": "", "icon": "campaigns", "url": deal_url,
         "link": _("Finish your draft") if draft else _("Post a deal")},
        {"done": team, "words": _("Bring your team."), "aside": "", "icon": "creators", "url": reverse("brand_team"),
         "link": _("Invite somebody")},
    ]  # fmt: skip
    done = sum(line["done"] for line in lines)
    first = next((line for line in lines if not line["done"]), lines[0])
    if first is lines[0]:  # the wizard can make the product on the way
        first = lines[1]
    return {
        "lines": lines,
        "done": done,
        "total": len(lines),
        "url": first["url"],
        "label": first["link"],
        "is_new": not posted,
    }


# ---- What creators see of the brand


def _figures(capacity: BrandCapacity) -> list[tuple[str, str]]:
    """From counters alone. "New" below three events, as creators read it."""
    figures = brand_figures(capacity)
    return [
        (_("Answers applications"), _percent(figures.response_percent)),
        (_("Time to answer"), _hours(capacity.answer_hours_total, capacity.answered_count)),
        (_("Time to ship"), _hours(capacity.ship_hours_total, capacity.shipped_count)),
        (_("Shipped on time"), _of(capacity.shipped_on_time_count, capacity.shipped_count + capacity.no_ship_count)),
        (_("Approved in silence"), _percent(figures.silence_percent)),
    ]


def _percent(value: int | None) -> str:
    return pgettext("a brand", "New") if value is None else percent_words(value)


def _hours(total: int, count: int) -> str:
    hours = mean_hours(total, count)
    return pgettext("a brand", "New") if hours is None else hours_words(hours)


def _of(part: int, whole: int) -> str:
    return (
        _("{part} of {whole}").format(part=part, whole=whole) if whole >= ENOUGH_EVENTS else pgettext("a brand", "New")
    )
