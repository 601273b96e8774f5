"""The number beside "Inbox" in every navigation."""

from typing import Any

from django.http import HttpRequest

from inbox.queries import unread_count


class Badges(dict[str, int]):
    """Counts only when a navigation asks for them: one index scan a page, none for fragments and visitors."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self._request = request

    def __bool__(self) -> bool:
        return True

    def __missing__(self, name: str) -> int:
        """How templates read one: `nav_badges.inbox`."""
        return int(self.get(name, 0))

    def get(self, name: str, default: Any = None) -> Any:
        if name != "inbox":
            return default
        if name not in self:
            user = self._request.user
            self[name] = unread_count(user.pk) if user.is_authenticated and user.pk else 0
        return self[name]


def badges(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `nav_badges`."""
    return {"nav_badges": Badges(request)} if hasattr(request, "user") else {}
