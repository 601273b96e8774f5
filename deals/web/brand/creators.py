"""The brand's creators: the list, the same as a file, and inviting one of them to a deal."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from barter.kernel import clock
from barter.kernel.errors import BarterError
from barter.kernel.pages import add_refusal
from barter.kernel.pictures import picture_url
from barter.kernel.places import country_name
from barter.kernel.spreadsheets import csv_response
from brands.access import BrandRequest, Role, brand_required
from creators.models import Channel, Creator
from creators.queries import figures_of
from deals import operations
from deals.errors import AlreadyApplied
from deals.models import Application, Deal
from deals.web.brand import people
from deals.web.brand.cards import reach_words
from deals.web.brand.fetch import acting, is_htmx, may_manage
from deals.web.brand.people import SORTS, TABS, Known, Wanted
from deals.web.creator.room_forms import MoveForm
from deals.workflow import ApplicationState, DealState

_MOST_DEALS = 100
RESULT = "creators-result"


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
    """Everybody who traded with the brand or applied to it. Nine statements a page, whatever stands on it."""
    lists = people.lists_of(request.brand.pk)
    wanted, cursor = Wanted.of(request.GET, lists), request.GET.get("after", "")
    rows, more = people.page_of(request.brand.pk, wanted, cursor)
    manages = may_manage(request)
    context: dict[str, Any] = {
        "rows": [_row(row) for row in rows],
        "more_url": f"{request.path}?{urlencode({**wanted.query, 'after': more})}" if more else "",
        "may_manage": manages,
    }
    if cursor and is_htmx(request):
        return render(request, "deals/brand/_creator_rows.html", context)
    counts = people.counts_of(request.brand.pk, wanted)
    codes = people.countries_of(request.brand.pk)
    context |= {
        "wanted": wanted,
        "query": urlencode(wanted.query),
        "tabs": _tabs(wanted, counts),
        "counts": counts,
        "lists": lists,
        "countries": sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1]),
        "platforms": Channel.Platform.choices,
        "sorts": [(value, _(label)) for value, label in SORTS.items()],
        "result": request.session.pop(RESULT, None) if RESULT in request.session else None,
        "bulk": _bulk(wanted),
        "nav": "brand_creators",
    }
    return render(request, "deals/brand/creators.html", context)


@require_safe
@brand_required(role=Role.MANAGER)
def export(request: BrandRequest) -> HttpResponseBase:
    """The list as the address narrows it, with the team's notes. Viewers read it on the page: as with downloads of the
    library, what holds people or their work leaves us with those who manage."""
    wanted = Wanted.of(request.GET, people.lists_of(request.brand.pk))
    head = [
        _("Name"), _("Handle"), _("City"), _("Country"), _("Channels"), _("Trades"), _("Completed"), _("Running"),
        _("Last one"), _("Would work again"), _("Lists"), _("Notes"),
    ]  # fmt: skip
    brand_pk = request.brand.pk
    return csv_response("creators", head, (_line(brand_pk, row) for row in people.everybody(brand_pk, wanted)))


@require_http_methods(["GET", "HEAD", "POST"])
@brand_required(write_role=Role.MANAGER)
def invite(request: BrandRequest, creator_id: str) -> HttpResponse:
    """Ask somebody in who has worked with the brand, or applied to it, before."""
    creator = get_object_or_404(people.known_creators(request.brand.pk).public(), public_id=creator_id)
    deals = live_deals(request)
    form = InviteForm(request.POST if request.method == "POST" else None, deals=deals)
    if request.method == "POST" and form.is_valid():
        deal = next(row for row in deals if row.public_id == form.cleaned_data["deal"])
        try:
            operations.invite_creator(deal=deal, creator=creator, by=acting(request), at=clock.now())
        except BarterError as refusal:
            if not (isinstance(refusal, AlreadyApplied) and _is_invited(deal, creator)):  # a second press, or tab
                add_refusal(form, refusal)
        if not form.errors:
            messages.success(request, _("{name} is invited to “{deal}”.").format(name=creator.display_name, deal=deal))
            return redirect("brand_creator", creator_id)
    context = {
        "creator": creator,
        "photo_url": picture_url(creator.avatar, 256),
        "form": form,
        "has_deals": bool(deals),
        "nav": "brand_creators",
    }
    return render(request, "deals/brand/creator_invite.html", context, status=422 if form.errors else 200)


def _is_invited(deal: Deal, creator: Creator) -> bool:
    return Application.objects.filter(deal=deal, creator=creator, state=ApplicationState.INVITED).exists()


def live_deals(request: BrandRequest) -> list[Deal]:
    rows = Deal.objects.filter(brand=request.brand, state=DealState.LIVE).select_related("places")
    return list(rows.only("public_id", "title", "state", "places").order_by("-id")[:_MOST_DEALS])


def place_of(creator: Creator) -> str:
    return ", ".join(part for part in (creator.city, country_name(creator.country)) if part)


def _tabs(wanted: Wanted, counts: dict[str, int]) -> list[dict[str, Any]]:
    kept = {name: value for name, value in wanted.query.items() if name not in {"show", "list"}}
    return [
        {
            "label": _(label),
            "url": f"?{urlencode({**kept, 'show': show} if show else kept)}",
            "current": wanted.show == show and not wanted.listed,
            "count": counts[show],
        }
        for show, label in TABS.items()
    ]


def _bulk(wanted: Wanted) -> list[dict[str, Any]]:
    """What can be done with everybody ticked."""
    actions: list[dict[str, Any]] = [
        {"label": _("Invite…"), "icon": "mail", "url": reverse("brand_creators_invite"), "cta": True},
        {"label": _("Add to a list…"), "icon": "plus", "url": reverse("brand_creators_add")},
    ]
    if wanted.listed:
        actions.append({"label": _("Take off the list"), "icon": "close", "url": reverse("brand_creators_remove")})
    return actions


def _row(row: Known) -> dict[str, Any]:
    creator = row.creator
    figures = figures_of(creator.capacity)
    return {
        "id": creator.public_id,
        "name": creator.display_name,
        "photo_url": picture_url(creator.avatar, 256),
        "place": place_of(creator),
        "reach": reach_words(next(iter(creator.channels.all()), None)),
        "on_time": pgettext("a creator", "New") if figures.is_new else f"{figures.on_time}/{figures.timed}",
        "trades": row.trades,
        "done": row.done,
        "running": row.running,
        "last_at": row.last_at,
        "lists": row.lists,
        "notes": row.notes,
        "again": row.would_again,
        "invitable": creator.standing != Creator.Standing.CLOSED,
    }


def _line(brand_pk: int, row: Known) -> list[Any]:
    creator, again = row.creator, {None: "", True: _("Yes"), False: _("No")}
    notes = people.notes_of(brand_pk, [creator.pk]).get(creator.pk, []) if row.notes else []
    channels = [f"{one.get_platform_display()} {one.handle} ({one.followers})" for one in creator.channels.all()]
    return [
        creator.display_name, creator.handle, creator.city, creator.country, "; ".join(channels), row.trades, row.done,
        row.running, row.last_at.date().isoformat(), again[row.would_again], "; ".join(row.lists),
        "\n".join(note.text for note in notes),
    ]  # fmt: skip
