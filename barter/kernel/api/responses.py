"""Answers and headers that every operation may give, as components of the OpenAPI document."""

from typing import Any

_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_RETRY = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
_RATE = {name: {"$ref": f"#/components/headers/{name}"} for name in ("RateLimit-Policy", "RateLimit")}


def _header(description: str, example: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}, "example": example}


HEADERS: dict[str, Any] = {
    "RateLimit-Policy": _header("What is allowed: requests (`q`) in seconds (`w`).", '"minute";q=600;w=60'),
    "RateLimit": _header("What is left: requests (`r`) until the window ends in seconds (`t`).", '"minute";r=599;t=42'),
    "Retry-After": _header("Come back after so many seconds.", "1"),
    "ETag": _header(
        "Names this version of the object, for If-Match and If-None-Match.", '"9f86d081884c7d659a2feaa0c55ad015"'
    ),
    "Location": _header("Path of what was made.", "/api/v1/deals/deal_0199p4x8c7f3mv5q2r1t6y9kd1/"),
    "Idempotent-Replayed": _header("`true`: the stored answer to an earlier request with this key.", "true"),
}


def _answer(
    status: int, title: str, code: str, detail: str, description: str, errors: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    problem = {
        "type": f"urn:barter:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": "/api/v1/deals/",
        "code": code,
        "errors": errors or [],
        "request_id": "0199f2f5c1d47bd2a2f3a6a2e0c1b0aa",
    }
    answer: dict[str, Any] = {
        "description": description,
        "content": {
            "application/problem+json": {"schema": _PROBLEM, "examples": {"Example": {"value": problem}}},
        },
    }
    headers = {**(_RETRY if status in {409, 429, 503} else {}), **(_RATE if status == 429 else {})}
    return {**answer, "headers": headers} if headers else answer


def _value(pointer: str, code: str, message: str) -> list[dict[str, str]]:
    return [{"pointer": pointer, "code": code, "message": message}]


_LIMIT = "limit is a whole number from 1 to 100."

# status -> (name of the component, the component)
RESPONSES: dict[str, tuple[str, dict[str, Any]]] = {
    "400": (
        "BadRequest",
        _answer(
            400,
            "Bad Request",
            "bad_parameter",
            _LIMIT,
            "A query parameter is unknown or can't be read, the cursor is not one of ours, or the body is not JSON.",
            _value("?limit", "bad_parameter", _LIMIT),
        ),
    ),
    "401": (
        "NotAuthenticated",
        _answer(
            401,
            "Unauthorized",
            "not_authenticated",
            "Sign in first: send the session token as X-Session-Token.",
            "Not signed in, or the session token has ended.",
        ),
    ),
    "403": (
        "NotAllowed",
        _answer(
            403,
            "Forbidden",
            "not_allowed",
            "You can see this, but your role doesn't allow it.",
            "The caller sees the object and may not do this with it.",
        ),
    ),
    "404": (
        "NotFound",
        _answer(
            404,
            "Not Found",
            "not_found",
            "There is nothing here, or it isn't yours.",
            "Nothing there, or not visible to the caller; the two can't be told apart.",
        ),
    ),
    "409": (
        "Conflict",
        _answer(
            409,
            "Conflict",
            "deal_is_full",
            "Every place in this deal is taken.",
            "Not possible in the present state; `code` says why. With Retry-After (`busy`): somebody else changes the "
            "same thing, or a request with this Idempotency-Key is in flight; repeat it.",
        ),
    ),
    "410": (
        "Gone",
        _answer(
            410,
            "Gone",
            "invitation_over",
            "This invitation has ended. Ask for a new one.",
            "It was there and has ended.",
        ),
    ),
    "412": (
        "Changed",
        _answer(
            412,
            "Precondition Failed",
            "precondition_failed",
            "This was changed since you read it. Read it again, then repeat the change.",
            "The version named in If-Match is not the present one.",
        ),
    ),
    "413": (
        "BodyTooLarge",
        _answer(
            413,
            "Request Entity Too Large",
            "body_too_large",
            "This body is larger than we read. Files go to /uploads/, one at a time.",
            "The body has more than 5 MB (a product CSV: 10 MB).",
        ),
    ),
    "415": (
        "UnsupportedMediaType",
        _answer(
            415,
            "Unsupported Media Type",
            "unsupported_media_type",
            'Unsupported media type "text/plain" in request.',
            "The Content-Type is not the one this operation reads.",
        ),
    ),
    "422": (
        "Invalid",
        _answer(
            422,
            "Unprocessable Entity",
            "invalid",
            "One value needs a change.",
            "A value needs a change; `errors` names each by a JSON pointer. `idempotency_key_reused`: the key was used "
            "for another request.",
            _value("/places", "min_value", "Ensure this value is greater than or equal to 1."),
        ),
    ),
    "429": (
        "TooManyRequests",
        _answer(
            429,
            "Too Many Requests",
            "throttled",
            "Request was throttled. Expected available in 42 seconds.",
            "More requests than a minute allows.",
        ),
    ),
    "503": (
        "Unavailable",
        _answer(
            503,
            "Service Unavailable",
            "unavailable",
            "This can't be answered right now. Try again in a moment.",
            "A part of ours is away for a moment; repeat with the same Idempotency-Key.",
        ),
    ),
}
