"""Public figures of brands, from their counters: no query, so that they can stand on every card.

Below three events a figure is None, shown as "New".
"""

from dataclasses import dataclass

from brands.models import BrandCapacity

ENOUGH_EVENTS = 3
_HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class BrandFigures:
    """`ship_days` and `decision_days` are means with one decimal."""

    shipped_count: int
    ship_days: float | None
    on_time_ship_percent: int | None
    decision_days: float | None
    response_percent: int | None
    silence_percent: int | None

    @property
    def is_new(self) -> bool:
        return self.on_time_ship_percent is None


def brand_figures(capacity: BrandCapacity) -> BrandFigures:
    asked = capacity.answered_count + capacity.expired_count
    due = capacity.shipped_count + capacity.no_ship_count
    return BrandFigures(
        shipped_count=capacity.shipped_count,
        ship_days=_days(capacity.ship_hours_total, capacity.shipped_count),
        on_time_ship_percent=_percent(capacity.shipped_on_time_count, due),
        decision_days=_days(capacity.answer_hours_total, capacity.answered_count),
        response_percent=_percent(capacity.answered_count, asked),
        silence_percent=_percent(capacity.silent_approval_count, capacity.reviewed_count),
    )


def mean_hours(hours: int, count: int) -> int | None:
    """Such as the hours from an application to its answer."""
    return round(hours / count) if count >= ENOUGH_EVENTS else None


def answer_hours(capacity: BrandCapacity) -> int | None:
    return mean_hours(capacity.answer_hours_total, capacity.answered_count)


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole >= ENOUGH_EVENTS else None


def _days(hours: int, count: int) -> float | None:
    return round(hours / count / _HOURS_A_DAY, 1) if count >= ENOUGH_EVENTS else None
