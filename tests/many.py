"""Many of what a test has one of, written past the operations: a row with everything that hangs on it, copied."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Field, ForeignKey, Model

from barter.kernel.ids import PublicIdField
from inbox.models import Mail, Notification

# What may stand in the database once only, beside the ids we make ourselves.
_ONCE = {"carrier_event_id", "client_key", "code", "email", "endpoint", "handle", "key", "message_id", "name", "original_key",
         "session_key", "slug", "token_hash", "tracking_number", "upload_key"}  # fmt: skip
_LEFT_OUT = (Mail, Notification)  # told to people, and shown to nobody but them
Family = dict[type[Model], list[Model]]


def multiply(root: Model, times: int) -> None:
    """Adds `times` copies of a row, each with its own copies of all rows that point at it, and at those."""
    family = _family(root)
    made: dict[tuple[type[Model], Any], list[Any]] = {}
    for model in _in_order(family):
        copies = [_copy(row, number, made) for row in family[model] for number in range(times)]
        model._base_manager.bulk_create(copies)
        for place, row in enumerate(family[model]):
            made[model, row.pk] = [copy.pk for copy in copies[place * times : (place + 1) * times]]


def _family(root: Model) -> Family:
    family: Family = {}
    level: Family = {type(root): [root]}
    while level:
        below: dict[tuple[type[Model], Any], Model] = {}
        for model, rows in level.items():
            family.setdefault(model, []).extend(rows)
            for link in model._meta.related_objects:
                if (link.one_to_many or link.one_to_one) and link.related_model not in _LEFT_OUT:
                    found = link.related_model._base_manager.filter(
                        **{f"{link.field.name}__in": [row.pk for row in rows]}
                    )
                    below |= {(type(row), row.pk): row for row in found}
        level = {}
        for (model, pk), row in below.items():
            if all(pk != known.pk for known in family.get(model, ())):
                level.setdefault(model, []).append(row)
    return family


def _in_order(family: Family) -> Iterable[type[Model]]:
    """What others point at comes first; where two point at each other, the one that can do without."""
    left = list(family)
    while left:
        ready = [one for one in left if not _targets(one) & {*left} - {one}]
        ready = ready or [one for one in left if not _targets(one, needed=True) & {*left} - {one}][:1]
        assert ready, f"these cannot do without each other: {left}"
        yield from ready
        left = [one for one in left if one not in ready]


def _targets(model: type[Model], *, needed: bool = False) -> set[Any]:
    links = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    return {field.related_model for field in links if not (needed and field.null)}


def _copy(row: Model, number: int, made: dict[tuple[type[Model], Any], list[Any]]) -> Model:
    values = {field.attname: _value(field, row, number, made) for field in row._meta.concrete_fields if _is_kept(field)}
    return type(row)(**values)


def _is_kept(field: Field) -> bool:
    is_own_key = field.primary_key and not isinstance(field, ForeignKey)
    return not (is_own_key or field.generated or isinstance(field, PublicIdField))


def _value(field: Any, row: Model, number: int, made: dict[tuple[type[Model], Any], list[Any]]) -> Any:
    value = getattr(row, field.attname)
    if isinstance(field, ForeignKey):
        copies = made.get((field.related_model, value))
        return copies[number] if copies else value
    if isinstance(value, UUID):
        return uuid4()
    if field.name in _ONCE and value:
        return f"{number}{value}"[: field.max_length]
    return value
