"""Public figures of creators and brands, from their counters: no query, so that they can stand on every card.

Below three events a figure is None, shown as "New".
"""

from dataclasses import dataclass

from django.db import connection

from brands.models import BrandCapacity
from creators.models import CreatorCapacity

ENOUGH_EVENTS = 3
_HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class CreatorFigures:
    """on_time: of what was completed or never came. completion: completed against no-shows."""

    completed_count: int
    on_time_percent: int | None
    completion_percent: int | None

    @property
    def is_new(self) -> bool:
        return self.completion_percent is None


@dataclass(frozen=True, slots=True)
class BrandFigures:
    """`ship_days` and `decision_days` are means with one decimal; `median_ship_days` is exact and asks the database."""

    shipped_count: int
    ship_days: float | None
    on_time_ship_percent: int | None
    decision_days: float | None
    response_percent: int | None
    silence_percent: int | None

    @property
    def is_new(self) -> bool:
        return self.on_time_ship_percent is None


def creator_figures(capacity: CreatorCapacity) -> CreatorFigures:
    ended = capacity.completed_count + capacity.no_show_count
    return CreatorFigures(
        completed_count=capacity.completed_count,
        on_time_percent=_percent(capacity.on_time_count, ended),
        completion_percent=_percent(capacity.completed_count, ended),
    )


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


@dataclass(frozen=True, slots=True)
class BrandMedians:
    """Of all its collaborations, in days with one decimal; None below three."""

    ship_days: float | None
    review_days: float | None


def brand_medians(*, brand_id: int) -> BrandMedians:
    """For a brand's own page: one query over the brand's collaborations."""
    with connection.cursor() as cursor:
        cursor.execute(_MEDIANS, {"brand": brand_id, "enough": ENOUGH_EVENTS})
        ship_seconds, review_seconds = cursor.fetchone()
    return BrandMedians(_seconds_to_days(ship_seconds), _seconds_to_days(review_seconds))


_MEDIANS = """
SELECT CASE WHEN count(shipped_at) >= %(enough)s THEN
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM shipped_at - agreed_at)::float8) END,
       CASE WHEN count(approved_at) FILTER (WHERE submitted_at IS NOT NULL) >= %(enough)s THEN
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM approved_at - submitted_at)::float8) END
FROM deals_collaboration WHERE brand_id = %(brand)s
"""


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole >= ENOUGH_EVENTS else None


def _days(hours: int, count: int) -> float | None:
    return round(hours / count / _HOURS_A_DAY, 1) if count >= ENOUGH_EVENTS else None


def _seconds_to_days(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / 3600 / _HOURS_A_DAY, 1)
