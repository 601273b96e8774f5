"""Who may do what in the inbox. Used by pages, API and templates alike."""

from datetime import datetime
from typing import Any

from barter.kernel.actors import Side
from deals.models import Application
from deals.permissions import side_of
from inbox import rules


def writing_side(user: Any, application: Application) -> Side | None:
    """The side for which this person writes: the creator, or an owner or manager of the brand. Viewers only read."""
    return side_of(application, user)


def may_write(user: Any, application: Application, at: datetime) -> bool:
    return writing_side(user, application) is not None and not rules.is_closed(application, at)


def available_actions(user: Any, application: Application, at: datetime) -> list[str]:
    """What this person can do in the thread now."""
    return [*(["write"] if may_write(user, application, at) else []), "read"]
