"""Encryption at rest for the address vault: Fernet (AES-128-CBC + HMAC-SHA256) with rotatable keys."""

import json
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=1)
def vault() -> MultiFernet:
    """The first of VAULT_KEYS encrypts; all of them decrypt."""
    return MultiFernet([Fernet(key) for key in settings.VAULT_KEYS])


def seal(value: Any) -> bytes:
    """The token a SealedJSONField stores for this JSON value."""
    return vault().encrypt(json.dumps(value).encode())


class SealedJSONField(models.BinaryField):
    """A JSON value that the database only ever sees encrypted. It can't be filtered on, by design."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else json.loads(vault().decrypt(bytes(value)))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        return super().get_db_prep_value(seal(value), connection, prepared)


def reseal(token: bytes) -> bytes:
    """The same secret under the newest key (for `manage.py rotate_vault_key`)."""
    return vault().rotate(token)
