"""Today: what needs the brand, late first; for a new brand the way to its first deal."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, pgettext
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
        "places_unit": _("of {count}").format(count=request.brand.capacity.slots_max),
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
    return _("Hello, {name}").format(name=first or request.brand.name)


def _places_words(capacity: BrandCapacity) -> str:
    if not capacity.slots_withheld:
        return _("your plan's places at a time")
    told = _("{count} fewer, because parcels were shipped late")
    return told.format(count=capacity.slots_withheld)


# ---- Tiles: each leads to its queue


def _tiles(counts: Counts, at: datetime) -> list[dict[str, Any]]:
    oldest, ship, review, told = _("nobody waits"), _("nothing to send"), _("nothing waits"), _("nothing reported")
    if counts.oldest_at:
        oldest = _("oldest waits {span}").format(span=span_words(at - counts.oldest_at))
    if counts.late:
        ship = ngettext("1 is late", "{count} are late", counts.late).format(count=counts.late)
    elif counts.ship_due_at:
        ship = _("next {by}").format(by=by_words(counts.ship_due_at, at))
    if counts.review_due_at:
        review = _("next {by}").format(by=by_words(counts.review_due_at, at))
    if counts.problems:
        told = ngettext("a creator waits for you", "creators wait for you", counts.problems)
    return [
        _tile(_("To answer"), "inbox", counts.to_answer, oldest, reverse("brand_applicants")),
        _tile(_("To ship"), "parcel", counts.to_ship, ship, reverse("brand_shipments"), bad=bool(counts.late)),
        _tile(_("To review"), "make", counts.to_review, review, reverse("brand_review_queue")),
        _tile(_("Problems"), "late", counts.problems, told, "#urgent", bad=bool(counts.problems)),
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
        shown = _trade_row(
            row.collaboration, gettext_noop("Answer the dispute about {name}"), pgettext("verb", "Answer")
        )
    else:
        shown = _COLLABORATION_ROWS[C(row.state)](row, versions)
    late = row.due_at is not None and row.due_at < at
    when = by_words(row.due_at, at) if row.due_at and not isinstance(row, Deal) else ""
    if late and row.due_at:
        when = _("{span} late").format(span=span_words(at - row.due_at))
    return {**shown, **_task(shown["task"], shown["name"]), "when": when, "late": late, "due_at": row.due_at}


def _task(sentence: str, name: str) -> dict[str, str | SafeString]:
    """What is to be done, with the name in bold and without."""
    told = _(sentence)
    bold = format_html("<strong><bdi>{}</bdi></strong>", name)
    return {"task": told.format(name=name), "task_html": format_html(told, name=bold)}


def _application_row(row: Application) -> dict[str, Any]:
    countered = row.state == ApplicationState.COUNTERED
    return {
        **_person(row),
        "task": gettext_noop("Answer the new terms of {name}") if countered else gettext_noop("Answer {name}"),
        "label": pgettext("verb", "Answer"),
        "url": reverse("brand_applicant", args=[row.public_id]),
    }


def _to_ship(row: Collaboration, versions: Mapping[int, str]) -> dict[str, Any]:
    return _trade_row(row, gettext_noop("Ship to {name}"), _("Ship"), reverse("brand_shipments"))


def _to_review(row: Collaboration, versions: Mapping[int, str]) -> dict[str, Any]:
    version = versions.get(row.pk)
    url = reverse("review", args=[version]) if version else ""
    return _trade_row(row, gettext_noop("Review the clip of {name}"), pgettext("verb", "Review"), url)


def _on_hold(row: Collaboration, versions: Mapping[int, str]) -> dict[str, Any]:
    problem = _("A problem was reported")
    if row.problem_code in Problem.values:
        problem = str(Problem(row.problem_code).label)
    return {**_trade_row(row, gettext_noop("Solve a problem with {name}"), _("Solve")), "aside": problem}


_COLLABORATION_ROWS: Mapping[C, Callable[[Collaboration, Mapping[int, str]], dict[str, Any]]] = {
    C.TO_SHIP: _to_ship,
    C.IN_REVIEW: _to_review,
    C.ON_HOLD: _on_hold,
}


def _trade_row(row: Collaboration, task: str, label: str, url: str = "") -> dict[str, Any]:
    return {
        **_person(row), "task": task, "label": label, "url": url or reverse("brand_collaboration", args=[row.public_id])
    }  # fmt: skip


def _person(row: Application | Collaboration) -> dict[str, Any]:
    creator = row.creator
    return {
        "name": creator.display_name, "key": creator.public_id, "avatar_url": picture_url(creator.avatar, 256),
        "deal": row.deal.title, "aside": creator.city,
    }  # fmt: skip


def _deal_row(row: Deal) -> dict[str, Any]:
    return {
        "task": gettext_noop("Fix {name}"), "name": row.title or _("Untitled deal"), "key": "", "avatar_url": "", "deal": "",
        "aside": row.rejection_reason, "label": _("Fix it"),
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
    return _("New") if value is None else f"{value}%"


def _hours(total: int, count: int) -> str:
    hours = mean_hours(total, count)
    return _("New") if hours is None else hours_words(hours)


def _of(part: int, whole: int) -> str:
    return _("{part} of {whole}").format(part=part, whole=whole) if whole >= ENOUGH_EVENTS else _("New")
