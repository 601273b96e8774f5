"""Errors as RFC 9457 problem documents. Nothing of the request's values is ever repeated in them."""

from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions
from rest_framework.views import set_rollback

from barter.kernel.errors import BarterError, Busy
from barter.kernel.ids import uuid7

CONTENT_TYPE = "application/problem+json"
_LOCK_NOT_AVAILABLE = "55P03"


class UnknownParameter(exceptions.APIException):
    status_code = 400
    default_code = "unknown_parameter"
    default_detail = "This list does not know that parameter."


class BadParameter(exceptions.APIException):
    status_code = 400
    default_code = "bad_parameter"
    default_detail = "Check this parameter."


class PreconditionFailed(exceptions.APIException):
    status_code = 412
    default_code = "precondition_failed"
    default_detail = "This was changed since you read it. Read it again, then repeat the change."


class IdempotencyKeyReused(exceptions.APIException):
    status_code = 422
    default_code = "idempotency_key_reused"
    default_detail = "This Idempotency-Key was used for another request. Use a new key for a new request."


def problem(
    request: HttpRequest | Any,
    *,
    status: int,
    code: str,
    detail: str,
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """One problem document as a finished response."""
    body = {
        "type": f"urn:barter:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "code": code,
        "errors": errors or [],
        "request_id": getattr(request, "request_id", "") or uuid7().hex,
    }
    return HttpResponse(orjson.dumps(body), status=status, content_type=CONTENT_TYPE, headers=headers or {})


def problem_handler(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's exception handler. None means: not ours, let it become a 500."""
    request = context["request"]
    set_rollback()
    if isinstance(error, BarterError):
        return refusal(request, error)
    if isinstance(error, OperationalError) and getattr(error.__cause__, "sqlstate", "") == _LOCK_NOT_AVAILABLE:
        return refusal(request, Busy(), {"Retry-After": "1"})
    if isinstance(error, Http404):
        return problem(request, status=404, code="not_found", detail="There is nothing here, or it isn't yours.")
    if isinstance(error, PermissionDenied):
        return problem(request, status=403, code="not_allowed", detail="Your role doesn't allow this.")
    if isinstance(error, exceptions.ValidationError):
        errors = _field_errors(error.get_full_details())
        detail = "One value needs a change." if len(errors) == 1 else f"{len(errors)} values need a change."
        return problem(request, status=422, code="invalid", detail=detail, errors=errors)
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        return problem(
            request,
            status=401,
            code="not_authenticated",
            detail="Sign in first: send the session token as X-Session-Token.",
            headers={"WWW-Authenticate": "X-Session-Token"},
        )
    if isinstance(error, exceptions.APIException):
        wait = getattr(error, "wait", None)
        headers = {"Retry-After": str(int(wait))} if wait else {}
        return problem(
            request, status=error.status_code, code=str(error.get_codes()), detail=str(error.detail), headers=headers
        )
    return None


def refusal(request: Any, error: BarterError, headers: dict[str, str] | None = None) -> HttpResponse:
    errors = [{"pointer": f"/{error.field}", "code": error.code, "message": error.detail}] if error.field else []
    return problem(request, status=error.status, code=error.code, detail=error.detail, errors=errors, headers=headers)


def _field_errors(details: Any, pointer: str = "") -> list[dict[str, str]]:
    if (
        isinstance(details, dict)
        and set(details) == {"message", "code"}
        and not isinstance(details["message"], dict | list)
    ):
        return [{"pointer": pointer or "/", "code": str(details["code"]), "message": str(details["message"])}]
    if isinstance(details, dict):
        return [row for name, inner in details.items() for row in _field_errors(inner, _step(pointer, str(name)))]
    if isinstance(details, list) and all(
        isinstance(inner, dict) and set(inner) == {"message", "code"} for inner in details
    ):
        return [row for inner in details for row in _field_errors(inner, pointer)]
    if isinstance(details, list):
        return [row for index, inner in enumerate(details) for row in _field_errors(inner, _step(pointer, str(index)))]
    return []


def _step(pointer: str, name: str) -> str:
    return pointer if name == "non_field_errors" else f"{pointer}/{name}"
