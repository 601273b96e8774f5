"""Reads of the brand's list of deals: tabs, search, order, and what each deal waits for. The same cost for any number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop

from barter.kernel.cursors import after, cursor_values, encode_cursor
from barter.kernel.wording import pgettext_noop
from deals.feed import words_of
from deals.models import Application, Collaboration, Deal
from deals.models.collaboration import CURED_BY_CREATOR
from deals.pipeline.stages import TO_ANSWER
from deals.web.brand.fetch import HEAVY_DEAL
from deals.workflow import CollaborationState as C
from deals.workflow import DealState as D

PAGE = 20
NEEDS_YOU = "needs-you"
TABS: Mapping[str, tuple[str, frozenset[D]]] = {
    "live": (pgettext_noop("deals", "Live"), frozenset({D.LIVE, D.FULL})),
    "paused": (gettext_noop("Paused"), frozenset({D.PAUSED})),
    "drafts": (gettext_noop("Drafts"), frozenset({D.DRAFT, D.REJECTED, D.IN_REVIEW})),
    "ended": (pgettext_noop("deals", "Ended"), frozenset({D.CLOSED, D.EXPIRED, D.TAKEN_DOWN})),
}
SORTS: Mapping[str, str] = {
    "newest": gettext_noop("Newest first"),
    "waiting": gettext_noop("Longest waiting"),
    "ending": gettext_noop("Ending first"),
}
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_BY_BRAND = (C.TO_SHIP, C.IN_REVIEW, C.ON_HOLD)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for."""

    tab: str = ""
    text: str = ""
    sort: str = "newest"

    @classmethod
    def of(cls, params: Mapping[str, str]) -> "Wanted":
        tab, sort = params.get("show", ""), params.get("sort", "newest")
        return cls(
            tab=tab if tab in TABS or tab == NEEDS_YOU else "",
            text=params.get("q", "").strip()[:60],
            sort=sort if sort in SORTS else "newest",
        )


@dataclass(frozen=True, slots=True)
class Needs:
    """What one deal waits for from the brand."""

    to_answer: int = 0
    oldest_at: datetime | None = None
    to_ship: int = 0
    late: int = 0
    to_review: int = 0
    problems: int = 0

    def __bool__(self) -> bool:
        return bool(self.to_answer or self.to_ship or self.to_review or self.problems)


def listed(brand_pk: int) -> "QuerySet[Deal]":
    """Every deal of the brand but the drafts it threw away."""
    return Deal.objects.filter(brand=brand_pk).exclude(state=D.CLOSED, published_at=None)


def tab_counts(brand_pk: int, wanted: Wanted) -> dict[str, int]:
    """Deals by tab, of those the search finds; "" is all of them. Two statements."""
    found = _narrowed(listed(brand_pk), Wanted(text=wanted.text))
    rows = found.order_by().values_list("state").annotate(n=Count("pk"))
    by_state = dict(rows)
    counts = {slug: sum(by_state.get(state, 0) for state in states) for slug, (_, states) in TABS.items()}
    return {**counts, NEEDS_YOU: found.filter(_needing()).count(), "": sum(by_state.values())}


def page_of(brand_pk: int, wanted: Wanted, cursor: str) -> tuple[list[Deal], str]:
    """One page and the cursor behind its last row, empty when that was all. One statement."""
    order = _ORDERS[wanted.sort]
    rows = _narrowed(listed(brand_pk), wanted)
    if wanted.sort == "ending":
        rows = rows.annotate(ends=Coalesce(F("due_at"), _NEVER))
    if wanted.sort == "waiting":
        oldest = Application.objects.filter(TO_ANSWER, deal=OuterRef("pk")).order_by("submitted_at")
        rows = rows.annotate(since=Coalesce(Subquery(oldest.values("submitted_at")[:1]), _NEVER))
    if seen := _seen(cursor, order):
        rows = rows.filter(after(order, seen))
    rows = rows.select_related("brand", "product", "places").defer(
        *HEAVY_DEAL, "terms", "summary", "product__description"
    )
    found = list(rows.order_by(*order)[: PAGE + 1])
    shown = found[:PAGE]
    return shown, encode_cursor([_plain(shown[-1], name) for name in order]) if len(found) > PAGE else ""


def needs_of(deals: Sequence[Deal], at: datetime) -> dict[int, Needs]:
    """Deal key -> what waits. Two statements."""
    keys = [row.pk for row in deals]
    applied = Application.objects.filter(TO_ANSWER, deal__in=keys).order_by().values("deal")
    answers: dict[int, Any] = {row["deal"]: row for row in applied.annotate(n=Count("pk"), oldest=Min("submitted_at"))}
    running = _waiting_for_brand().filter(deal__in=keys).order_by().values("deal")
    works: dict[int, Any] = {
        row["deal"]: row
        for row in running.annotate(
            to_ship=Count("pk", filter=Q(state=C.TO_SHIP)),
            late=Count("pk", filter=Q(state=C.TO_SHIP, due_at__lt=at)),
            to_review=Count("pk", filter=Q(state=C.IN_REVIEW)),
            problems=Count("pk", filter=Q(state=C.ON_HOLD)),
        )
    }
    return {key: _needs(answers.get(key), works.get(key)) for key in keys}


def _needs(answer: dict[str, Any] | None, work: dict[str, Any] | None) -> Needs:
    answer, work = answer or {}, work or {}
    return Needs(
        to_answer=answer.get("n", 0),
        oldest_at=answer.get("oldest"),
        to_ship=work.get("to_ship", 0),
        late=work.get("late", 0),
        to_review=work.get("to_review", 0),
        problems=work.get("problems", 0),
    )


def _narrowed(rows: "QuerySet[Deal]", wanted: Wanted) -> "QuerySet[Deal]":
    if wanted.tab in TABS:
        rows = rows.filter(state__in=TABS[wanted.tab][1])
    elif wanted.tab == NEEDS_YOU:
        rows = rows.filter(_needing())
    if wanted.text:
        words = words_of(wanted.text)
        if not words:
            return rows.none()
        asked = " & ".join(f"{word}:*" for word in words)
        rows = rows.filter(search=SearchQuery(asked, config="simple", search_type="raw"))
    return rows


def _waiting_for_brand() -> "QuerySet[Collaboration]":
    """As the page Today counts: a problem the creator can cure is the creator's."""
    rows = Collaboration.objects.filter(state__in=_BY_BRAND)
    return rows.exclude(state=C.ON_HOLD, problem_code__in=CURED_BY_CREATOR)


def _needing() -> Q:
    """Deals with something for the brand to do."""
    waiting = Application.objects.filter(TO_ANSWER, deal=OuterRef("pk"))
    running = _waiting_for_brand().filter(deal=OuterRef("pk"))
    return Q(Exists(waiting)) | Q(Exists(running)) | Q(state=D.REJECTED)


_ORDERS: Mapping[str, tuple[str, str]] = {
    "newest": ("-created_at", "-id"),
    "ending": ("ends", "id"),
    "waiting": ("since", "id"),
}


def _plain(row: Deal, name: str) -> Any:
    value = getattr(row, name.lstrip("-"))
    return value.isoformat() if isinstance(value, datetime) else value


def _seen(cursor: str, order: Sequence[str]) -> list[Any] | None:
    values = cursor_values(cursor, len(order))
    if values is None or not isinstance(values[1], int) or abs(values[1]) >= 1 << 63:
        return None
    try:
        return [datetime.fromisoformat(str(values[0])), values[1]]
    except ValueError:
        return None
