"""What the address of a pipeline asks for: who is shown, and in what order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.utils.http import urlencode
from django.utils.translation import gettext_noop

from barter.kernel.actors import Side
from barter.kernel.cursors import after, cursor_values, encode_cursor
from brands.models import Variant
from creators.models import Channel, Creator
from creators.queries import named
from deals.eligibility import needs_parcel
from deals.models import Application, Collaboration, Deal
from deals.models.collaboration import CURED_BY_CREATOR
from deals.pipeline.stages import ANSWERABLE, AWAITS_BRAND, BEING_DECLINED, STAGES, STAYS, Stage
from deals.ranking import BEST_MATCH, mostly_on_time, with_match
from deals.workflow import COLLABORATION, COLLABORATION_RUNNING
from deals.workflow import CollaborationState as C

_CAN_BE_LATE = (C.TO_SHIP, C.CREATING, C.CHANGES_REQUESTED, C.APPROVED)
_BRANDS = [state for state in C if COLLABORATION.ball(state) == Side.BRAND]
_THEIRS_TO_CURE = Q(collaboration__state=C.ON_HOLD, collaboration__problem_code__in=CURED_BY_CREATOR)
_LARGEST_KEY = 1 << 63
SORTS: Mapping[str, str] = {
    "waiting": gettext_noop("Longest waiting"),
    "best": gettext_noop("Best match"),
    "newest": gettext_noop("Newest first"),
}
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
# Filters that are on or off, in the order of the page.
SWITCHES: Mapping[str, str] = {
    "undecided": gettext_noop("Undecided"),
    "ready": gettext_noop("Can be accepted"),
    "on_time": gettext_noop("On time"),
    "worked": gettext_noop("Worked with us"),
    "late": gettext_noop("Late"),
}
# Names of the filters in the address.
FILTERS = ("q", "country", "platform", "followers", "waiting", *SWITCHES)
KEPT = (*FILTERS, "sort")
_OF_PAGE = (*KEPT, "view", "stage", "after")
_LONGEST = {"after": 200}  # a cursor that is cut short leads to the first page


def kept_of(params: Mapping[str, str]) -> str:
    """Filters, order, view and page as an address holds them: what the page of one applicant comes back to."""
    return urlencode({name: params[name][: _LONGEST.get(name, 60)] for name in _OF_PAGE if params.get(name)})


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
    ready: bool = False
    undecided: bool = False
    sort: str = "waiting"

    @classmethod
    def of(cls, params: Mapping[str, str], at: datetime) -> "Wanted":
        return cls(
            at,
            text=params.get("q", "").replace("\0", "").strip()[:60],
            country=params.get("country", "")[:2].upper(),
            platform=_known(params, "platform", Channel.Platform.values),
            followers=_known(params, "followers", FOLLOWERS),
            waiting=_known(params, "waiting", WAITING),
            sort=_known(params, "sort", SORTS) or "waiting",
            **{name: params.get(name) == "1" for name in SWITCHES},
        )

    @property
    def is_narrow(self) -> bool:
        choices = (self.text, self.country, self.platform, self.followers, self.waiting)
        return any(choices) or any(getattr(self, name) for name in SWITCHES)

    def holds(self, name: str, params: Mapping[str, str]) -> bool:
        """Whether this filter of the address is on here as it is written there; an empty one asks for nothing."""
        told, read = params.get(name, "").strip(), getattr(self, {"q": "text"}.get(name, name))
        return told.casefold() == ("1" if read is True else read or "").casefold()

    # ---- Who

    def narrow(self, rows: QuerySet[Application], deal: Deal) -> QuerySet[Application]:
        if self.text:
            rows = rows.filter(named(self.text))
        if self.country:
            told = Q(creator__country="", address__country=self.country)
            rows = rows.filter(Q(creator__country=self.country) | told)
        if self.platform or self.followers:
            rows = rows.filter(Exists(self._channels().filter(creator=OuterRef("creator"))))
        if self.waiting:
            since = self.at - timedelta(days=int(self.waiting))
            applied = Q(collaboration=None, state__in=AWAITS_BRAND, submitted_at__lte=since) & STAYS
            running = Q(collaboration__state__in=_BRANDS, collaboration__state_since__lte=since)
            rows = rows.filter(applied | (running & ~_THEIRS_TO_CURE))
        if self.late:
            rows = rows.filter(collaboration__state__in=_CAN_BE_LATE, collaboration__due_at__lt=self.at)
        if self.on_time:
            rows = rows.filter(mostly_on_time())
        if self.worked:
            rows = rows.filter(_worked_with(deal.brand_id))
        if self.undecided:
            rows = rows.filter(pending=None, state__in=AWAITS_BRAND)
        return rows.filter(_acceptable(deal, self.at)) if self.ready else rows

    def _channels(self) -> QuerySet[Channel]:
        """Those that fit both filters, the largest first."""
        channels = Channel.objects.order_by("-followers", "pk")
        if self.platform:
            channels = channels.filter(platform=self.platform)
        if self.followers:
            channels = channels.filter(followers__gte=int(self.followers))
        return channels

    # ---- In what order

    def order(self, stage: Stage | None) -> tuple[str, ...]:
        """Always within a stage: somebody waits for an answer or for a parcel, and the one says nothing of the other."""
        if stage is None:
            return ("-submitted_at", "-id") if self.sort == "newest" else ("stage_rank", "since_at", "id")
        if self.sort == "best" and stage.is_ranked:
            return BEST_MATCH
        return (f"-{stage.since}", "-id") if self.sort == "newest" else (stage.since, "id")

    def page(
        self, rows: QuerySet[Application], deal: Deal, stage: Stage | None, *, cursor: str, length: int
    ) -> tuple[list[Application], str]:
        """The next rows in this order with all a card shows, and the cursor of those behind them. Keyset, no offset.

        Found by key first: with everything joined on, sorting 20,000 applicants takes several times as long.
        """
        order = self.order(stage)

        def ordered(some: QuerySet[Application]) -> QuerySet[Application]:
            some = some if stage and stage.of_collaboration else with_match(some, deal)
            return (_with_since(some) if stage is None else some).order_by(*order)

        line, behind = ordered(rows), seen(cursor, order)
        if behind:
            line = line.filter(after(order, behind))
        shown = Application.objects.filter(pk__in=line.values("pk")[: length + 1])
        shown = shown.select_related("creator__capacity", "collaboration", "channel", "pending")
        # of the address nothing else: the rest is sealed
        found: list[Application] = list(ordered(shown.annotate(ships_to=F("address__city"))))
        if self.platform or self.followers:  # cards name the channel somebody was found by
            prefetch_related_objects(found, Prefetch("creator__channels", self._channels(), to_attr="found_by"))
        last = found[length - 1] if len(found) > length else None
        return found[:length], encode_cursor(values_of(last, order)) if last else ""

    def around(self, row: Application, deal: Deal, stage: Stage) -> "Around":
        """Who stands before and behind this one in the same order, among those who fit. At most four statements."""
        order = self.order(stage)
        line = self.narrow(Application.objects.filter(stage.rows(deal.pk), deal=deal), deal)
        line = with_match(line, deal) if order == BEST_MATCH else line
        found = _place_in(line, order, row.pk) or self._beside(line, order, row, deal)
        beside = [pk or 0 for pk in found[:2]]
        ids = dict(Application.objects.filter(pk__in=beside).values_list("pk", "public_id"))
        previous, following = (str(ids.get(pk, "")) for pk in beside)
        return Around(previous, following, *found[2:])

    def _beside(self, line: QuerySet[Application], order: Sequence[str], row: Application, deal: Deal) -> "_Place":
        """For one who doesn't stand in the line any more: it goes on from where they would."""
        if order == BEST_MATCH:
            row = with_match(Application.objects.filter(pk=row.pk), deal).get()
        here = [attrgetter(name.lstrip("-"))(row) for name in order]
        back = [name[1:] if name.startswith("-") else f"-{name}" for name in order]
        others = line.exclude(pk=row.pk)
        before, behind = (
            others.filter(after(back, here)).order_by(*back),
            others.filter(after(order, here)).order_by(*order),
        )
        return before.values_list("pk", flat=True).first(), behind.values_list("pk", flat=True).first(), 0, 0


@dataclass(frozen=True, slots=True)
class Around:
    """The neighbours of one applicant (public ids, empty at the ends) and its place; 0 for one not in the line."""

    previous: str
    following: str
    number: int
    total: int


_Place = tuple[int | None, int | None, int, int]


def _place_in(line: QuerySet[Application], order: Sequence[str], pk: int) -> _Place | None:
    """Keys of the neighbours, number and length: the line is sorted once."""
    names = [name.lstrip("-") for name in order]
    sql, params = line.order_by().values(*dict.fromkeys(["id", *names])).query.sql_with_params()
    window = ", ".join(
        f'"{name}" {"DESC" if told.startswith("-") else "ASC"}' for name, told in zip(names, order, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute(_PLACE.format(line=sql, window=window), [*params, pk])
        return cursor.fetchone()  # type: ignore[no-any-return]


# The names are ours (`order`), never from an address.
_PLACE = """
SELECT before, behind, number, total FROM (
    SELECT id, lag(id) OVER w AS before, lead(id) OVER w AS behind, row_number() OVER w AS number, count(*) OVER () AS total
    FROM ({line}) AS line WINDOW w AS (ORDER BY {window})
) AS placed WHERE id = %s
"""


def values_of(row: Any, order: Sequence[str]) -> list[Any]:
    """Where this row stands in the order, as a cursor holds it."""
    values = [attrgetter(name.lstrip("-").replace("__", "."))(row) for name in order]
    return [value.isoformat() if isinstance(value, datetime) else value for value in values]


def seen(cursor: str, order: Sequence[str]) -> list[Any] | None:
    """None starts anew, also for a cursor of another order or one that was tampered with."""
    values = cursor_values(cursor, len(order))
    if values is None:
        return None
    read = [
        _read(value, is_moment="_at" in name or "_since" in name) for name, value in zip(order, values, strict=True)
    ]
    return None if None in read else read


def _read(value: Any, *, is_moment: bool) -> Any:
    if not is_moment:
        return value if isinstance(value, int) and abs(value) < _LARGEST_KEY else None
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _with_since(rows: QuerySet[Application]) -> QuerySet[Application]:
    """The place of each row's stage on the page, and since when it waits there."""
    ranks = [_rank(stage, number) for number, stage in enumerate(STAGES.values())]
    waits_since_applied = [stage for stage in STAGES.values() if stage.since == "submitted_at"]
    applied = {state for stage in waits_since_applied for state in stage.of_application}
    since = Case(When(state__in=applied, then=F("submitted_at")), default=F("state_since"))
    return rows.annotate(
        stage_rank=Case(*ranks, default=len(ranks), output_field=IntegerField()),
        since_at=Coalesce(F("collaboration__state_since"), since),
    )


def _rank(stage: Stage, number: int) -> When:
    if stage is BEING_DECLINED:
        return When(~STAYS, then=number)
    if stage.of_collaboration:
        return When(collaboration__state__in=stage.of_collaboration, then=number)
    return When(STAYS, collaboration=None, state__in=stage.of_application, then=number)


def _acceptable(deal: Deal, at: datetime) -> Q:
    """Nothing on the creator's side stands in the way: a credit, the terms as they are, an address, an item."""
    spent = F("creator__capacity__credits_granted") - F("creator__capacity__credits_lost")
    running = Collaboration.objects.filter(deal=deal, state__in=COLLABORATION_RUNNING)
    standing = Q(creator__standing=Creator.Standing.GOOD) | Q(
        creator__standing=Creator.Standing.PAUSED, creator__paused_until__lte=at
    )
    fits = standing & Q(state__in=ANSWERABLE, consented_hash=deal.terms_hash, creator__capacity__credits_held__lt=spent)
    fits &= ~Q(creator__in=running.values("creator"))
    if not needs_parcel(deal):
        return fits
    free = Variant.objects.filter(product=deal.product_id, stock_on_hand__gt=F("stock_reserved"))
    stocked = Q(variant__stock_on_hand__gt=F("variant__stock_reserved")) | (Q(variant=None) & Exists(free))
    fits &= stocked & Q(address__isnull=False, address__removed_at=None)
    return fits & Q(address__country__in=deal.countries) if deal.countries else fits


def _known(params: Mapping[str, str], name: str, values: Collection[str]) -> str:
    return params[name] if params.get(name) in values else ""


def _worked_with(brand_pk: int) -> Exists:
    return Exists(Collaboration.objects.filter(creator=OuterRef("creator"), brand=brand_pk, state=C.COMPLETED))
