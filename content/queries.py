"""Reads of content for pages: what a reviewer sees, the queue, the library, a creator's files."""

from collections import Counter
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from barter.kernel import storage
from barter.kernel.actors import Side
from barter.kernel.templatetags.words import list_words, number_words
from brands.models import Brand
from content.limits import ANY_TYPE
from content.models import Asset, PortfolioClip, RevisionNote, Submission
from content.workflow import SUBMISSION_WAITING, SubmissionState
from creators.models import Channel, Creator
from deals.clips import ADDRESS_SECONDS, captions_of, over_for, play_url, seen_by_brands, still_url
from deals.models import BriefItem, Collaboration, Deliverable

_PLATFORMS = dict(Channel.Platform.choices)  # "TikTok" and "YouTube" as they write themselves
DELIVERED = (SubmissionState.SUBMITTED, SubmissionState.CHANGES_REQUESTED, SubmissionState.APPROVED)


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One line of the brief in a version: `no` when an open change names it, `idle` while nobody has said that it is there."""

    item: BriefItem
    no: bool
    idle: bool

    @property
    def words(self) -> str:
        return self.item.text


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note as the reviewer's list shows it. `at` in seconds; `on` is the one at the current moment, `file` names
    the file where there are several."""

    note: RevisionNote
    n: int
    at: float | None
    author: str
    body: str
    must: bool
    fixed: str
    on: bool
    href: str
    version: int
    is_earlier: bool
    file: str

    @property
    def state(self) -> str:
        return "ok" if self.fixed else "on" if self.on else ""


def preview_url(key: str) -> str:
    """A short-lived URL of a preview; "" when there is none. Signing is arithmetic, it asks nobody."""
    return storage.presign_get(key, expires_seconds=ADDRESS_SECONDS) if key else ""


def as_seen(asset: Asset, side: str, at: datetime) -> Asset:
    """The file with the previews that this side sees now, not to be saved. Those without our mark are the creator's, and the
    brand's while a licence of the file runs; after that it sees those with the mark where no others were made, or else
    nothing but the small still. Expects `clean` to be loaded, and `licences` where it is one file of many."""
    clean = getattr(asset, "clean", None)
    if side != Side.BRAND or clean is None or clean.state not in clean.MADE:
        return asset
    if any(licence.runs_at(at) for licence in asset.licences.all()):
        return asset
    seen = copy(asset)
    seen.preview_key = seen.strip_key = seen.captions_language = ""
    seen.poster_key, seen.widths = asset.thumb_key, []
    return seen


def files_seen(submission: Submission, side: str, at: datetime) -> list[Asset]:
    """The files of a version, each as this side sees it. Two statements."""
    rows = submission.assets.select_related("clean").prefetch_related("licences").order_by("position", "id")
    return [as_seen(asset, side, at) for asset in rows]


def player_file(asset: Asset, label: str) -> dict[str, Any]:
    """What components/player.html plays; of a file that is seen as a still alone (`is_over`) that one."""
    if asset.state == Asset.State.READY and not asset.preview_key:
        still = still_url(asset)
        return {"kind": Asset.Kind.PHOTO, "src": still, "poster": still, "label": label, "is_over": True}
    is_video = asset.kind == Asset.Kind.VIDEO
    return {
        "kind": asset.kind,
        "src": play_url(asset) if is_video else preview_url(asset.preview_key),
        "sources": [] if is_video else photo_sources(asset),
        "poster": preview_url(asset.poster_key if is_video else asset.thumb_key),
        "mime": "video/mp4",
        "frame_seconds": round(1 / (asset.frame_rate or 30), 5),
        "size": (asset.width, asset.height),
        "seconds": round((asset.duration_ms or 0) / 1000, 2),
        "captions": captions_of(asset) if is_video else None,
        "label": label,
    }


def photo_sources(asset: Asset) -> list[tuple[str, str]]:
    """(media type, srcset) of a photo's renditions, the smaller format first."""
    urls = [preview_url(key) for key in asset.renditions()]
    return [
        (f"image/{suffix}", ", ".join(f"{url} {width}w" for url, width in zip(urls[n::2], asset.widths, strict=True)))
        for n, suffix in enumerate(("avif", "webp"))
        if urls
    ]


def public_clips(creator: Creator) -> list[PortfolioClip]:
    """What anybody sees on this profile, in the creator's order. One statement."""
    rows = PortfolioClip.objects.public().filter(asset__creator=creator)
    return list(rows.select_related("asset").order_by("position", "pk"))


def playable(user: Any, at: datetime) -> QuerySet[Asset]:
    """Videos that a page lets this user play: for anybody those on profiles, for a brand also what it sees of its
    applicants, and for both sides of a trade what was made in it, for the brand only as long as it has a right to it."""
    seen = Q(clip__in=PortfolioClip.objects.public())
    brands = list(user.memberships.values_list("brand", flat=True)) if user.is_authenticated else []
    if user.is_authenticated:
        seen |= Q(pk__in=Asset.objects.visible_to(user).values("pk"))
    if brands:
        seen = (seen | seen_by_brands(brands)) & (Q(creator__user=user) | ~over_for(brands, at))
    return Asset.objects.filter(seen, kind=Asset.Kind.VIDEO).exclude(preview_key="")


def own_clips(user: Any) -> QuerySet[PortfolioClip]:
    """All that this creator chose; `is_public` is False on those that can't be shown now."""
    rows = PortfolioClip.objects.kept().filter(asset__creator__user=user)
    public = Exists(PortfolioClip.objects.public().filter(pk=OuterRef("pk")))
    loaded = rows.select_related("asset__collaboration__brand", "asset__creator")
    return loaded.annotate(is_public=public).order_by("position", "pk")


def clip_choices(user: Any) -> QuerySet[Asset]:
    """Approved files of theirs that are not on their profile, newest first."""
    rows = Asset.objects.of_creator(user).showable().exclude(clip__isnull=False, clip__removed_at=None)
    return rows.order_by("-id")


def work(clip: PortfolioClip) -> dict[str, Any]:
    """What components/works.html shows."""
    asset = clip.asset
    is_video = asset.kind == Asset.Kind.VIDEO
    return {
        "video": is_video,
        "src": play_url(asset) if is_video else "",
        "still": still_url(asset),
        "captions": captions_of(asset),
        "title": clip.title,
    }


def strip(asset: Asset | None) -> list[str]:
    """What lies under the track of a player: the frames of the video side by side, or its still where there are none."""
    if asset is None or asset.kind != Asset.Kind.VIDEO:
        return []
    return [preview_url(asset.strip_key)] if asset.strip_key else [still_url(asset)] * 12 if asset.thumb_key else []


def review_queue(brand: Brand) -> QuerySet[Submission]:
    """What waits for the brand, the nearest deadline first. Where a trade is on hold or disputed, nobody answers here."""
    in_review = Collaboration.State.IN_REVIEW
    return (
        Submission.objects.filter(
            collaboration__brand=brand, collaboration__state=in_review, state=SubmissionState.SUBMITTED
        )
        .select_related("collaboration__deal", "collaboration__creator")
        .prefetch_related("assets")
        .order_by("collaboration__due_at", "id")
    )


def behind(rows: QuerySet[Submission], public_id: str) -> QuerySet[Submission]:
    """What comes after this version in the queue; all of it where it waits no more."""
    last = rows.filter(public_id=public_id).first() if public_id else None
    if last is None:
        return rows
    due_at = last.collaboration.due_at
    if due_at is None:  # its clock stands still: these come last
        return rows.filter(collaboration__due_at=None, pk__gt=last.pk)
    same = Q(collaboration__due_at=due_at, pk__gt=last.pk)
    return rows.filter(same | Q(collaboration__due_at__gt=due_at) | Q(collaboration__due_at=None))


def neighbours(brand: Brand, submission: Submission) -> dict[str, Any]:
    """Place of this version in the queue, and the ones before and after: {position, total, previous, next}."""
    ids = list(
        review_queue(brand).select_related(None).prefetch_related(None).values_list("public_id", flat=True)[:200]
    )
    if submission.public_id not in ids:
        return {"position": None, "total": len(ids), "previous": None, "next": ids[0] if ids else None}
    at = ids.index(submission.public_id)
    return {
        "position": at + 1,
        "total": len(ids),
        "previous": ids[at - 1] if at else None,
        "next": ids[at + 1] if at + 1 < len(ids) else None,
    }


def brief_items(collaboration: Collaboration) -> list[BriefItem]:
    """The brief both sides agreed to: the version frozen in the terms, or the deal's present one."""
    items = list(collaboration.deal.brief_items.all())
    version = _agreed(collaboration).get("brief_version") or collaboration.deal.brief_version
    return [item for item in items if item.brief_version == version] or items


def asked_files(collaboration: Collaboration) -> list[Deliverable]:
    """What must be made as both sides agreed to it: the deal may ask others for something else by now."""
    rows = _agreed(collaboration).get("deliverables")
    return list(collaboration.deal.deliverables.all()) if rows is None else [Deliverable(**row) for row in rows]


def missing_files(asked: Iterable[Deliverable], files: Iterable[Asset]) -> dict[str, int]:
    """How many of each kind are asked for and not among the files. A story is either kind; so is a file that was
    uploaded without script and is not looked into yet."""
    have = Counter("" if file.content_type == ANY_TYPE else file.kind for file in files)
    missing: dict[str, int] = {}
    for row in sorted(asked, key=lambda row: row.kind == Deliverable.Kind.STORY):
        need = row.count
        for kind in (*((row.kind,) if row.kind in Asset.Kind.values else Asset.Kind.values), ""):
            taken = min(need, have[kind])
            have[kind] -= taken
            need -= taken
        if need:
            missing[row.kind] = missing.get(row.kind, 0) + need
    return missing


def _agreed(collaboration: Collaboration) -> dict[str, Any]:
    versions = collaboration.terms_versions.filter(state="agreed").order_by("-version")
    return versions.values_list("body", flat=True).first() or {}


def brief_lines(
    items: Sequence[BriefItem], notes: Sequence[RevisionNote], submission: Submission, *, with_ticks: bool
) -> list[BriefLine]:
    """What is asked for in this version; while it waits for its answer also what was asked before and isn't done yet.

    Until then a line is there when the change that named it was called fixed, and for the brand when its team ticked it."""
    is_open = submission.state == SubmissionState.SUBMITTED
    asked = [note for note in notes if note.must_change and (is_open or note.submission_id == submission.pk)]
    unmet = {note.brief_item_id for note in asked if note.fixed_in_version is None}
    done = {note.brief_item_id for note in asked} if is_open else {item.pk for item in items}
    if is_open and with_ticks:
        done |= set(submission.ticked.values_list("pk", flat=True))
    return [BriefLine(item, item.pk in unmet, item.pk not in done) for item in items]


def notes_of(submission: Submission, *, with_drafts: bool) -> list[RevisionNote]:
    """Notes of this version, and the changes asked for in the ones before it."""
    notes = RevisionNote.objects.filter(
        submission__collaboration=submission.collaboration_id, submission__version__lte=submission.version
    ).select_related("author", "asset", "submission", "brief_item")
    kept = [
        note
        for note in notes
        if (note.submission_id == submission.pk and (with_drafts or not note.is_draft))
        or (note.submission_id != submission.pk and note.must_change and not note.is_draft)
    ]
    return sorted(kept, key=lambda note: (note.at_ms is None, note.at_ms or 0, note.pk))


def note_lines(
    notes: Sequence[RevisionNote], submission: Submission, *, start: float, address: str, files: Sequence[Asset] = ()
) -> list[NoteLine]:
    """Numbered lines for the list and the pins. A line's address leads to its file among `files`, for a note of an earlier
    version to the one that came in its place."""
    names = file_names(files) if len(files) > 1 else {}
    places = {file.position: file for file in files}
    shown = [file for note in notes if (file := note.asset)]
    stands = {file.pk: file if file in files else places.get(file.position, file) for file in shown}
    return [
        NoteLine(
            note=note,
            n=number,
            at=None if note.at_ms is None else note.at_ms / 1000,
            author=note.author.get_short_name(),
            body=note.text,
            must=note.must_change and note.fixed_in_version is None,
            fixed=_("Fixed in V{number}").format(number=note.fixed_in_version) if note.fixed_in_version else "",
            on=note.at_ms is not None and start > 0 and abs(note.at_ms / 1000 - start) < 0.5,
            href=f"{address}?t={(note.at_ms or 0) / 1000:g}"
            + (f"&file={stands[note.asset.pk].public_id}" if note.asset else ""),
            version=note.submission.version,
            is_earlier=note.submission_id != submission.pk,
            file=names.get(stands[note.asset.pk], "") if note.asset else "",
        )
        for number, note in enumerate(notes, start=1)
    ]


def file_names(files: Sequence[Asset]) -> dict[Asset, str]:
    """What each file of a version is called on its pages: "Video 1", "Photo 2"."""
    words = _("{kind} {number}")
    return {file: words.format(kind=file.get_kind_display(), number=n) for n, file in enumerate(files, start=1)}


def open_files(collaboration: Collaboration) -> list[Asset]:
    """The creator's files of this trade that were not sent yet: videos, then photos, oldest first."""
    states = [Asset.State.PROCESSING, Asset.State.READY, Asset.State.REJECTED]
    wanted = Q(state__in=states) | Q(awaited_by__isnull=False)
    files = Asset.objects.filter(wanted, collaboration=collaboration, submission=None)
    return sorted(files.order_by("id")[:60], key=lambda asset: asset.kind != Asset.Kind.VIDEO)


def usable_again(version: Submission) -> list[Asset]:
    """Files of the version that is to be changed that the next one doesn't have yet."""
    again = Asset.objects.filter(reuses=OuterRef("pk"), submission=None, state=Asset.State.READY)
    return list(version.assets.filter(~Exists(again)).order_by("position", "id"))


def paused_files(collaboration: Collaboration) -> list[Asset]:
    """Large files of this trade that were begun and have not arrived whole."""
    begun = Asset.objects.filter(collaboration=collaboration, state=Asset.State.WAITING, awaited_by=None)
    return list(begun.exclude(parts_id="").order_by("id")[:60])


def waiting_submission(collaboration: Collaboration) -> Submission | None:
    """The version that was sent and waits for its files."""
    return Submission.objects.filter(collaboration=collaboration, state__in=SUBMISSION_WAITING).first()


def refused_submission(collaboration: Collaboration) -> Submission | None:
    """The version that came back because of a file, as long as nothing was sent after it."""
    newest = Submission.objects.filter(collaboration=collaboration).order_by("-id").first()
    return newest if newest is not None and newest.state == SubmissionState.REJECTED else None


def latest_submission(collaboration: Collaboration) -> Submission | None:
    """The newest version that was with the brand."""
    return (
        Submission.objects.filter(collaboration=collaboration)
        .exclude(state__in=[*SUBMISSION_WAITING, SubmissionState.REJECTED])
        .prefetch_related(Prefetch("assets", Asset.objects.order_by("position", "id")))
        .order_by("-version")
        .first()
    )


def deliverable_words(row: Deliverable) -> str:
    """ "1 Instagram video, 20–30 s, 9:16"."""
    parts = [_counted(row.kind, row.count, _PLATFORMS.get(row.platform, row.platform))]
    if row.max_seconds and row.min_seconds:
        parts.append(_("{least}–{most} s").format(least=row.min_seconds, most=row.max_seconds))
    elif row.max_seconds:
        parts.append(_("up to {most} s").format(most=row.max_seconds))
    elif row.min_seconds:
        parts.append(_("at least {least} s").format(least=row.min_seconds))
    if row.ratio:
        parts.append(row.ratio)
    return ", ".join(parts)


def missing_words(collaboration: Collaboration, files: Iterable[Asset]) -> str:
    """ "Missing: 1 video and 2 photos."; "" when all is there that was asked for."""
    missing = missing_files(asked_files(collaboration), files)
    told = [_counted(kind, count) for kind, count in missing.items() if count]
    return _("Missing: {files}.").format(files=list_words(told)) if told else ""


def files_words(assets: Iterable[Asset]) -> str:
    """ "1 video, 3 photos"."""
    counts = Counter(asset.kind for asset in assets)
    return ", ".join(_counted(kind, counts[kind]) for kind in Asset.Kind.values if counts[kind])


def _counted(kind: str, count: int, platform: str = "") -> str:
    """ "1 video", "2 stories", "1 TikTok video"."""
    sentence = {
        Deliverable.Kind.VIDEO: (
            ngettext("{count} video", "{count} videos", count),
            ngettext("{count} {platform} video", "{count} {platform} videos", count),
        ),
        Deliverable.Kind.PHOTO: (
            ngettext("{count} photo", "{count} photos", count),
            ngettext("{count} {platform} photo", "{count} {platform} photos", count),
        ),
        Deliverable.Kind.STORY: (
            ngettext("{count} story", "{count} stories", count),
            ngettext("{count} {platform} story", "{count} {platform} stories", count),
        ),
    }[Deliverable.Kind(kind)][bool(platform)]
    return sentence.format(count=number_words(count), platform=platform)
