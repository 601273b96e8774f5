"""Building blocks of the OpenAPI document, shared by the apps' API."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from barter.kernel.api.serializers import ProblemSchema

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Any unique text, at most 255 characters. A repeat within 24 h gets the first answer.",
    examples=[OpenApiExample("A UUID", value="0b9c1f6e-4a55-4d0e-9d0a-2f5b1f7a7c11")],
)
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="ETag of the version you read; 412 when it changed."
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="ETag you hold; 304 when it is current."
)
BRAND = OpenApiParameter(
    "Barter-Brand", str, OpenApiParameter.HEADER, description="For members of several brands: the brand to act for."
)
LIMIT = OpenApiParameter("limit", int, description="Rows a page, 1 to 100; 25 unless told.")
CURSOR = OpenApiParameter("cursor", str, description="next_cursor of the page before.")


def query(name: str, description: str, kind: Any = OpenApiTypes.STR, enum: list[str] | None = None) -> OpenApiParameter:
    return OpenApiParameter(name, kind, description=description, enum=enum)


def page_of(schema: type[serializers.Serializer[Any]], name: str) -> Any:
    """A list answer of `schema` rows."""
    return inline_serializer(
        name,
        {
            "data": schema(many=True),
            "next_cursor": serializers.CharField(allow_null=True),
            "has_more": serializers.BooleanField(),
        },
    )


def problems(*statuses: int) -> dict[int, OpenApiResponse]:
    words = {
        400: "A parameter is not understood.",
        401: "Not signed in.",
        403: "Seen, but this caller may not.",
        404: "Nothing there, or not yours.",
        409: "Not possible in the present state; `code` says why.",
        412: "Changed since it was read.",
        422: "A value needs a change; `errors` names each.",
        429: "Too many requests; see Retry-After.",
    }
    return {
        status: OpenApiResponse(
            ProblemSchema, description=words[status], examples=[OpenApiExample("Problem", value=_problem(status))]
        )
        for status in statuses
    }


def _problem(status: int) -> dict[str, Any]:
    known = {
        409: ("deal_is_full", "Conflict", "Every place in this deal is taken."),
        404: ("not_found", "Not Found", "There is nothing here, or it isn't yours."),
    }
    code, title, detail = known.get(status, ("invalid", "Problem", "One value needs a change."))
    return {
        "type": f"urn:barter:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": "/api/v1/deals/",
        "code": code,
        "errors": [],
        "request_id": "0190f2f5c1d47bd2a2f3a6a2e0c1b0aa",
    }


def ok(schema: Any, example: dict[str, Any] | list[Any] | None = None, description: str = "") -> OpenApiResponse:
    """A good answer with its example."""
    examples = [OpenApiExample("Example", value=example)] if example is not None else []
    return OpenApiResponse(schema, description=description, examples=examples)
