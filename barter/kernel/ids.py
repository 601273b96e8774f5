"""Public ids: opaque, sortable, typed ("deal_01h2..."), stored as UUIDv7 in a uuid column.

Inside, tables join on bigint keys; everything that leaves the process (URLs, API, admin, logs, events) carries the public id.
"""

import os
import re
import time
import uuid
from typing import Any

from django.db import models
from django.urls import register_converter

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base32: no i, l, o, u
_VALUE = {letter: number for number, letter in enumerate(ALPHABET)}
_ENCODED_LENGTH = 26


def uuid7() -> uuid.UUID:
    """A random UUID of version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return uuid.UUID(int=value)


_PAIRS = [high + low for high in ALPHABET for low in ALPHABET]  # ten bits at a time: lists encode 50 ids a page


def encode(prefix: str, value: uuid.UUID) -> str:
    number = value.int
    return (
        f"{prefix}_{_PAIRS[number >> 120]}{_PAIRS[number >> 110 & 1023]}{_PAIRS[number >> 100 & 1023]}"
        f"{_PAIRS[number >> 90 & 1023]}{_PAIRS[number >> 80 & 1023]}{_PAIRS[number >> 70 & 1023]}"
        f"{_PAIRS[number >> 60 & 1023]}{_PAIRS[number >> 50 & 1023]}{_PAIRS[number >> 40 & 1023]}"
        f"{_PAIRS[number >> 30 & 1023]}{_PAIRS[number >> 20 & 1023]}{_PAIRS[number >> 10 & 1023]}{_PAIRS[number & 1023]}"
    )


def decode(prefix: str, text: str) -> uuid.UUID:
    """The UUID behind a public id. Raises ValueError for anything that `encode` with this prefix cannot have made."""
    head, _, tail = text.rpartition("_")
    if head != prefix or len(tail) != _ENCODED_LENGTH:
        raise ValueError(f"not a {prefix} id")
    number = 0
    for letter in tail:
        try:
            number = (number << 5) | _VALUE[letter]
        except KeyError:
            raise ValueError(f"not a {prefix} id") from None
    if number >> 128:
        raise ValueError(f"not a {prefix} id")
    return uuid.UUID(int=number)


class PublicIdField(models.UUIDField):
    """A uuid column whose Python value is the typed text form. A malformed id in a filter matches no row."""

    description = "Public id"

    def __init__(self, *args: Any, prefix: str = "", **kwargs: Any) -> None:
        self.prefix = prefix
        kwargs.setdefault("default", PublicIdDefault(prefix))
        kwargs.setdefault("unique", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["prefix"] = self.prefix
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        return None if value is None else encode(self.prefix, value)

    def to_python(self, value: Any) -> Any:
        return encode(self.prefix, value) if isinstance(value, uuid.UUID) else value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return self._as_uuid(value)

    def get_prep_value(self, value: Any) -> Any:
        return self._as_uuid(value)

    def formfield(self, **kwargs: Any) -> Any:
        from django import forms

        return models.Field.formfield(self, form_class=forms.CharField, **kwargs)

    def _as_uuid(self, value: Any) -> uuid.UUID | None:
        if value is None or isinstance(value, uuid.UUID):
            return value
        try:
            return decode(self.prefix, str(value))
        except ValueError:
            return uuid.UUID(int=0)  # never issued, so it finds nothing: an id of the wrong kind is simply not there


class PublicIdDefault:
    """Default of a PublicIdField; compared by value so that migrations stay quiet."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def __call__(self) -> str:
        return encode(self.prefix, uuid7())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicIdDefault) and other.prefix == self.prefix

    def __hash__(self) -> int:
        return hash(self.prefix)

    def deconstruct(self) -> tuple[str, tuple[str], dict[str, Any]]:
        return "barter.kernel.ids.PublicIdDefault", (self.prefix,), {}


PREFIXES = {
    "user": "user", "creator": "cre", "brand": "brand", "member": "mem", "invitation": "inv", "channel": "chn",
    "address": "adr", "product": "prod", "variant": "var", "deal": "deal", "application": "app",
    "collaboration": "col", "fault": "flt", "dispute": "dsp", "review": "rev", "shipment": "shp", "upload": "upl",
    "asset": "ast", "submission": "sub", "note": "note", "licence": "lic", "live_link": "lnk", "brief_item": "bri",
    "deliverable": "dlv", "picture": "pic", "thread": "thr", "chat": "msg", "notification": "ntf", "import": "imp",
    "device": "dev", "export": "exp", "search": "srch", "creator_note": "cno", "creator_list": "lst",
    "attachment": "att", "clip": "clip", "share": "shr", "renewal": "ren", "take_down": "tkd",
}  # fmt: skip


def register_converters() -> None:
    """URL converters, one a kind: path("deals/<deal:deal_id>/"). What is not a well-formed id never reaches a view: 404."""
    for name, prefix in PREFIXES.items():
        pattern = rf"{re.escape(prefix)}_[0-7][{ALPHABET}]{{{_ENCODED_LENGTH - 1}}}"
        methods = {
            "regex": pattern,
            "to_python": lambda _, value: value,
            "to_url": lambda _, value: str(value),
        }
        register_converter(type(f"{name.title()}IdConverter", (), methods), name)
