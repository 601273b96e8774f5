"""What the OpenAPI document must keep: the rules of the house for it, and what old clients rely on. Pure functions."""

from collections.abc import Iterator, Mapping
from typing import Any

METHODS = ("get", "post", "patch", "delete", "put")
Node = Mapping[str, Any]


def operations(document: Node) -> Iterator[tuple[str, Node]]:
    """("POST /api/v1/deals/", operation) of every call."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield f"{method.upper()} {path}", item[method]


def faults(document: Node) -> list[str]:
    """What a reader would miss: ids, words, examples, answers."""
    found: list[str] = []
    ids: dict[str, str] = {}
    for name, operation in operations(document):
        operation_id = operation.get("operationId", "")
        if not operation_id or operation_id in ids:
            found.append(f"{name}: operationId {operation_id!r} is missing or used by {ids.get(operation_id, '')}")
        ids[operation_id] = name
        found += [f"{name}: no {part}" for part in ("summary", "description", "tags") if not operation.get(part)]
        found += _body_faults(document, name, operation)
        found += _answer_faults(document, name, operation)
        found += [
            f"{name}: parameter {row['name']} has no description"
            for row in operation.get("parameters", [])
            if not row.get("description")
        ]
    return found


def _body_faults(document: Node, name: str, operation: Node) -> list[str]:
    content = resolve(document, operation.get("requestBody", {})).get("content", {})
    return [
        f"{name}: the body has no example"
        for kind, part in content.items()
        if kind == "application/json" and not part.get("examples")
    ]


def _answer_faults(document: Node, name: str, operation: Node) -> list[str]:
    found = []
    for status, answer in operation["responses"].items():
        whole = resolve(document, answer)
        if not whole.get("description"):
            found.append(f"{name}: {status} has no description")
        if any(not part.get("examples") for part in whole.get("content", {}).values()):
            found.append(f"{name}: {status} has no example")
    if name.split(" ")[1].startswith("/api/"):
        missing = {"400", "429", "503"} - set(operation["responses"])
        found += [f"{name}: {status} is not documented" for status in sorted(missing)]
    return found


def breaking_changes(old: Node, new: Node) -> list[str]:
    """What a client written for `old` could stumble over in `new`. Additions are fine."""
    found = []
    now = dict(operations(new))
    for name, before in operations(old):
        after = now.get(name)
        if after is None:
            found.append(f"{name}: gone")
            continue
        if before.get("operationId") != after.get("operationId"):
            found.append(f"{name}: operationId was {before.get('operationId')}")
        found += [f"{name}: {change}" for change in _call_changes(before, after)]
    for component, shape in old["components"]["schemas"].items():
        if component not in new["components"]["schemas"]:
            found.append(f"{component}: gone")
            continue
        is_input = component.endswith(("Input", "Changes"))
        found += _shape_changes(component, shape, new["components"]["schemas"][component], is_input=is_input)
    return found


def _call_changes(before: Node, after: Node) -> list[str]:
    known = {row["name"]: row for row in after.get("parameters", [])}
    gone = [row["name"] for row in before.get("parameters", []) if row["name"] not in known]
    found = [f"parameter {name} is gone" for name in gone]
    had = {row["name"] for row in before.get("parameters", [])}
    found += [
        f"parameter {name} is needed now" for name, row in known.items() if row.get("required") and name not in had
    ]
    found += [
        f"answer {status} is gone"
        for status in before["responses"]
        if status < "300" and status not in after["responses"]
    ]
    if "requestBody" in after and after["requestBody"].get("required") and "requestBody" not in before:
        found.append("a body is needed now")
    return found


def _shape_changes(name: str, before: Node, after: Node, *, is_input: bool) -> list[str]:
    found = [f"{name}.{field}: gone" for field in before.get("properties", {}) if field not in after["properties"]]
    for field, kind in before.get("properties", {}).items():
        now = after.get("properties", {}).get(field)
        if now is None:
            continue
        if _type_of(kind) != _type_of(now):
            found.append(f"{name}.{field}: was {_type_of(kind)}, is {_type_of(now)}")
        lost = set(_words(kind)) - set(_words(now))
        if lost and (is_input or "enum" in kind):
            found.append(f"{name}.{field}: no longer {', '.join(sorted(map(str, lost)))}")
    required, needed = set(before.get("required", [])), set(after.get("required", []))
    if is_input:
        found += [f"{name}.{field}: needed now" for field in sorted(needed - required)]
    else:
        found += [f"{name}.{field}: may be missing now" for field in sorted(required - needed)]
    return found


def _type_of(shape: Node) -> str:
    """Enough of a shape to see that a client would read something else."""
    if "$ref" in shape:
        return str(shape["$ref"])
    for word in ("allOf", "oneOf", "anyOf"):
        if word in shape:
            return "|".join(sorted(_type_of(inner) for inner in shape[word]))
    kind = shape.get("type", "")
    text = "|".join(sorted(kind)) if isinstance(kind, list) else str(kind)
    return f"{text}[{_type_of(shape['items'])}]" if "items" in shape else text


def _words(shape: Node) -> list[Any]:
    return list(shape.get("enum", []))


def resolve(document: Node, part: Node) -> Node:
    """The component behind a reference."""
    while "$ref" in part:
        inner: Any = document
        for step in part["$ref"].removeprefix("#/").split("/"):
            inner = inner[step]
        part = inner
    return part
