"""What somebody without an account sees who was sent a link of a brand's library. Every view asks anew what still holds."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from barter.kernel.clock import now
from barter.kernel.errors import BarterError
from barter.kernel.text import whole_number
from barter.kernel.tries import too_many, too_many_of
from content import library, operations, queries, shared
from content.errors import FileNotShared
from content.models import Asset, Captions, Licence, ShareLink
from content.rights import territory_words
from content.views.captions import as_file
from deals.clips import captions_of, still_url

_PERSON_A_MINUTE = 120  # a page, the videos that are played, what is taken
_LINK_A_MINUTE = 600
_HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",  # the address is the key: no page that is opened from here hears of it
    "X-Robots-Tag": "noindex, nofollow",
}
View = Callable[..., HttpResponse]


def _by_link(view: View) -> View:
    """Finds the open link. An unknown, an ended and an expired one are the same page: nobody learns which there are."""

    @wraps(view)
    def guarded(request: HttpRequest, share_token: str, **kwargs: Any) -> HttpResponse:
        answer = _answer(view, request, share_token, **kwargs)
        for name, value in _HEADERS.items():
            answer.headers[name] = value
        return answer

    return guarded


def _answer(view: View, request: HttpRequest, share_token: str, **kwargs: Any) -> HttpResponse:
    if too_many(request, "shared", most=_PERSON_A_MINUTE):
        return _too_often(request)
    share = shared.by_secret(share_token, now())
    if share is None:
        return render(request, "content/shared_gone.html", status=404)
    if too_many_of(f"s{share.pk}", "shared_link", most=_LINK_A_MINUTE):
        return _too_often(request)
    try:
        return view(request, share, **kwargs)
    except BarterError as refusal:
        return render(request, "content/shared_gone.html", {"share": share, "refusal": refusal}, status=refusal.status)


@require_safe
@_by_link
def shared_files(request: HttpRequest, share: ShareLink) -> HttpResponse:
    """The files whose licence runs, each with what it may be used for, and until when."""
    at, before = now(), whole_number(request.GET.get("before"))
    shown = shared.shown_by(share, at, before)
    if before is None and request.method == "GET":
        operations.count_opening(share=share, at=at)
    files = [
        {
            "licence": licence,
            "asset": licence.asset,
            "still": still_url(licence.asset),
            "captions": _track_of(licence.asset),
            "seconds": (licence.asset.duration_ms or 0) / 1000,
            "shape": library.ratio_of(licence.asset),
            "rights": library.rights_words(licence, at),
            "where": territory_words(licence.territory),
        }
        for licence in shown.files
    ]
    more_url = f"?before={shown.more}" if shown.more else ""
    context = {"share": share, "brand_name": share.brand.name, "files": files, "shown": shown, "more_url": more_url}
    return render(request, "content/shared.html", context)


@require_safe
@_by_link
def play(request: HttpRequest, share: ShareLink, asset_id: str) -> HttpResponse:
    """On to the store, with an address made now: the page may have been open for hours."""
    return redirect(queries.preview_url(_file(share, asset_id).asset.preview_key))


@require_safe
@_by_link
def captions(request: HttpRequest, share: ShareLink, asset_id: str) -> HttpResponse:
    """What is said in a video, for whoever may play it by this link."""
    asset = _file(share, asset_id).asset
    kept = Captions.objects.filter(asset=asset).first()
    if kept is None:
        raise FileNotShared
    return as_file(asset, kept)


@csrf_exempt  # the secret in the address is the proof, and a page that sends no referrer sends no origin either
@require_POST
@_by_link
def take(request: HttpRequest, share: ShareLink, asset_id: str) -> HttpResponse:
    """The original, for a minute, if the link allows it. By POST: what reads links in mails and chats downloads nothing."""
    asset: Asset = _file(share, asset_id).asset
    return redirect(operations.download_shared(share=share, asset=asset, at=now()))


def _track_of(asset: Asset) -> dict[str, str] | None:
    """As the track of a player, by an address below the link's own."""
    found = captions_of(asset)
    return found and {**found, "url": f"{asset.public_id}/captions.vtt"}


def _file(share: ShareLink, asset_id: str) -> Licence:
    found = shared.files_of(share, now()).filter(asset__public_id=asset_id).first()
    if found is None:
        raise FileNotShared
    return found


def _too_often(request: HttpRequest) -> HttpResponse:
    answer = render(request, "429.html", status=429)
    answer.headers["Retry-After"] = "60"
    return answer
