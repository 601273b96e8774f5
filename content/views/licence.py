"""The public page of a licence, its certificate, and what its two sides ask each other there."""

from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from barter.kernel.clock import now
from barter.kernel.languages import own_name
from brands.permissions import may_view
from content.licensing import certificate, public_url
from content.models import Asset, Captions, Licence, TakeDown
from content.operations.licences import days_left
from content.paper.certificate import Standing, certificate_pdf
from content.rights import channels_words, file_words, licence_rights, territory_words
from content.views.checking import compared, no_licence
from content.views.renewal import renewal_words
from content.workflow import LICENCE_USABLE

_PAPER = 2  # raised when the sheet looks different, so that kept copies are asked for anew


@require_GET
def licence_page(request: HttpRequest, code: str) -> HttpResponse:
    """One licence in plain words, for anybody who has its code; its two sides also talk about its renewal here."""
    if code.startswith("lic_"):  # from the inbox of either side
        own = Licence.objects.visible_to(request.user) if request.user.is_authenticated else Licence.objects.none()
        return redirect("licence", get_object_or_404(own, public_id=code).code)
    licence = _by_code(code)
    if licence is None:
        return no_licence(request, code)
    at = now()
    runs = licence.state in LICENCE_USABLE and licence.ends_at > at
    asked = _take_down(request, licence)
    context = {
        "licence": licence,
        "runs": runs,
        "days_left": days_left(licence, at),
        "follower": Licence.objects.filter(renews=licence).first(),
        **asked,
        "rights": licence_rights(licence, at),
        "territory": territory_words(licence.territory),
        "asset": licence.asset,
        "file_words": file_words(licence.asset),
        "captions": _captions(licence.asset),
        "sentence": " ".join(
            [_("{name} stays the owner.").format(name=licence.licensor), channels_words(licence.brand.name)]
        ),
    }
    return render(
        request,
        "content/licence.html",
        {
            **context,
            **renewal_words(request, licence, runs=runs and not asked.get("is_asked")),
            **compared(request, licence),
        },
    )


@require_GET
def licence_json(request: HttpRequest, code: str) -> HttpResponse:
    """The same as data, to check a file with a program."""
    licence = _by_code(code)
    if licence is None:
        raise Http404
    return JsonResponse(certificate(licence))


@require_GET
def licence_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The same on paper, in the reader's language; nothing is sent again as long as nothing changed."""
    licence = _by_code(code)
    if licence is None:
        raise Http404
    standing = Standing.of(licence, now())
    verify_url = public_url(licence, "licence")
    seen = [
        licence.code,
        licence.state,
        standing,
        licence.licensor,
        licence.brand.name,
        get_language(),
        verify_url,
        _PAPER,
    ]
    etag = f'"{sha256(repr(seen).encode()).hexdigest()[:32]}"'
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    answer = HttpResponse(certificate_pdf(licence, standing, verify_url), content_type="application/pdf")
    answer.headers["ETag"] = etag
    answer.headers["Content-Disposition"] = f'inline; filename="licence-{licence.code}.pdf"'
    patch_cache_control(answer, no_cache=True)
    return answer


def _take_down(request: HttpRequest, licence: Licence) -> dict[str, Any]:
    """For its two sides: the newest request that the file comes down, and whether the creator may ask for it."""
    if not request.user.is_authenticated:
        return {}
    is_creator = licence.creator.user_id == request.user.pk
    if not is_creator and not may_view(request.user, licence.brand):
        return {}
    newest = TakeDown.objects.filter(licence=licence).first()
    is_open = newest is not None and newest.ball is not None
    may_ask = is_creator and not is_open and licence.state != Licence.State.RENEWED
    return {"take_down": newest, "is_asked": is_open, "may_ask": may_ask, "side": "creator" if is_creator else "brand"}


def _captions(asset: Asset) -> dict[str, Any] | None:
    """Which captions the video has now. They are no part of the licensed file and may change until the trade is over."""
    kept = Captions.objects.filter(asset=asset).first() if asset.captions_language else None
    return {"language": own_name(asset.captions_language), "changed_at": kept.changed_at} if kept else None


def _by_code(code: str) -> Licence | None:
    rows = Licence.objects.select_related("asset", "brand", "creator", "collaboration__deal")
    return rows.filter(code=code.upper()).first()
