"""Reads of the brand's creators: whoever applied to it, was invited or traded with it. Fixed statements a page.

Every trade has an application, so one grouping of the brand's applications knows everybody and how it went.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce, Lower
from django.http import QueryDict
from django.utils.translation import gettext_noop

from barter.kernel.actors import Side
from barter.kernel.cursors import after, cursor_values, encode_cursor
from brands.models import CreatorList, CreatorListEntry, CreatorNote
from creators.models import Channel, Creator, CreatorQuerySet
from creators.queries import named
from deals.models import Application, Review
from deals.workflow import COLLABORATION_RUNNING, CollaborationState

PAGE_ROWS = 30
_CHUNK = 500
WORKED, APPLIED, ALL = "", "applied", "all"
TABS: Mapping[str, str] = {
    WORKED: gettext_noop("Worked with"),
    APPLIED: gettext_noop("Applied only"),
    ALL: gettext_noop("Everybody"),
}
SORTS: Mapping[str, str] = {
    "latest": gettext_noop("Latest first"),
    "trades": gettext_noop("Most trades"),
    "name": gettext_noop("By name"),
}
_ORDERS: Mapping[str, tuple[str, str]] = {
    "latest": ("-last_at", "-creator"), "trades": ("-trades", "-creator"), "name": ("name", "creator"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; what it can't mean is left out."""

    show: str = WORKED
    text: str = ""
    country: str = ""
    platform: str = ""
    again: bool = False
    listed: CreatorList | None = None
    sort: str = "latest"

    @classmethod
    def of(cls, params: QueryDict, lists: Sequence[CreatorList]) -> "Wanted":
        show, country, sort = params.get("show", WORKED), params.get("country", ""), params.get("sort", "latest")
        listed = next((one for one in lists if one.public_id == params.get("list")), None)
        platform = params.get("platform", "")
        return cls(
            show=ALL if listed else show if show in TABS else WORKED,
            text=params.get("q", "").replace("\0", "").strip()[:60],
            country=country if len(country) == 2 and country.isalpha() else "",
            platform=platform if platform in Channel.Platform.values else "",
            again=params.get("again") == "1",
            listed=listed,
            sort=sort if sort in SORTS else "latest",
        )

    @property
    def query(self) -> dict[str, str]:
        """As parts of an address."""
        parts = {
            "show": "" if self.listed else self.show, "q": self.text, "country": self.country, "platform": self.platform,
            "again": "1" if self.again else "", "list": self.listed.public_id if self.listed else "",
            "sort": "" if self.sort == "latest" else self.sort,
        }  # fmt: skip
        return {name: value for name, value in parts.items() if value}

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.country or self.platform or self.again or self.listed)


@dataclass(frozen=True, slots=True)
class Known:
    """One creator as the brand knows them."""

    creator: Creator
    last_at: datetime
    trades: int
    done: int
    running: int
    lists: Sequence[str]
    notes: int
    would_again: bool | None


def known(brand_pk: int) -> "QuerySet[Application]":
    return Application.objects.filter(deal__brand=brand_pk)


def known_creators(brand_pk: int) -> CreatorQuerySet:
    return Creator.objects.filter(pk__in=known(brand_pk).values("creator"))


def lists_of(brand_pk: int) -> list[CreatorList]:
    """With how many stand on each. One statement."""
    rows: Any = CreatorList.objects.filter(brand=brand_pk).annotate(size=Count("entries"))
    return list(rows.order_by(Lower("name"), "id"))


def counts_of(brand_pk: int, wanted: Wanted) -> dict[str, int]:
    """Creators by tab, of those who fit the filters; a tab leads out of a list. One statement."""
    counted = _narrowed(brand_pk, replace(wanted, listed=None)).order_by().aggregate(
        all=Count("creator", distinct=True),
        worked=Count("creator", distinct=True, filter=Q(collaboration__isnull=False)),
    )  # fmt: skip
    return {WORKED: counted["worked"], APPLIED: counted["all"] - counted["worked"], ALL: counted["all"]}


def countries_of(brand_pk: int) -> list[str]:
    """Where they live. One statement."""
    codes = known(brand_pk).order_by().values_list("creator__country", flat=True).distinct()
    return sorted(code for code in codes if code)


def page_of(brand_pk: int, wanted: Wanted, cursor: str = "", size: int = PAGE_ROWS) -> tuple[list[Known], str]:
    """One page and the cursor behind it, empty when that was all. Six statements."""
    order = _ORDERS[wanted.sort]
    rows = _narrowed(brand_pk, wanted).order_by().values("creator").annotate(
        name=Lower(Min("creator__display_name")),
        last_at=Max(Coalesce("collaboration__agreed_at", "submitted_at")),
        trades=Count("collaboration"),
        done=Count("pk", filter=Q(collaboration__state=CollaborationState.COMPLETED)),
        running=Count("pk", filter=Q(collaboration__state__in=COLLABORATION_RUNNING)),
    )  # fmt: skip
    if wanted.show == WORKED:
        rows = rows.filter(trades__gt=0)
    elif wanted.show == APPLIED:
        rows = rows.filter(trades=0)
    if seen := _seen(cursor, order[0]):
        rows = rows.filter(after(order, seen))
    found: list[Any] = list(rows.order_by(*order)[: size + 1])
    shown = found[:size]
    more = encode_cursor([_plain(shown[-1][name.lstrip("-")]) for name in order]) if len(found) > size else ""
    return _with_the_rest(brand_pk, shown), more


def everybody(brand_pk: int, wanted: Wanted) -> Iterator[Known]:
    """All of them, read a few hundred at a time."""
    rows, cursor = page_of(brand_pk, wanted, size=_CHUNK)
    yield from rows
    while cursor:
        rows, cursor = page_of(brand_pk, wanted, cursor, _CHUNK)
        yield from rows


def notes_of(brand_pk: int, creator_pks: Iterable[int]) -> dict[int, list[CreatorNote]]:
    """The newest first. One statement."""
    found: dict[int, list[CreatorNote]] = {}
    rows = CreatorNote.objects.filter(brand=brand_pk, creator__in=list(creator_pks)).select_related("author")
    for note in rows.order_by("-id"):
        found.setdefault(note.creator_id, []).append(note)
    return found


def _with_the_rest(brand_pk: int, rows: Sequence[Mapping[str, Any]]) -> list[Known]:
    keys = [row["creator"] for row in rows]
    people = Creator.objects.filter(pk__in=keys).select_related("capacity").prefetch_related("channels")
    by_key = {creator.pk: creator for creator in people}
    entries = CreatorListEntry.objects.filter(creator_list__brand=brand_pk, creator__in=keys)
    on: dict[int, list[str]] = {}
    for key, name in entries.order_by(Lower("creator_list__name")).values_list("creator", "creator_list__name"):
        on.setdefault(key, []).append(name)
    notes = CreatorNote.objects.filter(brand=brand_pk, creator__in=keys).order_by().values_list("creator")
    counted = dict(notes.annotate(count=Count("pk")))
    said = _ours(brand_pk).filter(collaboration__creator__in=keys).order_by("written_at")
    again = dict(said.values_list("collaboration__creator", "would_again"))
    return [
        Known(
            by_key[row["creator"]], row["last_at"], row["trades"], row["done"], row["running"], on.get(row["creator"], []),
            counted.get(row["creator"], 0), again.get(row["creator"]),
        )
        for row in rows
    ]  # fmt: skip


def _narrowed(brand_pk: int, wanted: Wanted) -> "QuerySet[Application]":
    rows = known(brand_pk)
    if wanted.text:
        rows = rows.filter(named(wanted.text))
    if wanted.country:
        rows = rows.filter(creator__country=wanted.country.upper())
    if wanted.platform:
        rows = rows.filter(creator__in=Channel.objects.filter(platform=wanted.platform).values("creator"))
    if wanted.listed:
        rows = rows.filter(creator__in=wanted.listed.entries.values("creator"))
    if wanted.again:
        rows = rows.filter(creator__in=_ours(brand_pk).filter(would_again=True).values("collaboration__creator"))
    return rows


def _ours(brand_pk: int) -> "QuerySet[Review]":
    """What the brand answered to "Would you do it again?"."""
    return Review.objects.filter(collaboration__brand=brand_pk, side=Side.BRAND, would_again__isnull=False)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _seen(cursor: str, first: str) -> list[Any] | None:
    """The sort values behind a "show more" link; None for one that was tampered with."""
    values = cursor_values(cursor, 2)
    if values is None or type(values[1]) is not int or abs(values[1]) >= 1 << 63:
        return None
    if first == "name":
        return values if isinstance(values[0], str) and "\0" not in values[0] else None
    if first == "-trades":
        return values if type(values[0]) is int and abs(values[0]) < 1 << 31 else None
    try:
        moment = datetime.fromisoformat(str(values[0]))
    except ValueError:
        return None
    return [moment, values[1]] if moment.tzinfo else None
