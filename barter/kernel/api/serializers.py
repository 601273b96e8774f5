"""Shapes shared by all apps' API."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.http import QueryDict
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

_JSON_TYPES: tuple[tuple[type[serializers.Field], type, str], ...] = (
    (serializers.BooleanField, bool, "true or false"),
    (serializers.IntegerField, int, "a whole number"),
    (serializers.CharField, str, "a text"),
)


class StrictSerializer(serializers.Serializer[Any]):
    """Input shape that refuses fields it does not know and values of another JSON type, so that a typing error is told
    and not ignored. Forms (multipart) carry texts only; there the usual conversions apply."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            self._refuse_unknown(data)
            if not isinstance(data, QueryDict):
                self._refuse_other_types(data)
        return super().to_internal_value(data)

    def _refuse_unknown(self, data: Mapping[str, Any]) -> None:
        unknown = sorted(set(data) - set(self.fields))
        if unknown:
            message = f"Unknown field. Known: {', '.join(self.fields) or 'none'}."
            raise serializers.ValidationError({name: [message] for name in unknown}, code="unknown_field")

    def _refuse_other_types(self, data: Mapping[str, Any]) -> None:
        wrong = {name: _wrong_type(self.fields[name], value) for name, value in data.items()}
        wrong = {name: message for name, message in wrong.items() if message}
        if wrong:
            raise serializers.ValidationError({name: [message] for name, message in wrong.items()}, code="wrong_type")


def _wrong_type(field: Any, value: Any) -> str:
    """What should have been sent; empty when the type is right, or the field itself tells."""
    if value is None:
        return ""
    if isinstance(field, serializers.ListField):
        return next(filter(None, (_wrong_type(field.child, inner) for inner in _listed(value))), "")
    if isinstance(field, serializers.ChoiceField) and all(isinstance(one, int) for one in field.choices):
        field = serializers.IntegerField()  # it would take "7" for 7
    for kind, wanted, words in _JSON_TYPES:
        if isinstance(field, kind):
            fits = isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))
            return "" if fits else f"This is {words}."
    return ""


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else []


def word(*known: str, help_text: str = "", **options: Any) -> Any:
    """A field of an answer that holds one word of a growing list: clients must accept words they do not know."""
    schema = {"type": "string", "x-extensible-enum": list(known)}
    field = extend_schema_field(schema)(type("Word", (serializers.CharField,), {}))
    return field(help_text=help_text or "accept values you do not know", **options)


class MoneySchema(serializers.Serializer[Any]):
    """An amount in minor units: EUR 62.00 is 6200, JPY 500 is 500."""

    amount_minor = serializers.IntegerField()
    currency = serializers.CharField(help_text="ISO 4217")


class ProblemErrorSchema(serializers.Serializer[Any]):
    """One value that needs a change."""

    pointer = serializers.CharField(
        allow_blank=True, help_text='JSON pointer into the body; "" is the whole body, "?name" a query parameter'
    )
    code = serializers.CharField()
    message = serializers.CharField(help_text="a sentence for the person")


class ProblemSchema(serializers.Serializer[Any]):
    """RFC 9457 problem document: every answer of 400 and above."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="a sentence for the person")
    instance = serializers.CharField(help_text="the path of the request")
    code = serializers.CharField(help_text="stable; branch on it")
    errors = ProblemErrorSchema(many=True)  # type: ignore[assignment]  # the name is RFC 9457's
    request_id = serializers.CharField(help_text="tell it to support")


Shape = TypeVar("Shape", bound=serializers.Serializer[Any])


def parsed(shape: type[Shape], request: Request) -> dict[str, Any]:
    """The body in the given shape; raises ValidationError (422) with a pointer to each wrong field."""
    serializer = shape(data=request.data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)
