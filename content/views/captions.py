"""Captions of a video: the creator's page for them, and the file that players fetch."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from barter.kernel.actors import Actor
from barter.kernel.clock import now
from barter.kernel.errors import BarterError
from barter.kernel.languages import OWN_NAMES
from barter.kernel.templatetags.words import number_words
from content import operations, queries
from content.captions import CAPTIONS_MAX_BYTES, LANGUAGES, read, text_of, typed
from content.errors import CaptionsWrong
from content.models import Asset, Captions
from content.permissions import may_be_captioned
from content.views.common import say, user_of
from content.workflow import SUBMISSION_WAITING
from creators.access import CreatorRequest, creator_required

_BOX = (360, 480)  # what a video beside its lines may take


class CaptionsForm(forms.Form):
    """A file or typed words; the words of a file stand in `text` before the form is read."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=list(OWN_NAMES.items()))
    file = forms.FileField(
        label=gettext_lazy("File with captions"),
        help_text=gettext_lazy("WebVTT (.vtt) or SubRip (.srt), up to 200 KB."),
        widget=forms.FileInput({"accept": ".vtt,.srt,text/vtt"}),
        required=False,
        allow_empty_file=True,
    )
    text = forms.CharField(
        label=gettext_lazy("Lines"),
        help_text=gettext_lazy("A time, below it what is said, then a blank line: 0:01.5 --> 0:03.0"),
        widget=forms.Textarea({"rows": 14, "dir": "auto", "spellcheck": "true"}),
        strip=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.help_text = str(text.help_text).replace(" --> ", "\u00a0-->\u00a0")  # the example stays in one line


@creator_required
@require_http_methods(["GET", "HEAD", "POST"])
def captions(request: CreatorRequest, asset_id: str) -> HttpResponse:
    """Write, replace or take off what is said in one's video, beside it."""
    asset = _own_video(request, asset_id)
    if request.method != "POST":
        return _page(request, asset, CaptionsForm(initial=_kept(asset)))
    by = Actor.creator(user_of(request).pk)
    if "remove" in request.POST:
        words = _kept(asset)
        try:
            operations.remove_captions(asset=asset, by=by, at=now())
        except BarterError as refusal:
            say(request, refusal)
            return redirect("captions", asset.public_id)
        return _page(request, asset, CaptionsForm(initial=words), removed=True)
    form, raw = _sent(request)
    if form.is_valid():
        try:
            kept = operations.put_captions(
                asset=asset, by=by, language=form.cleaned_data["language"], text=raw, at=now()
            )
        except CaptionsWrong as wrong:
            form.add_error("text", list(wrong.faults))
        except BarterError as refusal:
            form.add_error(None, refusal.detail)
        else:
            count = len(read(kept.text, length_ms=None))
            told = ngettext("{count} caption is saved.", "{count} captions are saved.", count)
            messages.success(request, told.format(count=number_words(count)))
            return redirect("captions", asset.public_id)
    return _page(request, asset, form, status=422)


@require_safe
def captions_file(request: HttpRequest, asset_id: str) -> HttpResponse:
    """For players. Whoever may play the video reads its captions; they are text that we wrote, never what was uploaded."""
    asset = get_object_or_404(queries.playable(request.user, now()), public_id=asset_id)
    return as_file(asset, get_object_or_404(Captions, asset=asset))


def as_file(asset: Asset, kept: Captions) -> HttpResponse:
    """What a player's track reads."""
    answer = HttpResponse(kept.text, content_type="text/vtt; charset=utf-8")
    answer["Content-Language"] = asset.captions_language
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _sent(request: CreatorRequest) -> tuple[CaptionsForm, str | bytes]:
    """What was sent. The words of a file stand in the form then, so that what is wrong in them can be mended there."""
    values, file = request.POST.copy(), request.FILES.get("file")
    if file is None:
        return CaptionsForm(values), values.get("text", "")
    raw = file.read(10 * CAPTIONS_MAX_BYTES)  # enough to say how large it is
    values["text"] = text_of(raw)
    return CaptionsForm(values), raw


def _kept(asset: Asset) -> dict[str, str]:
    kept = Captions.objects.filter(asset=asset).first()
    if kept is None:
        spoken = (get_language() or "").partition("-")[0]
        return {"language": spoken if spoken in LANGUAGES else LANGUAGES[0]}
    return {"language": asset.captions_language, "text": typed(kept.text)}


def _page(
    request: CreatorRequest, asset: Asset, form: CaptionsForm, *, removed: bool = False, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "asset": asset,
        "form": form,
        "file": queries.player_file(asset, asset.file_name),
        "size": _fitted(asset),
        "is_open": may_be_captioned(asset),
        "removed": removed,
        "back_url": _back_url(asset),
        "nav": "my_deals",
    }
    return render(request, "content/captions.html", context, status=status)


def _fitted(asset: Asset) -> tuple[int, int]:
    width, height = asset.width or _BOX[0], asset.height or _BOX[1]
    scale = min(_BOX[0] / width, _BOX[1] / height)
    return round(width * scale), round(height * scale)


def _back_url(asset: Asset) -> str:
    version = asset.submission
    if version is not None and version.state not in SUBMISSION_WAITING:
        return reverse("submission", args=[version.public_id])
    return reverse("upload", args=[asset.collaboration.public_id])


def _own_video(request: CreatorRequest, asset_id: str) -> Asset:
    rows = Asset.objects.filter(creator=request.creator, kind=Asset.Kind.VIDEO, state=Asset.State.READY)
    asset = rows.select_related("collaboration__deal", "submission").filter(public_id=asset_id).first()
    if asset is None:
        raise Http404
    return asset
