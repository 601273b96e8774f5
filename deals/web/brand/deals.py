"""The brand's deals: the list, and the moves of one deal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from barter.kernel import clock
from barter.kernel.actors import Actor, Side
from barter.kernel.errors import BarterError
from barter.kernel.pages import own_page
from barter.kernel.pictures import picture_url
from barter.kernel.templatetags.words import span_words
from barter.kernel.wording import spoken
from brands.access import BrandRequest, Role, brand_required
from deals import operations, permissions
from deals.models import Deal
from deals.web.brand import deals_list
from deals.web.brand.deals_list import NEEDS_YOU, SORTS, TABS, Needs, Wanted
from deals.web.brand.draft_key import id_of, made_before, new_key, next_after
from deals.web.brand.fetch import acting, is_htmx, may_manage, own_deal, user_of
from deals.web.brand.wizard_steps import DRAFTS
from deals.web.creator.words import get_words, make_words
from deals.workflow import DEAL_PUBLIC, DealState


@require_safe
@brand_required
def brand_deals(request: BrandRequest) -> HttpResponse:
    """All deals of the brand; with htmx and a cursor only the next rows."""
    at, wanted = clock.now(), Wanted.of(request.GET)
    cursor = request.GET.get("after", "")
    rows, more = deals_list.page_of(request.brand.pk, wanted, cursor)
    needs = deals_list.needs_of(rows, at)
    manages = may_manage(request)
    context: dict[str, Any] = {
        "rows": [_row(row, needs[row.pk], at, new_key(request, row) if manages else "") for row in rows],
        "more_url": _address(wanted, after=more) if more else "",
    }
    if cursor and is_htmx(request):
        return render(request, "deals/brand/_deal_rows.html", context)
    counts = deals_list.tab_counts(request.brand.pk, wanted)
    context |= {
        "wanted": wanted,
        "tabs": _tabs(wanted, counts),
        "sorts": [(value, _(label)) for value, label in SORTS.items()],
        "has_deals": bool(counts[""] or wanted.text),
        "is_first_page": not cursor,
        "first_url": _address(wanted),
        "nav": "brand_deals",
    }
    return render(request, "deals/brand/deals.html", context)


def _row(deal: Deal, needs: Needs, at: datetime, copy_key: str) -> dict[str, Any]:
    """`copy_key`: of a copy that is made from here; "" for somebody who may only look."""
    image, card = deal.card.get("image") or {}, deal.card
    unfinished = deal.state in DRAFTS
    gives = get_words(card.get("kind", "parcel"), deal.fmv_minor, deal.currency) if card.get("product") else ""
    total, taken = deal.places.total, deal.places.taken
    return {
        "deal": deal,
        "url": reverse("brand_deal_edit", args=[deal.public_id, "publish" if deal.card.get("makes") else "product"])
        if unfinished
        else reverse("brand_pipeline", args=[deal.public_id]),
        "image_url": picture_url(image.get("source", ""), 256),
        "sub": _trade_words(gives, make_words(card["makes"]) if card.get("makes") else ""),
        "needs": needs,
        "ball": "you" if copy_key else "",
        "waits": _("oldest waits {span}").format(span=span_words(at - needs.oldest_at)) if needs.oldest_at else "",
        "taken": taken,
        "total": total,
        "ends_at": deal.due_at if deal.state in DEAL_PUBLIC else None,
        "ended_at": deal.state_since if deal.state in TABS["ended"][1] else None,
        "unfinished": unfinished,
        "actions": set(permissions.deal_actions(deal, Side.BRAND)) if copy_key else set(),
        "copy_key": copy_key,
        "reason": deal.rejection_reason if deal.state == DealState.REJECTED else "",
    }


def _trade_words(gives: str, asks: str) -> str:
    """ "Product worth €68 for 1 video": what there is of it."""
    return _("{gives} for {asks}").format(gives=gives, asks=asks) if gives and asks else gives or asks


def _tabs(wanted: Wanted, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    labels = {"": pgettext("deals", "All"), NEEDS_YOU: _("Needs\N{NO-BREAK SPACE}you")}
    labels |= {slug: spoken(tab[0]) for slug, tab in TABS.items()}
    return [
        {
            "label": label,
            "url": _address(Wanted(tab=slug, text=wanted.text, sort=wanted.sort)),
            "current": slug == wanted.tab,
            "count": counts.get(slug, ""),
            "icon": "",
        }
        for slug, label in labels.items()
    ]


def _address(wanted: Wanted, **more: str) -> str:
    params = {"show": wanted.tab, "q": wanted.text, "sort": wanted.sort if wanted.sort != "newest" else "", **more}
    query = urlencode({name: value for name, value in params.items() if value})
    return f"{reverse('brand_deals')}?{query}" if query else reverse("brand_deals")


# ---- Moves of one deal


class _Move(Protocol):
    def __call__(self, *, deal: Deal, by: Actor, at: datetime) -> Deal: ...


_MOVES: Mapping[str, tuple[_Move, str]] = {
    "pause": (operations.pause_deal, gettext_noop("“{title}” is paused. Nobody can apply until you resume it.")),
    "resume": (operations.resume_deal, gettext_noop("“{title}” is open again.")),
    "close": (
        operations.close_deal,
        gettext_noop("“{title}” is closed. Whoever still waited was told; running trades go on."),
    ),
    "discard": (operations.discard_deal, gettext_noop("“{title}” is thrown away.")),
    "take-back": (operations.take_back_deal, gettext_noop("“{title}” is a draft again. Hand it in when it is ready.")),
}


_ASKS_FIRST = frozenset({"close", "discard"})


@require_http_methods(["GET", "HEAD", "POST"])
@brand_required(write_role=Role.MANAGER)
def brand_deal_move(request: BrandRequest, deal_id: str, verb: str) -> HttpResponse:
    """One move of a deal. What can't be taken back has an address that asks first."""
    deal = own_deal(request, deal_id)
    if request.method != "POST":
        if verb not in _ASKS_FIRST:
            raise Http404
        return render(request, f"deals/brand/deal_{verb}.html", _asking(request, deal, verb))
    try:
        if verb == "duplicate":
            return _duplicate(request, deal)
        if verb not in _MOVES:
            raise Http404
        move, words = _MOVES[verb]
        move(deal=deal, by=acting(request), at=clock.now())
        messages.success(request, _(words).format(title=deal))
    except BarterError as error:
        messages.warning(request, error.detail)
    if verb == "discard":
        return redirect("brand_deals")
    if verb == "take-back" and deal.state == DealState.IN_REVIEW:
        return redirect("brand_deal_edit", deal.public_id, "publish")
    return redirect(_way_back(request))


def _duplicate(request: BrandRequest, deal: Deal) -> HttpResponse:
    """A copy to go on with. The same button pressed again (a double click, or Back) leads to the copy it made."""
    key = id_of(request, deal)
    made = made_before(request, key)
    while (
        made is not None and made.state not in DRAFTS
    ):  # that copy has gone its way: another one is meant, and one only
        key = next_after(made.public_id)
        made = made_before(request, key)
    try:
        copy = made or operations.duplicate_deal(deal=deal, user=user_of(request), at=clock.now(), public_id=key)
    except IntegrityError:  # sent twice at once: the other one made it
        if (made := made_before(request, key)) is None:
            raise
        copy = made
    told = _("This is a copy, still a draft. Change what you like, then publish it.")
    if made:
        told = _("This is the copy you made before, still a draft. Change what you like, then publish it.")
    messages.success(request, told)
    return redirect("brand_deal_edit", copy.public_id, "product")


def _asking(request: BrandRequest, deal: Deal, verb: str) -> dict[str, Any]:
    allowed = may_manage(request) and verb in permissions.deal_actions(deal, Side.BRAND)
    waiting = deals_list.needs_of([deal], clock.now())[deal.pk].to_answer if verb == "close" else 0
    return {"deal": deal, "allowed": allowed, "waiting": waiting, "back": _way_back(request), "nav": "brand_deals"}


def _way_back(request: BrandRequest) -> str:
    """The page the move was made on, when it is one of the desk's own; else the list."""
    came_from = request.POST.get("next") or request.headers.get("Referer", "")
    page, deals = own_page(request, came_from), reverse("brand_deals")
    asks = page.partition("?")[0].endswith(tuple(f"/{verb}/" for verb in _ASKS_FIRST))
    return page if page.startswith(deals) and not asks else deals
