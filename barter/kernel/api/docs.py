"""Building blocks of the OpenAPI document, shared by the apps' API. What every operation has is added by `schema`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiRequest,
    OpenApiResponse,
    inline_serializer,
)
from rest_framework import serializers

from barter.kernel.api.serializers import ProblemSchema

Entry = dict[str, Any]  # of one operation: arguments of `extend_schema`


def _header(name: str, description: str, example: str) -> OpenApiParameter:
    examples = [OpenApiExample("Example", value=example)]
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, description=description, examples=examples)


_ETAG = '"9f86d081884c7d659a2feaa0c55ad015"'
IDEMPOTENCY_KEY = _header(
    "Idempotency-Key",
    "Any unique text, at most 255 characters. A repeat within 24 h gets the first answer.",
    "0b9c1f6e-4a55-4d0e-9d0a-2f5b1f7a7c11",
)
IF_MATCH = _header("If-Match", "ETag of the version you read; 412 when it changed.", _ETAG)
IF_NONE_MATCH = _header("If-None-Match", "ETag you hold; 304 when it is current.", _ETAG)
BRAND = _header(
    "Barter-Brand",
    "For members of several brands: the brand to act for. Without it, the one joined first; lists show all.",
    "brand_0199p4x8c7f3mv5q2r1t6y9kda",
)
LIMIT = OpenApiParameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": 100, "default": 25},
    description="Rows a page, 1 to 100; 25 unless told.",
)
CURSOR = OpenApiParameter("cursor", str, description="`next_cursor` of the page before.")


def query(name: str, description: str, kind: Any = OpenApiTypes.STR, enum: list[str] | None = None) -> OpenApiParameter:
    return OpenApiParameter(name, kind, description=description, enum=enum)


_WHOLE = "Show these whole instead of their reference, separated by commas."


def expand(*names: str, words: str = _WHOLE) -> OpenApiParameter:
    """`?expand=` of a view, with its whitelist."""
    return OpenApiParameter(
        "expand",
        {"type": "array", "items": {"type": "string", "enum": sorted(names)}},
        description=words,
        style="form",
        explode=False,
    )


def body(shape: type[serializers.Serializer[Any]], example: dict[str, Any]) -> OpenApiRequest:
    """A JSON body with its example."""
    return OpenApiRequest(shape, examples=[OpenApiExample("Example", value=example)])


def form(shape: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """A multipart/form-data body."""
    return {"multipart/form-data": shape}


def page_of(schema: type[serializers.Serializer[Any]], name: str) -> Any:
    """A list answer of `schema` rows."""
    return inline_serializer(
        name,
        {
            "data": schema(many=True),
            "next_cursor": serializers.CharField(allow_null=True, help_text="null: this is the last page"),
            "has_more": serializers.BooleanField(),
        },
    )


def list_of(schema: type[serializers.Serializer[Any]], name: str, example: dict[str, Any]) -> OpenApiResponse:
    """A good answer of a list, with one example row."""
    return ok(page_of(schema, name), {"data": [example], "next_cursor": None, "has_more": False})


def problems(*statuses: int) -> dict[int, OpenApiResponse]:
    """Which refusals are possible; `schema.finish` puts the shared component in their place."""
    return {status: OpenApiResponse(ProblemSchema) for status in statuses}


def ok(schema: Any, example: dict[str, Any] | list[Any] | None = None, description: str = "") -> OpenApiResponse:
    """A good answer with its example."""
    examples = [OpenApiExample("Example", value=example)] if example is not None else []
    return OpenApiResponse(schema, description=description or "Done.", examples=examples)


NOT_MODIFIED = OpenApiResponse(None, description="You hold the present version.")
NO_CONTENT = OpenApiResponse(None, description="Done; there is nothing to say.")


@dataclass(frozen=True, slots=True)
class Section:
    """The operations under one tag, each of them one entry: id, title, words, the good answer, possible refusals.

    What comes of it are arguments of `extend_schema`. Beside what its kind always has, an operation has the parameters
    of `also`, the body of `takes` and, for a move of the product, the `action` that allows it.
    """

    tag: str

    def read(
        self, name: str, title: str, words: str, answer: OpenApiResponse, refused: Sequence[int] = (), **more: Any
    ) -> Entry:
        """One thing, with its version."""
        answers = {200: answer, 304: NOT_MODIFIED}
        return self.operation(name, title, words, answers, refused, always=[IF_NONE_MATCH], **more)

    def page(
        self, name: str, title: str, words: str, answer: OpenApiResponse, refused: Sequence[int] = (), **more: Any
    ) -> Entry:
        """A list, page by page."""
        return self.operation(name, title, words, {200: answer}, refused, always=[LIMIT, CURSOR], **more)

    def create(
        self, name: str, title: str, words: str, answer: OpenApiResponse, refused: Sequence[int] = (), **more: Any
    ) -> Entry:
        """A POST that makes something."""
        return self.operation(name, title, words, {201: answer}, refused, always=[IDEMPOTENCY_KEY], **more)

    def act(
        self, name: str, title: str, words: str, answer: OpenApiResponse, refused: Sequence[int] = (), **more: Any
    ) -> Entry:
        """A POST that does something."""
        return self.operation(name, title, words, {200: answer}, refused, always=[IDEMPOTENCY_KEY], **more)

    def change(
        self, name: str, title: str, words: str, answer: OpenApiResponse, refused: Sequence[int] = (), **more: Any
    ) -> Entry:
        """A PATCH of the version one has read."""
        return self.operation(name, title, words, {200: answer}, [*refused, 412], always=[IF_MATCH], **more)

    def remove(self, name: str, title: str, words: str, refused: Sequence[int] = (), **more: Any) -> Entry:
        return self.operation(name, title, words, {204: NO_CONTENT}, refused, **more)

    def operation(
        self,
        name: str,
        title: str,
        words: str,
        answers: dict[int, OpenApiResponse],
        refused: Sequence[int] = (),
        *,
        always: Sequence[OpenApiParameter] = (),
        also: Sequence[OpenApiParameter] = (),
        takes: Any = None,
        action: str = "",
    ) -> Entry:
        """Any other operation; every kind above ends here."""
        return {
            "operation_id": name,
            "tags": [self.tag],
            "summary": title,
            "description": words,
            "parameters": [*always, *also],
            "request": takes,
            "responses": {**answers, **problems(*refused)},
            **({"extensions": {"x-action": action}} if action else {}),
        }
