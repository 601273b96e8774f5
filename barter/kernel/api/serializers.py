"""Shapes shared by all apps' API."""

from typing import Any, TypeVar

from rest_framework import serializers
from rest_framework.request import Request


class StrictSerializer(serializers.Serializer[Any]):
    """Input shape that refuses fields it does not know, so that a typing error is told and not ignored."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            message = f"Unknown field. Known: {', '.join(self.fields) or 'none'}."
            raise serializers.ValidationError({name: [message] for name in unknown}, code="unknown_field")
        return super().to_internal_value(data)


class MoneySchema(serializers.Serializer[Any]):
    """An amount in minor units: EUR 62.00 is 6200, JPY 500 is 500."""

    amount_minor = serializers.IntegerField()
    currency = serializers.CharField(help_text="ISO 4217")


class ProblemErrorSchema(serializers.Serializer[Any]):
    pointer = serializers.CharField(help_text="JSON pointer to the value")
    code = serializers.CharField()
    message = serializers.CharField()


class ProblemSchema(serializers.Serializer[Any]):
    """RFC 9457 problem document."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    code = serializers.CharField(help_text="stable; branch on it")
    errors = ProblemErrorSchema(many=True)  # type: ignore[assignment]  # the name is RFC 9457's
    request_id = serializers.CharField()


Shape = TypeVar("Shape", bound=serializers.Serializer[Any])


def parsed(shape: type[Shape], request: Request) -> dict[str, Any]:
    """The body in the given shape; raises ValidationError (422) with a pointer to each wrong field."""
    serializer = shape(data=request.data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)
