"""The review screen of a brand, and the same screen read-only for the creator."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from barter.kernel import policy
from barter.kernel.actors import Actor, Side
from barter.kernel.clock import now
from barter.kernel.errors import BarterError, Invalid
from barter.kernel.pictures import picture_url
from barter.kernel.templatetags.words import by_words, number_words
from barter.kernel.text import whole_number
from brands.access import BrandRequest, Role, brand_required
from brands.permissions import role_allows
from content import operations, queries
from content.checks import all_doubts
from content.models import Asset, RevisionNote, Submission
from content.operations import NewNote
from content.permissions import may_be_captioned
from content.pins import pins_of, points_of
from content.rights import rights_heading, rights_rows
from content.views.common import caption_mark, collaboration_url, is_on, reel_of, room_url, say, seconds_of, user_of
from content.workflow import SUBMISSION_WAITING
from creators.access import CreatorRequest, creator_required
from deals.clips import still_url
from deals.models import BriefItem, Collaboration

_PAGE = 50
_TYPED_SHOWN = 2_000


@brand_required
@require_GET
def queue(request: BrandRequest) -> HttpResponse:
    """What waits for a decision, the nearest deadline first."""
    everything = queries.review_queue(request.brand)
    waiting = list(queries.behind(everything, request.GET.get("after", ""))[: _PAGE + 1])
    more = waiting[_PAGE - 1].public_id if len(waiting) > _PAGE else ""
    rows = [
        {
            "submission": submission,
            "collaboration": submission.collaboration,
            "creator": submission.collaboration.creator,
            "deal": submission.collaboration.deal,
            "files": queries.files_words(submission.assets.all()),
            "thumb_url": still_url(submission.assets.all()[0]) if submission.assets.all() else "",
        }
        for submission in waiting[:_PAGE]
    ]
    filming = Collaboration.objects.filter(
        brand=request.brand, state__in=[Collaboration.State.CREATING, Collaboration.State.CHANGES_REQUESTED]
    ).order_by("due_at")
    total = everything.count()
    context = {
        "rows": rows,
        "total": total,
        "more": more,
        "may_decide": role_allows(request.membership.role, Role.MANAGER),
        "filming_words": _filming_words(filming.count(), filming.first()),
    }
    return render(request, "content/queue.html", context)


@brand_required
@require_GET
def review(request: BrandRequest, submission_id: str) -> HttpResponse:
    """Play, comment at a moment, tick the brief, decide."""
    submission = _of_brand(request, submission_id)
    return render(request, "content/review.html", _screen(request, submission, as_brand=True))


@creator_required
@require_GET
def submission_page(request: CreatorRequest, submission_id: str) -> HttpResponse:
    """The creator's own version with the notes they were sent; read-only."""
    rows = Submission.objects.filter(collaboration__creator=request.creator)
    submission = get_object_or_404(rows.select_related(*_RELATED), public_id=submission_id)
    if submission.state in {*SUBMISSION_WAITING, Submission.State.REJECTED}:  # its files are told about there
        return redirect("upload", submission.collaboration.public_id)
    return render(request, "content/review.html", _screen(request, submission, as_brand=False))


@brand_required(role=Role.MANAGER)
@require_POST
def add_note(request: BrandRequest, submission_id: str) -> HttpResponse:
    submission = _of_brand(request, submission_id)
    t = seconds_of(request.POST.get("at"))
    asset = _file_of(submission, request.POST.get("file", ""))
    item_id = request.POST.get("brief_item", "")
    try:
        item = _line_of(submission, item_id) if item_id else None
        note = NewNote(
            text=request.POST.get("text", ""),
            brief_item=item,
            asset=asset,
            at_ms=round(t * 1000) if asset is not None and asset.kind == Asset.Kind.VIDEO else None,
            point=_point(request, asset),
            must_change=item is not None,
        )
        operations.add_note(submission=submission, author_id=user_of(request).pk, note=note, at=now())
    except BarterError as refusal:
        say(request, refusal)
        if typed := request.POST.get(
            "text", ""
        ).strip():  # the page it goes back to may have no place to write any more
            messages.info(request, _("What you wrote was not kept: “{text}”").format(text=typed[:_TYPED_SHOWN]))
    return redirect(_address(submission, asset, t))


@brand_required(role=Role.MANAGER)
@require_POST
def change_note(request: BrandRequest, submission_id: str, note_id: str) -> HttpResponse:
    """Remove a draft, or say that an earlier change is done in this version (or not, after all)."""
    submission = _of_brand(request, submission_id)
    notes = RevisionNote.objects.filter(submission__collaboration=submission.collaboration_id)
    note = get_object_or_404(notes, public_id=note_id)
    verb = request.POST.get("verb")
    try:
        if verb == "fixed":
            operations.mark_fixed(note=note, submission=submission)
        elif verb == "not_fixed":
            operations.unmark_fixed(note=note, submission=submission)
        else:
            operations.remove_note(note=note)
    except BarterError as refusal:
        say(request, refusal)
    return _panel(request, submission, note.asset if note.submission_id == submission.pk else None)


def _line_of(submission: Submission, item_id: str) -> BriefItem:
    item: BriefItem | None = BriefItem.objects.filter(deal=submission.collaboration.deal_id, public_id=item_id).first()
    if item is None:
        raise Invalid(_("Choose a line of this brief."), field="brief_item")
    return item


def _panel(request: BrandRequest, submission: Submission, asset: Asset | None) -> HttpResponse:
    """Where a press within the panel leads: only that changes, the file beside it and a note begun there stay."""
    if request.headers.get("HX-Request"):
        shown = _screen(request, _of_brand(request, submission.public_id), as_brand=True, begun=request.POST)
        return render(request, "content/review.html", shown)
    return redirect(_address(submission, asset, 0))


@brand_required(role=Role.MANAGER)
@require_POST
def tick(request: BrandRequest, submission_id: str) -> HttpResponse:
    """A line of the brief is there (`tick`), or not after all (`untick`)."""
    submission = _of_brand(request, submission_id)
    item_id = request.POST.get("tick") or request.POST.get("untick", "")
    try:
        item = _line_of(submission, item_id)
        operations.tick(submission=submission, brief_item=item, there="tick" in request.POST)
    except BarterError as refusal:
        say(request, refusal)
    return _panel(request, submission, None)


@brand_required(role=Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_changes(request: BrandRequest, submission_id: str) -> HttpResponse:
    """The dialog as a page of its own, and where it sends to."""
    submission = _of_brand(request, submission_id)
    if request.method != "POST":
        return render(request, "content/ask.html", _screen(request, submission, as_brand=True))
    if _added_meanwhile(request, submission):
        return redirect("review", submission.public_id)
    wanted = request.POST.getlist("note")
    drafts = list(submission.notes.filter(is_draft=True, must_change=True, public_id__in=wanted))
    notes: list[NewNote | RevisionNote] = list(drafts)
    word = request.POST.get("word", "").strip()
    if word:
        notes.append(NewNote(text=word, must_change=False))
    try:
        operations.request_changes(submission=submission, notes=notes, by=_actor(request), at=now())
    except BarterError as refusal:
        say(request, refusal)
        return redirect("review", submission.public_id)
    sent = queries.note_lines(queries.notes_of(submission, with_drafts=False), submission, start=0, address="")
    asked = len(drafts) + len(_still_open(sent))
    told = ngettext(
        "You asked {name} for 1 change. We have told them.",
        "You asked {name} for {count} changes. We have told them.",
        asked,
    )
    messages.success(request, told.format(name=_maker(submission), count=number_words(asked)))
    return redirect(_after_decision(request, submission))


@brand_required(role=Role.MANAGER)
@require_POST
def approve(request: BrandRequest, submission_id: str) -> HttpResponse:
    submission = _of_brand(request, submission_id)
    if _added_meanwhile(request, submission):
        return redirect("review", submission.public_id)
    try:
        operations.approve(submission=submission, by=_actor(request), at=now())
    except BarterError as refusal:
        submission.refresh_from_db(fields=["state"])
        if submission.state != Submission.State.APPROVED:
            say(request, refusal)
            return redirect("review", submission.public_id)
        # a second press, or a colleague, finds done what it asked for: the same answer
    told = _("Approved. What {name} made is in your library, with its licence.")
    messages.success(request, told.format(name=_maker(submission)))
    return redirect(_after_decision(request, submission))


_RELATED = ("collaboration__deal", "collaboration__creator", "collaboration__brand")


def _screen(
    request: HttpRequest, submission: Submission, *, as_brand: bool, begun: QueryDict | None = None
) -> dict[str, Any]:
    """All that the review screen shows; `begun` is a note that somebody was writing on it when another one was changed."""
    at = now()
    collaboration = submission.collaboration
    start = seconds_of(begun.get("at") if begun else request.GET.get("t"))
    file_id = (begun or request.GET).get("file")
    address = reverse("review" if as_brand else "submission", args=[submission.public_id])
    assets = queries.files_seen(submission, Side.BRAND if as_brand else Side.CREATOR, at)
    current = next((asset for asset in assets if asset.public_id == file_id), assets[0] if assets else None)
    if current is not None:
        current.collaboration = collaboration
    notes = queries.notes_of(submission, with_drafts=as_brand)
    lines = queries.note_lines(notes, submission, start=start, address=address, files=assets)
    here = [line for line in lines if is_on(line.note, current, assets)]
    own = [line for line in lines if not line.is_earlier]
    items = queries.brief_items(collaboration)
    brief = queries.brief_lines(items, notes, submission, with_ticks=as_brand)
    is_open = submission.state == Submission.State.SUBMITTED
    drafts = [line for line in own if line.note.is_draft and line.note.must_change]
    still_open = _still_open(lines)
    rounds = policy.value("revision_rounds")
    used = collaboration.revision_rounds_used
    licences = list(submission.collaboration.licences.filter(asset__in=assets).select_related("asset"))
    started = licences[0].starts_at if licences else None
    seconds = (current.duration_ms or 0) / 1000 if current else 0
    beside = _beside(request, submission, current, address) if current else None
    context: dict[str, Any] = {
        "submission": submission,
        "collaboration": collaboration,
        "deal": collaboration.deal,
        "creator": collaboration.creator,
        "face_url": picture_url(collaboration.creator.avatar, 256),
        "brand_name": collaboration.brand.name,
        "as_brand": as_brand,
        "perspective": "brand" if as_brand else "creator",
        "rights_heading": rights_heading(submission, licences, at, to_brand=as_brand),
        "next_version": submission.version + 1,
        "is_open": is_open,
        "may_decide": as_brand and is_open and role_allows(request.membership.role, Role.MANAGER),  # type: ignore[attr-defined]
        "files_words": queries.files_words(assets),
        "current": current,
        "start": start,
        "begun": begun,
        "file": queries.player_file(
            current, _("{kind} by {name}").format(kind=current.get_kind_display(), name=collaboration.creator)
        )
        if current
        else None,
        "files": reel_of(assets, current, address, are_approved=submission.state == Submission.State.APPROVED),
        "strip": queries.strip(current),
        "may_caption": not as_brand and current is not None and may_be_captioned(current),
        "pins": pins_of(here, seconds),
        "points": points_of(here, current),
        "here": [line.n for line in here],
        "notes": lines,
        "drafts": drafts,
        "still_open": still_open,
        "asked": len(drafts) + len(still_open),
        "shown": ",".join(str(line.note.public_id) for line in drafts),
        "brief": brief,
        "brief_idle": sum(line.idle for line in brief),
        "brief_met": sum(not line.no for line in brief),
        "mark": caption_mark(collaboration, submission.caption) if is_open else [],
        "missing": queries.missing_words(collaboration, assets) if is_open else "",
        "doubts": all_doubts(collaboration, [current], to_brand=as_brand)[current] if is_open and current else [],
        "versions": _versions(submission, as_brand=as_brand, is_beside=bool(beside and beside["file"])),
        "beside": beside,
        "rights": rights_rows(collaboration, at, from_date=started, to_creator=not as_brand),
        "licences": licences,
        "round": used + 1,
        "rounds": rounds,
        "rounds_left": max(0, rounds - used),
        "is_last_round": used + 1 >= rounds,
        "back_url": collaboration_url(collaboration) if as_brand else room_url(collaboration),
        "queue": queries.neighbours(collaboration.brand, submission) if as_brand else None,
        "address": address,
    }
    return context


def _filming_words(count: int, first: Collaboration | None) -> str:
    if first is None:
        return _("When a creator sends files for one of your deals, they wait here for your answer.")
    filming = ngettext("One creator is filming.", "{count} creators are filming.", count)
    filming = filming.format(count=number_words(count))
    if first.due_at is None:
        return filming
    return f"{filming} {_('The first clip is due {by}.').format(by=by_words(first.due_at, now()))}"


def _beside(request: HttpRequest, submission: Submission, current: Asset, address: str) -> dict[str, Any] | None:
    """The file in the same place of the version before, and where the two stand side by side; None where there is none.

    Both sides see every version that was delivered, so either may compare them.
    """
    earlier = Submission.objects.filter(
        collaboration=submission.collaboration_id, version__lt=submission.version, state__in=queries.DELIVERED
    )
    before = earlier.order_by("-version").first()
    if before is None:
        return None
    file = before.assets.filter(kind=current.kind, position=current.position).first()
    file = file or before.assets.filter(kind=current.kind).order_by("position", "id").first()
    if file is None:
        return None
    label = _("Version {number}").format(number=before.version)
    return {
        "n": before.version,
        "url": f"{address}?file={current.public_id}&beside=1",
        "file": queries.player_file(file, label) if request.GET.get("beside") else None,
    }


def _versions(submission: Submission, *, as_brand: bool, is_beside: bool) -> list[dict[str, Any]]:
    rows = Submission.objects.filter(collaboration=submission.collaboration_id)
    rows = rows.exclude(state__in=[*SUBMISSION_WAITING, Submission.State.REJECTED])
    if as_brand:
        rows = rows.filter(state__in=queries.DELIVERED)
    name = "review" if as_brand else "submission"
    return [
        {
            "n": row.version,
            "url": reverse(name, args=[row.public_id]),
            "current": row.pk == submission.pk and not is_beside,
        }
        for row in rows.order_by("version")
    ]


def _point(request: HttpRequest, asset: Asset | None) -> tuple[int, int] | None:
    """Where on the photo the note was set; none where it was written without a click."""
    x, y = (whole_number(request.POST.get(name), most_digits=4) for name in ("x", "y"))
    return None if asset is None or asset.kind != Asset.Kind.PHOTO or x is None or y is None else (x, y)


def _of_brand(request: BrandRequest, submission_id: str) -> Submission:
    rows = Submission.objects.filter(collaboration__brand=request.brand, state__in=queries.DELIVERED)
    return get_object_or_404(rows.select_related(*_RELATED), public_id=submission_id)


def _file_of(submission: Submission, asset_id: str) -> Asset | None:
    return submission.assets.filter(public_id=asset_id).first() if asset_id else None


def _address(submission: Submission, asset: Asset | None, t: float) -> str:
    address = reverse("review", args=[submission.public_id]) + f"?t={t:g}"
    return f"{address}&file={asset.public_id}" if asset else address


def _still_open(lines: list[queries.NoteLine]) -> list[queries.NoteLine]:
    """Changes of earlier versions that nobody called done: the creator reads them beside the new ones."""
    return [line for line in lines if line.is_earlier and line.must]


def _maker(submission: Submission) -> str:
    return submission.collaboration.creator.display_name


def _added_meanwhile(request: BrandRequest, submission: Submission) -> bool:
    """A change that somebody of the team named after this page was drawn: it would be dropped, or left behind, unseen."""
    named = submission.notes.filter(is_draft=True, must_change=True).values_list("public_id", flat=True)
    if "shown" not in request.POST or {str(one) for one in named} <= set(request.POST["shown"].split(",")):
        return False
    messages.warning(
        request, _("Somebody on your team named a change meanwhile. Nothing was sent: look at it, then decide.")
    )
    return True


def _after_decision(request: BrandRequest, submission: Submission) -> str:
    """On to the next one that waits; back to this one when it was the last."""
    following = queries.neighbours(request.brand, submission)["next"]
    return reverse("review", args=[following or submission.public_id])


def _actor(request: HttpRequest) -> Actor:
    return Actor.brand(user_of(request).pk)
