"""What the API calls the moves of the heart: an action is named like the path it leads to.

`leave` of a collaboration is `POST /collaborations/{id}/leave/`; where the call stands elsewhere, its operation says so
in the schema as `x-action`.
"""

from collections.abc import Iterable, Mapping

_APPLICATION = {
    "accept_invitation": "accept",
    "accept_offer": "accept",
    "accept_counter": "accept",
    "decline_invitation": "decline",
    "decline_offer": "decline",
}
_COLLABORATION = {
    "exit_honestly": "exit",
    "leave_late": "leave",
    "cancel_as_brand": "cancel",
    "cancel_as_creator": "cancel",
    "post": "add_live_link",
}
_NAMES: Mapping[str, Mapping[str, str]] = {
    "application": _APPLICATION,
    "collaboration": _COLLABORATION,
}


def named(kind: str, moves: Iterable[str]) -> list[str]:
    """Moves of the workflow as the API names them, each once, in their order."""
    names = _NAMES.get(kind)
    return list(moves) if names is None else list(dict.fromkeys(names.get(move, move) for move in moves))
