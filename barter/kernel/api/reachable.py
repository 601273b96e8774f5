"""Which refusals the API can answer with, read from the source: what its modules call, what that calls, and so on.

Names are followed, not values: whoever names a function or class may call it, and a class stands for all its methods. So
a code too many is possible and one too few is not, as long as nothing is called by a name put together at run time.
Events are not followed: their handlers answer nobody.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings

from barter.kernel.errors import BarterError

Uses = Mapping[str, frozenset[str]]


@dataclass(slots=True)
class _Module:
    """`uses`: what each name of the top level names in turn. `imports`: what a name stands for elsewhere."""

    uses: dict[str, set[str]] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)


def refusals() -> set[type[BarterError]]:
    """Every class of a refusal that a module of the API leads to."""
    started = [name for name in _names() if ".api." in f".{name}."]
    todo = [(name, own) for name in started for own in _module(name).uses]
    seen, found = set(todo), set()
    while todo:
        module, own = todo.pop()
        for dotted in _module(module).uses[own]:
            place = _resolve(module, dotted)
            if place is None or place in seen:
                continue
            seen.add(place)
            todo.append(place)
            kind = getattr(import_module(place[0]), place[1], None)
            if isinstance(kind, type) and issubclass(kind, BarterError):
                found.add(kind)
    return found


def _resolve(module: str, dotted: str) -> tuple[str, str] | None:
    """The module and name of ours that `a.b.c` in `module` means: the first part that is more than a module."""
    name, *rest = dotted.split(".")
    for _step in range(20):  # names handed on by packages
        known = _module(module)
        if name in known.uses:
            return module, name
        if name not in known.imports:
            return None
        target = known.imports[name]
        while target in _names() and rest:
            module, name, rest = target, rest[0], rest[1:]
            target = f"{module}.{name}"
            if name in _module(module).uses:
                return module, name
            if name in _module(module).imports:
                break
        else:
            if target in _names():
                return None
            module, _dot, name = target.rpartition(".")
            if module not in _names():
                return None
    return None


@cache
def _names() -> dict[str, Path]:
    """Our modules by name."""
    root = Path(settings.BASE_DIR)
    ours = {
        config.name.partition(".")[0] for config in apps.get_app_configs() if Path(config.path).is_relative_to(root)
    }
    files = [file for name in sorted(ours) for file in (root / name).rglob("*.py") if "migrations" not in file.parts]
    return {".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): file for file in files}


@cache
def _module(name: str) -> _Module:
    found = _Module()
    for node in ast.parse(_names()[name].read_text()).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            found.imports |= dict(_imported(node))
            continue
        for own in _defined(node):
            found.uses.setdefault(own, set()).update(_named(node))
    return found


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    for one in node.names:
        if isinstance(node, ast.ImportFrom):
            yield one.asname or one.name, f"{node.module}.{one.name}"
        elif one.asname:
            yield one.asname, one.name


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [inner.id for one in targets if one is not None for inner in ast.walk(one) if isinstance(inner, ast.Name)]


def _named(node: ast.AST) -> Iterator[str]:
    """`a`, `a.b` and `a.b.c` wherever they are read; imports inside of functions as well."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Attribute | ast.Name):
            parts: list[str] = []
            at: ast.AST = inner
            while isinstance(at, ast.Attribute):
                parts.append(at.attr)
                at = at.value
            if isinstance(at, ast.Name):
                yield ".".join([at.id, *reversed(parts)])
