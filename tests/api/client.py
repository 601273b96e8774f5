"""An app that knows nothing but the OpenAPI document: it finds calls by their id or action, and checks every answer."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from http.client import HTTPMessage
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from jsonschema import Draft202012Validator

METHODS = ("get", "post", "patch", "delete")


@dataclass
class Answer:
    status: int
    body: Any
    headers: HTTPMessage


class Document:
    """The OpenAPI document, and what can be asked of it."""

    def __init__(self, text: str) -> None:
        self.data: dict[str, Any] = json.loads(text)
        self.strict = {"components": {"schemas": _closed(deepcopy(self.data["components"]["schemas"]))}}

    @classmethod
    def of(cls, address: str) -> "Document":
        with urllib.request.urlopen(f"{address}/api/v1/schema/", timeout=60) as answer:  # noqa: S310 - the test server
            return cls(answer.read().decode())

    def operations(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for path, item in self.data["paths"].items():
            for method in METHODS:
                if method in item:
                    yield path, method, item[method]

    def find(self, **wanted: str) -> tuple[str, str, dict[str, Any]]:
        """The one operation with this operationId or x-action."""
        (name, value), *_ = wanted.items()
        found = [row for row in self.operations() if row[2].get(name.replace("_", "-")) == value]
        assert len(found) == 1, f"{len(found)} operations for {value}"
        return found[0]

    def resolve(self, part: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in part:
            inner: Any = self.data
            for step in part["$ref"].removeprefix("#/").split("/"):
                inner = inner[step]
            part = inner
        return part

    def check(self, operation: dict[str, Any], answer: Answer) -> None:
        """The status is documented, and the body has exactly the documented shape."""
        name = operation["operationId"]
        assert str(answer.status) in operation["responses"], f"{name}: {answer.status} {answer.body}"
        documented = self.resolve(operation["responses"][str(answer.status)])
        content = documented.get("content", {})
        if not content:
            return
        kind = answer.headers["Content-Type"].split(";")[0]
        assert kind in content, f"{name}: {kind} is not documented for {answer.status}"
        for header in documented.get("headers", {}):
            if header in {"ETag", "Location", "RateLimit"}:
                assert header in answer.headers, f"{name}: {header} is missing"
        schema = {**content[kind]["schema"], "$defs": {}, **self.strict}
        errors = sorted(Draft202012Validator(schema).iter_errors(answer.body), key=str)
        assert not errors, f"{name}: " + "; ".join(f"{list(error.path)}: {error.message[:300]}" for error in errors[:3])


def _closed(schema: Any) -> Any:
    """The same schema without room for properties nobody wrote down."""
    if isinstance(schema, dict):
        for inner in schema.values():
            _closed(inner)
        if "properties" in schema and "additionalProperties" not in schema and "allOf" not in schema:
            schema["additionalProperties"] = False
    elif isinstance(schema, list):
        for inner in schema:
            _closed(inner)
    return schema


@dataclass
class App:
    """One device of one person."""

    address: str
    document: Document
    token: str = ""
    brand: str = ""
    seen: set[str] = field(default_factory=set)

    def call(
        self,
        operation_id: str,
        body: dict[str, Any] | None = None,
        *,
        expect: int | tuple[int, ...] = (200, 201, 204),
        query: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        form: tuple[bytes, str] | None = None,
        **ids: str,
    ) -> Any:
        """Call by operationId; returns the body, checked against the document."""
        path, method, operation = self.document.find(operationId=operation_id)
        return self._ask(path.format(**ids), method, operation, body, expect, query, headers, form)

    def act(self, obj: dict[str, Any], action: str, body: dict[str, Any] | None = None, **more: Any) -> Any:
        """What `available_actions` of an object offers, by the operation that names it."""
        assert action in obj["available_actions"], f"{action} is not offered: {obj['available_actions']}"
        path, method, operation = self.document.find(x_action=f"{obj['object']}.{action}")
        expect = more.pop("expect", (200, 201, 204))
        return self._ask(re.sub(r"{\w+}", obj["id"], path), method, operation, body, expect, None, None, None, **more)

    def _ask(
        self,
        path: str,
        method: str,
        operation: dict[str, Any],
        body: dict[str, Any] | None,
        expect: int | tuple[int, ...],
        query: dict[str, Any] | None,
        headers: dict[str, str] | None,
        form: tuple[bytes, str] | None,
    ) -> Any:
        sent = dict(headers or {})
        if self.token:
            sent["X-Session-Token"] = self.token
        if self.brand:
            sent["Barter-Brand"] = self.brand
        data = None
        if form is not None:
            data, sent["Content-Type"] = form
        elif body is not None:
            data, sent["Content-Type"] = json.dumps(body).encode(), "application/json"
        if method == "post" and path.startswith("/api/"):
            sent.setdefault("Idempotency-Key", uuid4().hex)
        answer = send(f"{self.address}{path}{'?' + urlencode(query) if query else ''}", method.upper(), data, sent)
        wanted = (expect,) if isinstance(expect, int) else expect
        assert answer.status in wanted, f"{operation['operationId']}: {answer.status} {answer.body}"
        self.document.check(operation, answer)
        self.seen.add(operation["operationId"])
        self._keep_token(answer.body)
        return answer.body

    def _keep_token(self, body: Any) -> None:
        if isinstance(body, dict) and isinstance(body.get("meta"), dict):
            self.token = body["meta"].get("session_token") or self.token


def send(url: str, method: str, data: bytes | None, headers: dict[str, str]) -> Answer:
    request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310 - the test server
    try:
        with urllib.request.urlopen(request, timeout=30) as found:  # noqa: S310
            return Answer(found.status, _body(found.read()), found.headers)
    except urllib.error.HTTPError as error:
        return Answer(error.code, _body(error.read()), error.headers)


def _body(raw: bytes) -> Any:
    return json.loads(raw) if raw else None


def multipart(fields: dict[str, str], name: str, file_name: str, content: bytes) -> tuple[bytes, str]:
    """A form with one file, and its Content-Type."""
    edge = uuid4().hex
    lines = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()
    ]
    lines.append(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return "".join(lines).encode() + content + f"\r\n--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"
