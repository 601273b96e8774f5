"""The one reading of the environment, with one clear line for everything that is missing or malformed."""

import sys
from collections.abc import Callable
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured


class Environment:
    """Reads typed values with django-environ and collects every complaint, so that one start names them all."""

    def __init__(self) -> None:
        self._env = environ.Env()
        self._complaints: list[str] = []

    def text(self, name: str, default: str | None = None) -> str:
        """A string; an empty one counts as missing unless a default is given."""
        value = self._read(name, self._env.str, default, "")
        if not value and default is None:
            self._complain(f"{name} is missing")
        return str(value)

    def flag(self, name: str, default: bool) -> bool:
        """A boolean: true/false, 1/0, on/off, yes/no."""
        raw = str(self._env.str(name, default="")).strip().lower()
        if raw in {"1", "true", "yes", "on"}:
            return True
        if raw in {"0", "false", "no", "off"}:
            return False
        if raw:
            self._complain(f"{name} must be true or false")
        return default

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        return int(self._read(name, self._env.int, default, default))

    def names(self, name: str, default: list[str] | None = None) -> list[str]:
        """A comma separated list; spaces around the items and empty items are dropped."""
        raw = self._read(name, self._env.list, default, [])
        items = [item.strip() for item in raw if item.strip()]
        if not items and default is None:
            self._complain(f"{name} is missing")
        return items

    def mapping(self, name: str, default: dict[str, str]) -> dict[str, str]:
        """Pairs like `dhl=abc,ups=def`."""
        return dict(self._read(name, self._env.dict, default, default))

    def address(self, name: str, *schemes: str) -> str:
        """A URL that must start with one of the schemes."""
        value = self.text(name)
        if value and value.partition("://")[0] not in schemes:
            self._complain(f"{name} must start with one of: {', '.join(f'{scheme}://' for scheme in schemes)}")
        return value

    def parsed(self, name: str, parse: Callable[[str], dict[str, Any]], example: str) -> dict[str, Any]:
        """What `parse` makes of a URL; `example` is shown when it cannot."""
        raw = self.text(name)
        if not raw:
            return {}
        try:
            return parse(raw)
        except (ImproperlyConfigured, KeyError, ValueError):
            self._complain(f"{name} is not understood (expected something like {example})")
            return {}

    def refuse(self, complaint: str) -> None:
        """Add a complaint about values that do not fit each other."""
        self._complain(complaint)

    def finish(self) -> None:
        """End the program with one line if anything was wrong."""
        if self._complaints:
            sys.exit(f"Barter cannot start, the environment is not right: {'; '.join(self._complaints)}.")

    def _read(self, name: str, read: Callable[..., Any], default: Any, fallback: Any) -> Any:
        try:
            return read(name, default=fallback if default is None else default)
        except (ImproperlyConfigured, ValueError):
            self._complain(f"{name} is not understood")
            return fallback

    def _complain(self, complaint: str) -> None:
        self._complaints.append(complaint)
