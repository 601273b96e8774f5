"""The numbers beside "My deals" and "Inbox" in every navigation, and at the bell of a creator's deals."""

from typing import Any

from django.http import HttpRequest

from barter.kernel import clock
from inbox.queries import unread_count, waiting_for_creator


class Badges(dict[str, int]):
    """Counts only when a navigation asks for them: one statement a page, none for fragments and visitors."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self._request = request

    def __bool__(self) -> bool:
        return True

    def __missing__(self, name: str) -> int:
        """How templates read one: `nav_badges.inbox`."""
        return int(self.get(name, 0))

    def get(self, name: str, default: Any = None) -> Any:
        if name not in {"my_deals", "inbox", "bell"}:
            return default
        if name not in self:
            self._count(name)
        return self[name]

    def _count(self, name: str) -> None:
        """A creator's page asks for the bell or for "My deals" first, and gets all for one statement."""
        user = self._request.user
        if not user.is_authenticated or not user.pk:
            self["my_deals"] = self["inbox"] = self["bell"] = 0
        elif name != "inbox":
            self["my_deals"], self["inbox"] = waiting_for_creator(user.pk, clock.now())
            self["bell"] = self["inbox"]
        else:
            self["inbox"] = unread_count(user.pk)


def badges(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `nav_badges`."""
    return {"nav_badges": Badges(request)} if hasattr(request, "user") else {}
