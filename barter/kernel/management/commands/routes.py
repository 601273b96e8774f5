"""`manage.py routes`: every URL with its methods, as JSON."""

import inspect
import json
from collections.abc import Callable, Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.urls import URLPattern, URLResolver, get_resolver

_UNKNOWN = ("GET", "POST")  # a function without a decorator answers whatever it is asked; these two are what we write
_DEPTH = 12


class Command(BaseCommand):
    """[{"path", "name", "methods", "view"}], sorted by path. HEAD and OPTIONS follow from GET and are left out."""

    help = "Print every URL with its methods, as JSON"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(sorted(routes(), key=lambda row: (row["path"], row["name"])), indent=1))


def routes() -> list[dict[str, Any]]:
    return list(_walk(get_resolver().url_patterns, "/", ""))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, namespace: str) -> Iterator[dict[str, Any]]:
    for one in patterns:
        path = prefix + _text(one)
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _walk(one.url_patterns, path, inner)
        else:
            view = one.callback
            yield {
                "path": path,
                "name": f"{namespace}{one.name or ''}",
                "methods": sorted(methods_of(view)),
                "view": f"{view.__module__}.{getattr(view, '__qualname__', type(view).__name__)}",
            }


def _text(one: URLPattern | URLResolver) -> str:
    text = str(one.pattern)
    for mark in ("^", "$", r"\Z"):
        text = text.removeprefix(mark).removesuffix(mark)
    return text


def methods_of(view: Callable[..., Any]) -> set[str]:
    """The methods a view answers: of a class, of a DRF view set, or of the decorator around a function."""
    names: set[str]
    actions = getattr(view, "actions", None)
    view_class = getattr(view, "view_class", None) or getattr(view, "cls", None)
    if actions:
        names = {name.upper() for name in actions}
    elif view_class is not None:
        allowed = getattr(view, "initkwargs", {}).get("http_method_names") or view_class.http_method_names
        names = {name.upper() for name in allowed if hasattr(view_class, name)}
        if hasattr(view_class, "get_methods"):
            names |= set(view_class.get_methods())
    else:
        names = set(_required(view) or _UNKNOWN)
    return names - {"HEAD", "OPTIONS"}


def _required(view: Any, depth: int = 0) -> list[str] | None:
    """What `require_http_methods` (or require_GET, require_POST, require_safe) around the function says."""
    if depth > _DEPTH or not callable(view):
        return None
    function = inspect.unwrap(view, stop=lambda one: "request_method_list" in _closure(one))
    found = _closure(function).get("request_method_list")
    if found is not None:
        return list(found)
    return next(
        (
            names
            for one in _closure(function).values()
            if inspect.isfunction(one) and (names := _required(one, depth + 1))
        ),
        None,
    )


def _closure(function: Any) -> dict[str, Any]:
    code, cells = getattr(function, "__code__", None), getattr(function, "__closure__", None)
    if code is None or not cells:
        return {}
    values = {}
    for name, cell in zip(code.co_freevars, cells, strict=True):
        try:
            values[name] = cell.cell_contents
        except ValueError:  # not filled yet
            continue
    return values
