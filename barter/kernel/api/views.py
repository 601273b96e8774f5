"""The base of every API view."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

import orjson
from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from barter.kernel.api import throttle
from barter.kernel.api.idempotency import answer_once
from barter.kernel.api.pagination import cursor_page
from barter.kernel.api.problems import PreconditionFailed, UnknownParameter, problem_handler

LIST_PARAMETERS = frozenset({"limit", "cursor"})


class BarterView(APIView):
    """One resource or verb. Subclasses write `get`, `post`, `patch`, `delete` and answer with `json(...)`.

    parameters: the query parameters this view knows beside `limit` and `cursor` of lists; any other is a 400.
    keeps_answers: POSTs run in one transaction with their idempotency record. Set it to False for a view that must
    talk to the object store or another host (never inside a transaction) and whose effect is idempotent by itself.
    """

    parameters: ClassVar[frozenset[str]] = frozenset()
    is_list: ClassVar[bool] = False
    keeps_answers: ClassVar[bool] = True
    post: Callable[..., HttpResponse]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self._rate_headers = throttle.count(request)
        known = self.parameters | (LIST_PARAMETERS if self.is_list and request.method == "GET" else frozenset())
        for name in request.query_params:
            if name not in known:
                raise UnknownParameter(f"Unknown parameter {name[:40]!r}. Known: {', '.join(sorted(known)) or 'none'}.")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.method == "POST" and self.keeps_answers and hasattr(self, "post"):
            self.post = self._once(self.post)
        response = super().dispatch(request, *args, **kwargs)
        for name, value in getattr(self, "_rate_headers", {}).items():
            response.headers.setdefault(name, value)
        return response

    def page(
        self, request: Request, queryset: QuerySet[Any], *, order: Sequence[str], represent: Callable[[Any], Any]
    ) -> HttpResponse:
        """A list answer; see `cursor_page`."""
        return json(cursor_page(request, queryset, order=order, represent=represent))

    def item(self, request: Request, data: Any) -> HttpResponse:
        """One object with a strong ETag; 304 when the caller already has it."""
        response = json(data)
        tag = etag_of(response.content)
        if request.headers.get("If-None-Match") == tag:
            response = HttpResponse(status=304)
        response.headers["ETag"] = tag
        return response

    def insist_unchanged(self, request: Request, data: Any) -> None:
        """For PATCH: `data` is the present representation; raises PreconditionFailed when If-Match names another."""
        wanted = request.headers.get("If-Match")
        if wanted and wanted != etag_of(orjson.dumps(data, default=plain)):
            raise PreconditionFailed

    def _once(self, handler: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def run(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            request.data  # noqa: B018 - parse before the transaction: a malformed body is a plain 400
            return answer_once(
                request,
                lambda: handler(request, *args, **kwargs),
                lambda error: problem_handler(error, {"request": request}),
            )

        return run


def json(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    """A finished JSON answer. Datetimes become RFC 3339 in UTC with Z."""
    return HttpResponse(
        orjson.dumps(data, default=plain), status=status, content_type="application/json", headers=headers or {}
    )


def etag_of(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def stamp(moment: datetime | None) -> str | None:
    """RFC 3339, UTC, whole seconds: 2026-11-21T14:02:00Z."""
    return None if moment is None else f"{moment.astimezone(UTC).isoformat(timespec='seconds')[:19]}Z"


def money(amount_minor: int, currency: str) -> dict[str, Any]:
    return {"amount_minor": amount_minor, "currency": currency}


def plain(value: Any) -> Any:
    return str(value)
