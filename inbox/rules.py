"""When a conversation is over, and who may write in it. Pure."""

from datetime import datetime, timedelta

from deals.models import Application, Collaboration
from deals.workflow import APPLICATION_OPEN, COLLABORATION_OVER, ApplicationState

OPEN_AFTER_END = timedelta(days=30)


def collaboration_of(application: Application) -> Collaboration | None:
    """What the application became, or None."""
    return getattr(application, "collaboration", None)


def is_closed(application: Application, at: datetime) -> bool:
    """An application that led to nothing, or a trade that ended more than 30 days ago."""
    if application.state in APPLICATION_OPEN:
        return False
    if application.state != ApplicationState.ACCEPTED:
        return True
    trade = collaboration_of(application)
    if trade is None or trade.state not in COLLABORATION_OVER:
        return False
    return trade.ended_at is not None and at > trade.ended_at + OPEN_AFTER_END
