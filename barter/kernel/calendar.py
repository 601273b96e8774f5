"""Time arithmetic of clocks: calendar days and business days (Monday to Friday, in UTC)."""

from datetime import datetime, timedelta

_SATURDAY = 5


def add_business_days(start: datetime, days: int) -> datetime:
    """The same time of day `days` business days later. A start on a weekend counts from Monday's first moment."""
    moment = start
    while moment.weekday() >= _SATURDAY:
        moment = (moment + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    left = days
    while left > 0:
        moment += timedelta(days=1)
        if moment.weekday() < _SATURDAY:
            left -= 1
    return moment
