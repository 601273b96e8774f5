"""Examples of allauth's answers for the OpenAPI document."""

from typing import Any

_TOKEN = "6yv4mtnx1fg8m1iwr0v0wxdbl0ynmo2s"  # noqa: S105 - an invented example
_NEW = "three quiet words"

SIGN_UP_CREATOR: dict[str, Any] = {"email": "elina@example.com", "password": _NEW, "started_as": "creator"}
SIGN_UP_BRAND: dict[str, Any] = {
    "email": "owner@velda.example",
    "password": _NEW,
    "started_as": "brand",
    "brand_name": "Velda",
}
PENDING: dict[str, Any] = {
    "status": 401,
    "data": {
        "flows": [{"id": "login"}, {"id": "signup"}, {"id": "verify_email", "is_pending": True}],
    },
    "meta": {"is_authenticated": False, "session_token": _TOKEN},
}
AUTHENTICATED: dict[str, Any] = {
    "status": 200,
    "data": {
        "user": {"id": 7, "display": "Elīna Kalniņa", "email": "elina@example.com", "has_usable_password": True},
        "methods": [{"method": "password", "at": 1795442520.0, "email": "elina@example.com"}],
    },
    "meta": {"is_authenticated": True, "session_token": _TOKEN},
}
SESSIONS: dict[str, Any] = {
    "status": 200,
    "data": [
        {
            "id": 12,
            "user_agent": "Barter/1.0 (iPhone)",
            "ip": "203.0.113.7",
            "created_at": 1795442520,
            "last_seen_at": 1795442520,
            "is_current": True,
        }
    ],
}
