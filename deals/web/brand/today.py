"""Today: what needs the brand, late first; for a new brand the way to its first deal."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from barter.kernel import clock
from barter.kernel.pictures import picture_url
from barter.kernel.templatetags.words import by_words, hours_words, span_words
from brands.access import BrandRequest, brand_required
from brands.models import BrandCapacity, Invitation, Membership, Product
from deals.figures import ENOUGH_EVENTS, brand_figures, mean_hours
from deals.models import Application, Collaboration, Deal, Dispute
from deals.models.collaboration import Problem
from deals.web.brand import across
from deals.web.brand.badges import badges_of
from deals.web.brand.fetch import may_manage, user_of
from deals.web.brand.today_queue import Counts, Waiting, counts_of, most_urgent
from deals.workflow import ApplicationState, DealState
from deals.workflow import CollaborationState as C

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
        "places_unit": f"of {request.brand.capacity.slots_max}",
        "places_meaning": _places_words(request.brand.capacity),
        "counts": counts,
        "tiles": _tiles(counts, at),
        "rows": [_row(row, at, versions) for row in urgent],
        "checklist": checklist,
        "figures": _figures(request.brand.capacity),
        "nav": "brand_today",
        "nav_counts": badges_of(counts.to_answer, counts.to_ship, counts.to_review),
    }  # fmt: skip
    return render(request, "deals/brand/today.html", context)


def _hello(request: BrandRequest) -> str:
    """ "Hello, Liis", or the brand's name; no time of day, because we don't know the reader's clock."""
    first = str(user_of(request).name or "").split(" ")[0]
    return f"Hello, {first or request.brand.name}"


def _places_words(capacity: BrandCapacity) -> str:
    if not capacity.slots_withheld:
        return "your plan's places at a time"
    return f"{capacity.slots_withheld} fewer, because parcels were shipped late"


# ---- Tiles: each leads to its queue


def _tiles(counts: Counts, at: datetime) -> list[dict[str, Any]]:
    oldest = f"oldest waits {span_words(at - counts.oldest_at)}" if counts.oldest_at else "nobody waits"
    late = "1 is late" if counts.late == 1 else f"{counts.late} are late"
    ship = (
        late if counts.late else f"next {by_words(counts.ship_due_at, at)}" if counts.ship_due_at else "nothing to send"
    )
    review = f"next {by_words(counts.review_due_at, at)}" if counts.review_due_at else "nothing waits"
    told = "nothing reported"
    if counts.problems:
        told = "a creator waits for you" if counts.problems == 1 else "creators wait for you"
    return [
        _tile("To answer", "inbox", counts.to_answer, oldest, reverse("brand_applicants")),
        _tile("To ship", "parcel", counts.to_ship, ship, reverse("brand_shipments"), bad=bool(counts.late)),
        _tile("To review", "make", counts.to_review, review, reverse("brand_review_queue")),
        _tile("Problems", "late", counts.problems, told, "#urgent", bad=bool(counts.problems)),
    ]


def _tile(label: str, icon: str, number: int, meaning: str, url: str, *, bad: bool = False) -> dict[str, Any]:
    return {"label": label, "icon": icon, "number": number, "meaning": meaning, "url": url, "bad": bad}


# ---- The most urgent rows


def _row(row: Waiting, at: datetime, versions: Mapping[int, str]) -> dict[str, Any]:
    """One line: who or what, what to do, until when, and the button that leads there."""
    if isinstance(row, Deal):
        shown = _deal_row(row)
    elif isinstance(row, Application):
        shown = _application_row(row)
    elif isinstance(row, Dispute):
        shown = _trade_row(row.collaboration, "Answer the dispute about", "Answer")
    else:
        shown = _COLLABORATION_ROWS[C(row.state)](row, versions)
    late = row.due_at is not None and row.due_at < at
    when = by_words(row.due_at, at) if row.due_at and not isinstance(row, Deal) else ""
    if late and row.due_at:
        when = f"{span_words(at - row.due_at)} late"
    return {**shown, "when": when, "late": late, "due_at": row.due_at}


def _application_row(row: Application) -> dict[str, Any]:
    countered = row.state == ApplicationState.COUNTERED
    return {
        **_person(row),
        "lead": "Answer the new terms of" if countered else "Answer",
        "label": "Answer",
        "url": reverse("brand_applicant", args=[row.public_id]),
    }


def _to_ship(row: Collaboration, versions: Mapping[int, str]) -> dict[str, Any]:
    return _trade_row(row, "Ship to", "Ship", reverse("brand_shipments"))


def _to_review(row: Collaboration, versions: Mapping[int, str]) -> dict[str, Any]:
    version = versions.get(row.pk)
    return _trade_row(row, "Review the clip of", "Review", reverse("review", args=[version]) if version else "")


def _on_hold(row: Collaboration, versions: Mapping[int, str]) -> dict[str, Any]:
    problem = str(Problem(row.problem_code).label) if row.problem_code in Problem.values else "A problem was reported"
    return {**_trade_row(row, "Solve a problem with", "Solve"), "aside": problem}


_COLLABORATION_ROWS: Mapping[C, Callable[[Collaboration, Mapping[int, str]], dict[str, Any]]] = {
    C.TO_SHIP: _to_ship,
    C.IN_REVIEW: _to_review,
    C.ON_HOLD: _on_hold,
}


def _trade_row(row: Collaboration, lead: str, label: str, url: str = "") -> dict[str, Any]:
    return {
        **_person(row), "lead": lead, "label": label, "url": url or reverse("brand_collaboration", args=[row.public_id])
    }  # fmt: skip


def _person(row: Application | Collaboration) -> dict[str, Any]:
    creator = row.creator
    return {
        "name": creator.display_name, "key": creator.public_id, "avatar_url": picture_url(creator.avatar, 256),
        "deal": row.deal.title, "aside": creator.city,
    }  # fmt: skip


def _deal_row(row: Deal) -> dict[str, Any]:
    return {
        "lead": "Fix", "name": row.title or "Untitled deal", "key": "", "avatar_url": "", "deal": "",
        "aside": row.rejection_reason, "label": "Fix it",
        "url": reverse("brand_deal_edit", args=[row.public_id, "publish"]),
    }  # fmt: skip


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
        {"done": has_product, "words": "Say what you can give.", "aside": "Your products", "icon": "products",
         "url": reverse("product_new"), "link": "Add a product"},
        {"done": posted, "words": "Post your first deal.", "aside": "", "icon": "campaigns", "url": deal_url,
         "link": "Finish your draft" if draft else "Post a deal"},
        {"done": team, "words": "Bring your team.", "aside": "", "icon": "creators", "url": reverse("brand_team"),
         "link": "Invite somebody"},
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
        ("Answers applications", _percent(figures.response_percent)),
        ("Time to answer", _hours(capacity.answer_hours_total, capacity.answered_count)),
        ("Time to ship", _hours(capacity.ship_hours_total, capacity.shipped_count)),
        ("Shipped on time", _of(capacity.shipped_on_time_count, capacity.shipped_count + capacity.no_ship_count)),
        ("Approved in silence", _percent(figures.silence_percent)),
    ]


def _percent(value: int | None) -> str:
    return "New" if value is None else f"{value}%"


def _hours(total: int, count: int) -> str:
    hours = mean_hours(total, count)
    return "New" if hours is None else hours_words(hours)


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole}" if whole >= ENOUGH_EVENTS else "New"
