"""Errors as RFC 9457 problem documents. Nothing of the request's values is ever repeated in them."""

import logging
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rest_framework import exceptions
from rest_framework.views import set_rollback

from barter.kernel.errors import BarterError, Busy, NotAllowed, NotFound, TooOften
from barter.kernel.ids import uuid7

logger = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json"
# Another request holds what this one needs (lock not available, deadlock, serialization failure): come back at once.
_CONTENDED = frozenset({"55P03", "40P01", "40001"})
_RETRY_SECONDS = "1"
_RETRY_LATER_SECONDS = "5"


class BadParameter(exceptions.APIException):
    """A query parameter (or header) is not understood. The first word of the sentence names it, unless `parameter` does."""

    status_code = 400
    default_code = "bad_parameter"
    default_detail = "Check this parameter."

    def __init__(self, detail: str, *, parameter: str = "") -> None:
        super().__init__(detail)
        self.pointer = f"?{parameter or detail.split(' ', 1)[0]}"


class UnknownParameter(BadParameter):
    default_code = "unknown_parameter"
    default_detail = "This list does not know that parameter."


class BodyTooLarge(exceptions.APIException):
    status_code = 413
    default_code = "body_too_large"
    default_detail = "This body is larger than we read. Files go to /uploads/, one at a time."


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


def problem_handler(error: Exception, context: dict[str, Any]) -> HttpResponse:
    """DRF's exception handler: everything that can go wrong, as a problem."""
    request = context["request"]
    set_rollback()
    if isinstance(error, TooOften):
        return refusal(request, error, {"Retry-After": str(error.wait_seconds)})
    if isinstance(error, BarterError):
        return refusal(request, error)
    if isinstance(error, OperationalError | InterfaceError | DataError):
        return _database_problem(request, error)
    if isinstance(error, Http404):
        return refusal(request, NotFound())
    if isinstance(error, PermissionDenied):
        return refusal(request, NotAllowed())
    if isinstance(error, SuspiciousOperation):
        return _suspicious(request, error)
    if isinstance(error, exceptions.APIException):
        return _api_problem(request, error)
    return _broken(request, error)


def _api_problem(request: Any, error: exceptions.APIException) -> HttpResponse:
    """What REST framework and our own shapes refuse."""
    if isinstance(error, exceptions.ValidationError):
        errors = _field_errors(error.get_full_details())
        detail = _values_need_a_change(len(errors))
        return problem(request, status=422, code="invalid", detail=detail, errors=errors)
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        return problem(
            request,
            status=401,
            code="not_authenticated",
            detail="Sign in first: send the session token as X-Session-Token.",
            headers={"WWW-Authenticate": "X-Session-Token"},
        )
    code, detail = str(error.get_codes()), str(error.detail)
    pointer = getattr(error, "pointer", "" if isinstance(error, exceptions.ParseError) else None)
    errors = [] if pointer is None else [{"pointer": pointer, "code": code, "message": detail}]
    headers: dict[str, str] = dict(getattr(error, "headers", {}))
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return problem(request, status=error.status_code, code=code, detail=detail, errors=errors, headers=headers)


def _database_problem(request: Any, error: Exception) -> HttpResponse:
    state = getattr(error.__cause__, "sqlstate", "") or ""
    if state in _CONTENDED:
        return refusal(request, Busy(), {"Retry-After": _RETRY_SECONDS})
    if isinstance(error, DataError):  # a number or text no column holds; the shapes should have said so before
        logger.warning("value refused by the database", extra={"sqlstate": state, "path": request.path})
        errors = [{"pointer": "", "code": "out_of_range", "message": "A value is larger than can be kept."}]
        return problem(request, status=422, code="invalid", detail=_values_need_a_change(1), errors=errors)
    logger.error("the database did not answer", extra={"sqlstate": state, "path": request.path})
    detail = _("This can't be answered right now. Try again in a moment.")
    headers = {"Retry-After": _RETRY_LATER_SECONDS}
    return problem(request, status=503, code="unavailable", detail=detail, headers=headers)


def _suspicious(request: Any, error: SuspiciousOperation) -> HttpResponse:
    if isinstance(error, RequestDataTooBig):
        return _api_problem(request, BodyTooLarge())
    return problem(request, status=400, code="bad_request", detail="This request can't be read.")


def _broken(request: Any, error: Exception) -> HttpResponse:
    """A fault of ours. It is reported as Django would, and told without any detail."""
    django_request = getattr(request, "_request", request)
    got_request_exception.send(sender=problem_handler, request=django_request)
    logger.error("internal error", exc_info=error, extra={"path": request.path, "method": request.method})
    return problem(request, status=500, code="internal_error", detail=_("This is our fault. We have been told."))


def _values_need_a_change(count: int) -> str:
    return ngettext("One value needs a change.", "{count} values need a change.", count).format(count=count)


def refusal(request: Any, error: BarterError, headers: dict[str, str] | None = None) -> HttpResponse:
    errors = [
        {"pointer": f"/{name.replace('.', '/')}", "code": error.code, "message": sentence}
        for name, sentence in error.parts
    ]
    return problem(request, status=error.status, code=error.code, detail=error.detail, errors=errors, headers=headers)


def _field_errors(details: Any, pointer: str = "") -> list[dict[str, str]]:
    if (
        isinstance(details, dict)
        and set(details) == {"message", "code"}
        and not isinstance(details["message"], dict | list)
    ):
        return [{"pointer": pointer, "code": str(details["code"]), "message": str(details["message"])}]
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
    """One more step of a JSON pointer (RFC 6901); "" is the whole body."""
    return pointer if name == "non_field_errors" else f"{pointer}/{name[:80].replace('~', '~0').replace('/', '~1')}"
