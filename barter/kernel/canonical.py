"""Canonical JSON and its hash: what both sides agreed to, byte for byte (RFC 8785 for our subset: no floats)."""

import hashlib
import json
from typing import Any


def canonical_json(value: Any) -> bytes:
    """Keys sorted, no spaces, UTF-8. Floats are refused: their text form is not stable across languages."""
    _refuse_floats(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256_of(value: Any) -> str:
    return hashlib.sha256(canonical_json(value)).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("canonical JSON holds no floats; use integers of a smaller unit")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_floats(item)
    if isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
