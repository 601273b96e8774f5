"""What Insights shows: five tables, each with its chart and one sentence of how it is counted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from barter.kernel.templatetags.words import (
    date_words,
    decimal_words,
    money_words,
    number_words,
    part_days_words,
    percent_words,
)
from deals import queries_insights as insights
from deals.queries_insights import Asked, Cost, Funnel, Punctuality, Ratio, Stay
from deals.web.brand import charts
from deals.web.brand.charts import BEET, MARIGOLD, OK, Bar, Group

Shown = Callable[[Any], str]
_STEPS: Mapping[str, str] = {
    "applied": gettext_noop("Applied"),
    "accepted": gettext_noop("Accepted"),
    "shipped": gettext_noop("Shipped"),
    "delivered": gettext_noop("Delivered"),
    "submitted": gettext_noop("Sent in"),
    "approved": gettext_noop("Approved"),
    "completed": gettext_noop("Completed"),
}
_STAGES: Mapping[str, str] = {
    insights.ANSWER: gettext_noop("You answer an application"),
    "ship": gettext_noop("You ship"),
    "way": gettext_noop("The parcel travels"),
    "make": gettext_noop("The creator films"),
    "review": gettext_noop("You review"),
    "change": gettext_noop("The creator makes changes"),
    "post": gettext_noop("The creator posts"),
    insights.CONTENT: gettext_noop("From the agreement to the first clip"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` hold numbers as they go into a file, `shown` the words of the page. `how`: how it is counted."""

    slug: str
    title: str
    how: str
    head: Sequence[str]
    rows: Sequence[Sequence[Any]] = ()
    shown: Sequence[Sequence[str]] = ()
    chart: SafeString | str = ""
    legend: Sequence[tuple[str, str]] = ()

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """The rows of the page, each word with the head it stands under."""
        return [list(zip(self.head, row, strict=True)) for row in self.shown]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything of a period; eight statements at most."""

    funnel: Funnel
    stays: Mapping[str, Stay]
    punctuality: Punctuality
    weeks: Sequence[tuple[datetime, int]]
    until: datetime
    costs: Sequence[Cost]

    @classmethod
    def of(cls, asked: Asked) -> "Report":
        stays = insights.stays(asked)
        return cls(
            insights.funnel(asked), stays, insights.punctuality(asked, stays), insights.files_by_week(asked),
            asked.until, insights.costs(asked),
        )  # fmt: skip

    @property
    def files(self) -> int:
        return sum(count for _week, count in self.weeks)

    @property
    def is_empty(self) -> bool:
        whole = (self.punctuality.shipping, self.punctuality.reviewing, self.punctuality.creators)
        return not (self.funnel.applied or self.stays or self.files or self.costs or any(one.whole for one in whole))

    def tables(self) -> list[Table]:
        return [make(self) for make in TABLES.values()]


def _funnel(report: Report) -> Table:
    applied = report.funnel.applied
    rows = [(_(label), getattr(report.funnel, name), _share(report, name)) for name, label in _STEPS.items()]
    bars = [Group(name, [Bar(count, _counted(count, share), BEET)]) for name, count, share in rows]
    return Table(
        "funnel",
        _("From application to completed trade"),
        _("Every application of this period, and how far it has come by now. Looking at a deal is not counted."),
        [_("Step"), _("Applications"), _("Per cent of applications")],
        rows if applied else [],
        [(name, number_words(count), _percent(share)) for name, count, share in rows],
        charts.lying_bars(bars, label=_("How far the applications came.")) if applied else "",
    )


def _share(report: Report, name: str) -> int:
    return _part(Ratio(getattr(report.funnel, name), report.funnel.applied))


def _days(report: Report) -> Table:
    found = [(_(label), report.stays[name]) for name, label in _STAGES.items() if name in report.stays]
    rows = [(name, stay.count, round(stay.median_days, 1), round(stay.most_days, 1)) for name, stay in found]
    bars = [
        Group(name, [Bar(median, part_days_words(median), BEET), Bar(most, part_days_words(most), MARIGOLD)])
        for name, _count, median, most in rows
    ]
    half, most = _("Half took at most this long"), _("9 of 10 took at most this long")
    return Table(
        "days",
        _("Days in each stage"),
        _("Stages that ended in this period. Time during a problem or a dispute is left out."),
        [_("Stage"), _("How often"), _("Days, half of them"), _("Days, 9 of 10")],
        rows,
        [(name, number_words(count), decimal_words(half_of), decimal_words(most_of)) for name, count, half_of, most_of in rows],
        charts.lying_bars(bars, label=_("Days in each stage: half, then 9 of 10.")) if rows else "",
        [(BEET, half), (MARIGOLD, most)],
    )  # fmt: skip


def _on_time(report: Report) -> Table:
    found = report.punctuality
    named = [
        (_("You shipped on time"), found.shipping, MARIGOLD),
        (_("You reviewed on time"), found.reviewing, BEET),
        (_("Creators delivered on time"), found.creators, OK),
    ]
    rows = [(name, ratio.part, ratio.whole, _part(ratio)) for name, ratio, _ink in named if ratio.whole]
    bars = [
        Group(name, [Bar(_part(ratio), _told(ratio), ink)]) for name, ratio, ink in named if ratio.whole
    ]  # fmt: skip
    return Table(
        "on-time",
        _("On time"),
        _(
            "Parcels by their date, reviews that did not end by silence, and completed trades in which the creator missed no "
            "date. What never came counts as late."
        ),
        [pgettext("column of a table", "What"), _("On time"), _("Of"), _("Per cent")],
        rows,
        [(name, number_words(part), number_words(whole), _percent(share)) for name, part, whole, share in rows],
        charts.lying_bars(bars, label=_("How much was on time."), full=100) if rows else "",
    )


def _files(report: Report) -> Table:
    weeks = [(date_words(week, report.until), count) for week, count in report.weeks]
    return Table(
        "files",
        _("Files approved a week"),
        _("Each photo and video once, in the week in which you approved it. Weeks begin on Monday."),
        [_("Week from"), _("Files approved")],
        [(week.date().isoformat(), count) for week, count in report.weeks] if report.files else [],
        [(week, number_words(count)) for week, count in weeks],
        charts.standing_columns(weeks, label=_("Files approved by week.")) if report.files else "",
    )


def _cost(report: Report) -> Table:
    rows, shown = [], []
    for cost in report.costs:
        per_file = cost.per_file_minor
        amounts = [cost.given_minor, *([] if per_file is None else [per_file])]
        given, *each = [str(_major(amount, cost.currency)) for amount in amounts]
        rows.append((cost.currency, cost.trades, given, cost.files, *(each or [""])))
        told = [money_words(amount, cost.currency) for amount in amounts]
        shown.append((
            cost.currency, number_words(cost.trades), told[0], number_words(cost.files), told[1] if each else "–"
        ))  # fmt: skip
    return Table(
        "cost",
        _("Worth per approved file"),
        _(
            "The worth of the products you gave, as agreed, divided by the files you approved from those trades. Counted: "
            "trades you approved in this period, and those that ended after the product left you. Shipping, your plan and "
            "your time are not in it."
        ),
        [_("Currency"), _("Trades"), _("Worth given"), _("Files approved"), _("Worth per file")],
        rows,
        shown,
    )  # fmt: skip


TABLES: Mapping[str, Callable[[Report], Table]] = {
    "funnel": _funnel, "days": _days, "on-time": _on_time, "files": _files, "cost": _cost,
}  # fmt: skip


def _counted(count: int, share: int) -> str:
    return _("{count} ({percent})").format(count=number_words(count), percent=_percent(share))


def _told(ratio: Ratio) -> str:
    told = _("{part} of {whole} ({percent})")
    return told.format(part=number_words(ratio.part), whole=number_words(ratio.whole), percent=_percent(_part(ratio)))


def _part(ratio: Ratio) -> int:
    return round(100 * ratio.part / ratio.whole) if ratio.whole else 0


def _percent(share: int) -> str:
    return percent_words(share)


def _major(minor: int, currency: str) -> Decimal:
    return Decimal(minor).scaleb(-get_currency_precision(currency))
