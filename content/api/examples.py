"""Examples for the OpenAPI document."""

from typing import Any

_T = "2026-11-21T14:02:00Z"
_COLLABORATION = "col_0199p4x8c7f3mv5q2r1t6y9kdd"
_SUBMISSION = "sub_0199p4x8c7f3mv5q2r1t6y9kdf"
_STORE = "https://s3.eu-central-1.amazonaws.com/barter"
_SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

ASSET: dict[str, Any] = {
    "object": "asset",
    "id": "ast_0199p4x8c7f3mv5q2r1t6y9kdg",
    "state": "ready",
    "ball": None,
    "due_at": None,
    "available_actions": ["download"],
    "collaboration": _COLLABORATION,
    "submission": _SUBMISSION,
    "kind": "video",
    "file_name": "IMG_2041.MOV",
    "content_type": "video/quicktime",
    "size_bytes": 48_211_040,
    "width": 1080,
    "height": 1920,
    "duration_ms": 31_000,
    "sha256": _SHA,
    "scan": "clean",
    "rejection": None,
    "preview_url": f"{_STORE}/previews/...",
    "poster_url": f"{_STORE}/previews/...",
    "thumb_url": f"{_STORE}/previews/...",
    "strip_url": f"{_STORE}/previews/...",
    "loudness_lufs": -16.2,
    "captions_language": "en",
    "created_at": _T,
}
ASSET_DETAIL: dict[str, Any] = {**ASSET, "renditions": []}
CLIP: dict[str, Any] = {
    "object": "clip",
    "id": "clip_0199p4x8c7f3mv5q2r1t6y9kdm",
    "title": "Serum at a window",
    **{
        name: ASSET[name]
        for name in ("kind", "width", "height", "duration_ms", "preview_url", "poster_url", "thumb_url")
    },
    "captions_language": "en",
    "captions_url": f"https://barter.example/assets/{ASSET['id']}/captions.vtt",
    "asset": ASSET["id"],
    "is_public": True,
    "available_actions": ["update", "remove"],
}
UPLOAD: dict[str, Any] = {
    **ASSET_DETAIL,
    "object": "upload",
    "state": "waiting",
    "ball": "creator",
    "due_at": "2026-11-21T15:02:00Z",
    "available_actions": ["complete", "parts", "discard"],
    "submission": None,
    "width": None,
    "height": None,
    "duration_ms": None,
    "sha256": "",
    "scan": "not_scanned",
    "preview_url": None,
    "poster_url": None,
    "thumb_url": None,
    "strip_url": None,
    "loudness_lufs": None,
    "captions_language": None,
    "progress": None,
    "doubts": [],
    "upload": {
        "method": "POST",
        "url": _STORE,
        "fields": {"key": "originals/…", "Content-Type": "video/quicktime", "policy": "…", "x-amz-signature": "…"},
        "expires_at": "2026-11-21T15:02:00Z",
    },
    "parts": {"part_bytes": 5_242_880, "count": 10, "arrived_bytes": 0},
}
UPLOAD_CHECKED: dict[str, Any] = {
    **UPLOAD,
    "state": "processing",
    "ball": "system",
    "due_at": None,
    "available_actions": ["discard"],
    "progress": {"step": "preparing", "percent": 40},
    "upload": None,
}
UPLOAD_AGAIN: dict[str, Any] = {
    **UPLOAD,
    **{name: ASSET[name] for name in ASSET if name not in {"object", "submission"}},
    "available_actions": ["download", "discard"],
    "upload": None,
}
UPLOAD_PARTS: dict[str, Any] = {
    "object": "upload_parts",
    "part_bytes": 5_242_880,
    "count": 10,
    "arrived": [1, 2],
    "permissions": [{"number": 3, "method": "PUT", "url": f"{_STORE}/originals/...?partNumber=3"}],
}
NOTE: dict[str, Any] = {
    "object": "note",
    "id": "note_0199p4x8c7f3mv5q2r1t6y9kdh",
    "brief_item": "bri_0199p4x8c7f3mv5q2r1t6y9kdj",
    "asset": ASSET["id"],
    "at_ms": 23_000,
    "point": None,
    "text": "Say “calmer skin” instead of “heals acne”.",
    "must_change": True,
    "is_draft": False,
    "fixed_in_version": None,
}
SUBMISSION: dict[str, Any] = {
    "object": "submission",
    "id": _SUBMISSION,
    "state": "submitted",
    "ball": "brand",
    "due_at": "2026-11-26T14:02:00Z",
    "available_actions": ["request_changes", "approve"],
    "collaboration": _COLLABORATION,
    "version": 1,
    "caption": "One drop. #ad",
    "rejection_reason": None,
    "assets": [ASSET],
    "notes": [],
    "missing": None,
    "doubts": None,
    "created_at": _T,
    "decided_at": None,
}
SUBMISSION_CHANGED: dict[str, Any] = {
    **SUBMISSION,
    "state": "changes_requested",
    "ball": "creator",
    "due_at": None,
    "available_actions": [],
    "assets": [{**ASSET, "available_actions": []}],
    "notes": [NOTE],
    "decided_at": _T,
}
SUBMISSION_APPROVED: dict[str, Any] = {
    **SUBMISSION,
    "state": "approved",
    "ball": None,
    "due_at": None,
    "available_actions": [],
    "decided_at": _T,
}
LICENCE: dict[str, Any] = {
    "object": "licence",
    "id": "lic_0199p4x8c7f3mv5q2r1t6y9kdk",
    "state": "active",
    "ball": "system",
    "due_at": "2027-11-21T14:02:00Z",
    "available_actions": ["download"],
    "code": "7K2M-9QX4-B0TR",
    "asset": ASSET["id"],
    "collaboration": _COLLABORATION,
    "brand": "brand_0199p4x8c7f3mv5q2r1t6y9kda",
    "creator": "cre_0199p4x8c7f3mv5q2r1t6y9kde",
    "scope": {
        "organic": True,
        "paid_ads_until": "2027-05-21T14:02:00Z",
        "edits": True,
        "handle": False,
        "credit": True,
    },
    "territory": "worldwide",
    "starts_at": _T,
    "ends_at": "2027-11-21T14:02:00Z",
    "file_sha256": _SHA,
    "terms_sha256": _SHA,
    "renewal_months": None,
    "renewal": None,
    "renews": None,
    "take_down": None,
    "verify_url": "https://barter.example/licences/7K2M-9QX4-B0TR/",
    "pdf_url": "https://barter.example/licences/7K2M-9QX4-B0TR.pdf",
}
RENEWAL: dict[str, Any] = {
    "object": "renewal",
    "id": "ren_0199p4x8c7f3mv5q2r1t6y9kdn",
    "state": "offered",
    "months": 6,
    "contents": "Night cream, 50 ml",
    "value": {"amount_minor": 3900, "currency": "EUR"},
    "offered_at": _T,
    "agreed_at": None,
    "paid_at": None,
}
TAKE_DOWN_INPUT: dict[str, Any] = {
    "reason": "scope",
    "words": "It runs as an ad for another product.",
    "seen_url": "https://example.com/ads/serum",
}
TAKE_DOWN: dict[str, Any] = {
    "object": "take_down",
    "id": "tkd_0199p4x8c7f3mv5q2r1t6y9kdn",
    "state": "asked",
    "ball": "brand",
    "due_at": "2026-11-24T14:02:00Z",
    "available_actions": ["agree", "refuse"],
    "licence": LICENCE["id"],
    "asset": ASSET["id"],
    "collaboration": _COLLABORATION,
    "brand": LICENCE["brand"],
    "creator": LICENCE["creator"],
    **TAKE_DOWN_INPUT,
    "answer": None,
    "still_up": None,
    "decision": None,
    "down_by": None,
    "asked_at": _T,
}
DOWNLOAD: dict[str, Any] = {
    "object": "download",
    "asset": ASSET["id"],
    "url": f"{_STORE}/kept/...",
    "expires_in_seconds": 60,
}
SHARE: dict[str, Any] = {
    "object": "share",
    "id": "shr_0199p4x8c7f3mv5q2r1t6y9kdn",
    "state": "open",
    "ball": None,
    "due_at": "2026-11-28T14:02:00Z",
    "available_actions": ["end"],
    "brand": LICENCE["brand"],
    "name": "Ads agency",
    "made_by": "Olga Owner",
    "may_download": False,
    "file_count": 1,
    "licences": None,
    "url": None,
    "opened_count": 4,
    "last_opened_at": "2026-11-22T08:30:00Z",
    "created_at": _T,
    "expires_at": "2026-11-28T14:02:00Z",
    "ended_at": None,
    "ended_because": None,
}
SHARE_INPUT: dict[str, Any] = {"licences": [LICENCE["id"]], "name": "Ads agency", "days": 7, "may_download": False}
CAPTIONS_INPUT: dict[str, Any] = {
    "language": "en",
    "text": "WEBVTT\n\n00:00:00.000 --> 00:00:02.500\nOkay, week one with the serum.\n",
}
CAPTIONS: dict[str, Any] = {
    "object": "captions",
    "asset": ASSET["id"],
    **CAPTIONS_INPUT,
    "changed_at": _T,
    "available_actions": ["update", "remove"],
}
UPLOAD_INPUT: dict[str, Any] = {
    "collaboration": _COLLABORATION,
    "file_name": "IMG_2041.MOV",
    "content_type": "video/quicktime",
    "size_bytes": 48_211_040,
}
SUBMISSION_INPUT: dict[str, Any] = {"assets": [ASSET["id"]], "caption": "One drop. #ad"}
CHANGES_INPUT: dict[str, Any] = {
    "notes": [{"brief_item": NOTE["brief_item"], "asset": ASSET["id"], "at_ms": 23_000, "text": NOTE["text"]}]
}
