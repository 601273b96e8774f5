"""Reads of the pipeline: counts, columns, table. A page costs the same for 20 applicants and for 20,000."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from deals.models import Application, Collaboration, Deal
from deals.pipeline import across
from deals.pipeline.stages import NEW_TO_ANSWER, STAGES, STAYS, Stage, board_for, stage_of
from deals.pipeline.wanted import Wanted
from deals.workflow import ApplicationState
from deals.workflow import CollaborationState as C

COLUMN_ROWS = 10
TABLE_ROWS = 50
_MOST_COUNTRIES = 60


@dataclass(slots=True)
class Column:
    stage: Stage
    count: int
    rows: list[Application] = field(default_factory=list)
    cursor: str = ""

    @property
    def more(self) -> int:
        return max(0, self.count - len(self.rows))


@dataclass(frozen=True, slots=True)
class Numbers:
    """The tiles: what needs the brand, over the whole deal."""

    to_answer: int
    oldest_at: datetime | None
    to_ship: int
    late_to_ship: int
    to_review: int
    review_due_at: datetime | None
    offered: int  # places kept for who has an offer to answer
    ready: across.Ready


def numbers_of(deal: Deal, at: datetime) -> Numbers:
    applications = Application.objects.filter(deal=deal)
    answerable = STAGES["new"].rows(deal.pk)
    waiting = applications.aggregate(
        n=Count("pk", filter=answerable),
        oldest=Min("submitted_at", filter=answerable),
        offered=Count("pk", filter=Q(state=ApplicationState.OFFERED)),
    )
    to_ship, to_review = Q(state=C.TO_SHIP), Q(state=C.IN_REVIEW)
    running = Collaboration.objects.filter(deal=deal).aggregate(
        to_ship=Count("pk", filter=to_ship),
        late=Count("pk", filter=to_ship & Q(due_at__lt=at)),
        to_review=Count("pk", filter=to_review),
        review_due=Min("due_at", filter=to_review),
    )
    return Numbers(
        waiting["n"], waiting["oldest"], running["to_ship"], running["late"], running["to_review"],
        running["review_due"], waiting["offered"], across.ready_files(deal.pk, at),
    )  # fmt: skip


class Counts(dict[str, int]):
    """How many stand in each stage, and how many of the new ones can be answered in bulk."""

    answerable = 0


def counts_of(deal: Deal, wanted: Wanted) -> Counts:
    """How many stand in each stage. One statement."""
    rows = wanted.narrow(Application.objects.filter(deal=deal), deal)
    counts = Counts(dict.fromkeys(STAGES, 0))
    here = ExpressionWrapper(STAYS, output_field=BooleanField())
    grouped = rows.order_by().values_list("state", "collaboration__state", here)
    for state, exchange_state, stays, count in grouped.annotate(n=Count("pk")):
        stage = stage_of(state, exchange_state, stays=stays)
        if stage:
            counts[stage.slug] += count
        if state in NEW_TO_ANSWER and stays:
            counts.answerable += count
    return counts


def answerable_of(deal: Deal, wanted: Wanted, most: int) -> tuple[list[Application], int]:
    """The first `most` new applicants that fit, in the order of the page, and how many fit beyond them."""
    new = Application.objects.filter(STAYS, deal=deal, state__in=NEW_TO_ANSWER)
    rows = wanted.narrow(new, deal)
    found = list(rows.select_related("creator", "deal", "pending").order_by(*wanted.order(STAGES["new"]))[:most])
    return found, max(0, rows.count() - most) if len(found) == most else 0


def countries_of(deal: Deal) -> list[str]:
    """Where applicants live, for the filter."""
    where = Coalesce(NullIf("creator__country", Value("")), "address__country")
    codes = Application.objects.filter(deal=deal).annotate(where=where).exclude(where=None).order_by("where")
    return list(codes.values_list("where", flat=True).distinct()[:_MOST_COUNTRIES])


def board_of(deal: Deal, wanted: Wanted, counts: Mapping[str, int]) -> list[Column]:
    """The columns with their first cards. Columns without anybody ask nothing."""
    return [column_of(deal, stage, wanted, counts[stage.slug]) for stage in board_for(deal.exchange)]


def column_of(deal: Deal, stage: Stage, wanted: Wanted, count: int, *, cursor: str = "") -> Column:
    if not count:
        return Column(stage, 0)
    rows, next_cursor = page_of(deal, stage, wanted, cursor=cursor, length=COLUMN_ROWS)
    return Column(stage, count, rows, next_cursor)


def page_of(
    deal: Deal, stage: Stage | None, wanted: Wanted, *, cursor: str = "", length: int = 0
) -> tuple[list[Application], str]:
    """One page of applicants in a stage (or all of the deal) and the cursor of the next. Keyset, no offset."""
    rows: QuerySet[Application] = Application.objects.filter(deal=deal)
    if stage:
        rows = rows.filter(stage.rows(deal.pk))
    rows = wanted.narrow(rows, deal)
    shown, following = wanted.page(rows, deal, stage, cursor=cursor, length=length or TABLE_ROWS)
    for row in shown:
        row.deal = deal
    return shown, following


def since_of(row: Application, stage: Stage | None) -> datetime:
    """Since when this row waits in its stage."""
    return attrgetter((stage or STAGES["new"]).since.replace("__", "."))(row)  # type: ignore[no-any-return]


def trade_of(row: Application) -> Collaboration | None:
    return getattr(row, "collaboration", None)


def load_cards(rows: Sequence[Application], brand_pk: int) -> dict[int, list[Any]]:
    """Parcels and files for these rows, and earlier work by creator. At most four statements."""
    trades = [trade for row in rows if (trade := trade_of(row))]
    parcels = [
        row for row in trades if row.state in STAGES["to-ship"].of_collaboration | STAGES["on-its-way"].of_collaboration
    ]
    filed = [
        row for row in trades if row.state in STAGES["to-review"].of_collaboration | STAGES["approved"].of_collaboration
    ]
    across.load_parcels(parcels)
    across.load_files(filed)
    new = [row for row in rows if row.state in STAGES["new"].of_application]
    first = [clip for row in new for clip in row.clips]
    return across.approved_work(brand_pk, [row.creator_id for row in new], first=first)
