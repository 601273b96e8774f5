"""What a creator licensed: each file with to whom, for what, until when, and their original."""

from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from barter.kernel.clock import now
from barter.kernel.text import whole_number
from content import library as shelf
from content.models import Asset, Licence, TakeDown
from content.workflow import LICENCE_USABLE
from creators.access import CreatorRequest, creator_required
from deals.clips import still_url

_PAGE_ROWS = 24
_RUNNING, _ENDED = "", "ended"


@creator_required
@require_safe
def my_licences(request: CreatorRequest) -> HttpResponse:
    """Newest first, by keyset pages; narrowed by brand and by whether the right runs. Three statements of its own."""
    at, own = now(), Licence.objects.filter(creator=request.creator)
    show = _ENDED if request.GET.get("show") == _ENDED else _RUNNING
    slug, before = request.GET.get("brand", "")[:60], whole_number(request.GET.get("before"))
    of_brand = own.filter(brand__slug=slug) if slug else own
    counts = of_brand.aggregate(running=Count("pk", filter=shelf.running(at)), all=Count("pk"))
    rows = of_brand.filter(shelf.running(at) if show == _RUNNING else ~Q(shelf.running(at)))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    asked = TakeDown.objects.open().filter(licence=OuterRef("pk"))
    loaded = rows.select_related("asset", "brand", "collaboration__deal").order_by("-id")
    loaded = loaded.annotate(asked_id=Subquery(asked.values("public_id")), asked_state=Subquery(asked.values("state")))
    found = list(loaded[: _PAGE_ROWS + 1])
    kept = {"brand": slug} if slug else {}
    context = {
        "rows": [_row(licence, at) for licence in found[:_PAGE_ROWS]],
        "show": show,
        "slug": slug,
        "brands": list(own.order_by("brand__name").values_list("brand__slug", "brand__name").distinct()[:100]),
        "tabs": [
            _tab(_("Running"), kept, show == _RUNNING, counts["running"]),
            _tab(_("Ended"), {**kept, "show": _ENDED}, show == _ENDED, counts["all"] - counts["running"]),
        ],
        "is_empty": not counts["all"] and not slug,
        "older_url": f"?{urlencode({**kept, 'show': show, 'before': str(found[_PAGE_ROWS - 1].pk)})}"
        if len(found) > _PAGE_ROWS
        else "",
        "nav": "me",
    }
    return render(request, "content/my_licences.html", context)


def _tab(label: str, query: dict[str, str], current: bool, count: int) -> dict[str, Any]:
    return {"label": label, "url": f"?{urlencode(query)}", "current": current, "count": count}


def _row(licence: Any, at: datetime) -> dict[str, Any]:
    asset = licence.asset
    return {
        "licence": licence,
        "brand": licence.brand.name,
        "deal": licence.collaboration.deal,
        "still": still_url(asset),
        "is_video": asset.kind == Asset.Kind.VIDEO,
        "download": asset.public_id if asset.original_key else "",
        "rights": shelf.rights_words(licence, at, to_creator=True),
        "runs": licence.state in LICENCE_USABLE and licence.ends_at > at,
        "asked": licence.asked_id,
        "asked_state": licence.asked_state,
        "may_ask": licence.asked_id is None and licence.state != Licence.State.RENEWED,
    }
