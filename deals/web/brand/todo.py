"""One line of what needs the brand: who or what, what to do, until when, and the button that leads there."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from barter.kernel.pictures import picture_url
from barter.kernel.templatetags.words import by_words, span_words
from deals.models import Application, Collaboration, Deal, Dispute
from deals.models.collaboration import Problem
from deals.web.brand.today_queue import Waiting
from deals.workflow import ApplicationState
from deals.workflow import CollaborationState as C


def line_of(row: Waiting, at: datetime, versions: Mapping[int, str]) -> dict[str, Any]:
    """`versions`: the newest delivered version of each trade that is to be reviewed."""
    if isinstance(row, Deal):
        shown = _deal_row(row)
    elif isinstance(row, Application):
        shown = _application_row(row)
    elif isinstance(row, Dispute):
        shown = _trade_row(
            row.collaboration, gettext_noop("Answer the dispute about {name}"), pgettext("verb", "Answer")
        )
    else:
        shown = _COLLABORATION_ROWS[C(row.state)](row, versions)
    late = row.due_at is not None and row.due_at < at
    when = by_words(row.due_at, at) if row.due_at and not isinstance(row, Deal) else ""
    if late and row.due_at:
        when = _("{span} late").format(span=span_words(at - row.due_at))
    return {**shown, **_task(shown["task"], shown["name"]), "when": when, "late": late, "due_at": row.due_at}


def _task(sentence: str, name: str) -> dict[str, str | SafeString]:
    """What is to be done, with the name in bold and without."""
    told = _(sentence)
    bold = format_html("<strong><bdi>{}</bdi></strong>", name)
    return {"task": told.format(name=name), "task_html": format_html(told, name=bold)}


def _application_row(row: Application) -> dict[str, Any]:
    countered = row.state == ApplicationState.COUNTERED
    return {
        **_person(row),
        "task": gettext_noop("Answer the new terms of {name}") if countered else gettext_noop("Answer {name}"),
        "label": pgettext("verb", "Answer"),
        "url": reverse("brand_applicant", args=[row.public_id]),
    }


def _to_ship(row: Collaboration, versions: Mapping[int, str]) -> dict[str, Any]:
    return _trade_row(row, gettext_noop("Ship to {name}"), _("Ship"), reverse("brand_shipments"))


def _to_review(row: Collaboration, versions: Mapping[int, str]) -> dict[str, Any]:
    version = versions.get(row.pk)
    url = reverse("review", args=[version]) if version else ""
    return _trade_row(row, gettext_noop("Review the clip of {name}"), pgettext("verb", "Review"), url)


def _on_hold(row: Collaboration, versions: Mapping[int, str]) -> dict[str, Any]:
    problem = _("A problem was reported")
    if row.problem_code in Problem.values:
        problem = str(Problem(row.problem_code).label)
    return {**_trade_row(row, gettext_noop("Solve a problem with {name}"), _("Solve")), "aside": problem}


_COLLABORATION_ROWS: Mapping[C, Callable[[Collaboration, Mapping[int, str]], dict[str, Any]]] = {
    C.TO_SHIP: _to_ship,
    C.IN_REVIEW: _to_review,
    C.ON_HOLD: _on_hold,
}


def _trade_row(row: Collaboration, task: str, label: str, url: str = "") -> dict[str, Any]:
    return {
        **_person(row), "task": task, "label": label, "url": url or reverse("brand_collaboration", args=[row.public_id])
    }  # fmt: skip


def _person(row: Application | Collaboration) -> dict[str, Any]:
    creator = row.creator
    return {
        "name": creator.display_name, "key": creator.public_id, "avatar_url": picture_url(creator.avatar, 256),
        "deal": row.deal.title, "aside": creator.city,
    }  # fmt: skip


def _deal_row(row: Deal) -> dict[str, Any]:
    return {
        "task": gettext_noop("Fix {name}"), "name": row.title or _("Untitled deal"), "key": "", "avatar_url": "", "deal": "",
        "aside": row.rejection_reason, "label": _("Fix it"),
        "url": reverse("brand_deal_edit", args=[row.public_id, "publish"]),
    }  # fmt: skip
