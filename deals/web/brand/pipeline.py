"""The pipeline of one deal: board or table, with filters. Answers in bulk are in `bulk`."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from barter.kernel import clock, policy
from barter.kernel.actors import Side
from barter.kernel.pictures import picture_url
from barter.kernel.places import by_name, country_name
from barter.kernel.templatetags.words import by_words, day_words, number_words, span_words
from barter.kernel.text import whole_number
from brands.access import BrandRequest, brand_required
from brands.models import Product
from creators.models import Channel
from deals import permissions, stopping, waitlist
from deals.models import Deal
from deals.operations.capacity import places_of
from deals.pipeline import board
from deals.pipeline.stages import STAGES, Stage, stages_for
from deals.pipeline.wanted import FOLLOWERS, KEPT, SORTS, SWITCHES, WAITING, Wanted, kept_of
from deals.web.brand import bulk, cards, decisions, outcome
from deals.web.brand.draft_key import new_key
from deals.web.brand.fetch import is_htmx, may_manage, own_deal, url_if_there
from deals.web.brand.forms import DeclineForm
from deals.web.brand.wizard_steps import DRAFTS
from deals.web.creator.words import get_words, make_words
from deals.workflow import DEAL_PUBLIC

_MOST_TICKS = 40


@require_safe
@brand_required
def pipeline(request: BrandRequest, deal_id: str) -> HttpResponse:
    """Board or table (`view=table`); with htmx and `column` only the next cards of that column."""
    deal = own_deal(request, deal_id)
    wanted = Wanted.of(request.GET, clock.now())
    column = stages_for(deal.exchange).get(request.GET.get("column", ""))
    if column and is_htmx(request):
        return _more_cards(request, deal, column, wanted)
    if request.GET.get("after") and request.GET.get("view") == "table" and is_htmx(request):
        return _more_rows(request, deal, wanted)
    context = _page(request, deal, wanted)
    if request.GET.get("view") == "table":
        return render(request, "deals/brand/pipeline_table.html", context | _table(request, deal, wanted, context))
    return render(request, "deals/brand/pipeline.html", context | _board(request, deal, wanted, context))


# ---- The page


def _page(request: BrandRequest, deal: Deal, wanted: Wanted) -> dict[str, Any]:
    at = clock.now()
    image = deal.card.get("image") or {}
    manages = may_manage(request)
    numbers = board.numbers_of(deal, at)
    public = deal.state in DEAL_PUBLIC
    counts = board.counts_of(deal, wanted)
    return {
        "deal": deal,
        "image_url": picture_url(image.get("source", ""), 256),
        "sub": _sub_words(deal),
        "share_url": request.build_absolute_uri(reverse("deal", args=[deal.public_id])) if public else "",
        "actions": set(permissions.deal_actions(deal, Side.BRAND)) if manages else set(),
        "copy_key": new_key(request, deal),
        "ticks": [spot < deal.places.taken for spot in range(deal.places.total)]
        if deal.places.total <= _MOST_TICKS
        else [],
        "tiles": _tiles(request, deal, numbers),
        "counts": counts,
        "answerable": counts.answerable,
        "consequence": bulk.consequence_of(request, deal, offered=numbers.offered),
        "wanted": wanted,
        "choices": _choices(deal, wanted),
        "switches": [(name, _(label), getattr(wanted, name)) for name, label in SWITCHES.items()],
        "sorts": [(value, _(label)) for value, label in SORTS.items()],
        "result": outcome.result_of(request, deal),
        "decline_form": DeclineForm(),
        "message_url": url_if_there("brand_pipeline_message", deal.public_id),
        "undo_minutes": policy.value("undo_minutes"),
        "decided": decisions.waiting_of(deal),
        "is_draft": deal.state in DRAFTS,
        "team_reason": stopping.team_reason(deal),
        "nav": "brand_deals",
    }


def _board(request: BrandRequest, deal: Deal, wanted: Wanted, context: dict[str, Any]) -> dict[str, Any]:
    counts = context["counts"]
    columns = board.board_of(deal, wanted, counts)
    work = board.load_cards([row for column in columns for row in column.rows], deal.brand_id)
    at, manages, kept = clock.now(), may_manage(request), kept_of(request.GET)
    shown = [
        _column(request, column, cards.cards_of(column.rows, column.stage, work, at=at, may_manage=manages, kept=kept))
        for column in columns
    ]
    outcome.keep_selected(context["result"], [card for column in shown for card in column["cards"]])
    aside = [
        (STAGES[slug], counts[slug], _address(request, view="table", stage=slug))
        for slug in ("problems", "asked", "waitlist", "being-declined")
        if counts[slug]
    ]
    return {
        "columns": shown,
        "aside": aside,
        "is_empty": not sum(counts.values()),
        "pickable": manages and counts["new"],
    }


def _column(request: BrandRequest, column: board.Column, shown: list[cards.Card]) -> dict[str, Any]:
    slug = column.stage.slug
    if slug == "to-review" and shown:
        shown[0]["action_ink"] = True
    return {
        "stage": column.stage,
        "title": column.stage.words,
        "count": column.count,
        "cards": shown,
        "pickable": slug == "new" and any(card.get("pick_value") for card in shown),
        **_following(request, column.stage, column.cursor, column.more),
    }


def _following(request: BrandRequest, stage: Stage, cursor: str, left: int) -> dict[str, Any]:
    """What stands below the cards of a column: how many come next, where from, and the whole stage as a table."""
    following = max(0, left - board.COLUMN_ROWS)
    return {
        "more": min(left, board.COLUMN_ROWS) or "",
        "more_url": _address(request, column=stage.slug, after=cursor, left=str(following)) if cursor else "",
        "all_url": _address(request, view="table", stage=stage.slug),
    }


def _more_cards(request: BrandRequest, deal: Deal, stage: Stage, wanted: Wanted) -> HttpResponse:
    rows, cursor = board.page_of(deal, stage, wanted, cursor=request.GET.get("after", ""), length=board.COLUMN_ROWS)
    work = board.load_cards(rows, deal.brand_id)
    kept = kept_of({name: request.GET[name] for name in KEPT if name in request.GET})
    shown = cards.cards_of(rows, stage, work, at=clock.now(), may_manage=may_manage(request), kept=kept)
    if shown:
        shown[0]["focus"] = True
    left = whole_number(request.GET.get("left"), most_digits=6) or 0
    following = _following(request, stage, cursor, left)
    answer = render(request, "deals/brand/_cards.html", {"column": {"cards": shown, **following}})
    return _say_how_many(answer, len(shown), stage.words)


def _more_rows(request: BrandRequest, deal: Deal, wanted: Wanted) -> HttpResponse:
    stage = stages_for(deal.exchange).get(request.GET.get("stage", ""))
    context = _rows_of(request, deal, wanted, stage)
    if context["rows"]:
        context["rows"][0]["focus"] = True
    answer = render(request, "deals/brand/_table_rows.html", context)
    return _say_how_many(answer, len(context["rows"]), stage.words if stage else _("Everybody"))


def _say_how_many(answer: HttpResponse, count: int, stage: str) -> HttpResponse:
    answer["HX-Trigger"] = json.dumps({"say": _("{count} more in “{stage}”").format(count=count, stage=stage)})
    return answer


def _rows_of(request: BrandRequest, deal: Deal, wanted: Wanted, stage: Stage | None) -> dict[str, Any]:
    """One page of the table."""
    rows, cursor = board.page_of(deal, stage, wanted, cursor=request.GET.get("after", ""))
    shown = cards.table_rows(rows, at=clock.now(), may_manage=may_manage(request), kept=kept_of(request.GET))
    if stage is STAGES["waitlist"]:
        numbers = waitlist.numbers_in_line(deal, [row.pk for row in rows])
        for row, card in zip(rows, shown, strict=True):
            card["number"] = numbers.get(row.pk)
    more = _address(request, view="table", stage=stage.slug if stage else "", after=cursor) if cursor else ""
    return {"rows": shown, "stage": stage, "more_url": more}


def _table(request: BrandRequest, deal: Deal, wanted: Wanted, context: dict[str, Any]) -> dict[str, Any]:
    stage = stages_for(deal.exchange).get(request.GET.get("stage", ""))
    page = _rows_of(request, deal, wanted, stage)
    outcome.keep_selected(context["result"], page["rows"])
    counts = context["counts"]
    stages = [
        (one, counts[one.slug], _address(request, view="table", stage=one.slug), one is stage)
        for one in stages_for(deal.exchange).values()
        if counts[one.slug] or one is stage
    ]
    return {
        **page,
        "stage_title": stage.words if stage else "",
        "stages": stages,
        "all_stages_url": _address(request, view="table"),
        "total": sum(counts.values()),
        "line": _line(request, deal) if stage is STAGES["waitlist"] else None,
        "pickable": any(row["pick_value"] for row in page["rows"]),
    }


def _line(request: BrandRequest, deal: Deal) -> dict[str, Any]:
    """Whom of the waitlist a free place can be offered to."""
    free = places_of(deal).free if deal.state == Deal.State.LIVE else 0
    first = waitlist.next_in_line(deal, clock.now()).select_related("creator").first() if free > 0 else None
    return {"first": first if may_manage(request) else None, "hours": policy.value("offer_answer_days") * 24}


def _tiles(request: BrandRequest, deal: Deal, numbers: board.Numbers) -> list[dict[str, Any]]:
    at, current = clock.now(), request.GET.get("stage")

    def tile(label: str, icon: str, stage: str, number: int | SafeString, meaning: str, **extra: Any) -> dict[str, Any]:
        base = reverse("brand_pipeline", args=[deal.public_id])
        return {"label": label, "icon": icon, "number": number, "meaning": meaning, "current": stage == current,
                "url": f"{base}?view=table&stage={stage}", "bad": False, **extra}  # fmt: skip

    late, ready = numbers.late_to_ship, numbers.ready
    oldest, due = _("nobody waits"), _("nothing waits")
    if numbers.oldest_at:
        oldest = _("oldest waits {span}").format(span=span_words(at - numbers.oldest_at))
    ships = ngettext("1 is late", "{count} are late", late).format(count=late) if late else _("none is late")
    if numbers.review_due_at and numbers.to_review:
        due = _("next {by}").format(by=by_words(numbers.review_due_at, at))
    made_by = ngettext("from 1 creator", "from {count} creators", ready.creators).format(count=ready.creators)
    to_ship = tile(_("To ship"), "parcel", "to-ship", numbers.to_ship, ships, bad=bool(late))
    return [
        tile(_("New to answer"), "inbox", "new", numbers.to_answer, oldest),
        *([to_ship] if deal.exchange == Product.Kind.PARCEL else []),
        tile(_("To review"), "make", "to-review", numbers.to_review, due),
        tile(
            _("Ready to use"),
            "library",
            "approved",
            format_html(
                ngettext("{count} <small>file</small>", "{count} <small>files</small>", ready.files),
                count=number_words(ready.files),
            ),
            made_by,
        ),
    ]


def _sub_words(deal: Deal) -> str:
    """ "Product worth €68, for 1 video and 3 photos. Closes 24 Nov." """
    gives = get_words(deal.card.get("kind", "parcel"), deal.fmv_minor, deal.currency)
    told = _("{gives}, for {asks}.").format(gives=gives, asks=make_words(deal.card.get("makes", ())))
    if not deal.due_at or deal.state not in DEAL_PUBLIC:
        return told
    closes = _("Closes {day}.").format(day=day_words(deal.due_at, clock.now()))
    return f"{told} {closes}"


def _choices(deal: Deal, wanted: Wanted) -> list[dict[str, Any]]:
    """The filters with several values: name, label, and (value, words, is it on)."""
    countries = by_name((code, country_name(code)) for code in board.countries_of(deal))
    options = [
        ("country", _("Country"), countries, wanted.country),
        ("platform", _("Channel"), Channel.Platform.choices, wanted.platform),
        ("followers", _("Followers"), _told(FOLLOWERS), wanted.followers),
        ("waiting", _("Waits"), _told(WAITING), wanted.waiting),
    ]
    return [
        {"name": name, "label": label, "options": [(value, words, value == on) for value, words in values]}
        for name, label, values, on in options
    ]


def _told(choices: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(value, _(label)) for value, label in choices.items()]


def _address(request: BrandRequest, **changes: str) -> str:
    """This page with the same filters; what is left out of `changes` (stage, view, cursor) starts anew."""
    kept = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    params = kept | {name: value for name, value in changes.items() if value}
    return f"{request.path}?{urlencode(params)}" if params else request.path
