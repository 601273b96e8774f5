"""Reads of the pipeline: counts, columns, table. A page costs the same for 20 applicants and for 20,000."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_noop

from barter.kernel.api.pagination import after, encode_cursor
from creators.models import Channel
from deals.models import Application, Collaboration, Deal
from deals.web.brand import across
from deals.web.brand.fetch import cursor_of
from deals.web.brand.stages import BOARD, NEW_TO_ANSWER, STAGES, Stage, stage_of
from deals.workflow import CollaborationState as C

COLUMN_ROWS = 10
TABLE_ROWS = 50
_ENOUGH = 3
_MOST_COUNTRIES = 60
_CAN_BE_LATE = (C.TO_SHIP, C.CREATING, C.CHANGES_REQUESTED, C.APPROVED)
SORTS: Mapping[str, str] = {"waiting": gettext_noop("Longest waiting"), "newest": gettext_noop("Newest first")}


FOLLOWERS: Mapping[str, str] = {
    "1000": gettext_noop("1k or more"),
    "5000": gettext_noop("5k or more"),
    "20000": gettext_noop("20k or more"),
    "100000": gettext_noop("100k or more"),
}
WAITING: Mapping[str, str] = {
    "1": gettext_noop("a day or more"),
    "3": gettext_noop("3 days or more"),
    "7": gettext_noop("a week or more"),
}
# Names of the filters in the address, in the order of the page.
FILTERS = ("q", "country", "platform", "followers", "waiting", "late", "on_time", "worked")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for. Unknown values are left out, not refused."""

    at: datetime
    text: str = ""
    country: str = ""
    platform: str = ""
    followers: str = ""
    waiting: str = ""
    late: bool = False
    on_time: bool = False
    worked: bool = False
    sort: str = "waiting"

    @classmethod
    def of(cls, params: Mapping[str, str], at: datetime) -> "Wanted":
        return cls(
            at,
            text=params.get("q", "").strip()[:60],
            country=params.get("country", "")[:2].upper(),
            platform=_known(params, "platform", Channel.Platform.values),
            followers=_known(params, "followers", FOLLOWERS),
            waiting=_known(params, "waiting", WAITING),
            late=params.get("late") == "1",
            on_time=params.get("on_time") == "1",
            worked=params.get("worked") == "1",
            sort=_known(params, "sort", SORTS) or "waiting",
        )

    @property
    def is_narrow(self) -> bool:
        choices = (self.text, self.country, self.platform, self.followers, self.waiting)
        return any(choices) or self.late or self.on_time or self.worked

    def holds(self, name: str, params: Mapping[str, str]) -> bool:
        """Whether this filter of the address is on here as it is written there; an empty one asks for nothing."""
        told, read = params.get(name, "").strip(), getattr(self, {"q": "text"}.get(name, name))
        return told.casefold() == ("1" if read is True else read or "").casefold()

    def narrow(self, rows: QuerySet[Application], brand_pk: int) -> QuerySet[Application]:
        if self.text:
            rows = rows.filter(Q(creator__display_name__icontains=self.text) | Q(creator__handle__icontains=self.text))
        if self.country:
            told = Q(creator__country="", address__country=self.country)
            rows = rows.filter(Q(creator__country=self.country) | told)
        if self.platform or self.followers:
            rows = rows.filter(self._reach())
        if self.waiting:
            since = self.at - timedelta(days=int(self.waiting))
            rows = rows.filter(
                Q(collaboration=None, submitted_at__lte=since) | Q(collaboration__state_since__lte=since)
            )
        if self.late:
            rows = rows.filter(collaboration__state__in=_CAN_BE_LATE, collaboration__due_at__lt=self.at)
        if self.on_time:
            rows = rows.filter(_mostly_on_time())
        if self.worked:
            rows = rows.filter(_worked_with(brand_pk))
        return rows

    def _reach(self) -> Exists:
        """One channel that fits both."""
        channels = Channel.objects.filter(creator=OuterRef("creator"))
        if self.platform:
            channels = channels.filter(platform=self.platform)
        if self.followers:
            channels = channels.filter(followers__gte=int(self.followers))
        return Exists(channels)

    def order(self, stage: Stage | None) -> tuple[str, str]:
        since = stage.since if stage else "submitted_at"
        return (since, "id") if self.sort == "waiting" else (f"-{since}", "-id")


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
    ready: across.Ready


def numbers_of(deal: Deal, at: datetime) -> Numbers:
    applications = Application.objects.filter(deal=deal)
    answerable = Q(state__in=STAGES["new"].of_application)
    waiting = applications.aggregate(n=Count("pk", filter=answerable), oldest=Min("submitted_at", filter=answerable))
    to_ship, to_review = Q(state=C.TO_SHIP), Q(state=C.IN_REVIEW)
    running = Collaboration.objects.filter(deal=deal).aggregate(
        to_ship=Count("pk", filter=to_ship),
        late=Count("pk", filter=to_ship & Q(due_at__lt=at)),
        to_review=Count("pk", filter=to_review),
        review_due=Min("due_at", filter=to_review),
    )
    return Numbers(
        waiting["n"], waiting["oldest"], running["to_ship"], running["late"], running["to_review"],
        running["review_due"], across.ready_files(deal.pk, at),
    )  # fmt: skip


class Counts(dict[str, int]):
    """How many stand in each stage, and how many of the new ones can be answered in bulk."""

    answerable = 0


def counts_of(deal: Deal, wanted: Wanted) -> Counts:
    """How many stand in each stage. One statement."""
    rows = wanted.narrow(Application.objects.filter(deal=deal), deal.brand_id)
    counts = Counts(dict.fromkeys(STAGES, 0))
    for state, exchange_state, count in (
        rows.order_by().values_list("state", "collaboration__state").annotate(n=Count("pk"))
    ):
        stage = stage_of(state, exchange_state)
        if stage:
            counts[stage.slug] += count
        if state in NEW_TO_ANSWER:
            counts.answerable += count
    return counts


def answerable_of(deal: Deal, wanted: Wanted, most: int) -> tuple[list[Application], int]:
    """The first `most` new applicants that fit, in the order of the page, and how many fit beyond them."""
    new = Application.objects.filter(deal=deal, state__in=NEW_TO_ANSWER)
    rows = wanted.narrow(new, deal.brand_id)
    found = list(rows.select_related("creator", "deal").order_by(*wanted.order(STAGES["new"]))[:most])
    return found, max(0, rows.count() - most) if len(found) == most else 0


def countries_of(deal: Deal) -> list[str]:
    """Where applicants live, for the filter."""
    where = Coalesce(NullIf("creator__country", Value("")), "address__country")
    codes = Application.objects.filter(deal=deal).annotate(where=where).exclude(where=None).order_by("where")
    return list(codes.values_list("where", flat=True).distinct()[:_MOST_COUNTRIES])


def board_of(deal: Deal, wanted: Wanted, counts: Mapping[str, int]) -> list[Column]:
    """The columns with their first cards. Columns without anybody ask nothing."""
    return [column_of(deal, stage, wanted, counts[stage.slug]) for stage in BOARD]


def column_of(deal: Deal, stage: Stage, wanted: Wanted, count: int, *, cursor: str = "") -> Column:
    if not count:
        return Column(stage, 0)
    rows, next_cursor = page_of(deal, stage, wanted, cursor=cursor, length=COLUMN_ROWS)
    return Column(stage, count, rows, next_cursor)


def page_of(
    deal: Deal, stage: Stage | None, wanted: Wanted, *, cursor: str = "", length: int = TABLE_ROWS
) -> tuple[list[Application], str]:
    """One page of applicants in a stage (or all of the deal) and the cursor of the next. Keyset, no offset."""
    rows: QuerySet[Application] = Application.objects.filter(deal=deal)
    if stage:
        rows = rows.filter(stage.rows(deal.pk))
    order = wanted.order(stage)
    rows = wanted.narrow(rows, deal.brand_id).select_related("creator__capacity", "collaboration", "channel")
    rows = rows.annotate(ships_to=F("address__city"))  # of the address nothing else: the rest is sealed
    seen = seen_of(cursor)
    if seen:
        rows = rows.filter(after(order, seen))
    found: list[Application] = list(rows.order_by(*order)[: length + 1])
    shown = found[:length]
    for row in shown:
        row.deal = deal
    last = shown[-1] if len(found) > length else None
    return shown, encode_cursor([since_of(last, stage).isoformat(), last.pk]) if last else ""


def since_of(row: Application, stage: Stage | None) -> datetime:
    """Since when this row waits in its stage."""
    if stage and stage.of_collaboration:
        return row.collaboration.state_since
    return row.submitted_at


def trade_of(row: Application) -> Collaboration | None:
    return getattr(row, "collaboration", None)


def neighbours(row: Application) -> tuple[str, str]:
    """Public ids of the applicants to answer before and after this one, the longest waiting first."""
    waiting, here = _waiting_with(row).exclude(pk=row.pk), [row.submitted_at, row.pk]
    previous = waiting.filter(after(("-submitted_at", "-id"), here)).order_by("-submitted_at", "-id")
    following = waiting.filter(after(("submitted_at", "id"), here)).order_by("submitted_at", "id")
    return _first_id(previous), _first_id(following)


def number_of(row: Application) -> tuple[int, int]:
    """Which one this is among those who wait for an answer, and how many wait."""
    earlier = Q(submitted_at__lt=row.submitted_at) | Q(submitted_at=row.submitted_at, id__lte=row.pk)
    counted = _waiting_with(row).aggregate(number=Count("pk", filter=earlier), waiting=Count("pk"))
    return counted["number"], counted["waiting"]


def _waiting_with(row: Application) -> QuerySet[Application]:
    return Application.objects.filter(deal=row.deal_id, state__in=STAGES["new"].of_application)


def _first_id(rows: QuerySet[Application]) -> str:
    return str(rows.values_list("public_id", flat=True).first() or "")


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
    return across.approved_work(brand_pk, [row.creator_id for row in rows if row.state in STAGES["new"].of_application])


def seen_of(cursor: str) -> list[Any] | None:
    """Time and key of the last row of the page before; None starts anew, also for a cursor that was tampered with."""
    values = cursor_of(cursor, 2)
    if values is None or not isinstance(values[1], int) or abs(values[1]) >= 1 << 63:
        return None
    try:
        moment = datetime.fromisoformat(str(values[0]))
    except ValueError:
        return None
    return [moment if moment.tzinfo else moment.replace(tzinfo=UTC), values[1]]


def _known(params: Mapping[str, str], name: str, values: Collection[str]) -> str:
    return params[name] if params.get(name) in values else ""


def _mostly_on_time() -> Q:
    """Three or more finished on a clock, nine in ten of them in time."""
    on_time = "creator__capacity__on_time_count__gte"
    return Q(**{on_time: _ENOUGH}) & Q(**{on_time: F("creator__capacity__late_count") * 9})


def _worked_with(brand_pk: int) -> Exists:
    done = Collaboration.objects.filter(creator=OuterRef("creator"), brand=brand_pk, state=C.COMPLETED)
    return Exists(done)
