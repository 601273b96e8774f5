"""The brand's library, and downloads."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from barter.kernel import policy
from barter.kernel.clock import now
from barter.kernel.errors import BarterError
from barter.kernel.templatetags.words import date_words
from barter.kernel.text import whole_number
from brands.access import BrandRequest, Role, brand_required
from brands.models import Product
from content import library as shelf
from content import operations
from content.errors import StoreIsAway
from content.library import Wanted
from content.models import Asset, Licence
from content.operations.archives import ArchiveBrokeOff
from content.views.common import say, user_of
from content.workflow import LICENCE_USABLE
from deals.clips import play_url, still_url

_MOST_PICKED = 1001  # one more than staff may let into an archive: beyond it the answer is the same


@brand_required
@require_GET
def library(request: BrandRequest) -> HttpResponse:
    """Approved files with the rights left; keyset pages."""
    at = now()
    wanted = Wanted.of(request.GET)
    rows = shelf.narrowed(shelf.files_of(request.brand), wanted, at)
    before = whole_number(request.GET.get("before"))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-id")[: shelf.PAGE_ROWS + 1])
    as_list = request.GET.get("view") == "list"
    context: dict[str, Any] = {
        "files": [_card(licence, at) for licence in found[: shelf.PAGE_ROWS]],
        "as_list": as_list,
        "pickable": wanted.show == shelf.USABLE and bool(found),
        "more_url": _more_url(request, found[shelf.PAGE_ROWS - 1].pk) if len(found) > shelf.PAGE_ROWS else "",
    }
    if before is not None and request.headers.get("HX-Request"):
        return render(request, f"content/_library_{'lines' if as_list else 'rows'}.html", context)
    counts = shelf.counts_of(request.brand, wanted, at)
    if not found and not wanted.is_narrow and not counts["show_"] and not counts["show_ended"]:
        return render(request, "content/library.html", {"is_empty": True})
    context |= _bar(request, wanted, counts, at, is_nothing=not found)
    return render(request, "content/library.html", context)


@brand_required
@require_GET
def owned(request: BrandRequest, product_id: str) -> HttpResponse:
    """What the brand already owns of a product, told before it asks for more: a piece of the deal wizard."""
    product = get_object_or_404(Product, brand=request.brand, public_id=product_id)
    address = f"{reverse('brand_library')}?{urlencode({'product': product.public_id})}"
    if not getattr(request, "htmx", False):
        return redirect(address)
    context = {"shelf": shelf.owned_of(request.brand, product, now()), "address": address}
    return render(request, "content/_library_owned.html", context)


@brand_required(role=Role.MANAGER)
@require_POST
def archive(request: BrandRequest) -> HttpResponseBase:
    """The files ticked, or with `everybody` all that fit the filters in the address, as one ZIP that is made while it is sent."""
    at, rows = now(), shelf.files_of(request.brand)
    if request.POST.get("everybody"):
        rows = shelf.narrowed(rows, Wanted.of(request.GET), at)
    else:
        rows = rows.filter(code__in=request.POST.getlist("pick")[:_MOST_PICKED])
    try:
        files = list(rows.order_by("-id")[:_MOST_PICKED])
        plan = operations.plan_archive(brand=request.brand, user=user_of(request), licences=files, at=at)
        pieces = operations.send_archive(plan, now)
        first = _first(pieces)
    except BarterError as refusal:
        say(request, refusal)
        return redirect(f"{reverse('brand_library')}?{request.GET.urlencode()}")
    response = StreamingHttpResponse(_joined(first, pieces), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="library-{at:%Y-%m-%d}.zip"'
    response["Content-Length"] = plan.length_bytes  # without it what broke off looks whole
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


@login_required
@require_GET
def download(request: HttpRequest, asset_id: str) -> HttpResponse:
    """Send the browser to the original for a minute; each time is written down."""
    user = user_of(request)
    assets = Asset.objects.visible_to(user).select_related("creator", "submission").distinct()
    asset = get_object_or_404(assets, public_id=asset_id)
    try:
        return redirect(operations.download_original(asset=asset, user=user, at=now()))
    except BarterError as refusal:
        if asset.submission is None or asset.creator.user_id == user.pk:
            raise Http404 from refusal
        say(request, refusal)
        return redirect("review", asset.submission.public_id)


def _more_url(request: HttpRequest, before: int) -> str:
    values = request.GET.copy()
    values["before"] = str(before)
    return f"?{values.urlencode()}"


def _first(pieces: Iterator[bytes]) -> bytes:
    """What the store can't give is told on a page as long as nothing has been sent."""
    try:
        return next(pieces)
    except ArchiveBrokeOff as broken:
        raise StoreIsAway from broken


def _joined(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from others


def _bar(
    request: BrandRequest, wanted: Wanted, counts: dict[str, int], at: datetime, *, is_nothing: bool
) -> dict[str, Any]:
    """What stands above the files: tabs, chips and lists of choices, and ways out where nothing fits."""
    choices, as_list = shelf.choices_of(request.brand, wanted), request.GET.get("view") == "list"
    view = [("view", "list")] if as_list else []
    loose = shelf.looser(request.brand, wanted, at, choices) if is_nothing and wanted.is_narrow else []

    def address(other: Wanted, view: list[tuple[str, str]] = view) -> str:
        return f"?{urlencode([*other.query, *view])}"

    chips = [("kind", kind, words, wanted.kinds) for kind, words in shelf.KINDS.items()]
    chips += [("right", right, words, wanted.rights) for right, words in shelf.RIGHTS.items()]
    return {
        "wanted": wanted,
        "query": urlencode([*wanted.query, *view]),
        "share_url": f"{reverse('share_new')}{address(wanted)}",
        "count": counts["all"],
        "zip_most": policy.value("archive_files") if counts["all"] > policy.value("archive_files") else 0,
        "tabs": [
            {
                "url": address(replace(wanted, show=show, ends=0)),
                "label": _(label),
                "current": show == wanted.show,
                "count": counts[f"show_{show}"],
            }
            for show, label in shelf.SHOWS.items()
        ],
        "views": [
            {"url": address(wanted, []), "label": _("Grid"), "icon": "layout-grid", "current": not as_list},
            {"url": address(wanted, [("view", "list")]), "label": _("List"), "icon": "list", "current": as_list},
        ],
        "chips": [
            {"name": name, "value": value, "label": _(words), "on": value in on, "count": counts[f"{name}_{value}"]}
            for name, value, words, on in chips
        ],
        "choices": choices,
        "ends": [(days, shelf.ends_words(days), counts[f"ends_{days}"]) for days in shelf.ENDS],
        "ratios": list(shelf.RATIOS),
        "clear_url": address(Wanted(show=wanted.show)),
        "looser": [{"words": one.words, "count": one.count, "url": address(one.wanted)} for one in loose],
    }


def _card(licence: Licence, at: datetime) -> dict[str, Any]:
    runs = licence.state in LICENCE_USABLE and licence.ends_at > at
    asset, deal = licence.asset, licence.collaboration.deal
    is_video = asset.kind == Asset.Kind.VIDEO
    return {
        "licence": licence,
        "asset": asset,
        "creator": licence.creator,
        "deal": deal,
        "product": deal.product,
        "thumb_url": still_url(asset),
        "play_url": play_url(asset) if is_video else "",
        "runs": runs,
        "ends_words": _("To {day}").format(day=date_words(licence.ends_at, at)),
        "is_ending": runs and licence.state == Licence.State.EXPIRING,
        "seconds": (asset.duration_ms or 0) / 1000 if is_video else 0,
        "shape": shelf.ratio_of(asset),
        "rights": shelf.rights_words(licence, at),
    }
