"""One applicant as a card of the board or a row of the table. Pure: reads what `board.load_cards` loaded, and the time."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, pgettext

from barter.kernel.pictures import picture_url
from barter.kernel.templatetags.status import find_status, state_shown, whole_days_late
from barter.kernel.templatetags.words import by_words, calendar_words, compact_words, in_words, span_words
from barter.kernel.topics import Topic
from creators.models import Channel
from creators.queries import figures_of
from deals.clips import still_url
from deals.models import Application, Collaboration
from deals.pipeline import across
from deals.pipeline.board import since_of, trade_of
from deals.pipeline.stages import ANSWERABLE, Stage, stage_of, stages_for
from deals.ranking import Fit
from deals.web.brand.answers import ANSWERS, IN_MENU, NO, offered_to
from deals.web.brand.fetch import url_if_there
from deals.web.brand.words import days_late_words
from deals.workflow import ApplicationState as A
from deals.workflow import CollaborationState as C

Card = dict[str, Any]
_DAY = timedelta(days=1)
_TRACK = {
    "label_pending": 0,
    "pre_transit": 1,
    "in_transit": 2,
    "out_for_delivery": 3,
    "available_for_pickup": 3,
    "delivered": 4,
}
_SECOND_MS = 1000


def cards_of(
    rows: Sequence[Application],
    stage: Stage,
    work: Mapping[int, list[Any]],
    *,
    at: datetime,
    may_manage: bool,
    kept: str = "",
) -> list[Card]:
    """`kept`: the filters of the page, which the applicants' own pages go on with."""
    return [{**_card(row, stage, work, at, may_manage), "url": url_of(row, kept)} for row in rows]


def table_rows(rows: Sequence[Application], *, at: datetime, may_manage: bool, kept: str = "") -> list[Card]:
    return [{**_row(row, at, may_manage), "url": url_of(row, kept)} for row in rows]


def _person(row: Application) -> Card:
    creator, figures = row.creator, figures_of(row.creator.capacity)
    return {
        "name": creator.display_name,
        "photo_url": picture_url(creator.avatar, 256),
        "key": creator.public_id,
        "city": creator.city or creator.country or getattr(row, "ships_to", None) or "",
        "on_time": "" if figures.is_new else f"{figures.on_time}/{figures.timed}",
        "note": "" if creator.capacity.completed_count else _("first deal"),
    }


def _card(row: Application, stage: Stage, work: Mapping[int, list[Any]], at: datetime, may_manage: bool) -> Card:
    card = _person(row)
    trade = trade_of(row)
    if trade is None:
        return card | _applicant(row, work, at, may_manage)
    if stage.slug == "to-ship":
        return card | _to_ship(trade, at)
    if stage.slug == "on-its-way":
        return card | _on_its_way(trade, at)
    if stage.slug == "filming":
        return card | _filming(trade, at)
    return card | (_to_review(trade, at, may_manage) if stage.slug == "to-review" else _approved(trade))


def url_of(row: Application, kept: str) -> str:
    trade = trade_of(row)
    if trade is not None:
        return reverse("brand_collaboration", args=[trade.public_id])
    return reverse("brand_applicant", args=[row.public_id]) + (f"?{kept}" if kept else "")


def _applicant(row: Application, work: Mapping[int, list[Any]], at: datetime, may_manage: bool) -> Card:
    card: Card = {"foot": _("waits {span}").format(span=span_words(at - row.submitted_at)), "foot_icon": "time"}
    card["clips"] = [url for asset in work.get(row.creator_id, ()) if (url := still_url(asset))]
    card["why"] = why_words(row)
    if not card["clips"]:
        card["words"] = row.pitch
    if decided := mark_of(row):
        card |= {"pill": decided, "pill_icon": "waiting", "pill_css": "info"}
    elif row.state != A.SUBMITTED:
        status = find_status("application", row.state, "brand")
        card |= {"pill": status.words, "pill_icon": status.icon, "pill_css": status.tint}
    elif row.creator.capacity.credits_free <= 0:
        card |= {"pill": _("At capacity"), "pill_icon": "waiting", "pill_css": ""}
    if row.state == A.SUBMITTED and row.due_at and row.due_at - at < _DAY:
        card["foot_pill"] = _("Ends today") if _same_day(row.due_at, at) else _("Ends tomorrow")
    if may_manage:
        card |= {"pick_value": row.public_id if row.state in ANSWERABLE else "", "moves": _moves(row)}
    return card


def _moves(row: Application) -> list[dict[str, Any]]:
    """What the "…" menu offers; an answer that asks first is a link to its page."""
    actions = offered_to(row)
    return [
        {
            "url": reverse("brand_applicant_move", args=[row.public_id, slug]),
            "label": _(ANSWERS[slug].label),
            "icon": ANSWERS[slug].icon,
            "asks": ANSWERS[slug].form is not None,
            "danger": slug in NO,
        }
        for slug in IN_MENU
        if ANSWERS[slug].action in actions
    ]


def _to_ship(trade: Collaboration, at: datetime) -> Card:
    parcel = across.parcel_of(trade)
    if _is_late(trade, at):
        return {
            **_late_pill(trade, at),
            "foot": _("Address ready") if parcel and parcel.has_address else _("No address yet"),
            "foot_icon": "address",
        }
    if parcel is not None and not parcel.has_address:
        asked = find_status("collaboration", "address_missing", "brand")
        return {
            "pill": asked.words,
            "pill_icon": asked.icon,
            "pill_css": asked.tint,
            "foot": _("No address yet"),
            "foot_icon": "address",
        }
    foot = _("ship {by}").format(by=by_words(trade.due_at, at)) if trade.due_at else _("Address ready")
    return {"foot": foot, "foot_icon": "parcel"}


def _on_its_way(trade: Collaboration, at: datetime) -> Card:
    parcel = across.parcel_of(trade)
    if parcel is None or trade.state in {C.VOUCHER_SENT, C.BOOKED, C.CHECKED_IN}:
        is_parcel = trade.exchange == Collaboration.Exchange.PARCEL
        return {**_status_pill(trade), **_due(trade, at, "shipped" if is_parcel else "calendar")}
    status = find_status("shipment", parcel.state, "brand")
    reached = _TRACK.get(parcel.state)
    foot = calendar_words(parcel.eta_date) if parcel.eta_date else ""
    if trade.state == C.DELIVERED:
        foot = _("waits for their word")
    card: Card = {
        "foot": foot or _("since {span}").format(span=span_words(at - trade.state_since)),
        "foot_icon": "shipped",
    }
    if reached is None:
        return card | {"pill": status.words, "pill_icon": status.icon, "pill_css": status.tint}
    return card | {"track": ["on" if step < reached else "" for step in range(4)], "track_words": status.words}


def _filming(trade: Collaboration, at: datetime) -> Card:
    if _is_late(trade, at):
        return {**_late_pill(trade, at), "foot": _("ends by itself if nothing comes"), "foot_icon": "film"}
    card = _due(trade, at, "film")
    return card | _status_pill(trade) if trade.state == C.CHANGES_REQUESTED else card


def _to_review(trade: Collaboration, at: datetime, may_manage: bool) -> Card:
    card = _shot(trade)
    versions = across.versions_of(trade)
    if len(versions) > 1:
        card["sub"] = _("Version {number}").format(number=versions[-1].version)
    if trade.due_at and trade.due_at - at < _DAY:
        card["foot_pill"] = _("Due today") if _same_day(trade.due_at, at) else _("Due tomorrow")
    elif trade.due_at:
        card |= {"foot": _("{span} left").format(span=span_words(trade.due_at - at)), "foot_icon": "time"}
    url = url_if_there("review", versions[-1].public_id) if versions else ""
    if url:
        card |= {"action_url": url, "action_label": pgettext("verb", "Review") if may_manage else _("See it")}
    return card


def _approved(trade: Collaboration) -> Card:
    status = find_status("collaboration", state_shown(trade), "brand")
    return {**_shot(trade), "foot": status.words, "foot_icon": status.icon}


def _shot(trade: Collaboration) -> Card:
    files = across.files_of(trade)
    if not files:
        return {}
    still = next((url for one in files if (url := still_url(one))), "")
    seconds = (files[0].duration_ms or 0) // _SECOND_MS
    videos = sum(one.kind == one.Kind.VIDEO for one in files)
    return {
        "shot_url": still,
        "shot_time": f"{seconds // 60}:{seconds % 60:02d}" if seconds else "",
        "sub": ", ".join(part for part in (_videos(videos), _photos(len(files) - videos)) if part),
    }


def _row(row: Application, at: datetime, may_manage: bool) -> Card:
    trade = trade_of(row)
    mark = getattr(row, "pending", None)
    stage = stage_of(row.state, trade.state if trade else None, stays=mark is None or mark.tell_at is None)
    subject: Any = trade or row
    return {
        **_person(row),
        "subject": subject,
        "due_at": subject.due_at,
        "next": _next_words(subject, at),
        "mark": mark_of(row) if trade is None else "",
        "waits": span_words(at - since_of(row, stage)) if subject.ball else "",
        "stage": stages_for(row.deal.exchange)[stage.slug].words if stage else "",
        "why": why_words(row) if trade is None else "",
        "pick_value": row.public_id if may_manage and row.state in ANSWERABLE else "",
    }


_BALL = {
    "brand": (gettext_noop("You"), gettext_noop("You, {by}")),
    "creator": (gettext_noop("The creator"), gettext_noop("The creator, {by}")),
    "carrier": (gettext_noop("The carrier"), gettext_noop("The carrier, {by}")),
    "staff": (gettext_noop("Our team"), gettext_noop("Our team, {by}")),
    "system": (gettext_noop("Nobody"), gettext_noop("Nobody")),
}


def _next_words(subject: Application | Collaboration, at: datetime) -> str:
    """ "You, by Sat 22 Nov"."""
    who, until = _BALL.get(subject.ball or "", ("", ""))
    if not who or subject.due_at is None or subject.due_at < at:
        return _(who) if who else ""
    return _(until).format(by=by_words(subject.due_at, at))


def reach_words(channel: Channel | None) -> str:
    """ "4.2K on TikTok"."""
    if channel is None:
        return ""
    count = compact_words(channel.followers)
    return _("{count} on {platform}").format(count=count, platform=channel.get_platform_display())


def mark_of(row: Application) -> str:
    """What the brand has decided and told nobody. Needs row.pending loaded."""
    mark = getattr(row, "pending", None)
    if mark is None:
        return ""
    if mark.tell_at:
        return _("No, told at {time}").format(time=f"{timezone.localtime(mark.tell_at):%H:%M}")
    return _("Yes, not told yet") if mark.verdict == mark.Verdict.YES else _("No, not told yet")


def why_words(row: Application) -> str:
    """The facts that "Best match" compares, as far as they speak for somebody; how often in time stands beside the town."""
    fit = Fit.of(getattr(row, "fit", 0))
    told = [
        reach_words(_found_by(row)),
        _("Worked with you") if fit.has_worked_with else "",
        str(Topic(row.deal.category).label) if fit.is_on_topic else "",
        _("In your country") if fit.is_at_home else "",
        reach_words(row.channel),
    ]
    return " · ".join(one for one in told if one)


def _found_by(row: Application) -> Channel | None:
    """The channel that fits the filters of the page, where the one they applied with does not."""
    fitting: list[Channel] = getattr(row.creator, "found_by", [])
    return None if not fitting or row.channel in fitting else fitting[0]


def _status_pill(trade: Collaboration) -> Card:
    status = find_status("collaboration", state_shown(trade), "brand")
    return {"pill": status.words, "pill_icon": status.icon, "pill_css": status.tint}


def _is_late(trade: Collaboration, at: datetime) -> bool:
    return trade.due_at is not None and trade.due_at < at


def _late_pill(trade: Collaboration, at: datetime) -> Card:
    days = whole_days_late(trade.due_at, at) if trade.due_at else 1
    return {"pill": days_late_words(days), "pill_icon": "late", "pill_css": "bad"}


def _due(trade: Collaboration, at: datetime, icon: str) -> Card:
    words = _("due {when}").format(when=in_words(trade.due_at, at)) if trade.due_at else ""
    return {"foot": words, "foot_icon": icon}


def _same_day(moment: datetime, at: datetime) -> bool:
    return timezone.localtime(moment).date() <= timezone.localtime(at).date()


def _videos(count: int) -> str:
    return ngettext("{count} video", "{count} videos", count).format(count=count) if count else ""


def _photos(count: int) -> str:
    return ngettext("{count} photo", "{count} photos", count).format(count=count) if count else ""
