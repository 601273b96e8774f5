"""Examples for the OpenAPI document: an invented brand, an invented creator."""

from typing import Any

from brands.api.examples import BRAND
from creators.api.examples import CREATOR

_T = "2026-11-21T14:02:00Z"
_DUE = "2026-11-28T14:02:00Z"


def _head(kind: str, public_id: str, state: str, ball: str | None, actions: list[str]) -> dict[str, Any]:
    return {
        "object": kind,
        "id": public_id,
        "state": state,
        "state_since": _T,
        "ball": ball,
        "due_at": _DUE,
        "late_since": None,
        "available_actions": actions,
    }


_BRAND = {
    "object": "brand",
    "id": "brand_0199p4x8c7f3mv5q2r1t6y9kda",
    "name": "Velda",
    "slug": "velda",
    "is_verified": True,
}
_IMAGE = {"url": "/static/demo/products/beauty.webp", "alt": "Serum bottle and cream jar", "width": 756, "height": 567}
_MAKES = [{"kind": "video", "platform": "instagram", "count": 1, "min_seconds": 20, "max_seconds": 40, "ratio": "9:16"}]
_DEAL_ID = "deal_0199p4x8c7f3mv5q2r1t6y9kdb"
_APPLICATION_ID = "app_0199p4x8c7f3mv5q2r1t6y9kdc"
_COLLABORATION_ID = "col_0199p4x8c7f3mv5q2r1t6y9kdd"
_CREATOR = {"object": "creator", "id": "cre_0199p4x8c7f3mv5q2r1t6y9kde", "name": "Elīna Kalniņa"}
_PLACES = {"total": 20, "taken": 12, "left": 8}
_VALUE = {"amount_minor": 6800, "currency": "EUR"}

DEAL_ROW: dict[str, Any] = {
    "object": "deal",
    "id": _DEAL_ID,
    "state": "live",
    "title": "Glow serum & cloud cream",
    "category": "beauty",
    "brand": {**_BRAND, "answer_hours": 6, "shipped_on_time": 41, "shipped": 42},
    "value": _VALUE,
    "image": _IMAGE,
    "deliverables": _MAKES,
    "must_post": False,
    "countries": ["LV", "EE", "LT"],
    "platforms": ["instagram"],
    "min_followers": 0,
    "places": _PLACES,
    "ship_within_days": 3,
    "create_within_days": 14,
    "published_at": _T,
    "due_at": _DUE,
}
DEAL: dict[str, Any] = {
    **_head("deal", _DEAL_ID, "live", "brand", ["apply"]),
    "title": "Glow serum & cloud cream",
    "summary": "Show us your morning.",
    "category": "beauty",
    "brand": _BRAND,
    "product": {"object": "product", "id": "prod_0199p4x8c7f3mv5q2r1t6y9kdf", "title": "Glow serum"},
    "value": _VALUE,
    "image": _IMAGE,
    "brief": {
        "version": 1,
        "items": [{"id": "bri_0199p4x8c7f3mv5q2r1t6y9kdg", "kind": "must_show", "text": "Put the serum on bare skin"}],
    },
    "deliverables": [{"id": "dlv_0199p4x8c7f3mv5q2r1t6y9kdh", **_MAKES[0]}],
    "licence": {
        "months": 12,
        "territory": "worldwide",
        "paid_ads_months": 0,
        "edits": False,
        "handle": False,
        "credit": True,
    },
    "must_post": False,
    "countries": ["LV", "EE", "LT"],
    "platforms": ["instagram"],
    "languages": [],
    "min_followers": 0,
    "places": _PLACES,
    "ship_within_days": 3,
    "create_within_days": 14,
    "live_days": 30,
    "end_date": None,
    "terms_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "published_at": _T,
    "created_at": _T,
    "eligibility": {"ok": True, "reasons": [{"code": "country", "text": "Ships to Latvia", "met": True}]},
    "is_saved": False,
    "application": None,
}
APPLICATION: dict[str, Any] = {
    **_head("application", _APPLICATION_ID, "submitted", "brand", ["withdraw"]),
    "deal": {"object": "deal", "id": _DEAL_ID, "title": "Glow serum & cloud cream"},
    "creator": {
        **_CREATOR,
        "handle": "elina",
        "city": "Riga",
        "country": "LV",
        "is_verified": True,
        "completed": 9,
        "on_time": 9,
        "channels": [
            {
                "id": "chn_0199p4x8c7f3mv5q2r1t6y9kdj",
                "platform": "instagram",
                "handle": "elina.k",
                "followers": 4200,
                "is_verified": True,
            }
        ],
    },
    "pitch": "I film in window light.",
    "variant": None,
    "channel": "chn_0199p4x8c7f3mv5q2r1t6y9kdj",
    "clips": [],
    "ships_to": {"city": "Riga", "country": "LV"},
    "address": "adr_0199p4x8c7f3mv5q2r1t6y9kdk",
    "proposal": None,
    "consented_hash": DEAL["terms_hash"],
    "decline_reason": None,
    "collaboration": None,
    "submitted_at": _T,
}
LIVE_LINK: dict[str, Any] = {
    "object": "live_link",
    "id": "lnk_0199p4x8c7f3mv5q2r1t6y9kdm",
    "platform": "tiktok",
    "url": "https://www.tiktok.com/@elina/video/7300000000000000000",
    "state": "unchecked",
    "posted_at": _T,
    "checked_at": None,
}
COLLABORATION: dict[str, Any] = {
    **_head("collaboration", _COLLABORATION_ID, "delivered", "creator", ["confirm_delivery", "report_problem"]),
    "deal": {"object": "deal", "id": _DEAL_ID, "title": "Glow serum & cloud cream"},
    "application": _APPLICATION_ID,
    "brand": {"object": "brand", "id": _BRAND["id"], "name": "Velda"},
    "creator": _CREATOR,
    "exchange": "parcel",
    "must_post": False,
    "create_within_days": 14,
    "live_days": 30,
    "disclosure": None,
    "revision_rounds_used": 0,
    "is_extended": False,
    "was_late": False,
    "problem_code": None,
    "cancel_proposed_by": None,
    "instructions": None,
    "visit_date": None,
    "terms": {
        "version": 1,
        "sha256": DEAL["terms_hash"],
        "proposed_by": None,
        "agreed_at": _T,
        "body": {"deal": _DEAL_ID, "create_within_days": 14, "licence": DEAL["licence"]},
    },
    "proposed_terms": None,
    "dispute": None,
    "live_links": [],
    "agreed_at": _T,
    "shipped_at": _T,
    "delivered_at": _T,
    "approved_at": None,
    "posted_at": None,
    "ended_at": None,
}
REVIEW: dict[str, Any] = {
    **_head("review", "rev_0199p4x8c7f3mv5q2r1t6y9kdn", "sealed", "system", []),
    "collaboration": _COLLABORATION_ID,
    "side": "creator",
    "stars": 5,
    "public_text": "Quick and kind.",
    "would_again": True,
    "written_at": _T,
    "published_at": None,
}
DISPUTE: dict[str, Any] = {
    **_head("dispute", "dsp_0199p4x8c7f3mv5q2r1t6y9kdp", "open", "brand", []),
    "collaboration": _COLLABORATION_ID,
    "opened_by": "creator",
    "reason": "The parcel was empty.",
    "answer": None,
    "outcome": None,
    "decision": None,
    "opened_at": _T,
}
DEAL_INPUT: dict[str, Any] = {
    "product": "prod_0199p4x8c7f3mv5q2r1t6y9kdf",
    "title": "Glow serum & cloud cream",
    "category": "beauty",
    "countries": ["LV", "EE", "LT"],
    "places": 20,
    "must_post": False,
    "brief_items": [
        {"kind": "must_show", "text": "Put the serum on bare skin"},
        {"kind": "disclosure", "text": "#ad in the first line"},
    ],
    "deliverables": _MAKES,
    "licence": {"months": 12, "credit": True},
}
PROPOSAL: dict[str, Any] = {"create_within_days": 21, "licence": {"paid_ads_months": 6}, "note": "For our spring ads."}
ME: dict[str, Any] = {
    "object": "me",
    "id": "user_0199p4x8c7f3mv5q2r1t6y9kdq",
    "email": "elina@example.com",
    "name": "Elīna Kalniņa",
    "language": "en",
    "time_zone": "Europe/Riga",
    "started_as": "creator",
    "joined_at": _T,
    "erase_at": None,
    "creator": CREATOR,
    "brands": [BRAND],
    "available_actions": ["update", "create_brand", "delete"],
}
PROPOSED: dict[str, Any] = {"due_date": "2026-12-12", "note": "Back from holidays on the 10th."}
