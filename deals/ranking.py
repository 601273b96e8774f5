"""The order "Best match" of a deal's applicants: facts everybody can see, compared one after the other, no score.

First who keeps dates, then who finished a trade with this brand, whose topic is the deal's, whose parcel stays in the
brand's country, and the larger channel; among equals who applied first. `fit` holds the first four as one number only so
that a cursor is short: each fact weighs more than all behind it.
"""

from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from brands.models import Product
from deals.models import Application, Collaboration, Deal
from deals.workflow import CollaborationState

BEST_MATCH = ("-fit", "-reach", "id")
_ENOUGH = 3
_WORKED, _TOPIC, _HOME, _TIMELY = 4, 2, 1, 8
_CAPACITY = "creator__capacity__"


@dataclass(frozen=True, slots=True)
class Fit:
    """Which facts of the order hold for one applicant."""

    is_timely: bool
    has_worked_with: bool
    is_on_topic: bool
    is_at_home: bool

    @classmethod
    def of(cls, number: int) -> "Fit":
        return cls(
            number >= 2 * _TIMELY, bool(number & _WORKED), bool(number & _TOPIC), bool(number & _HOME)
        )  # fmt: skip


def with_match(rows: QuerySet[Application], deal: Deal) -> QuerySet[Application]:
    """Adds `fit` and `reach`, the columns of BEST_MATCH. Needs deal.brand and deal.product."""
    done = Collaboration.objects.filter(brand=deal.brand_id, state=CollaborationState.COMPLETED)
    fit = (
        Case(When(mostly_on_time(), then=2 * _TIMELY), When(_too_new_to_tell(), then=_TIMELY), default=0)
        + _points(Q(creator__in=done.values("creator")), _WORKED)
        + _points(Q(creator__niches__contains=[deal.category]), _TOPIC)
        + _points(_at_home(deal), _HOME)
    )
    return rows.annotate(fit=fit, reach=Coalesce(F("channel__followers"), 0))


def mostly_on_time() -> Q:
    """Three or more finished on a clock, nine in ten of them in time."""
    on_time = f"{_CAPACITY}on_time_count__gte"
    return Q(**{on_time: _ENOUGH}) & Q(**{on_time: F(f"{_CAPACITY}late_count") * 9})


def _too_new_to_tell() -> Q:
    return Q(**{f"{_CAPACITY}on_time_count__lt": Value(_ENOUGH) - F(f"{_CAPACITY}late_count")})


def _at_home(deal: Deal) -> Q:
    parcel = deal.exchange == Product.Kind.PARCEL
    return Q(**{"address__country" if parcel else "creator__country": deal.brand.country})


def _points(condition: Q, number: int) -> Case:
    return Case(When(condition, then=number), default=0, output_field=IntegerField())
