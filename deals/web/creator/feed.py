"""The list of deals: search, categories, filters, the live tracker, tickets; and the saved ones."""

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from itertools import zip_longest
from time import monotonic
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from barter.kernel import clock
from barter.kernel.pages import own_page
from barter.kernel.templatetags.words import list_words, number_words
from barter.kernel.topics import Topic
from creators.access import CreatorRequest, creator_required
from creators.models import Channel
from deals import operations
from deals.feed import FeedQuery, FeedRow, counts, feed
from deals.models import Deal, SavedDeal, SavedSearch
from deals.picks import Known, Pick, known_of, near_miss, picks
from deals.queries_creator import Reader, most_urgent, saved_keys
from deals.web.creator import kept
from deals.web.creator.cards import feed_cards
from deals.web.creator.filters import SORT_LABELS, Filters, after_of, cursor_of, filters_of
from deals.web.creator.saved import saved_card
from deals.web.creator.story import tracker

_ENOUGH_TO_COUNT = 20


@require_safe
def deals(request: HttpRequest) -> HttpResponse:
    """The feed, for everybody. One statement for the list; a creator's own things take four more."""
    at = clock.now()
    kept.settle(request)
    filters = filters_of(request.GET)
    known = known_of(request.user)
    reader = known.reader if known else None
    after = after_of(request.GET, filters)
    rows, has_more = feed(filters.query(_country_of(reader), after=after))
    more_url = f"{request.path}{filters.query_string(after=cursor_of(rows[-1], filters))}" if has_more else ""
    picked = _picked(known, filters, after, at)
    shown = {pick.row.pk for pick in picked}
    rows = [row for row in rows if row.pk not in shown]
    saved = saved_keys(known.pk, (*shown, *(row.pk for row in rows))) if known else None
    missed = {row.pk: (said, False) for row in rows if (said := near_miss(row, known, at=at))} if known else {}
    context: dict[str, Any] = {
        "rows": feed_cards(
            rows,
            at=at,
            saved=saved,
            asks=not request.user.is_authenticated,
            first_is_eager=after is None and not picked,
            said=missed,
        ),
        "more_url": more_url,
    }
    if after and request.headers.get("HX-Request"):
        return render(request, "deals/creator/_feed_rows.html", context)
    urgent = most_urgent(known.pk) if known and not after and not filters.text else None
    context |= {
        "picks": feed_cards(
            [pick.row for pick in picked], at=at, saved=saved, said={pick.row.pk: (pick.text, True) for pick in picked}
        ),
        "reader": reader,
        "filters": filters,
        "search": _search(known, filters, after),
        "shown_filters": "filters" in request.GET,
        "heading": _heading(filters),
        "is_later_page": after is not None,
        "cats": _categories(filters),
        "chips": _chips(filters, reader),
        "carried": _carried(filters),
        "tracker": urgent and tracker(urgent, at),
        "platforms": [(value, label, value == filters.platform) for value, label in Channel.Platform.choices],
        "sorts": [(value, _(label), value == filters.sort) for value, label in SORT_LABELS.items()],
        "nav": "feed",
    }
    if not rows and not picked:
        context["loosened"] = _loosened(filters, reader)
    return render(request, "deals/creator/feed.html", context)


def _search(known: Known | None, filters: Filters, after: Any) -> dict[str, Any] | None:
    """How this search can be kept, or that it is; None where there is nothing to keep."""
    key = filters.wanted.key
    if not key or after:
        return None
    saved = known is not None and SavedSearch.objects.filter(creator=known.pk, key=key).exists()
    fields = [(name, one) for name, value in filters.params().items() for one in _several(value) if name != "sort"]
    return {"saved": saved, "fields": fields}


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _picked(known: Known | None, filters: Filters, after: Any, at: datetime) -> list[Pick]:
    """On the first page, unless the creator asked for words or an order of their own."""
    if known is None or after or filters.text or filters.sort:
        return []
    return picks(known, filters.query(_country_of(known.reader)), at=at)


@require_safe
@creator_required
def saved_deals(request: CreatorRequest) -> HttpResponse:
    """What the creator kept for later, newest first; also what has ended since."""
    kept.settle(request)
    at = clock.now()
    keys = SavedDeal.objects.filter(creator=request.creator, deal__in=Deal.objects.visible_to(request.user))
    page = Paginator(keys.order_by("-at", "-pk").values_list("deal_id", flat=True), 20).get_page(
        request.GET.get("page")
    )
    deals_by_key = Deal.objects.select_related("brand__capacity", "places").defer("search", "search_text", "terms")
    found = deals_by_key.in_bulk(list(page))
    base = reverse("feed")
    rows = [saved_card(found[key], at=at, base=base) for key in page if key in found]
    return render(request, "deals/creator/saved.html", {"rows": rows, "page": page, "nav": "feed"})


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest, deal_id: str) -> HttpResponse:
    """Save a deal, or take it off the list again. Visitors are asked for an account, and it is kept until then."""
    if request.user.is_authenticated:
        return _save_own(request, deal_id)
    deal = get_object_or_404(Deal.objects.public().only("public_id", "title"), public_id=deal_id)
    if request.method == "POST":
        if request.POST.get("on") != "0":
            kept.keep_deal(request, deal)
        return kept.on_to_account(request, reverse("deal", args=[deal_id]))
    title = _("Save “{title}” for later").format(title=deal.title)
    words = _("It waits for you on your list. You need an account for that; it is free.")
    return kept.ask(request, title=title, words=words, back=reverse("deal", args=[deal_id]))


@creator_required
def _save_own(request: CreatorRequest, deal_id: str) -> HttpResponse:
    """`on` says which; without it the present state turns over."""
    if request.method != "POST":
        return redirect("deal", deal_id)
    deal = get_object_or_404(Deal.objects.visible_to(request.user).only("pk"), public_id=deal_id)
    is_saved = SavedDeal.objects.filter(creator=request.creator, deal=deal).exists()
    wanted = request.POST["on"] == "1" if "on" in request.POST else not is_saved
    if wanted:
        operations.save_deal(deal=deal, creator=request.creator, at=clock.now())
    else:
        operations.unsave_deal(deal=deal, creator=request.creator)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return redirect(own_page(request, request.POST.get("next", "")) or reverse("deal", args=[deal_id]))


def similar(category: str, *, but: str, reader: Reader | None, count: int = 3) -> list[FeedRow]:
    """Newest deals of the category that ship to the reader, without the one at hand."""
    country = reader.country if reader else ""
    rows = feed(FeedQuery(categories=(category,) if category else (), country=country, limit=count + 1))[0]
    return [row for row in rows if row.public_id != but][:count]


def _heading(filters: Filters) -> str:
    if filters.text:
        return _("Results for “{text}”").format(text=filters.text)
    if filters.categories:
        return list_words([str(Topic(name).label) for name in filters.categories])
    return _(SORT_LABELS[filters.sort]) if filters.sort else _("New deals")


def _categories(filters: Filters) -> list[dict[str, Any]]:
    rail = []
    for value, label in Topic.choices:
        on = value in filters.categories
        chosen = tuple(name for name in filters.categories if name != value) if on else (*filters.categories, value)
        url = Filters(
            text=filters.text, categories=chosen, content_only=filters.content_only, fifty=filters.fifty,
            any_audience=filters.any_audience, platform=filters.platform, anywhere=filters.anywhere, sort=filters.sort,
        ).query_string()  # fmt: skip
        rail.append({"url": url or "?", "label": label, "current": on, "image_url": static(f"cats/{value}.webp")})
    return rail


def _chips(filters: Filters, reader: Reader | None) -> list[dict[str, Any]]:
    chips = [
        ("content", _("No posting needed"), filters.content_only),
        ("fifty", _("€50 and up"), filters.fifty),
        ("open", _("Any audience"), filters.any_audience),
    ]
    if reader and reader.country:
        chips.append(("anywhere", _("All countries"), filters.anywhere))
    found = _chip_counts(filters, reader)
    return [
        {"name": name, "value": "1", "label": label, "on": on, "count": count}
        for (name, label, on), count in zip_longest(chips, found[: len(chips)])
    ]


def _chip_counts(filters: Filters, reader: Reader | None) -> tuple[int, ...]:
    """What each chip would leave with it on, as it was within the last minute; nothing while words are searched."""
    minute = int(monotonic() // 60)
    return () if filters.text else counted(replace(filters, sort=""), _country_of(reader), minute)


def _country_of(reader: Reader | None) -> str:
    """Where parcels go; empty for visitors, who see the deals of every country."""
    return reader.country if reader else ""


@lru_cache(maxsize=1024)
def counted(filters: Filters, country: str, minute: int) -> tuple[int, ...]:
    """Kept in the process: asking the cache would cost this page a good part of its speed."""
    wider = [
        replace(filters, content_only=True),
        replace(filters, fifty=True),
        replace(filters, any_audience=True),
        replace(filters, anywhere=True),
    ]
    return tuple(counts([one.query(country) for one in wider]))


def _carried(filters: Filters) -> list[tuple[str, str]]:
    """Choices that have no control in the bar's form, carried along as hidden fields."""
    return [("category", name) for name in filters.categories]


def _loosened(filters: Filters, reader: Reader | None) -> dict[str, Any] | None:
    """The first single filter whose removal finds something; asked only when nothing was found."""
    for left_out, wider in filters.loosened(_country_of(reader)):
        rows, has_more = feed(wider.query(_country_of(reader), limit=_ENOUGH_TO_COUNT))
        if rows:
            return {"words": _found(left_out, len(rows), has_more=has_more), "url": wider.query_string() or "?"}
    return None


def _found(left_out: str, count: int, *, has_more: bool) -> str:
    """ "Without “€50 and up” there is 1."; with nothing left out but the country, of all countries."""
    if has_more:
        told = (
            _("Without “{filter}” there are more than {count}.")
            if left_out
            else _("In all countries there are more than {count}.")
        )
    elif left_out:
        told = ngettext("Without “{filter}” there is 1.", "Without “{filter}” there are {count}.", count)
    else:
        told = ngettext("In all countries there is 1.", "In all countries there are {count}.", count)
    return told.format(filter=left_out, count=number_words(count))
