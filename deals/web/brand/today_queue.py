"""What needs a brand, most urgent first: read in a fixed number of statements, whatever its size."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from barter.kernel.actors import Side
from brands.models import Brand
from deals.models import Application, Collaboration, Deal, Dispute
from deals.models.collaboration import CURED_BY_CREATOR
from deals.pipeline import across
from deals.pipeline.stages import TO_ANSWER
from deals.workflow import CollaborationState as C
from deals.workflow import DealState, DisputeState

MOST_ROWS = 10
MOST_COUNTED = 100  # the side bar says "99+" from here on
_RUNNING = frozenset({C.TO_SHIP, C.IN_REVIEW, C.ON_HOLD})


@dataclass(frozen=True, slots=True)
class Counts:
    """The tiles. `running` are trades that have not ended."""

    to_answer: int
    oldest_at: datetime | None
    to_ship: int
    late: int
    ship_due_at: datetime | None
    to_review: int
    review_due_at: datetime | None
    problems: int
    disputes: int

    @property
    def total(self) -> int:
        return self.to_answer + self.to_ship + self.to_review + self.problems + self.disputes


Waiting = Application | Collaboration | Dispute | Deal


def counts_of(brand_pk: int, at: datetime) -> Counts:
    """Four statements. To ship are trades and the parcels of paid renewals: the desk shows both."""
    applied = Application.objects.filter(TO_ANSWER, deal__brand=brand_pk)
    answers = applied.order_by().aggregate(n=Count("pk"), oldest=Min("submitted_at"))
    to_ship, to_review = Q(state=C.TO_SHIP), Q(state=C.IN_REVIEW)
    works = _running(brand_pk).order_by().aggregate(
        to_ship=Count("pk", filter=to_ship),
        late=Count("pk", filter=to_ship & Q(due_at__lt=at)),
        ship_due=Min("due_at", filter=to_ship),
        to_review=Count("pk", filter=to_review),
        review_due=Min("due_at", filter=to_review),
        problems=Count("pk", filter=Q(state=C.ON_HOLD)),
    )  # fmt: skip
    parcels = across.renewal_parcels(brand_pk).order_by().aggregate(
        n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=at)), due=Min("due_at")
    )  # fmt: skip
    ship_due = min(filter(None, [works["ship_due"], parcels["due"]]), default=None)
    return Counts(
        answers["n"], answers["oldest"], works["to_ship"] + parcels["n"], works["late"] + parcels["late"], ship_due, works["to_review"],
        works["review_due"], works["problems"], disputes_of(brand_pk).count(),
    )  # fmt: skip


def waiting_of(brand_pk: int) -> tuple[int, int, int]:
    """To answer (at most `MOST_COUNTED`), to ship, to review: what `counts_of` counts, for the side bar. Two statements."""
    applied = Application.objects.filter(TO_ANSWER, deal__brand=brand_pk)
    trades = Collaboration.objects.filter(brand=brand_pk)
    waits = (trades.filter(state=C.TO_SHIP), across.renewal_parcels(brand_pk), trades.filter(state=C.IN_REVIEW))
    to_ship, parcels, to_review = Brand.objects.filter(pk=brand_pk).values_list(*map(_number_of, waits)).get()
    return applied.order_by()[:MOST_COUNTED].count(), to_ship + parcels, to_review


def _number_of(rows: "QuerySet[Any]") -> Coalesce:
    """How many rows of one brand, as a column."""
    counted = rows.order_by().values("brand").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def most_urgent(brand_pk: int) -> list[Waiting]:
    """The rows whose limit comes first; what is late stands on top. Four statements."""
    applied = Application.objects.filter(TO_ANSWER, deal__brand=brand_pk, due_at__isnull=False)
    rejected = Deal.objects.filter(brand=brand_pk, state=DealState.REJECTED, due_at__isnull=False)
    running = _running(brand_pk).filter(due_at__isnull=False)
    groups: Sequence[Sequence[Waiting]] = (
        list(applied.select_related("deal", "creator").defer(*_heavy("deal__")).order_by("due_at", "id")[:MOST_ROWS]),
        list(running.select_related("deal", "creator").defer(*_heavy("deal__")).order_by("due_at", "id")[:MOST_ROWS]),
        list(with_trade(disputes_of(brand_pk).filter(due_at__isnull=False)).order_by("due_at", "id")[:MOST_ROWS]),
        list(rejected.defer(*_heavy("")).order_by("-state_since")[:3]),
    )
    rows = [row for group in groups for row in group]
    return sorted(rows, key=_urgency)[:MOST_ROWS]


def _urgency(row: Waiting) -> tuple[bool, float]:
    """Deals sent back stand behind everything that runs against a clock of days."""
    return isinstance(row, Deal), row.due_at.timestamp() if row.due_at else float("inf")


def _running(brand_pk: int) -> "QuerySet[Collaboration]":
    """Trades whose ball the brand holds; a problem the creator can cure is the creator's."""
    rows = Collaboration.objects.filter(brand=brand_pk, state__in=_RUNNING)
    return rows.exclude(state=C.ON_HOLD, problem_code__in=CURED_BY_CREATOR)


def disputes_of(brand_pk: int) -> "QuerySet[Dispute]":
    """Disputes that creators opened and the brand has not answered yet."""
    return Dispute.objects.filter(collaboration__brand=brand_pk, state=DisputeState.OPEN, opened_by=Side.CREATOR)


def with_trade(rows: "QuerySet[Dispute]") -> "QuerySet[Dispute]":
    heavy = _heavy("collaboration__deal__")
    return rows.select_related("collaboration__deal", "collaboration__creator").defer(*heavy)


def problems_of(brand_pk: int) -> "QuerySet[Collaboration]":
    """Trades on hold whose problem the brand can solve, with what a line shows."""
    held = _running(brand_pk).filter(state=C.ON_HOLD)
    return held.select_related("deal", "creator").defer(*_heavy("deal__"))


def _heavy(prefix: str) -> list[str]:
    return [f"{prefix}{name}" for name in ("search", "search_text", "terms", "summary", "card")]
