"""The creator's upload page: files straight to the store, a caption, one button."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from barter.kernel import policy, sending_files
from barter.kernel.actors import Actor
from barter.kernel.canonical import sha256_of
from barter.kernel.clock import now
from barter.kernel.errors import BarterError
from barter.kernel.storage import PresignedPost
from barter.kernel.templatetags.words import bytes_words, percent_words
from barter.kernel.text import whole_number
from content import limits, operations, queries
from content.checks import Doubt, all_doubts
from content.models import Asset
from content.operations.submissions import CAPTION_MAX
from content.operations.uploads import MAKING, Upload
from content.permissions import may_be_captioned
from content.pins import pins_of, points_of
from content.processing.refusals import told, told_of_version
from content.views.common import caption_mark, is_on, reel_of, room_url, seconds_of, user_of
from content.workflow import SUBMISSION_WAITING, UploadStep
from creators.access import CreatorRequest, creator_required
from deals.clips import captions_of, still_url
from deals.models import Collaboration


@creator_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: CreatorRequest, collaboration_id: str) -> HttpResponse:
    """What was asked, the files so far, the caption. POST sends the version to the brand."""
    collaboration = _own(request, collaboration_id)
    if request.method != "POST":
        sent = None if collaboration.state in MAKING else queries.latest_submission(collaboration)
        if sent is None:
            return _page(request, collaboration)
        if request.headers.get("HX-Request"):  # the page looked whether its version has gone
            return HttpResponse(headers={"HX-Redirect": reverse("submission", args=[sent.public_id])})
        return redirect("submission", sent.public_id)
    files = [asset for asset in queries.open_files(collaboration) if asset.state != Asset.State.REJECTED]
    caption = request.POST.get("caption", "")
    fewer = _fewer(collaboration, files)
    if fewer and collaboration.state in MAKING and request.POST.get("fewer") != fewer["answer"]:
        return _page(request, collaboration, fewer=fewer, caption=caption, status=422)
    try:
        submission = operations.submit(
            collaboration=collaboration,
            assets=files,
            caption=caption,
            by=_actor(request),
            at=now(),
        )
    except BarterError as refusal:
        return _page(request, collaboration, refusal=refusal, caption=caption, status=422)
    if submission.state in SUBMISSION_WAITING:
        return redirect("upload", collaboration.public_id)
    return redirect("submission", submission.public_id)


@creator_required
@require_POST
def start(request: CreatorRequest, collaboration_id: str) -> HttpResponse:
    """Permission for one file, for js/uploader.js."""
    collaboration = _own(request, collaboration_id)

    def begin(**file: Any) -> tuple[str, PresignedPost]:
        started = operations.start_upload(
            collaboration=collaboration,
            by=_actor(request),
            at=now(),
            fingerprint=request.POST.get("fingerprint", "")[:64],
            **file,
        )
        return started.asset.public_id, started.post

    return sending_files.permission(
        request, begin, finish="upload_finish", parts="upload_parts", remove="upload_remove"
    )


@creator_required
@require_POST
def parts(request: CreatorRequest, asset_id: str) -> HttpResponse:
    """Where to put the next parts of a large file, and which are there, for js/uploader.js."""
    asset = _own_asset(request, asset_id)
    numbers = [whole_number(number) or 0 for number in request.POST.getlist("number")]
    try:
        found = operations.permit_parts(asset=asset, by=_actor(request), numbers=numbers, at=now())
    except BarterError as refusal:
        return sending_files.problem(refusal)
    return JsonResponse({"arrived": found.arrived, "urls": found.urls})


@creator_required
@require_POST
def finish(request: CreatorRequest, asset_id: str) -> HttpResponse:
    """The bytes are there. Answers with the file's row."""
    asset = _own_asset(request, asset_id)
    return sending_files.finished(lambda: _complete(request, asset), lambda row: _file(request, row))


@creator_required
@require_GET
def file_row(request: CreatorRequest, asset_id: str) -> HttpResponse:
    """The row of one file, asked again while it is being prepared."""
    return _file(request, _own_asset(request, asset_id))


@creator_required
@require_POST
def remove(request: CreatorRequest, asset_id: str) -> HttpResponse:
    asset = _own_asset(request, asset_id)
    sending_files.tried(request, lambda: operations.discard_upload(asset=asset, by=_actor(request), at=now()))
    return redirect("upload", asset.collaboration.public_id)


@creator_required
@require_POST
def use_again(request: CreatorRequest, asset_id: str) -> HttpResponse:
    """A file of the last version goes with the next as it is. Uploads that run on the page go on."""
    asset = _own_asset(request, asset_id)
    row = sending_files.tried(request, lambda: operations.use_again(asset=asset, by=_actor(request), at=now()))
    back = reverse("upload", args=[asset.collaboration.public_id])
    if not request.headers.get("HX-Request"):
        return redirect(back)
    if row is None:
        return HttpResponse(headers={"HX-Redirect": back})
    return render(request, "content/_file.html", {"row": _rows(asset.collaboration, [row])[0], "was": asset})


@creator_required
@require_POST
def plain_start(request: CreatorRequest, collaboration_id: str) -> HttpResponse:
    """The way without script: make a row, then show a form that posts to the store itself."""
    collaboration = _own(request, collaboration_id)
    started = sending_files.tried(request, lambda: _start_plain(request, collaboration))
    if started is None:
        return redirect("upload", collaboration.public_id)
    return redirect("upload_plain", started.asset.public_id)


@creator_required
@require_GET
def plain(request: CreatorRequest, asset_id: str) -> HttpResponse:
    """One file, one form, straight to the store; it sends the browser on to `arrived`."""
    asset = _own_asset(request, asset_id)
    if asset.state != Asset.State.WAITING or asset.content_type != limits.ANY_TYPE:
        return redirect("upload", asset.collaboration.public_id)
    context = {
        "asset": asset,
        "collaboration": asset.collaboration,
        "post": _start_plain(request, asset.collaboration, asset).post,
        "limits": limits.limits_words(),
    }
    return render(request, "content/upload_plain.html", context)


@creator_required
@require_GET
def arrived(request: CreatorRequest, asset_id: str) -> HttpResponse:
    """Where the store sends a browser without script. Looking and completing is idempotent, so GET is enough."""
    asset = _own_asset(request, asset_id)
    sending_files.tried(request, lambda: _complete(request, asset))
    return redirect("upload", asset.collaboration.public_id)


def _complete(request: CreatorRequest, asset: Asset) -> Asset:
    return operations.complete_upload(asset=asset, by=_actor(request), at=now())


def _start_plain(request: CreatorRequest, collaboration: Collaboration, asset: Asset | None = None) -> Upload:
    address = sending_files.arrived_address(request, "upload_arrived", kind="asset")
    return operations.start_plain_upload(
        collaboration=collaboration, by=_actor(request), redirect_url=address, at=now(), asset=asset
    )


def _file(request: CreatorRequest, asset: Asset) -> HttpResponse:
    return render(request, "content/_file.html", {"row": _rows(asset.collaboration, [asset])[0]})


def _fewer(collaboration: Collaboration, files: list[Asset]) -> dict[str, Any] | None:
    """What the creator is asked before a version goes with less than was agreed, or with other; None when all is as agreed.

    The answer names the files, what is asked and each doubt, so that it counts for what was shown and for nothing else."""
    missing = queries.missing_words(collaboration, files)
    found = [(file, doubt) for file, said in all_doubts(collaboration, files).items() for doubt in said]
    if not files or not (missing or found):
        return None
    total, count = sum(row.count for row in queries.asked_files(collaboration)), len(files)
    lead = _("Not all that was asked for.") if missing else _("Look at this before you send.")
    if count < total:
        lead = ngettext("{count} of {total} file.", "{count} of {total} files.", total).format(count=count, total=total)
    words = [_("“{file}”: {words}").format(file=file.file_name, words=doubt.words) for file, doubt in found]
    asked = {
        "files": sorted(file.public_id for file in files),
        "missing": missing,
        "doubts": sorted([file.public_id, doubt.code] for file, doubt in found),
    }
    return {"answer": sha256_of(asked)[:32], "lead": lead, "missing": missing, "doubts": words}


def _page(
    request: HttpRequest,
    collaboration: Collaboration,
    *,
    refusal: BarterError | None = None,
    fewer: dict[str, Any] | None = None,
    caption: str | None = None,
    status: int = 200,
) -> HttpResponse:
    deal = collaboration.deal
    latest = queries.latest_submission(collaboration)
    waiting = queries.waiting_submission(collaboration)
    is_changing = collaboration.state == Collaboration.State.CHANGES_REQUESTED and latest is not None
    notes = queries.notes_of(latest, with_drafts=False) if is_changing and latest else []
    refused = None if waiting else queries.refused_submission(collaboration)
    items, asked = queries.brief_items(collaboration), list(queries.asked_files(collaboration))
    files = queries.open_files(collaboration)
    before_files = list(latest.assets.all()) if is_changing and latest else []
    wanted_id = request.GET.get("file")
    shown = next((file for file in before_files if file.public_id == wanted_id), next(iter(before_files), None))
    start = seconds_of(request.GET.get("t"))
    lines = queries.note_lines(notes, latest, start=start, address=request.path, files=before_files) if latest else []
    here = [line for line in lines if is_on(line.note, shown, before_files)]
    asked_of = {line.note.asset_id for line in lines if line.must}
    before = refused or latest
    written = caption if caption is not None else (before.caption if before else "")
    context: dict[str, Any] = {
        "collaboration": collaboration,
        "deal": deal,
        "brand_name": collaboration.brand.name,
        "latest": latest,
        "is_changing": is_changing,
        "next_version": (latest.version if latest else 0) + 1,
        "is_making": collaboration.state in MAKING,
        "is_last_round": collaboration.revision_rounds_used >= policy.value("revision_rounds"),
        "is_one_file": sum(row.count for row in asked) < 2,
        "waiting": waiting,
        "waiting_words": _waiting_words(files) if waiting else "",
        "refused": told_of_version(refused.rejection_reason) if refused is not None else "",
        "notes": lines,
        "pins": pins_of(here, (shown.duration_ms or 0) / 1000) if shown else [],
        "points": points_of(here, shown),
        "here": [line.n for line in here],
        "start": start,
        "files": reel_of(before_files, shown, request.path, are_approved=False),
        "changes": sum(line.must for line in lines),
        "strip": queries.strip(shown),
        "file": queries.player_file(shown, _("Your last version")) if shown else None,
        "wanted": [queries.deliverable_words(row) for row in asked],
        "brief": [{"words": item.text, "no": item.kind == item.Kind.DONT} for item in items],
        "mark": caption_mark(collaboration, written),
        "disclosure": next((item.text for item in items if item.kind == item.Kind.DISCLOSURE), ""),
        "limits": limits.limits_words(),
        "accept": ",".join(limits.TYPES),
        "max_bytes": limits.max_bytes(Asset.Kind.VIDEO),
        "part_bytes": limits.PART_BYTES,
        "paused": [_paused(asset) for asset in queries.paused_files(collaboration)] if not waiting else [],
        "rows": _rows(collaboration, [asset for asset in files if asset.awaited_by_id or not waiting]),
        "again": [
            {"asset": one, "thumb_url": still_url(one), "is_asked": one.pk in asked_of}
            for one in queries.usable_again(latest)
        ]
        if is_changing and latest and not waiting
        else [],
        "ready": sum(asset.state == Asset.State.READY for asset in files),
        "caption": written,
        "caption_max": CAPTION_MAX,
        "refusal": refusal,
        "fewer": fewer,
        "back_url": room_url(collaboration),
    }
    return render(request, "content/upload.html", context, status=status)


def _waiting_words(files: list[Asset]) -> str:
    """How far the files of a version are that was sent."""
    awaited = [asset for asset in files if asset.awaited_by_id]
    missing, count = sum(asset.state == Asset.State.WAITING for asset in awaited), len(awaited)
    if missing:
        words = ngettext(
            "Your file has not arrived yet.", "{missing} of {count} files have not arrived yet.", max(1, count)
        )
        return words.format(missing=missing, count=count)
    ready = sum(asset.state == Asset.State.READY for asset in awaited)
    words = ngettext("Your file is being checked.", "{ready} of {count} files are checked.", max(1, count))
    return words.format(ready=ready, count=count)


def _rows(collaboration: Collaboration, files: list[Asset]) -> list[dict[str, Any]]:
    return [_row(file, said) for file, said in all_doubts(collaboration, files).items()]


def _row(asset: Asset, doubts: list[Doubt]) -> dict[str, Any]:
    """What components/up.html shows of a file the server knows."""
    states: dict[str, str] = {
        Asset.State.PROCESSING: "processing",
        Asset.State.READY: "done",
        Asset.State.REJECTED: "rejected",
        Asset.State.WAITING: "awaited",
    }
    facts = [bytes_words(asset.size_bytes)] if asset.size_bytes else []
    if asset.step:
        facts.append(_step_words(asset))
    if asset.state == Asset.State.READY:
        facts.append(f"{asset.width} × {asset.height}")
        if asset.duration_ms:
            facts.append(_("{count} s").format(count=f"{asset.duration_ms / 1000:.0f}"))
        facts.append(_("virus scan: clean") if asset.scan == "clean" else _("not scanned for viruses"))
    return {
        "asset": asset,
        "name": asset.file_name,
        "state": states.get(asset.state, "failed"),
        "words": told(asset.rejection_detail) or " · ".join(facts),
        "doubts": doubts,
        "thumb_url": still_url(asset),
        "captions": captions_of(asset) if asset.kind == Asset.Kind.VIDEO else None,
        "may_caption": may_be_captioned(asset),
        "is_busy": asset.state == Asset.State.PROCESSING,
        "is_kept": asset.submission_id is not None or asset.awaited_by_id is not None,
    }


def _step_words(asset: Asset) -> str:
    words = {
        UploadStep.CHECKING: _("checking what it is"),
        UploadStep.SCANNING: _("looking for viruses"),
        UploadStep.PREPARING: _("making the preview"),
        UploadStep.KEEPING: _("putting it away safely"),
    }[UploadStep(asset.step)]
    return f"{words}, {percent_words(asset.step_percent)}" if asset.step_percent else words


def _paused(asset: Asset) -> dict[str, Any]:
    """A large file of which a part is here: choosing it again goes on."""
    words = _("{percent} of it is here. Choose the same file again, and the rest is sent.")
    share = 100 * asset.arrived_bytes // asset.size_bytes
    return {
        "asset": asset,
        "name": asset.file_name,
        "state": "paused",
        "words": words.format(percent=percent_words(share)),
    }


def _own(request: CreatorRequest, collaboration_id: str) -> Collaboration:
    rows = Collaboration.objects.filter(creator=request.creator).select_related("deal", "brand", "creator")
    return get_object_or_404(rows, public_id=collaboration_id)


def _own_asset(request: CreatorRequest, asset_id: str) -> Asset:
    rows = Asset.objects.filter(creator=request.creator).select_related("collaboration__deal", "collaboration__brand")
    return get_object_or_404(rows, public_id=asset_id)


def _actor(request: HttpRequest) -> Actor:
    return Actor.creator(user_of(request).pk)
