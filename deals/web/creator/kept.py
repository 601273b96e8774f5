"""What somebody wanted to keep before they had an account, or before they signed in: a deal, a search.

It waits in the visitor's own session, which goes on under a new key when they sign up or in, and is kept for them on
the first page of deals they open as a creator, whichever way they took. After two days it is ignored.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from barter.kernel import clock
from barter.kernel.errors import BarterError
from creators.access import current_creator
from creators.models import Creator
from deals import operations
from deals.models import Deal
from deals.web.creator.filters import Filters, filters_of

_KEY = "kept_for_later"
_KEPT_FOR = timedelta(days=2)
_MOST_DEALS = 20


def ask(request: HttpRequest, *, title: str, words: str, back: str) -> HttpResponse:
    """The page between wanting to keep something and having an account: join or sign in, both keep it."""
    context = {"title": title, "words": words, "back": back, "nav": "feed", "fields": list(_fields(request))}
    return render(request, "deals/creator/keep.html", context)


def on_to_account(request: HttpRequest, after: str) -> HttpResponse:
    """Where the form of `ask` goes once its wish is kept. A script asks only for members whose session has ended."""
    is_script = "HX-Request" in request.headers
    door = "account_login" if is_script or "sign_in" in request.POST else "join_creator"
    url = f"{reverse(door)}?{urlencode({'next': after})}"
    return HttpResponse(status=401, headers={"HX-Redirect": url}) if is_script else redirect(url)


def keep_deal(request: HttpRequest, deal: Deal) -> None:
    kept = _kept(request)
    others = [one for one in kept.get("deals", []) if one != deal.public_id]
    _store(request, kept | {"deals": [*others, deal.public_id][-_MOST_DEALS:]})


def keep_search(request: HttpRequest, filters: Filters) -> None:
    _store(request, _kept(request) | {"search": filters.query_string().removeprefix("?")})


def settle(request: HttpRequest) -> None:
    """Do what was kept, once, for the creator who is here now. Costs nothing when nothing was kept."""
    if not request.user.is_authenticated or _KEY not in request.session:
        return
    creator, at = current_creator(request), clock.now()
    kept = _kept(request)
    del request.session[_KEY]
    if creator is None:
        return
    _keep_deals(request, creator, kept.get("deals", []), at)
    if asked := kept.get("search"):
        keep_now(request, creator, filters_of(QueryDict(asked)), at)


def keep_now(request: HttpRequest, creator: Creator, filters: Filters, at: datetime) -> bool:
    """Save a search and say so; a refusal is said too."""
    try:
        search = operations.save_search(creator=creator, wanted=filters.wanted, name=filters.told, at=at)
    except BarterError as refusal:
        messages.warning(request, refusal.detail)
        return False
    told = _("“{name}” is saved. We tell you when a new deal fits, at most once a day.")
    messages.success(request, told.format(name=search.name))
    return True


def _keep_deals(request: HttpRequest, creator: Creator, wanted: list[str], at: datetime) -> None:
    deals = Deal.objects.visible_to(request.user).only("pk", "title").filter(public_id__in=wanted).order_by("id")
    titles = []
    for deal in deals:
        operations.save_deal(deal=deal, creator=creator, at=at)
        titles.append(deal.title)
    if titles:
        messages.success(request, _("Saved for later: {titles}.").format(titles=", ".join(titles)))


def _kept(request: HttpRequest) -> dict[str, Any]:
    kept: dict[str, Any] = request.session.get(_KEY, {})
    is_fresh = bool(kept) and clock.now() - datetime.fromisoformat(kept["at"]) < _KEPT_FOR
    return kept if is_fresh else {}


def _store(request: HttpRequest, kept: dict[str, Any]) -> None:
    request.session[_KEY] = kept | {"at": clock.now().isoformat()}


def _fields(request: HttpRequest) -> Any:
    """What the address asks for, carried on by the form."""
    for name, values in request.GET.lists():
        yield from ((name, value) for value in values)
