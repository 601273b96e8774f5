"""Creators the brand has worked with, and inviting them to a deal."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from barter.kernel import clock
from barter.kernel.api.pagination import after, encode_cursor
from barter.kernel.errors import BarterError
from barter.kernel.pages import add_refusal
from barter.kernel.pictures import picture_url
from barter.kernel.places import country_name
from brands.access import BrandRequest, Role, brand_required
from creators.models import Creator
from creators.queries import figures_of
from deals import operations
from deals.models import Deal
from deals.web.brand.fetch import acting, cursor_of, is_htmx, may_manage
from deals.web.creator.room_forms import MoveForm
from deals.workflow import COLLABORATION_RUNNING, CollaborationState, DealState

PAGE_ROWS = 30
_MOST_DEALS = 100
_ORDER = ("-last_at", "-id")


class InviteForm(MoveForm):
    """Which of the live deals. Shape only."""

    slug = "invite"
    deal = forms.ChoiceField(label=gettext_lazy("Deal"), error_messages={"required": gettext_lazy("Choose a deal.")})

    def __init__(self, *args: Any, deals: Sequence[Deal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(deal.public_id, _choice_words(deal)) for deal in deals]
        self.fields["deal"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["deal"].initial = choices[0][0]


def _choice_words(deal: Deal) -> str:
    told = _("{deal}: {left} of {total} places free")
    return told.format(deal=deal, left=deal.places.left, total=deal.places.total)


@require_safe
@brand_required
def creators(request: BrandRequest) -> HttpResponse:
    """Everybody the brand has traded with, the latest first. Three statements a page, whatever stands on it."""
    text = request.GET.get("q", "").strip()[:60]
    rows, cursor = _page_of(request, text)
    query = {name: value for name, value in (("q", text), ("after", cursor)) if value}
    context = {
        "rows": [_row(row) for row in rows],
        "text": text,
        "more_url": f"{request.path}?{urlencode(query)}" if cursor else "",
        "may_invite": may_manage(request),
        "nav": "brand_creators",
    }
    template = "_creator_rows.html" if is_htmx(request) and request.GET.get("after") else "creators.html"
    return render(request, f"deals/brand/{template}", context)


@require_http_methods(["GET", "HEAD", "POST"])
@brand_required(write_role=Role.MANAGER)
def invite(request: BrandRequest, creator_id: str) -> HttpResponse:
    """Ask somebody in who has worked with the brand, or applied to it, before."""
    known = Q(collaborations__brand=request.brand) | Q(applications__deal__brand=request.brand)
    creator = get_object_or_404(Creator.objects.public().filter(known).distinct(), public_id=creator_id)
    deals = _live_deals(request)
    form = InviteForm(request.POST if request.method == "POST" else None, deals=deals)
    if request.method == "POST" and form.is_valid():
        deal = next(row for row in deals if row.public_id == form.cleaned_data["deal"])
        try:
            operations.invite_creator(deal=deal, creator=creator, by=acting(request), at=clock.now())
        except BarterError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("{name} is invited to “{deal}”.").format(name=creator.display_name, deal=deal))
            return redirect("brand_creators")
    context = {
        "creator": creator,
        "photo_url": picture_url(creator.avatar, 256),
        "form": form,
        "has_deals": bool(deals),
        "nav": "brand_creators",
    }
    return render(request, "deals/brand/creator_invite.html", context, status=422 if form.errors else 200)


def _live_deals(request: BrandRequest) -> list[Deal]:
    rows = Deal.objects.filter(brand=request.brand, state=DealState.LIVE).select_related("places")
    return list(rows.only("public_id", "title", "state", "places").order_by("-id")[:_MOST_DEALS])


def _page_of(request: BrandRequest, text: str) -> tuple[list[Any], str]:
    ours = Q(collaborations__brand=request.brand)
    rows: QuerySet[Any] = Creator.objects.filter(ours).select_related("capacity")
    if text:
        rows = rows.filter(Q(display_name__icontains=text) | Q(handle__icontains=text))
    rows = rows.annotate(
        last_at=Max("collaborations__agreed_at"),
        trades=Count("collaborations"),
        done=Count("collaborations", filter=Q(collaborations__state=CollaborationState.COMPLETED)),
        running=Count("collaborations", filter=Q(collaborations__state__in=COLLABORATION_RUNNING)),
    )
    seen = _seen(request.GET.get("after", ""))
    if seen:
        rows = rows.filter(after(_ORDER, seen))
    found = list(rows.order_by(*_ORDER)[: PAGE_ROWS + 1])
    last = found[PAGE_ROWS - 1] if len(found) > PAGE_ROWS else None
    return found[:PAGE_ROWS], encode_cursor([last.last_at.isoformat(), last.pk]) if last else ""


def _seen(cursor: str) -> list[Any] | None:
    values = cursor_of(cursor, 2)
    if values is None or not isinstance(values[1], int) or abs(values[1]) >= 1 << 63:
        return None
    try:
        moment = datetime.fromisoformat(str(values[0]))
    except ValueError:
        return None
    return [moment, values[1]] if moment.tzinfo else None


def _row(row: Any) -> dict[str, Any]:
    figures = figures_of(row.capacity)
    return {
        "id": row.public_id,
        "name": row.display_name,
        "handle": row.handle,
        "photo_url": picture_url(row.avatar, 256),
        "place": ", ".join(part for part in (row.city, country_name(row.country)) if part),
        "on_time": _("New") if figures.is_new else f"{figures.on_time}/{figures.timed}",
        "trades": row.trades,
        "done": row.done,
        "running": row.running,
        "last_at": row.last_at,
        "invitable": row.standing != Creator.Standing.CLOSED,
    }
