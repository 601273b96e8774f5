"""Reading a body. Everything a client can get wrong here ends as a problem, never as a 500."""

from collections.abc import Mapping
from typing import IO, Any

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import UnreadablePostError
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from barter.kernel.api.problems import BodyTooLarge

_MULTIPART = "multipart/"


class JsonParser(BaseParser):
    """Strict JSON: no NaN, no half surrogates, at most 1,024 levels; integers beyond 64 bits become floats."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        body = stream.read()
        try:
            return orjson.loads(body) if body.strip() else {}
        except orjson.JSONDecodeError as error:
            detail = f"The body is not JSON: line {error.lineno}, column {error.colno}."
            raise ParseError(detail, code="malformed_json") from None


class AlwaysJson(DefaultContentNegotiation):
    """Answers are JSON whatever `Accept` says: it spares clients a 406, and every request a comparison."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


def take_body(request: Any) -> None:
    """Read the body before anything else does, so that it can be parsed and fingerprinted. Forms are read as a stream.

    Raises BodyTooLarge, or ParseError when the client went away.
    """
    if request.content_type.startswith(_MULTIPART):
        return
    try:
        request.body  # noqa: B018 - Django keeps what it has read
    except RequestDataTooBig:
        raise BodyTooLarge from None
    except UnreadablePostError:
        raise ParseError("The body broke off.", code="body_incomplete") from None


__all__ = ["AlwaysJson", "JsonParser", "MultiPartParser", "take_body"]
