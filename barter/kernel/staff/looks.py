"""How states, clocks, links and timelines look on staff pages. Small HTML, without templates: lists hold hundreds of them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from unfold.decorators import display

from barter.kernel.models import TimelineEntry
from barter.kernel.stateful import Stateful
from barter.kernel.templatetags.status import LATE_STATES, TABLE, find_status
from barter.kernel.templatetags.words import ago_words, by_words, day_words, last_day, money_words, span_words

_CODE_WORDS = re.compile(r"[a-z]+(?:_[a-z]+)*")
NOTHING = SafeString('<span class="st-none">none</span>')
LONGEST_TIMELINE = 200

# What staff read where the product's own words speak to a side, or have none. Warning is staff's own move.
STAFF_WORDS: dict[tuple[str, str], tuple[str, str]] = {
    ("deal", "in_review"): ("To check", "warning"),
    ("deal", "draft"): ("Draft", "info"),
    ("deal", "rejected"): ("Needs a fix", ""),
    ("application", "submitted"): ("Applied", "info"),
    ("application", "offered"): ("Offer sent", "info"),
    ("application", "countered"): ("New terms asked", "info"),
    ("application", "waitlisted"): ("On the list", ""),
    ("collaboration", "to_ship"): ("To ship", "info"),
    ("collaboration", "in_review"): ("In review", "info"),
    ("collaboration", "creating"): ("Filming", "info"),
    ("collaboration", "on_hold"): ("Problem reported", "danger"),
    ("collaboration", "disputed"): ("With our team", "danger"),
    ("dataexport", "waiting"): ("Waiting", "info"),
    ("dataexport", "building"): ("Being built", "info"),
    ("dataexport", "ready"): ("Ready", "success"),
    ("dataexport", "failed"): ("Failed", "danger"),
    ("dataexport", "expired"): ("Deleted", ""),
    ("dispute", "open"): ("Waits for the answer", "info"),
    ("dispute", "answered"): ("Answered", "info"),
    ("dispute", "staff"): ("To decide", "warning"),
    ("dispute", "decided"): ("Decided", "success"),
    ("dispute", "appealed"): ("Appeal to decide", "warning"),
    ("dispute", "final"): ("Final", ""),
    ("fault", "standing"): ("Standing", "danger"),
    ("fault", "appealed"): ("Appeal to decide", "warning"),
    ("fault", "upheld"): ("Upheld", "danger"),
    ("fault", "lifted"): ("Lifted", "success"),
    ("review", "open"): ("To be written", "info"),
    ("review", "sealed"): ("Sealed", "info"),
    ("review", "published"): ("Published", "success"),
    ("review", "lapsed"): ("Not written", ""),
    ("submission", "submitted"): ("In review", "info"),
    ("asset", "ready"): ("Ready", "success"),
    ("asset", "rejected"): ("Rejected", "danger"),
    ("asset", "processing"): ("Being checked", "info"),
    ("asset", "waiting"): ("Waiting for the file", ""),
    ("asset", "expired"): ("Expired", ""),
    ("licence", "expiring"): ("Ends soon", "info"),
    ("takedown", "asked"): ("Waits for the brand", "info"),
    ("takedown", "staff"): ("To decide", "warning"),
    ("takedown", "agreed"): ("Brand takes it down", "info"),
    ("takedown", "revoked"): ("Brand takes it down", "info"),
    ("takedown", "checking"): ("Creator looks", "info"),
    ("livelink", "unchecked"): ("Not checked yet", "info"),
    ("livelink", "live"): ("Live", "success"),
    ("livelink", "dead"): ("Not found", "danger"),
    ("livelink", "private"): ("Private", "danger"),
    ("livelink", "no_disclosure"): ("Disclosure missing", "danger"),
    ("livelink", "not_yours"): ("Somebody else’s post", "danger"),
    ("terms", "proposed"): ("Proposed", "info"),
    ("terms", "agreed"): ("Agreed", "success"),
    ("terms", "refused"): ("Refused", ""),
    ("brand", "good"): ("Good", "success"),
    ("brand", "watched"): ("New deals are checked", "info"),
    ("brand", "limited"): ("At most 3 open slots", "info"),
    ("brand", "suspended"): ("Suspended", "danger"),
    ("creator", "good"): ("Good", "success"),
    ("creator", "paused"): ("Paused", "info"),
    ("creator", "closed"): ("Closed", "danger"),
}  # fmt: skip
_TINTS = {"ok": "success", "ok pill--live": "success", "bad": "danger", "info": "info", "get": "info", "make": "info"}
# Only classes that Unfold's own templates use: its style sheet holds no others.
_COLOURS = {
    "success": "bg-green-100 text-green-700 dark:bg-green-500/20 dark:text-green-400",
    "danger": "bg-red-100 text-red-700 dark:bg-red-500/20 dark:text-red-400",
    "warning": "bg-orange-100 text-orange-700 dark:bg-orange-500/20 dark:text-orange-400",
    "info": "bg-blue-100 text-blue-700 dark:bg-blue-500/20 dark:text-blue-400",
    "": "bg-base-500/8 text-base-700 dark:bg-base-500/20 dark:text-base-200",
}
_PILL = "inline-block font-semibold rounded-default text-[11px] uppercase whitespace-nowrap h-6 leading-6 px-2"


def plain(text: str) -> str:
    """Code words as words: "not_scanned" is "Not scanned". What somebody wrote stays as it is."""
    return text.replace("_", " ").capitalize() if _CODE_WORDS.fullmatch(text) else text


def coded(name: str, description: str = "") -> Any:
    """A column of a kind that holds code words, shown as words."""

    @display(description=description or plain(name))
    def shown(_page: Any, obj: Any) -> str:
        return plain(getattr(obj, name)) or "-"

    return shown


def dated(name: str, description: str) -> Any:
    """A column of a kind that holds a moment."""

    @display(description=description)
    def shown(_page: Any, obj: Any) -> SafeString | str:
        return moment(getattr(obj, name))

    return shown


@cache
def pill(words: str, tint: str = "") -> SafeString:
    """A label: tint is success, danger, warning (staff's own move), info or empty."""
    return format_html('<span class="{} {}">{}</span>', _PILL, _COLOURS[tint], words)


@cache
def words_and_tint(kind: str, state: str) -> tuple[str, str]:
    """What staff call this state, and its tint. A state without words of its own is shown by name, never an error."""
    own = STAFF_WORDS.get((kind, state))
    if own:
        return own
    if state not in TABLE.get(kind, {}):
        return plain(state), ""
    status = find_status(kind, state, "staff")
    return status.words.replace(" {due}", " soon"), _TINTS.get(status.tint, "")


def state_pill(kind: str, state: str) -> SafeString:
    return pill(*words_and_tint(kind, state))


def is_late(obj: Stateful, at: datetime) -> bool:
    """Somebody missed the clock, or staff's own time is up."""
    if obj.late_at is not None:
        return True
    past = obj.due_at is not None and obj.due_at <= at and obj.clock_stopped_at is None
    return past and ((obj._meta.model_name, obj.state) in LATE_STATES or obj.ball == "staff")


def due(obj: Stateful, at: datetime) -> SafeString | str:
    """The running clock: a day, a red wait once it has passed, or why it stands still."""
    if obj.ball is None:
        return NOTHING
    if obj.clock_stopped_at is not None:
        return SafeString('<span class="st-none">stopped</span>')
    if obj.due_at is None:
        return NOTHING
    moment = obj.due_at.isoformat(timespec="minutes")
    if obj.due_at <= at:
        late = "late" if is_late(obj, at) else "over"
        return format_html(
            '<time class="st-late" datetime="{}">{} {}</time>', moment, span_words(at - obj.due_at), late
        )
    return format_html('<time datetime="{}">{}</time>', moment, day_words(last_day(obj.due_at, at), at))


def due_sentence(obj: Stateful, at: datetime) -> str:
    """The clock as part of a sentence: "Waits for the brand, by Sat 22 Nov"."""
    if obj.ball is None:
        return f"Over since {day_words(obj.state_since, at)}"
    who = {
        "brand": "the brand",
        "creator": "the creator",
        "carrier": "the carrier",
        "staff": "us",
        "system": "the clock",
    }
    waits = f"Waits for {who[obj.ball]}"
    if obj.clock_stopped_at is not None:
        return f"{waits}; the clock has stood still since {day_words(obj.clock_stopped_at, at)}"
    if obj.due_at is None:
        return waits
    if obj.due_at <= at:
        return f"{waits}; the time was up {span_words(at - obj.due_at)} ago"
    return f"{waits}, {by_words(obj.due_at, at)}"


def moment(value: datetime | None) -> SafeString | str:
    """ "Sat 22 Nov 2026, 18:00" (UTC), with the exact time for programs."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value)
    shown = f"{local:%a} {local.day} {local:%b %Y, %H:%M}"
    return format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="seconds"), shown)


def ago(value: datetime | None, at: datetime) -> SafeString | str:
    if value is None:
        return NOTHING
    return format_html('<time title="{:%Y-%m-%d %H:%M} UTC">{}</time>', value, ago_words(value, at))


def money(amount_minor: int, currency: str) -> str:
    return money_words(amount_minor, currency)


_CODES_UNDER = {"kind", "platform", "territory"}  # everything else under a name is what somebody wrote
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def value_of(value: object, name: str = "") -> object:
    """A value of frozen terms as people read it: money, yes and no, lists and parts as small tables. `name`: its key."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dict) and set(value) == {"amount_minor", "currency"}:
        return money(value["amount_minor"], value["currency"])
    if isinstance(value, dict):
        return rows_of((plain(str(key)), value_of(part, str(key))) for key, part in value.items())
    if isinstance(value, list):
        heads = [head for head in value[0] if head != "id"] if value and isinstance(value[0], dict) else []
        lines = (
            [[value_of(part.get(head), head) for head in heads] for part in value]
            if heads
            else [[value_of(one)] for one in value]
        )
        return rows_of([[plain(str(head)) for head in heads], *lines] if heads else lines)
    if isinstance(value, str) and _STAMP.fullmatch(value):
        with suppress(ValueError):  # somebody's words can look like a moment that there is not
            return moment(datetime.fromisoformat(value))
    if isinstance(value, str) and name in _CODES_UNDER:
        return plain(value)
    return "-" if value in {None, ""} else value


def mono(text: object) -> SafeString | str:
    """An id, number or hash: kept whole, easy to copy."""
    return format_html('<code class="st-mono">{}</code>', text) if text else NOTHING


def page_of(obj: Model) -> str:
    """Where staff see this object; empty for kinds without a page of their own."""
    try:
        return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])
    except NoReverseMatch:
        return ""


def link(obj: Model | None, words: object = "") -> SafeString | str:
    """The object's words as a link to its page."""
    if obj is None:
        return NOTHING
    url = page_of(obj)
    return format_html('<a class="st-link" href="{}">{}</a>', url, words or str(obj)) if url else str(words or obj)


def list_of(app_and_model: str, words: str, **filters: object) -> SafeString:
    """A link to another kind's list, filtered."""
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    url = reverse(f"admin:{app_and_model.replace('.', '_')}_changelist")
    return format_html('<a class="st-link" href="{}?{}">{}</a>', url, query, words)


def rows_of(lines: Iterable[Sequence[object]]) -> SafeString:
    """A small table without a head, for values that belong together."""
    rows = (
        (
            format_html_join(
                "",
                "<td>{}</td>",
                ((conditional_escape(str(cell) if not isinstance(cell, SafeString) else cell),) for cell in line),
            ),
        )
        for line in lines
    )
    body = format_html_join("", "<tr>{}</tr>", rows)
    return format_html('<table class="st-rows">{}</table>', body) if body else NOTHING


def timeline_of(objects: Sequence[Model], at: datetime, told: Mapping[str, str] | None = None) -> SafeString:
    """What happened to these objects, newest first: two queries, whatever their number. `told`: sentences for moves of the
    first one."""
    wanted = Q()
    for obj in objects:
        wanted |= Q(object_type=obj._meta.model_name, object_id=obj.pk)
    entries = list(TimelineEntry.objects.filter(wanted).order_by("-at", "-id")[:LONGEST_TIMELINE]) if objects else []
    if not entries:
        return SafeString('<p class="st-none">Nothing has happened yet.</p>')
    people = get_user_model()._default_manager.in_bulk(
        {entry.actor_user_id for entry in entries if entry.actor_user_id}
    )
    several = len({(entry.object_type, entry.object_id) for entry in entries}) > 1
    kinds = {str(obj._meta.model_name): str(obj._meta.verbose_name) for obj in objects} if several else {}
    own = (objects[0]._meta.model_name, objects[0].pk)

    def words_of(entry: TimelineEntry) -> str:
        is_own = (entry.object_type, entry.object_id) == own
        if told and is_own and entry.move in told:
            return told[entry.move]
        kind = f"{kinds[entry.object_type]}: " if several else ""
        return capfirst(f"{kind}{entry.move.replace('_', ' ')}")

    items = ((_entry(entry, words_of(entry), str(people.get(entry.actor_user_id or 0, "")), at),) for entry in entries)
    return format_html('<ol class="st-tl">{}</ol>', format_html_join("", "{}", items))


def _entry(entry: TimelineEntry, what: str, person: str, at: datetime) -> SafeString:
    who = (
        f"{person} ({entry.actor_side})" if person else {"system": "by itself"}.get(entry.actor_side, entry.actor_side)
    )
    target = state_pill(entry.object_type, entry.to_state) if entry.to_state != entry.from_state else ""
    reason = format_html('<p class="st-tl-why">{}</p>', plain(entry.reason)) if entry.reason else ""
    return format_html(
        '<li class="st-tl-{}"><p><strong>{}</strong> {}</p><p class="st-tl-who">{} · <time datetime="{}" title="{}">{}</time></p>{}</li>',
        entry.actor_side, what, target, who, entry.at.isoformat(timespec="seconds"),
        f"{entry.at:%d %b %Y %H:%M:%S} UTC", f"{day_words(entry.at, at)} {entry.at:%H:%M}", reason,
    )  # fmt: skip
