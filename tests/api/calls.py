"""How the tests of the rules call, and what a refusal must look like."""

import re
from typing import Any

from django.db import OperationalError
from rest_framework.test import APIClient

from barter.kernel.api.schema import FILE
from barter.kernel.errors import BarterError

V1 = "/api/v1"
_TABLE_OF_CODES = frozenset(re.findall(r"\| `(\w+)` \| \d", FILE.read_text()))


def codes_of(kind: type[BarterError] = BarterError) -> set[str]:
    """Of every refusal there is."""
    return {kind.code}.union(*(codes_of(child) for child in kind.__subclasses__()))


def api(user: Any = None) -> APIClient:
    client = APIClient()
    if user is not None:
        client.credentials(HTTP_AUTHORIZATION="Test")  # the short way of public reads is for requests without any
        client.force_authenticate(user)
    return client


def is_problem(answer: Any, status: int, code: str, pointer: str | None = None) -> None:
    body = answer.json()
    assert (answer.status_code, body["code"]) == (status, code), body
    assert code in _TABLE_OF_CODES or code not in codes_of(), f"{code} is missing in the table of codes"
    assert answer["Content-Type"] == "application/problem+json"
    assert set(body) == {"type", "title", "status", "detail", "instance", "code", "errors", "request_id"}
    if pointer is not None:
        assert pointer in [error["pointer"] for error in body["errors"]], body["errors"]


def failure_of(sqlstate: str) -> OperationalError:
    error = OperationalError("x")
    error.__cause__ = type("Cause", (Exception,), {"sqlstate": sqlstate})()
    return error
