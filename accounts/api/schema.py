"""allauth's own calls in the OpenAPI document: an app signs up, signs in and keeps its devices with these."""

from typing import Any

from accounts.api.examples import AUTHENTICATED, PENDING, SESSIONS, SIGN_UP_BRAND, SIGN_UP_CREATOR

_TAG = "sign-in"
_BASE = "/_allauth/app/v1"
_TOKEN: list[dict[str, list[str]]] = [{"sessionToken": []}]
_REF = "#/components/schemas/"


def add_sign_in(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """drf-spectacular's hook: put allauth's paths in front of ours."""
    result["components"]["schemas"].update(_SCHEMAS)
    result["components"].setdefault("securitySchemes", {}).setdefault(
        "sessionToken", {"type": "apiKey", "in": "header", "name": "X-Session-Token"}
    )
    result["paths"] = {**_paths(), **result["paths"]}
    return result


def _text(description: str = "", **more: Any) -> dict[str, Any]:
    return {"type": "string", **({"description": description} if description else {}), **more}


def _object(properties: dict[str, Any], required: list[str], description: str = "") -> dict[str, Any]:
    body: dict[str, Any] = {"type": "object", "properties": properties, "required": required}
    return {**body, "description": description} if description else body


_FLOW = _object(
    {
        "id": _text("`login`, `signup`, `verify_email`, `mfa_authenticate`, ...; accept values you do not know"),
        "is_pending": {"type": "boolean", "description": "true: this is the next step"},
        "types": {"type": "array", "items": {"type": "string"}},
    },
    ["id"],
)
_META = _object(
    {
        "is_authenticated": {"type": "boolean"},
        "session_token": _text("keep it; send it as X-Session-Token from now on. Only in answers that make a new one."),
    },
    [],
)
_SCHEMAS: dict[str, Any] = {
    "SignInAnswer": _object(
        {
            "status": {"type": "integer"},
            "data": _object(
                {
                    "user": {"type": "object", "additionalProperties": True},
                    "methods": {"type": "array", "items": {"type": "object", "additionalProperties": True}},
                    "flows": {"type": "array", "items": _FLOW, "description": "what is still to do"},
                },
                [],
            ),
            "meta": _META,
        },
        ["status"],
        "What allauth says about the session: 200 when signed in; 401 while a step is missing (the pending flow names "
        "it), and then `meta.session_token` carries the half-open session to the next call.",
    ),
    "SignInError": _object(
        {
            "status": {"type": "integer"},
            "errors": {
                "type": "array",
                "items": _object(
                    {"code": _text(), "param": _text("the field"), "message": _text("a sentence for the person")},
                    ["code", "message"],
                ),
            },
        },
        ["status"],
        "What allauth refuses: one row a value.",
    ),
    "SessionList": _object(
        {
            "status": {"type": "integer"},
            "data": {
                "type": "array",
                "items": _object(
                    {
                        "id": {"type": "integer"},
                        "user_agent": _text(),
                        "ip": _text(),
                        "created_at": {"type": "number", "description": "seconds since 1970"},
                        "last_seen_at": {"type": "number"},
                        "is_current": {"type": "boolean"},
                    },
                    ["id", "is_current"],
                ),
            },
        },
        ["status", "data"],
        "The devices that are signed in.",
    ),
}


def _json(schema: str, description: str, example: dict[str, Any]) -> dict[str, Any]:
    content = {"schema": {"$ref": f"{_REF}{schema}"}, "examples": {"Example": {"value": example}}}
    return {"description": description, "content": {"application/json": content}}


def _refused(param: str, code: str, message: str) -> dict[str, Any]:
    example = {"status": 400, "errors": [{"code": code, "param": param, "message": message}]}
    return _json("SignInError", "A value needs a change.", example)


_SIGNED_IN = _json("SignInAnswer", "Signed in.", AUTHENTICATED)
_MORE = _json("SignInAnswer", "Not signed in (yet): the pending flow says what is missing.", PENDING)
_LIMITED = {"description": "Too many tries. Wait a few minutes."}
_CONFLICT = {"description": "This step is not open: already signed in, or nothing is pending."}


def _operation(
    operation_id: str,
    summary: str,
    description: str,
    responses: dict[str, Any],
    *,
    body: dict[str, Any] | None = None,
    examples: dict[str, Any] | None = None,
    security: list[dict[str, list[str]]] | None = None,
) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": operation_id,
        "tags": [_TAG],
        "summary": summary,
        "description": description,
        "security": security or [],
    }
    if body is not None:
        named = {name: {"value": value} for name, value in (examples or {}).items()}
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": body, "examples": named}},
        }
    return {**operation, "responses": responses}


def _paths() -> dict[str, Any]:
    email, password = _text(format="email"), _text(format="password")
    key = _object({"key": _text("the code of the mail")}, ["key"])
    return {
        f"{_BASE}/auth/signup": {"post": _sign_up(email, password)},
        f"{_BASE}/auth/email/verify": {
            "post": _operation(
                "sign_in_verify_email",
                "Confirm the e-mail address",
                "With the code of the mail, and the session token that signing up returned. Afterwards the person is "
                "signed in, and the creator's profile or the brand is there: read `/api/v1/me/`. Keep the new "
                "`meta.session_token` if there is one.",
                {
                    "200": _SIGNED_IN,
                    "400": _refused("key", "incorrect_code", "This code isn't right. Check the newest mail from us."),
                    "401": _MORE,
                    "409": _CONFLICT,
                    "429": _LIMITED,
                },
                body=key,
                examples={"Example": {"key": "Q4NKJF"}},
                security=_TOKEN,
            )
        },
        f"{_BASE}/auth/email/verify/resend": {
            "post": _operation(
                "sign_in_resend_code",
                "Send the code again",
                "A new mail with a new code; the old one stops working.",
                {
                    "200": {"description": "Sent."},
                    "403": {"description": "Not possible now; wait a little."},
                    "409": _CONFLICT,
                    "429": _LIMITED,
                },
                security=_TOKEN,
            )
        },
        f"{_BASE}/auth/login": {
            "post": _operation(
                "sign_in_login",
                "Sign in",
                "Returns `meta.session_token`: one per device. A 401 with the pending flow `verify_email` asks for the "
                "code that was just mailed, `mfa_authenticate` for a second factor.",
                {
                    "200": _SIGNED_IN,
                    "400": _refused("password", "email_password_mismatch", "E-mail and password don't fit together."),
                    "401": _MORE,
                    "409": _CONFLICT,
                    "429": _LIMITED,
                },
                body=_object({"email": email, "password": password}, ["email", "password"]),
                examples={"Example": {"email": "elina@example.com", "password": "three quiet words"}},
            )
        },
        f"{_BASE}/auth/2fa/authenticate": {
            "post": _operation(
                "sign_in_second_factor",
                "Give the second factor",
                "The code of the authenticator app, or a recovery code.",
                {
                    "200": _SIGNED_IN,
                    "400": _refused("code", "incorrect_code", "This code isn't right."),
                    "401": _MORE,
                    "409": _CONFLICT,
                    "429": _LIMITED,
                },
                body=_object({"code": _text()}, ["code"]),
                examples={"Example": {"code": "314159"}},
                security=_TOKEN,
            )
        },
        f"{_BASE}/auth/session": _session(),
        f"{_BASE}/auth/password/request": {
            "post": _operation(
                "sign_in_request_password_reset",
                "Ask for a new password",
                "Mails a code. The answer is the same whether there is an account or not, and carries a session token "
                "for the next call.",
                {"400": _refused("email", "invalid", "Enter a valid email address."), "401": _MORE, "429": _LIMITED},
                body=_object({"email": email}, ["email"]),
                examples={"Example": {"email": "elina@example.com"}},
            )
        },
        f"{_BASE}/auth/password/reset": {
            "post": _operation(
                "sign_in_reset_password",
                "Set a new password",
                "With the code of the mail. Then sign in.",
                {
                    "200": _SIGNED_IN,
                    "400": _refused("key", "incorrect_code", "This code isn't right. Check the newest mail from us."),
                    "401": _MORE,
                    "409": _CONFLICT,
                    "429": _LIMITED,
                },
                body=_object({"key": _text("the code"), "password": password}, ["key", "password"]),
                examples={"Example": {"key": "Q4NKJF", "password": "four other quiet words"}},
                security=_TOKEN,
            )
        },
        f"{_BASE}/auth/sessions": _sessions(),
    }


def _sign_up(email: dict[str, Any], password: dict[str, Any]) -> dict[str, Any]:
    body = _object(
        {
            "email": email,
            "password": {**password, "minLength": 10},
            "started_as": _text("the door; creator unless told", enum=["creator", "brand"]),
            "brand_name": _text("needed for a brand, unless `invited`", maxLength=80),
            "invited": {"type": "boolean", "description": "true: joins a team that invited them; makes no brand"},
        },
        ["email", "password"],
    )
    return _operation(
        "sign_in_sign_up",
        "Sign up",
        "Creates the account and mails a code. The answer is a 401 with the pending flow `verify_email` and a "
        "`meta.session_token`: send the code with it to `auth/email/verify`. With `started_as` `creator` a creator "
        "profile is made then, with `brand` the brand `brand_name`, owned by the person. A known address gets the same "
        "answer and another mail.",
        {
            "200": _SIGNED_IN,
            "400": _refused("brand_name", "required", "Add the brand's name."),
            "401": _MORE,
            "409": _CONFLICT,
            "429": _LIMITED,
        },
        body=body,
        examples={"A creator": SIGN_UP_CREATOR, "A brand": SIGN_UP_BRAND},
    )


def _session() -> dict[str, Any]:
    return {
        "get": _operation(
            "sign_in_read_session",
            "Is this token signed in?",
            "200 with the person, or 401 with what is to do.",
            {"200": _SIGNED_IN, "401": _MORE},
            security=_TOKEN,
        ),
        "delete": _operation(
            "sign_in_sign_out",
            "Sign out",
            "Ends this device's token at once. The answer is a 401: nobody is signed in any more.",
            {"401": _MORE},
            security=_TOKEN,
        ),
    }


def _sessions() -> dict[str, Any]:
    return {
        "get": _operation(
            "sign_in_list_devices",
            "Which devices are signed in",
            "One row a token.",
            {"200": _json("SessionList", "The devices.", SESSIONS), "401": _MORE},
            security=_TOKEN,
        ),
        "delete": _operation(
            "sign_in_revoke_devices",
            "Sign devices out",
            "Ends the named tokens at once.",
            {"200": _json("SessionList", "Who is left.", SESSIONS), "401": _MORE},
            body=_object({"sessions": {"type": "array", "items": {"type": "integer"}}}, ["sessions"]),
            examples={"Example": {"sessions": [12]}},
            security=_TOKEN,
        ),
    }
