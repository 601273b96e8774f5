"""Building blocks of the OpenAPI document, shared by the apps' API. What every operation has is added by `schema`."""

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


def expand(*names: str) -> OpenApiParameter:
    """`?expand=` of a view, with its whitelist."""
    return OpenApiParameter(
        "expand",
        {"type": "array", "items": {"type": "string", "enum": sorted(names)}},
        description="Show these whole instead of their reference, separated by commas.",
        style="form",
        explode=False,
    )


def operation(operation_id: str, tag: str, summary: str, description: str, **more: Any) -> dict[str, Any]:
    """Arguments of `extend_schema`; every operation has these."""
    base = {"operation_id": operation_id, "tags": [tag], "summary": summary, "description": description}
    return {**base, "parameters": [], "request": None, **more}


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
