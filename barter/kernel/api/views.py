"""The base of every API view."""

import hashlib
import re
from collections.abc import Callable, Sequence
from time import time
from typing import Any, ClassVar

import orjson
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.views import APIView

from barter.kernel.api import throttle
from barter.kernel.api.idempotency import answer_once
from barter.kernel.api.pagination import cursor_page
from barter.kernel.api.parsers import AlwaysJson, JsonParser, take_body
from barter.kernel.api.problems import BadParameter, PreconditionFailed, UnknownParameter, problem_handler

LIST_PARAMETERS = frozenset({"limit", "cursor"})
_EXPAND = frozenset({"expand"})
_NO_PARAMETERS: frozenset[str] = frozenset()
_TOKEN = "X-Session-Token"  # noqa: S105 - a header's name
_SIGNED, _SIGNATURE = b"?X-Amz-", re.compile(rb'\?X-Amz-[^"]*')
_SIGNED_SECONDS = 120


class BarterView(APIView):
    """One resource or verb. Subclasses write `get`, `post`, `patch`, `delete` and answer with `json(...)`.

    parameters: the query parameters this view knows beside `limit` and `cursor` of lists; any other is a 400.
    repeatable: those of them that may be given several times; any other is a 400 then, since one of the two would be ignored.
    expandable: what `?expand=` may name here; read it with `self.expand(request)`.
    keeps_answers: POSTs run in one transaction with their idempotency record. Set it to False for a view that must
    talk to the object store or another host (never inside a transaction) and whose effect is idempotent by itself.
    """

    parameters: ClassVar[frozenset[str]] = _NO_PARAMETERS
    repeatable: ClassVar[frozenset[str]] = _NO_PARAMETERS
    expandable: ClassVar[frozenset[str]] = _NO_PARAMETERS
    is_list: ClassVar[bool] = False
    keeps_answers: ClassVar[bool] = True
    post: Callable[..., HttpResponse]
    patch: Callable[..., HttpResponse]

    parser_classes: Sequence[type[BaseParser]] = (JsonParser,)
    content_negotiation_class = AlwaysJson

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        take_body(request._request)
        super().initial(request, *args, **kwargs)
        known = self.parameters | (_EXPAND if self.expandable else _NO_PARAMETERS)
        if self.is_list and request.method in {"GET", "HEAD"}:
            known |= LIST_PARAMETERS
        for name, values in request.query_params.lists():
            if name not in known:
                listed = ", ".join(sorted(known)) or "none"
                raise UnknownParameter(f"Unknown parameter {name[:40]!r}. Known: {listed}.", parameter=name[:40])
            if len(values) > 1 and name not in self.repeatable:
                raise BadParameter(f"{name} is given {len(values)} times. Give it once.")

    def perform_authentication(self, request: Request) -> None:
        """Count before permissions are looked at, so that guessing is limited too."""
        super().perform_authentication(request)
        self._rate_headers = throttle.count(request)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.method == "POST" and self.keeps_answers and hasattr(self, "post"):
            self.post = self._once(self.post)
        if request.method == "PATCH" and "If-Match" in request.headers and hasattr(self, "patch"):
            self.patch = self._alone(self.patch)
        response = super().dispatch(request, *args, **kwargs)
        for name, value in getattr(self, "_rate_headers", {}).items():
            response.headers.setdefault(name, value)
        if _TOKEN in request.headers:  # of its caller alone: no cache on the way knows the token for a sign-in
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """`Allow` says what is possible here; the rest stands in the schema."""
        return HttpResponse(status=204)

    def page(
        self, request: Request, queryset: QuerySet[Any], *, order: Sequence[str], represent: Callable[[Any], Any]
    ) -> HttpResponse:
        """A list answer; see `cursor_page`."""
        return json(cursor_page(request, queryset, order=order, represent=represent))

    def item(self, request: Request, data: Any) -> HttpResponse:
        """One object with a strong ETag; 304 when the caller already has it."""
        response = json(data)
        tag = etag_of(response.content)
        if request.method in {"GET", "HEAD"} and _names(request.headers.get("If-None-Match", ""), tag):
            response = HttpResponse(status=304)
        response.headers["ETag"] = tag
        return response

    def insist_unchanged(self, request: Request, data: Any) -> None:
        """For PATCH: `data` is the present representation; raises PreconditionFailed when If-Match names another."""
        wanted = request.headers.get("If-Match")
        if wanted and not _names(wanted, etag_of(orjson.dumps(data, default=plain))):
            raise PreconditionFailed

    def expand(self, request: Request) -> frozenset[str]:
        """The names after `?expand=`, all of them known here. Raises BadParameter."""
        names = frozenset(name for name in request.query_params.get("expand", "").split(",") if name)
        if not names <= self.expandable:
            raise BadParameter(f"expand is any of {', '.join(sorted(self.expandable))}.")
        return names

    def _once(self, handler: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def run(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            request.data  # noqa: B018 - parse before the transaction: a malformed body is a plain 400
            return answer_once(
                request,
                lambda: handler(request, *args, **kwargs),
                lambda error: problem_handler(error, {"request": request}),
            )

        return run

    def _alone(self, handler: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """PATCHes that name a version run one after the other, so that of two with the same version one fails."""

        def run(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [request.path])
                return handler(request, *args, **kwargs)

        return run


def json(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    """A finished JSON answer. Datetimes become RFC 3339 in UTC with Z."""
    return HttpResponse(
        orjson.dumps(data, default=plain), status=status, content_type="application/json", headers=headers or {}
    )


def told_once(data: dict[str, Any], secrets: dict[str, Any], **options: Any) -> HttpResponse:
    """`json` with these fields on top, which are told in this answer alone: a repeat with the same key is told `data`."""
    answer = json({**data, **secrets}, **options)
    answer.repeated = json(data, **options)  # type: ignore[attr-defined]
    return answer


def etag_of(body: bytes) -> str:
    """The same for the same object: what makes a signed address of the store new at every look is left out. A tag lasts
    two minutes then, so that no address that is kept with it has run out."""
    if _SIGNED in body:
        body = _SIGNATURE.sub(b"", body) + str(int(time()) // _SIGNED_SECONDS).encode()
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _names(header: str, tag: str) -> bool:
    """Whether a list of entity tags names this one; `*` names any."""
    return any(named.strip() in {tag, "*"} for named in header.split(","))


def money(amount_minor: int, currency: str) -> dict[str, Any]:
    return {"amount_minor": amount_minor, "currency": currency}


def plain(value: Any) -> Any:
    return str(value)
