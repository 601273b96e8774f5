"""Where a team makes links that show files of its library to somebody outside, sees how they are used, and ends them."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from barter.kernel import policy
from barter.kernel.actors import Actor
from barter.kernel.clock import now
from barter.kernel.errors import BarterError
from barter.kernel.pages import add_refusal
from barter.kernel.templatetags.words import days_words
from barter.kernel.text import whole_number
from brands.access import BrandRequest, Role, brand_required
from content import library as shelf
from content import operations, shared
from content.errors import NotToShare, TooMuchToShare
from content.library import Wanted
from content.models import Licence, ShareLink
from content.models.shares import MAKER_DEMOTED, MAKER_LEFT, NAME_MAX, ShareState
from content.operations.shares import DAYS, KEPT_DAYS, USUAL_DAYS
from content.views.common import say, user_of
from deals.clips import still_url

_MOST_PICKED = 1001  # one more than staff may let into a link: beyond it the answer is the same
_STILLS = 8
_days = lazy(days_words, str)


class ShareForm(forms.Form):
    """`codes`: of the licences that were chosen. `key`: the form's own, so that sent twice it is one link."""

    name = forms.CharField(
        label=gettext_lazy("For whom?"),
        max_length=NAME_MAX,
        help_text=gettext_lazy("An agency, a printer. Only your team reads it."),
        error_messages={"required": gettext_lazy("Say for whom the link is, so that your team knows it again.")},
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("How long does it work?"),
        choices=[(days, _days(days)) for days in DAYS],
        coerce=int,
        initial=USUAL_DAYS,
    )
    may_download = forms.BooleanField(
        label=gettext_lazy("Originals may be downloaded"),
        required=False,
        help_text=gettext_lazy("Without it they can only look. Each download is written down with the licence."),
    )
    codes = forms.CharField(widget=forms.HiddenInput, max_length=_MOST_PICKED * 21)
    key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=64)


@brand_required(role=Role.MANAGER)
@require_POST
def choose(request: BrandRequest) -> HttpResponse:
    """The files ticked, or with `everybody` all that fit the filters in the address, as a ZIP takes them: what is asked next."""
    at, rows = now(), shelf.files_of(request.brand)
    if request.POST.get("everybody"):
        rows = shelf.narrowed(rows, Wanted.of(request.GET), at)
    else:
        rows = rows.filter(code__in=request.POST.getlist("pick")[:_MOST_PICKED])
    found = list(rows.filter(shelf.running(at)).order_by("-id")[:_MOST_PICKED])
    most = policy.value("share_files")
    if not found or len(found) > most:
        say(request, TooMuchToShare(count=len(found), most=most) if found else NotToShare())
        return redirect(f"{reverse('brand_library')}?{request.GET.urlencode()}")
    start = {"codes": " ".join(row.code for row in found), "key": secrets.token_urlsafe(24)}
    return _asked(request, ShareForm(initial=start), found)


@require_http_methods(["GET", "HEAD", "POST"])
@brand_required(write_role=Role.MANAGER)
def links(request: BrandRequest) -> HttpResponse:
    """All links of the brand; POST makes one, whose address stands in the answer and nowhere else."""
    if request.method == "POST":
        return _made(request)
    at, before = now(), whole_number(request.GET.get("before"))
    rows = shared.links_of(request.brand, at)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: shared.PAGE_LINKS + 1])
    shown = found[: shared.PAGE_LINKS]
    return render(
        request,
        "content/shares.html",
        {
            "kept": days_words(KEPT_DAYS),
            "links": [
                {
                    "link": link,
                    "state": link.state_at(at),
                    "has_left": link.end_move == MAKER_LEFT,  # type: ignore[attr-defined]
                    "is_demoted": link.end_move == MAKER_DEMOTED,  # type: ignore[attr-defined]
                }
                for link in shown
            ],
            "more_url": f"?before={shown[-1].pk}" if len(found) > shared.PAGE_LINKS else "",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@brand_required(role=Role.MANAGER)
def end(request: BrandRequest, share_id: str) -> HttpResponse:
    """Asks first: whoever has the address finds nothing from then on, and it can't be opened again."""
    share = get_object_or_404(ShareLink, brand=request.brand, public_id=share_id)
    if share.state_at(now()) != ShareState.OPEN:
        messages.info(request, _("This link is over already."))
        return redirect("brand_shares")
    if request.method == "POST":
        operations.end_share(share=share, by=Actor.brand(user_of(request).pk), at=now())
        messages.success(request, _("The link for “{name}” shows nothing any more.").format(name=share.name))
        return redirect("brand_shares")
    return render(request, "content/share_end.html", {"share": share})


def _made(request: BrandRequest) -> HttpResponse:
    at, form = now(), ShareForm(request.POST)
    codes = request.POST.get("codes", "").split()[:_MOST_PICKED]
    rows = shelf.files_of(request.brand).filter(shelf.running(at), code__in=codes)
    found = list(rows.order_by("-id"))
    if not found:
        say(request, NotToShare())
        return redirect("brand_library")
    if form.is_valid():
        told = form.cleaned_data
        try:
            share, secret = operations.make_share(
                brand=request.brand, user=user_of(request), licences=found, name=told["name"], days=told["days"],
                may_download=told["may_download"], at=at, form_key=told["key"],
            )  # fmt: skip
        except BarterError as refusal:
            add_refusal(form, refusal)
        else:
            context = {"share": share, "address": shared.address_of(secret), "count": len(found)}
            answer = render(request, "content/share_made.html", context)
            answer.headers["Cache-Control"] = "private, no-store"
            return answer
    return _asked(request, form, found)


def _asked(request: HttpRequest, form: ShareForm, found: list[Licence]) -> HttpResponse:
    stills = [url for row in found[:_STILLS] if (url := still_url(row.asset))]
    context: dict[str, Any] = {"form": form, "count": len(found), "stills": stills}
    return render(request, "content/share_new.html", context, status=422 if form.errors else 200)
