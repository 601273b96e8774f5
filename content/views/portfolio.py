"""The clips on a creator's profile: as anybody sees them, and as their creator chooses, orders and names them."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from barter.kernel import policy
from barter.kernel.clock import now
from barter.kernel.errors import BarterError
from barter.kernel.text import whole_number
from content import operations, queries
from content.models import Asset, PortfolioClip
from content.operations.portfolio import TITLE_MAX
from content.views.common import say
from creators.access import CreatorRequest, creator_required
from creators.models import Creator
from deals.clips import still_url

PAGE_FILES = 48
_FURTHEST = 1000


class TitleForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=TITLE_MAX,
        required=False,
        help_text=gettext_lazy("One line on what it shows. Who can’t see the picture hears it."),
    )


@require_safe
def creator_clips(request: HttpRequest, handle: str) -> HttpResponse:
    """What brands see: a part of the profile, or a page of its own."""
    creator = get_object_or_404(Creator.objects.public(), handle=handle.lower())
    works = [queries.work(clip) for clip in queries.public_clips(creator)]
    own = request.user.is_authenticated and creator.user_id == request.user.pk
    name = "_creator_clips" if getattr(request, "htmx", False) else "creator_clips"
    return render(request, f"content/{name}.html", {"creator": creator, "works": works, "is_own": own})


@require_safe
def play(request: HttpRequest, asset_id: str) -> HttpResponse:
    """On to the store, with an address made now: the page that names this one may have been open for hours."""
    asset = get_object_or_404(queries.playable(request.user, now()), public_id=asset_id)
    answer = redirect(queries.preview_url(asset.preview_key))
    answer["Cache-Control"] = "no-store"
    return answer


@creator_required
@require_safe
def shown(request: CreatorRequest) -> HttpResponse:
    """The part of "Me"."""
    if not getattr(request, "htmx", False):
        return redirect("my_clips")
    return render(request, "content/_my_clips_shown.html", _own(request))


@creator_required
@require_safe
def my_clips(request: CreatorRequest) -> HttpResponse:
    context = _own(request)
    removed = PortfolioClip.objects.filter(asset__creator=request.creator, public_id=request.GET.get("removed", ""))
    context["removed"] = removed.exclude(removed_at=None).select_related("asset").first()
    answer = render(request, "content/my_clips.html", context)
    moved = request.GET.get("moved", "")
    place = next((number for number, row in enumerate(context["rows"], 1) if row["clip"].public_id == moved), None)
    if place is not None:
        told = _("Now number {place} of {total}.").format(place=place, total=len(context["rows"]))
        answer["HX-Trigger"] = json.dumps({"say": told})
    return answer


@creator_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: CreatorRequest) -> HttpResponse:
    """Choose among one's own approved files."""
    picked, refusal = request.POST.getlist("files")[:PAGE_FILES], ""
    if request.method == "POST":
        files = [_own_file(request, public_id) for public_id in dict.fromkeys(picked)]
        if not files:
            refusal = _("Choose at least one.")
        else:
            try:
                added = operations.show_clips(creator=request.creator, assets=files, at=now())
            except BarterError as error:
                refusal = error.detail
            else:
                _tell_added(request, len(added))
                return redirect("my_clips")
    return render(request, "content/clip_add.html", _choices(request, picked, refusal), status=422 if refusal else 200)


@creator_required
@require_http_methods(["GET", "HEAD", "POST"])
def name_clip(request: CreatorRequest, clip_id: str) -> HttpResponse:
    clip = _clip(request, clip_id)
    form = TitleForm(request.POST if request.method == "POST" else None, initial={"title": clip.title})
    if request.method == "POST" and form.is_valid():
        operations.name_clip(clip=clip, title=form.cleaned_data["title"], at=now())
        return redirect(f"{reverse('my_clips')}#{clip.public_id}")
    context = {"form": form, "clip": clip, "still": still_url(clip.asset), "nav": "me"}
    return render(request, "content/clip_name.html", context, status=422 if form.errors else 200)


@creator_required
@require_POST
def move(request: CreatorRequest, clip_id: str) -> HttpResponse:
    """To `place`, counted from 1: pressed twice, or from an old page, it still stands where the button said."""
    clip = _clip(request, clip_id)
    place = whole_number(request.POST.get("place"), most_digits=3)
    if place is not None:
        operations.move_clip(clip=clip, place=min(place, _FURTHEST), at=now())
    return redirect(f"{reverse('my_clips')}?moved={clip.public_id}#{clip.public_id}")


@creator_required
@require_POST
def remove(request: CreatorRequest, clip_id: str) -> HttpResponse:
    clip = _clip(request, clip_id)
    operations.remove_clip(clip=clip, at=now())
    return redirect(f"{reverse('my_clips')}?removed={clip.public_id}")


@creator_required
@require_POST
def put_back(request: CreatorRequest, clip_id: str) -> HttpResponse:
    clip = _clip(request, clip_id)
    try:
        operations.put_clip_back(clip=clip, at=now())
    except BarterError as refusal:
        say(request, refusal)
    return redirect(f"{reverse('my_clips')}#{clip.public_id}")


def _own(request: CreatorRequest) -> dict[str, Any]:
    clips, most = list(queries.own_clips(request.user)), policy.value("portfolio_clips")
    rows = [{"clip": clip, "asset": clip.asset, "still": still_url(clip.asset), "up": number - 1, "down": number + 1}
            for number, clip in enumerate(clips, start=1)]  # fmt: skip
    return {
        "creator": request.creator,
        "rows": rows,
        "hidden": sum(not clip.is_public for clip in clips),  # type: ignore[attr-defined]
        "most": most,
        "left": max(most - len(clips), 0),
        "may_add": len(clips) < most and queries.clip_choices(request.user).exists(),
        "nav": "me",
    }


def _choices(request: CreatorRequest, picked: list[str], refusal: str) -> dict[str, Any]:
    rows, before = queries.clip_choices(request.user), whole_number(request.GET.get("before"))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("collaboration__brand")[: PAGE_FILES + 1])
    files = found[:PAGE_FILES]
    most = policy.value("portfolio_clips")
    return {
        "choices": [
            {"id": file.public_id, "still": still_url(file), "file": file, "picked": file.public_id in picked}
            for file in files
        ],
        "older_url": f"?before={files[-1].pk}" if len(found) > PAGE_FILES else "",
        "most": most,
        "left": max(most - PortfolioClip.objects.of_creator(request.creator).count(), 0),
        "refusal": refusal,
        "nav": "me",
    }


def _tell_added(request: HttpRequest, count: int) -> None:
    told = ngettext("{count} clip is on your profile now.", "{count} clips are on your profile now.", count)
    messages.success(request, told.format(count=count))


def _own_file(request: CreatorRequest, public_id: str) -> Asset:
    return get_object_or_404(Asset.objects.of_creator(request.user), public_id=public_id)


def _clip(request: CreatorRequest, clip_id: str) -> PortfolioClip:
    rows = PortfolioClip.objects.filter(asset__creator=request.creator).select_related("asset__creator")
    return get_object_or_404(rows, public_id=clip_id)
