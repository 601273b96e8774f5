"""The terms of a trade on the pages of both sides: the version in force, and what a proposed one would change."""

from collections.abc import Callable, Mapping
from typing import Any

from barter.kernel.actors import Side
from deals.models import Collaboration, Terms


def in_force(row: Collaboration) -> Terms | None:
    agreed = [one for one in row.terms_versions.all() if one.state == Terms.State.AGREED]
    return max(agreed, key=lambda one: one.version, default=None)


def proposed(
    row: Collaboration, old: Mapping[str, Any], side: Side, rows: Callable[[dict[str, Any]], Any]
) -> dict[str, Any] | None:
    """An open proposal for new terms, as `side` reads it: who asks, and what it changes against `old`, in the words of `rows`."""
    version = next((one for one in row.terms_versions.all() if one.state == Terms.State.PROPOSED), None)
    if version is None:
        return None
    changed = {name: value for name, value in version.body.items() if old.get(name) != value}
    if "licence" in changed:
        before = old.get("licence", {})
        changed["licence"] = {name: value for name, value in changed["licence"].items() if before.get(name) != value}
    return {"mine": version.proposed_by == side, "sha256": version.sha256, "rows": rows(changed)}
