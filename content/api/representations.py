"""Objects of content as JSON-ready dictionaries."""

from typing import Any

from django.conf import settings

from barter.kernel.actors import Side
from barter.kernel.api.views import money
from barter.kernel.clock import now
from barter.kernel.rfc3339 import stamp
from barter.kernel.storage import PresignedPost
from content import queries
from content.checks import all_doubts
from content.licensing import public_url
from content.limits import PART_BYTES
from content.models import Asset, Captions, Licence, PaidRenewal, PortfolioClip, RevisionNote, Submission, TakeDown
from content.operations import Parts
from content.operations.uploads import parts_count
from content.permissions import available_actions
from content.workflow import SubmissionState
from deals.clips import captions_of

_ASSET_BALL = {Asset.State.WAITING: Side.CREATOR, Asset.State.PROCESSING: Side.SYSTEM}


def asset_data(asset: Asset, side: str, may_act: bool = True) -> dict[str, Any]:
    """A file; expects collaboration and submission to be loaded, and clean and licences where the brand sees it."""
    seen = queries.as_seen(asset, side, now())
    ball = _ASSET_BALL.get(Asset.State(asset.state))
    return {
        "object": "asset",
        "id": asset.public_id,
        "state": asset.state,
        "ball": ball and str(ball),
        "due_at": stamp(asset.expires_at) if asset.state == Asset.State.WAITING else None,
        "available_actions": available_actions(asset, side, may_act=may_act),
        "collaboration": asset.collaboration.public_id,
        "submission": asset.submission and asset.submission.public_id,
        "kind": asset.kind,
        "file_name": asset.file_name,
        "content_type": asset.content_type,
        "size_bytes": asset.size_bytes,
        "width": asset.width,
        "height": asset.height,
        "duration_ms": asset.duration_ms,
        "sha256": asset.sha256,
        "scan": asset.scan,
        "rejection": {"code": asset.rejection_code, "detail": asset.rejection_detail} if asset.rejection_code else None,
        "preview_url": queries.preview_url(seen.preview_key) or None,
        "poster_url": queries.preview_url(seen.poster_key) or None,
        "thumb_url": queries.preview_url(seen.thumb_key) or None,
        "strip_url": queries.preview_url(seen.strip_key) or None,
        "loudness_lufs": asset.loudness_lufs,
        "captions_language": seen.captions_language or None,
        "created_at": stamp(asset.created_at),
    }


def asset_detail(asset: Asset, side: str, may_act: bool = True) -> dict[str, Any]:
    """A file with what is too much for a list: its renditions, each by an address of its own."""
    seen = queries.as_seen(asset, side, now())
    keys = zip(seen.renditions(), [width for width in seen.widths for _ in range(2)], strict=True)
    renditions = [
        {"type": f"image/{key.rpartition('.')[2]}", "width": width, "url": queries.preview_url(key)}
        for key, width in keys
    ]
    return {**asset_data(asset, side, may_act), "renditions": renditions}


def captions_data(asset: Asset, captions: Captions, *, may_change: bool) -> dict[str, Any]:
    """What is said in a video, as WebVTT."""
    return {
        "object": "captions",
        "asset": asset.public_id,
        "language": asset.captions_language,
        "text": captions.text,
        "changed_at": stamp(captions.changed_at),
        "available_actions": ["update", "remove"] if may_change else [],
    }


def clip_data(clip: PortfolioClip) -> dict[str, Any]:
    """A clip of a profile; expects the file to be loaded. What only its creator may know comes with `own_clips`."""
    asset, is_public = clip.asset, getattr(clip, "is_public", None)
    is_own = is_public is not None
    captions = captions_of(asset)
    return {
        "object": "clip",
        "id": clip.public_id,
        "title": clip.title,
        "kind": asset.kind,
        "width": asset.width,
        "height": asset.height,
        "duration_ms": asset.duration_ms,
        "preview_url": queries.preview_url(asset.preview_key) or None,
        "poster_url": queries.preview_url(asset.poster_key) or None,
        "thumb_url": queries.preview_url(asset.thumb_key) or None,
        "captions_language": asset.captions_language or None,
        "captions_url": f"{settings.SITE_URL}{captions['url']}" if captions else None,
        "asset": asset.public_id if is_own else None,
        "is_public": is_public,
        "available_actions": ["update", "remove"] if is_own else [],
    }


def upload_data(asset: Asset, post: PresignedPost | None) -> dict[str, Any]:
    """A file on its way, with the permission where it is granted."""
    permission = post and {
        "method": "POST",
        "url": post.url,
        "fields": post.fields,
        "expires_at": stamp(asset.expires_at),
    }
    parts = {"part_bytes": PART_BYTES, "count": parts_count(asset), "arrived_bytes": asset.arrived_bytes}
    progress = {"step": asset.step, "percent": asset.step_percent} if asset.step else None
    doubts = [{"code": doubt.code, "detail": doubt.words} for doubt in all_doubts(asset.collaboration, [asset])[asset]]
    return {
        **asset_detail(asset, Side.CREATOR),
        "object": "upload",
        "upload": permission,
        "parts": parts,
        "progress": progress,
        "doubts": doubts,
    }


def parts_data(parts: Parts) -> dict[str, Any]:
    """How far an upload in parts is, and where to put the next ones."""
    return {
        "object": "upload_parts",
        "part_bytes": parts.part_bytes,
        "count": parts.count,
        "arrived": parts.arrived,
        "permissions": [{"number": number, "method": "PUT", "url": url} for number, url in parts.urls.items()],
    }


def submission_data(submission: Submission, side: str, rounds: int, may_act: bool) -> dict[str, Any]:
    """A version; expects collaboration, assets and notes (with item and asset) to be loaded."""
    collaboration = submission.collaboration
    is_open = submission.state == SubmissionState.SUBMITTED
    rounds_left = rounds - collaboration.revision_rounds_used
    notes = [note for note in submission.notes.all() if side == Side.BRAND or not note.is_draft]
    assets = []
    for asset in [*submission.assets.all(), *submission.awaited.all()]:
        asset.collaboration, asset.submission = collaboration, submission
        assets.append(asset_data(asset, side, may_act))
    return {
        "object": "submission",
        "id": submission.public_id,
        "state": submission.state,
        "ball": submission.ball,
        "due_at": stamp(collaboration.due_at) if is_open else None,
        "available_actions": available_actions(submission, side, rounds_left=rounds_left, may_act=may_act),
        "collaboration": collaboration.public_id,
        "version": submission.version,
        "caption": submission.caption,
        "rejection_reason": submission.rejection_reason or None,
        "assets": assets,
        "notes": [note_data(note) for note in notes],
        "missing": None,
        "doubts": None,
        "created_at": stamp(submission.created_at),
        "decided_at": stamp(submission.decided_at),
    }


def submission_detail(submission: Submission, side: str, rounds: int, may_act: bool) -> dict[str, Any]:
    """A version with what is too much for a list: what its files do not keep of the agreed, while it waits for its answer."""
    data, doubts, missing = submission_data(submission, side, rounds, may_act), [], {}
    if submission.state == SubmissionState.SUBMITTED:
        trade, files = submission.collaboration, list(submission.assets.all())
        missing = queries.missing_files(queries.asked_files(trade), files)
        found = all_doubts(trade, files, to_brand=side == Side.BRAND)
        doubts = [
            {"asset": asset.public_id, "code": doubt.code, "detail": doubt.words}
            for asset, said in found.items()
            for doubt in said
        ]
    return {**data, "missing": [{"kind": kind, "count": count} for kind, count in missing.items()], "doubts": doubts}


def note_data(note: RevisionNote) -> dict[str, Any]:
    return {
        "object": "note",
        "id": note.public_id,
        "brief_item": note.brief_item and note.brief_item.public_id,
        "asset": note.asset and note.asset.public_id,
        "at_ms": note.at_ms,
        "point": None if note.x is None else [note.x, note.y],
        "text": note.text,
        "must_change": note.must_change,
        "is_draft": note.is_draft,
        "fixed_in_version": note.fixed_in_version,
    }


def renewal_data(paid: PaidRenewal | None) -> dict[str, Any] | None:
    """What is given for more months: offered, agreed (its parcel is owed), paid, or called off."""
    if paid is None:
        return None
    state = (
        "called_off" if paid.called_off_at else "paid" if paid.paid_at else "agreed" if paid.agreed_at else "offered"
    )
    return {
        "object": "renewal",
        "id": paid.public_id,
        "state": state,
        "months": paid.months,
        "contents": paid.contents,
        "value": money(paid.worth_minor, paid.currency),
        "offered_at": stamp(paid.offered_at),
        "agreed_at": stamp(paid.agreed_at),
        "paid_at": stamp(paid.paid_at),
        "kept_at": stamp(paid.kept_at),
    }


def licence_data(licence: Licence, side: str, may_act: bool) -> dict[str, Any]:
    return {
        "object": "licence",
        "id": licence.public_id,
        "state": licence.state,
        "ball": licence.ball,
        "due_at": stamp(licence.due_at),
        "available_actions": available_actions(licence, side, may_act=may_act),
        "code": licence.code,
        "asset": licence.asset.public_id,
        "collaboration": licence.collaboration.public_id,
        "brand": licence.brand.public_id,
        "creator": licence.creator.public_id,
        "scope": licence.scope,
        "territory": licence.territory,
        "starts_at": stamp(licence.starts_at),
        "ends_at": stamp(licence.ends_at),
        "file_sha256": licence.file_sha256,
        "terms_sha256": licence.terms_hash,
        "renewal_months": licence.renewal_months,
        "renewal": renewal_data(getattr(licence, "paid_renewal", None)),
        "renews": licence.renews and licence.renews.public_id,
        "take_down": getattr(licence, "asked_id", None),
        "verify_url": public_url(licence, "licence"),
        "pdf_url": public_url(licence, "licence_pdf"),
    }


def take_down_data(row: TakeDown, side: str, may_act: bool) -> dict[str, Any]:
    """A take-down request; expects licence with asset and collaboration, brand and creator to be loaded."""
    return {
        "object": "take_down",
        "id": row.public_id,
        "state": row.state,
        "ball": row.ball,
        "due_at": stamp(row.due_at),
        "available_actions": available_actions(row, side, may_act=may_act),
        "licence": row.licence.public_id,
        "asset": row.licence.asset.public_id,
        "collaboration": row.licence.collaboration.public_id,
        "brand": row.brand.public_id,
        "creator": row.creator.public_id,
        "reason": row.reason,
        "words": row.words,
        "seen_url": row.seen_url or None,
        "answer": row.answer or None,
        "still_up": row.still_up or None,
        "decision": row.decision or None,
        "down_by": stamp(row.down_by),
        "asked_at": stamp(row.asked_at),
    }
