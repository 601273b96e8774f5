"""The OpenAPI document: what all operations share is added here, so that no view can forget it."""

import json
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from barter.kernel.api import reachable
from barter.kernel.api.responses import HEADERS, RESPONSES
from barter.kernel.ids import ALPHABET, PREFIXES

_METHODS = ("get", "post", "patch", "delete", "put")
FILE: Path = settings.BASE_DIR / "docs" / "api" / "openapi.json"
_GUIDE = Path(__file__).with_name("guide.md")
_ALWAYS = ("400", "429", "503")


class Schema(AutoSchema):
    """Components are called by the noun: `DealSchema` is `Deal`, `MoneySchema` is `Money`."""

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        return str(serializer.__class__.__name__).removesuffix("Schema")

    def _get_serializer_name(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> str:
        """Shapes of bodies say it themselves (`DealChanges`, `ApplyInput`): no suffix is needed."""
        name = str(super()._get_serializer_name(serializer, direction, bypass_extensions))
        return name.removesuffix("Request") if name.endswith(("InputRequest", "ChangesRequest")) else name


class SessionTokenScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.api.authentication.SessionTokenAuthentication"
    name = "sessionToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "X-Session-Token",
            "description": "What signing in returned as `meta.session_token`: opaque, one per device, revocable.",
        }


class CookieScheme(OpenApiAuthenticationExtension):
    """The browser's session; only our own pages use it, so it is left out of the document."""

    target_class = "rest_framework.authentication.SessionAuthentication"
    name: list[str] = []

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[str]]]:
        return []

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, Any]]:
        return []


def finish(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """drf-spectacular's last step: shared answers, headers, parameters, the guide."""
    components = result.setdefault("components", {})
    components["responses"] = {name: dict(answer) for name, answer in RESPONSES.values()}
    components["headers"] = HEADERS
    for path, item in result["paths"].items():
        for method, operation in item.items():
            if method in _METHODS:
                _complete(path, method, operation)
    for component in components["schemas"].values():
        if "oneOf" in component:  # a whole object also fits the shape of its reference
            component["anyOf"] = component.pop("oneOf")
    result["info"]["description"] = _guide()
    result["servers"] = [{"url": "/", "description": "The address of the product"}]
    return result


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    answers = operation["responses"]
    wanted = {status for status in answers if status >= "400"} | {*_ALWAYS}
    wanted |= {"404"} if "{" in path else set()
    wanted |= {"401"} if {} not in operation.get("security", [{}]) else set()
    wanted |= {"413", "415", "422"} if "requestBody" in operation else set()
    if method == "post":  # also where a body is sent that nobody asked for
        wanted |= {"409", "413", "415", "422"}
    for status in sorted(wanted):
        answers[status] = {"$ref": f"#/components/responses/{RESPONSES[status][0]}"}
    for status, answer in answers.items():
        if status < "400":
            _add_headers(operation, method, status, answer)
    operation["responses"] = dict(sorted(answers.items()))
    _name_action(path, method, operation)
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            _describe_id(parameter)


def _name_action(path: str, method: str, operation: dict[str, Any]) -> None:
    """`x-action`: which entry of `available_actions` leads here. The path says it, unless the operation did."""
    if method == "patch":
        operation.setdefault("x-action", f"{_noun_of(path)}.update")
        return
    parts = path.strip("/").split("/")
    if method == "post" and len(parts) == 5 and parts[3].startswith("{"):
        operation.setdefault("x-action", f"{_noun_of(path)}.{parts[4].replace('-', '_')}")


def _noun_of(path: str) -> str:
    """`/api/v1/addresses/{address_id}/` is about an `address`, `push-devices` are about a `push_device`."""
    plural = path.strip("/").split("/")[2].replace("-", "_")
    return plural.removesuffix("es") if plural.endswith(("sses", "ches")) else plural.removesuffix("s")


def _add_headers(operation: dict[str, Any], method: str, status: str, answer: dict[str, Any]) -> None:
    names = ["RateLimit-Policy", "RateLimit"]
    sent = {parameter["name"] for parameter in operation.get("parameters", [])}
    if "If-None-Match" in sent or method == "patch":
        names.append("ETag")
    if status == "201":
        names.append("Location")
    if "Idempotency-Key" in sent:
        names.append("Idempotent-Replayed")
    answer["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _describe_id(parameter: dict[str, Any]) -> None:
    """Path parameters are public ids: say which, and how they look."""
    noun = parameter["name"].removesuffix("_id")
    prefix = PREFIXES.get(noun)
    if prefix:
        parameter["description"] = f"Id of the {noun.replace('_', ' ')}."
        parameter["schema"] = {"type": "string", "pattern": f"^{prefix}_[0-7][{ALPHABET}]{{25}}$"}
        parameter["example"] = f"{prefix}_0199p4x8c7f3mv5q2r1t6y9kd1"


def _guide() -> str:
    return _GUIDE.read_text().replace("<!-- codes -->", _codes())


def _codes() -> str:
    """Every refusal that a call can be answered with, as a table: the codes are part of the contract."""
    rows = sorted({(error.code, error.status, error.message) for error in reachable.refusals()})
    lines = [f"| `{code}` | {status} | {re.sub(r'{(.*?)}', '…', message)} |" for code, status, message in rows]
    return "\n".join(["| code | status | in words |", "|---|---|---|", *lines])


def build() -> dict[str, Any]:
    """The whole document as data. Takes about two seconds."""
    document: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return document


def as_text(document: dict[str, Any]) -> str:
    """The document as text, the same on every machine. JSON: read in 9 ms and 3 MB, the same in YAML took 285 ms and 22 MB."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


@require_safe
def schema_view(request: HttpRequest) -> HttpResponse:
    """The committed file, which CI holds to what the program says. Building it here would take seconds and much memory,
    and of two who ask a fresh process at the same moment the generator fails one.
    """
    answer = HttpResponse(FILE.read_bytes(), content_type="application/vnd.oai.openapi+json")
    answer["Cache-Control"] = "public, max-age=300"
    answer["Content-Disposition"] = 'inline; filename="barter.json"'
    return answer
