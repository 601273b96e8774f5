"""What a brand's trades say of a period: a fixed number of statements, whatever the size of the brand.

A stay is the time a trade spends in one stage, for each version of its content apart, read from its timeline; it counts
in the period in which it ended.
Files are content's rows, which stands above: they are read through the relation they hang on a collaboration.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.utils import timezone

from deals.models import Application, Collaboration
from deals.workflow import ApplicationState
from deals.workflow import CollaborationState as C

PERIODS = (30, 90, 365)  # days somebody may look back
USUAL_PERIOD = 90
_DAY_SECONDS = 86_400
ANSWER, CONTENT = "answer", "content"
# The stages people speak of, and the states they are made of.
STAGES: Mapping[str, tuple[C, ...]] = {
    "ship": (C.TO_SHIP,),
    "way": (C.SHIPPED,),
    "make": (C.DELIVERED, C.VOUCHER_SENT, C.BOOKED, C.CHECKED_IN, C.CREATING),
    "review": (C.IN_REVIEW,),
    "change": (C.CHANGES_REQUESTED,),
    "post": (C.APPROVED,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which trades: of one brand, since a moment, of one deal or of all."""

    brand_pk: int
    since: datetime
    until: datetime
    deal_pk: int | None = None

    @property
    def of_deal(self) -> dict[str, int]:
        return {"deal": self.deal_pk} if self.deal_pk else {}

    @property
    def params(self) -> dict[str, Any]:
        return {"brand": self.brand_pk, "deal": self.deal_pk, "since": self.since}


@dataclass(frozen=True, slots=True)
class Funnel:
    """How far the applications of the period have come by now."""

    applied: int
    accepted: int
    shipped: int
    delivered: int
    submitted: int
    approved: int
    completed: int


@dataclass(frozen=True, slots=True)
class Stay:
    """How long a stage took, of `count` that ended in the period."""

    count: int
    median_days: float
    most_days: float  # nine of ten took no longer
    by_silence: int  # ended because its clock ran out


@dataclass(frozen=True, slots=True)
class Ratio:
    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class Punctuality:
    shipping: Ratio
    reviewing: Ratio
    creators: Ratio


@dataclass(frozen=True, slots=True)
class Cost:
    """What was given in the trades whose outcome became known in the period, and the files that came of it."""

    currency: str
    trades: int
    given_minor: int
    files: int

    @property
    def per_file_minor(self) -> int | None:
        return round(self.given_minor / self.files) if self.files else None


def funnel(asked: Asked) -> Funnel:
    """One statement. Who was invited and has not said yes did not apply."""
    rows = Application.objects.filter(
        deal__brand=asked.brand_pk, submitted_at__gte=asked.since, submitted_at__lte=asked.until, **asked.of_deal
    )
    completed = Q(collaboration__state=C.COMPLETED)
    approved = Q(collaboration__approved_at__isnull=False) | completed
    submitted = Q(collaboration__submitted_at__isnull=False) | approved
    delivered = Q(collaboration__delivered_at__isnull=False) | submitted
    # a voucher is sent, and a visit is open, from the agreement on
    handed = Q(collaboration__isnull=False) & ~Q(collaboration__exchange=Collaboration.Exchange.PARCEL)
    shipped = Q(collaboration__shipped_at__isnull=False) | handed | delivered
    counted = rows.exclude(consented_hash="").order_by().aggregate(
        applied=Count("pk"),
        accepted=Count("collaboration"),
        shipped=Count("pk", filter=shipped),
        delivered=Count("pk", filter=delivered),
        submitted=Count("pk", filter=submitted),
        approved=Count("pk", filter=approved),
        completed=Count("pk", filter=completed),
    )  # fmt: skip
    return Funnel(**counted)


# `silent` counts reviews that ended because the brand's clock ran out.
_STAYS = """
WITH trade AS MATERIALIZED (
    SELECT c.id, c.agreed_at, c.must_post FROM deals_collaboration c
    WHERE c.brand_id = %(brand)s AND (%(deal)s::bigint IS NULL OR c.deal_id = %(deal)s)
      AND (c.ended_at IS NULL OR c.ended_at >= %(since)s)
), step AS (
    SELECT t.id, t.agreed_at, t.must_post, e.move, e.to_state, e.at, lead(e.at) OVER w AS left_at,
           lead(e.move) OVER w AS left_by, count(*) FILTER (WHERE e.move = 'submit') OVER w AS version
    FROM trade t JOIN kernel_timelineentry e ON e.object_type = 'collaboration' AND e.object_id = t.id
    WHERE e.from_state <> e.to_state WINDOW w AS (PARTITION BY t.id ORDER BY e.id)
), stay (name, seconds, silent) AS (
    SELECT stage.name, sum(extract(epoch FROM s.left_at - s.at)), bool_or(s.left_by = 'approve_silently')
    FROM step s JOIN unnest(%(states)s::text[], %(names)s::text[]) AS stage (state, name) ON stage.state = s.to_state
    WHERE s.must_post OR s.to_state <> %(approved)s
    GROUP BY s.id, stage.name, s.version HAVING bool_and(s.left_at IS NOT NULL) AND max(s.left_at) >= %(since)s
  UNION ALL
    SELECT %(content)s, extract(epoch FROM first.at - first.agreed_at), false
    FROM (SELECT min(at) AS at, min(agreed_at) AS agreed_at FROM step WHERE move = 'submit' GROUP BY id) AS first
    WHERE first.at >= %(since)s
  UNION ALL
    SELECT %(answer)s, extract(epoch FROM a.state_since - a.submitted_at), false
    FROM deals_deal d JOIN deals_application a ON a.deal_id = d.id
    LEFT JOIN deals_collaboration c ON c.application_id = a.id
    LEFT JOIN deals_terms v ON v.collaboration_id = c.id AND v.version = 1
    WHERE d.brand_id = %(brand)s AND (%(deal)s::bigint IS NULL OR d.id = %(deal)s) AND a.state_since >= %(since)s
      AND (a.state = %(accepted)s AND v.proposed_by = 'creator' OR a.state = %(declined)s AND a.decline_reason <> '')
)
SELECT name, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds), count(*) FILTER (WHERE silent)
FROM stay GROUP BY name
"""
_NAMED = [(str(state), name) for name, states in STAGES.items() for state in states]
_STAYS_OF = {
    "states": [state for state, _name in _NAMED],
    "names": [name for _state, name in _NAMED],
    "content": CONTENT,
    "answer": ANSWER,
    "approved": str(C.APPROVED),
    "accepted": str(ApplicationState.ACCEPTED),
    "declined": str(ApplicationState.DECLINED),
}


def stays(asked: Asked) -> dict[str, Stay]:
    """By name of STAGES, ANSWER (from the application to the brand's yes or no) and CONTENT (from the agreement to the
    first version that was sent). Names of which nothing ended are missing. One statement."""
    return {
        name: Stay(count, float(median) / _DAY_SECONDS, float(most) / _DAY_SECONDS, silent)
        for name, count, median, most, silent in _rows(_STAYS, asked.params | _STAYS_OF)
    }


def punctuality(asked: Asked, found: Mapping[str, Stay]) -> Punctuality:
    """`found`: what `stays` found. One statement."""
    rows = Collaboration.objects.filter(brand=asked.brand_pk, **asked.of_deal)
    sent, ended = Q(shipped_at__gte=asked.since), Q(ended_at__gte=asked.since)
    made = ended & Q(state=C.COMPLETED)
    counted = rows.filter(sent | ended).order_by().aggregate(
        sent=Count("pk", filter=sent),
        sent_late=Count("pk", filter=sent & Q(shipped_late=True)),
        never_sent=Count("pk", filter=ended & Q(state=C.NO_SHIP)),
        made=Count("pk", filter=made),
        made_late=Count("pk", filter=made & Q(was_late=True)),
        never_made=Count("pk", filter=ended & Q(state=C.NO_SHOW)),
    )  # fmt: skip
    review = found.get("review")
    return Punctuality(
        shipping=Ratio(counted["sent"] - counted["sent_late"], counted["sent"] + counted["never_sent"]),
        reviewing=Ratio(review.count - review.by_silence, review.count) if review else Ratio(0, 0),
        creators=Ratio(counted["made"] - counted["made_late"], counted["made"] + counted["never_made"]),
    )


def files_by_week(asked: Asked) -> list[tuple[datetime, int]]:
    """Approved files, every week of the period from its Monday where the reader is. One statement."""
    rows = _licences(asked).annotate(week=TruncWeek("starts_at")).order_by().values_list("week")
    counted = {week.date(): count for week, count in rows.annotate(count=Count("pk"))}
    first, last = (timezone.localtime(moment).date() for moment in (asked.since, asked.until))
    mondays = range((first - timedelta(days=first.weekday())).toordinal(), last.toordinal() + 1, 7)
    weeks = [date.fromordinal(monday) for monday in mondays]
    zone = timezone.get_current_timezone()
    return [(datetime.combine(week, time(), zone), counted.get(week, 0)) for week in weeks]


_COST = """
SELECT currency, count(*), sum(given), sum(files) FROM (
    SELECT coalesce(v.body -> 'fmv' ->> 'currency', d.currency) AS currency,
           coalesce((v.body -> 'fmv' ->> 'amount_minor')::bigint, d.fmv_minor) AS given,
           (SELECT count(*) FROM {licence} l WHERE l.collaboration_id = c.id AND l.renews_id IS NULL) AS files
    FROM deals_collaboration c JOIN deals_deal d ON d.id = c.deal_id
    LEFT JOIN deals_terms v ON v.collaboration_id = c.id AND v.version = 1
    WHERE c.brand_id = %(brand)s AND (%(deal)s::bigint IS NULL OR c.deal_id = %(deal)s)
      AND (c.approved_at >= %(since)s OR c.approved_at IS NULL AND c.ended_at >= %(since)s
           AND (c.shipped_at IS NOT NULL OR c.delivered_at IS NOT NULL OR c.exchange = 'voucher'))
) AS settled GROUP BY currency ORDER BY sum(given) DESC, currency
"""


def costs(asked: Asked) -> list[Cost]:
    """By currency, the largest first. The fair market value is that of the agreement. One statement."""
    sql = _COST.format(licence=_licence()._meta.db_table)
    return [Cost(currency, count, int(given), int(files)) for currency, count, given, files in _rows(sql, asked.params)]


def _licences(asked: Asked) -> "QuerySet[Any]":
    """Rights on approved files; one that goes on is the same file."""
    rows: QuerySet[Any] = _licence().objects.filter(brand=asked.brand_pk, starts_at__gte=asked.since, renews=None)
    return rows.filter(collaboration__deal=asked.deal_pk) if asked.deal_pk else rows


def _licence() -> Any:
    return Collaboration._meta.get_field("licences").related_model


def _rows(sql: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
