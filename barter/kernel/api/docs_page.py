"""The readable documentation: the schema as a plain page. No script, so that the strict policy and every reader suit it."""

import json
import re
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from barter.kernel.api.contract import operations, resolve
from barter.kernel.api.schema import FILE

_ITEM = re.compile(r"(?:-|\d+\.) +")


@require_safe
def docs_page(request: HttpRequest) -> HttpResponse:
    """Guide first, then every call by its tag."""
    return render(request, "api/docs.html", _content())


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    """Made once a process, from the committed document."""
    document = json.loads(FILE.read_bytes())
    tags: dict[str, list[dict[str, Any]]] = {}
    for name, operation in operations(document):
        tags.setdefault(operation["tags"][0], []).append(_call(document, name, operation))
    return {"title": document["info"]["title"], "guide": markdown(document["info"]["description"]), "tags": tags}


def _call(document: dict[str, Any], name: str, operation: Any) -> dict[str, Any]:
    method, path = name.split(" ")
    content = operation.get("requestBody", {}).get("content", {})
    good = next((status for status in operation["responses"] if status < "300"), "")
    answer = resolve(document, operation["responses"].get(good, {})).get("content", {})
    return {
        "id": operation["operationId"],
        "method": method,
        "path": path,
        "summary": operation["summary"],
        "description": markdown(operation["description"]),
        "action": operation.get("x-action", ""),
        "parameters": [
            {"name": row["name"], "where": row["in"], "words": row.get("description", "")}
            for row in operation.get("parameters", [])
        ],
        "fields": _fields(document, content),
        "body": _example(content),
        "good": good,
        "answer": _example(answer),
        "statuses": list(operation["responses"]),
    }


def _fields(document: dict[str, Any], content: dict[str, Any]) -> list[dict[str, Any]]:
    shape = resolve(document, _first(content).get("schema", {}))
    needed = shape.get("required", [])
    return [
        {"name": name, "needed": name in needed, "kind": _kind(field), "words": field.get("description", "")}
        for name, field in shape.get("properties", {}).items()
    ]


def _kind(field: dict[str, Any]) -> str:
    if "enum" in field:
        return " | ".join(str(word) for word in field["enum"] if word not in {"", None})
    kind = field.get("format") or field.get("type") or ("object" if "$ref" in field or "allOf" in field else "")
    return ", ".join(map(str, kind)) if isinstance(kind, list) else str(kind)


def _example(content: dict[str, Any]) -> str:
    first = _first(_first(content).get("examples", {}))
    return json.dumps(first["value"], indent=2, ensure_ascii=False) if first else ""


def _first(parts: dict[str, Any]) -> dict[str, Any]:
    """The first of several kinds or examples; empty when there is none."""
    return next(iter(parts.values()), None) or {}


def markdown(text: str) -> SafeString:
    """The little of Markdown the guide uses: headings, lists, tables, `code`, **bold**. Everything else is text."""
    blocks = (block.strip().splitlines() for block in re.split(r"\n\s*\n", text) if block.strip())
    return mark_safe("\n".join(_block(lines) for lines in blocks))  # noqa: S308 - every line is escaped in _inline


def _block(lines: list[str]) -> str:
    first = lines[0]
    if first.startswith("## "):
        return f"<h2>{_inline(first[3:])}</h2>"
    if first.startswith("|"):
        return _table(lines)
    if _ITEM.match(first):
        kind = "ul" if first.startswith("-") else "ol"
        items = "".join(f"<li>{_inline(_ITEM.sub('', line, count=1))}</li>" for line in lines)
        return f"<{kind}>{items}</{kind}>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def _table(lines: list[str]) -> str:
    rows = [[_inline(cell.strip()) for cell in line.strip("|").split("|")] for line in lines]
    head = "".join(f'<th scope="col">{cell}</th>' for cell in rows[0])
    names = rows[0]
    body = "".join(
        "<tr>"
        + "".join(f'<td data-label="{name}">{cell}</td>' for name, cell in zip(names, row, strict=False))
        + "</tr>"
        for row in rows[2:]
    )
    return (
        f'<div class="tblwrap" tabindex="0" role="region" aria-label="{names[0]}">'
        f'<table class="tbl tbl--cards"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _inline(text: str) -> str:
    safe = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
    return re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", safe)
