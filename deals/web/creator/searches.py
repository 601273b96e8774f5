"""Saved searches: the list, keeping one, its name, its alerts, deleting with undo."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from barter.kernel import clock
from creators.access import CreatorRequest, creator_required
from deals import operations
from deals.feed import MOST_NEW, new_counts
from deals.models import SavedSearch
from deals.operations.searching import NAME_LENGTH, query_of
from deals.queries_creator import home_country
from deals.web.creator import kept
from deals.web.creator.filters import Filters, filters_of, filters_of_search

_DELETED = "search_deleted"


class NameForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=NAME_LENGTH, error_messages={"required": gettext_lazy("Give it a name.")}
    )


@require_safe
@creator_required
def saved_searches(request: CreatorRequest) -> HttpResponse:
    """All of one's own, newest first, each with what it looks for and how many deals are new to its creator."""
    kept.settle(request)
    rows = list(SavedSearch.objects.visible_to(request.user).order_by("-id"))
    country = home_country(request.creator.pk) if rows else ""
    counts = new_counts([query_of(row, country, since=row.seen_at) for row in rows])
    context = {
        "rows": [
            {
                "search": row,
                "told": filters_of_search(row).told,
                "new": count,
                "new_words": f"{count - 1}+" if count == MOST_NEW else str(count),
            }
            for row, count in zip(rows, counts, strict=True)
        ],
        "deleted": request.session.pop(_DELETED, None),
        "most": SavedSearch.MOST,
        "nav": "feed",
    }
    return render(request, "deals/creator/searches.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def save_search(request: HttpRequest) -> HttpResponse:
    """Keep what the address or the form looks for. Visitors are asked for an account, and it is kept until then."""
    filters = filters_of(request.POST if request.method == "POST" else request.GET)
    if not filters.wanted.key:
        return redirect("feed")
    if not request.user.is_authenticated:
        if request.method == "POST":
            kept.keep_search(request, filters)
            return kept.on_to_account(request, reverse("saved_searches"))
        words = _("{search}: we keep it for you and tell you when a new deal fits. You need an account; it is free.")
        back = f"{reverse('feed')}{filters.query_string()}"
        return kept.ask(request, title=_("Save this search"), words=words.format(search=filters.told), back=back)
    return _save_own(request, filters)


@creator_required
def _save_own(request: CreatorRequest, filters: Filters) -> HttpResponse:
    if request.method != "POST":
        return redirect(f"{reverse('feed')}{filters.query_string()}")
    if "restore" in request.POST:
        return _restore(request, filters)
    kept.keep_now(request, request.creator, filters, clock.now())
    return redirect("saved_searches")


def _restore(request: CreatorRequest, filters: Filters) -> HttpResponse:
    """Undo of a deletion: the same search under its name."""
    name, alerts = request.POST.get("name", ""), request.POST.get("alerts") == "1"
    operations.save_search(
        creator=request.creator, wanted=filters.wanted, name=name or filters.told, alerts=alerts, at=clock.now()
    )
    return redirect("saved_searches")


@require_safe
@creator_required
def open_search(request: CreatorRequest, search_id: str) -> HttpResponse:
    """To what it finds now; nothing of it is new afterwards."""
    search = _own(request, search_id)
    operations.see_search(search=search, at=clock.now())
    return redirect(f"{reverse('feed')}{filters_of_search(search).query_string()}")


@require_http_methods(["GET", "HEAD", "POST"])
@creator_required
def rename_search(request: CreatorRequest, search_id: str) -> HttpResponse:
    search = _own(request, search_id)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": search.name})
    if request.method == "POST" and form.is_valid():
        operations.rename_search(search=search, name=form.cleaned_data["name"])
        return redirect("saved_searches")
    context = {"search": search, "told": filters_of_search(search).told, "form": form, "nav": "feed"}
    return render(request, "deals/creator/search_rename.html", context, status=422 if form.errors else 200)


@require_POST
@creator_required
def search_alerts(request: CreatorRequest, search_id: str) -> HttpResponse:
    """`on` says which; a second tap on an old page asks for the same again."""
    search = _own(request, search_id)
    operations.set_search_alerts(search=search, alerts=request.POST.get("on") == "1")
    return redirect("saved_searches")


@require_POST
@creator_required
def delete_search(request: CreatorRequest, search_id: str) -> HttpResponse:
    """Gone at once; the list offers to take it back."""
    search = _own(request, search_id)
    fields: dict[str, Any] = filters_of_search(search).params()
    request.session[_DELETED] = {
        "name": search.name,
        "alerts": "1" if search.alerts else "",
        "fields": [
            (name, one) for name, value in fields.items() for one in (value if isinstance(value, list) else [value])
        ],
    }
    operations.delete_search(search=search)
    return redirect("saved_searches")


def _own(request: CreatorRequest, search_id: str) -> SavedSearch:
    return get_object_or_404(SavedSearch.objects.visible_to(request.user), public_id=search_id)
