"""The brand's library, downloads, and the public licence page."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from barter.kernel.actors import Actor
from barter.kernel.clock import now
from barter.kernel.errors import BarterError
from barter.kernel.templatetags.words import date_words
from barter.kernel.text import whole_number
from brands.access import BrandRequest, Role, brand_required
from brands.permissions import may_manage
from content import operations, queries
from content.licensing import add_months, certificate
from content.models import Asset, Licence
from content.operations.licences import days_left
from content.views.checking import no_licence
from content.views.common import say, user_of
from content.workflow import LICENCE_USABLE
from creators.access import CreatorRequest, creator_required
from creators.queries import named
from deals.clips import still_url

PAGE_ROWS = 24
FILTERS = (
    ("", gettext_noop("All")),
    ("video", gettext_noop("Videos")),
    ("photo", gettext_noop("Photos")),
    ("ads", gettext_noop("For paid ads")),
    ("ending", gettext_noop("Ends within 30 days")),
    ("ended", gettext_noop("Rights ended")),
)


@brand_required
@require_GET
def library(request: BrandRequest) -> HttpResponse:
    """Approved files with the rights left; keyset pages."""
    at = now()
    chosen = request.GET.get("show", "")
    query = request.GET.get("q", "").strip()[:80]
    everything = queries.library(request.brand)
    if query:
        everything = everything.filter(_named(query))
    rows = everything.filter(_shown(chosen, at))
    before = whole_number(request.GET.get("before"))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-id")[: PAGE_ROWS + 1])
    more_only = bool(before is not None and request.headers.get("HX-Request"))
    counts = {} if more_only else _counts(everything, at)
    context: dict[str, Any] = {
        "files": [_card(licence, at) for licence in found[:PAGE_ROWS]],
        "filters": [
            {
                "url": f"?{urlencode({'show': value, 'q': query})}",
                "label": _(label),
                "current": value == chosen,
                "count": counts.get(value, ""),
            }
            for value, label in FILTERS
        ],
        "chosen": chosen,
        "query": query,
        "more_url": _more_url(request, found[PAGE_ROWS - 1].pk) if len(found) > PAGE_ROWS else "",
        "is_empty": not found and not chosen and not query and before is None,
    }
    template = "content/_library_rows.html" if more_only else "content/library.html"
    return render(request, template, context)


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
    context = {
        "licence": licence,
        "runs": runs,
        "days_left": days_left(licence, at),
        "follower": Licence.objects.filter(renews=licence).first(),
        "may_offer": runs and may_manage(request.user, licence.brand),
        "may_answer": runs and licence.renewal_months is not None and licence.creator.user_id == request.user.pk,
        "month_choices": (3, 6, 12, 24),
        "renewed_until": add_months(licence.ends_at, licence.renewal_months or 12),
        "rights": queries.licence_rights(licence, at),
        "asset": licence.asset,
        "duration_s": (licence.asset.duration_ms or 0) / 1000,
        "sentence": _("{name} stays the owner.").format(name=licence.creator.display_name),
    }
    return render(request, "content/licence.html", context)


@brand_required(role=Role.MANAGER)
@require_POST
def offer_renewal(request: BrandRequest, licence_id: str) -> HttpResponse:
    """The brand asks for more months."""
    licence = get_object_or_404(Licence, brand=request.brand, public_id=licence_id)
    wanted = whole_number(request.POST.get("months"), most_digits=3) or 0
    try:
        operations.offer_renewal(licence=licence, months=wanted, by=Actor.brand(user_of(request).pk), at=now())
    except BarterError as refusal:
        say(request, refusal)
    return redirect("licence", licence.code)


@creator_required
@require_POST
def answer_renewal(request: CreatorRequest, licence_id: str) -> HttpResponse:
    """The creator says yes or no to more months; a yes leads to the new licence."""
    licence = get_object_or_404(Licence, creator=request.creator, public_id=licence_id)
    by, code = Actor.creator(user_of(request).pk), licence.code
    try:
        if request.POST.get("verb") == "accept":
            seen_months = whole_number(request.POST.get("months"), most_digits=3)
            code = operations.accept_renewal(licence=licence, by=by, at=now(), seen_months=seen_months).code
        else:
            operations.decline_renewal(licence=licence, by=by, at=now())
    except BarterError as refusal:
        say(request, refusal)
    return redirect("licence", code)


@require_GET
def licence_json(request: HttpRequest, code: str) -> HttpResponse:
    """The same as data, to check a file with a program."""
    licence = _by_code(code)
    if licence is None:
        raise Http404
    return JsonResponse(certificate(licence))


def _more_url(request: HttpRequest, before: int) -> str:
    values = request.GET.copy()
    values["before"] = str(before)
    return f"?{values.urlencode()}"


def _by_code(code: str) -> Licence | None:
    rows = Licence.objects.select_related("asset", "brand", "creator", "collaboration__deal")
    return rows.filter(code=code.upper()).first()


def _named(query: str) -> Q:
    return named(query) | Q(collaboration__deal__title__icontains=query)


def _shown(chosen: str, at: datetime) -> Q:
    """The files behind one choice of the filter."""
    usable = Q(state__in=LICENCE_USABLE, ends_at__gt=at)
    if chosen in (Asset.Kind.VIDEO, Asset.Kind.PHOTO):
        return usable & Q(asset__kind=chosen)
    if chosen == "ads":
        return usable & ~Q(scope__paid_ads_until=None)
    if chosen == "ending":
        return usable & Q(state=Licence.State.EXPIRING)
    return ~usable if chosen == "ended" else usable


def _counts(rows: QuerySet[Licence], at: datetime) -> dict[str, int]:
    """How many files each choice shows. One statement."""
    numbered = {f"n_{value}": Count("pk", filter=_shown(value, at)) for value, _label in FILTERS}
    found = rows.order_by().aggregate(**numbered)
    return {value: found[f"n_{value}"] for value, _label in FILTERS}


def _card(licence: Licence, at: Any) -> dict[str, Any]:
    runs = licence.state in LICENCE_USABLE and licence.ends_at > at
    return {
        "licence": licence,
        "asset": licence.asset,
        "creator": licence.creator,
        "deal": licence.collaboration.deal,
        "thumb_url": still_url(licence.asset),
        "runs": runs,
        "ends_words": _("To {day}").format(day=date_words(licence.ends_at, at)),
        "is_ending": runs and licence.state == Licence.State.EXPIRING,
    }
