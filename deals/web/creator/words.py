"""What a deal gives, asks for and allows, in the words of pages. Pure: from loaded values to short sentences."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, pgettext

from barter.kernel.actors import Side
from barter.kernel.pictures import NO_PICTURE, picture_srcset, picture_url
from barter.kernel.templatetags.words import by_words, days_words, full_date_words, hours_words, in_words, money_words
from brands.models import Product
from creators.models import Channel
from deals.figures import answer_hours
from deals.models import BriefItem, Deal, Deliverable, Dispute
from deals.workflow import DisputeState

_GIVES: Mapping[str, tuple[str, str]] = {
    Product.Kind.PARCEL: (gettext_noop("Product worth {money}"), gettext_noop("Product")),
    Product.Kind.VOUCHER: (gettext_noop("Voucher worth {money}"), gettext_noop("Voucher")),
    Product.Kind.VISIT: (gettext_noop("Visit worth {money}"), gettext_noop("Visit")),
}
_RATIOS = {
    "9:16": gettext_noop("Vertical"),
    "4:5": gettext_noop("Upright"),
    "1:1": gettext_noop("Square"),
    "16:9": gettext_noop("Wide"),
}
_ENDS_SOON_DAYS = 3
_WORLDWIDE = "worldwide"


def photo_of(image: Mapping[str, Any] | None) -> dict[str, Any]:
    """A deal's photo as {url, small, srcset, alt, width, height}; without one of ours a drawing that says nothing."""
    source = image.get("source", "") if image else ""
    if not image or not source or "://" in source:
        nothing = picture_url(NO_PICTURE)
        return {"url": nothing, "small": nothing, "srcset": "", "alt": "", "width": 756, "height": 567}
    width, height = image.get("width") or 756, image.get("height") or 567
    return {
        "url": picture_url(source),
        "small": picture_url(source, 256),
        "srcset": picture_srcset(source, width, height),
        "alt": image.get("alt", ""),
        "width": width,
        "height": height,
    }


def get_words(kind: str, fmv_minor: int, currency: str) -> str:
    """ "Product worth €68"."""
    worth, alone = _GIVES.get(kind, _GIVES[Product.Kind.PARCEL])
    return _(worth).format(money=money_words(fmv_minor, currency)) if fmv_minor else _(alone)


def make_words(makes: Iterable[Mapping[str, Any]]) -> str:
    """ "1 video, 3 photos"."""
    counts: dict[str, int] = {}
    for make in makes:
        counts[make["kind"]] = counts.get(make["kind"], 0) + make["count"]
    return ", ".join(_counted(kind, count) for kind, count in counts.items()) or _("Content")


def get_lines(product: str, kind: str, variants: Sequence[str] = ()) -> list[str]:
    lines = [product] if product else []
    if len(variants) > 1:
        few = _("{variants}: you choose").format(variants=", ".join(variants))
        lines.append(few if len(variants) < 5 else _("{count} kinds, you choose").format(count=len(variants)))
    if kind == Product.Kind.VOUCHER:
        lines.append(_("Sent by message"))
    elif kind == Product.Kind.VISIT:
        lines.append(_("You choose the day"))
    else:
        lines += [_("Free delivery"), _("Yours to keep")]
    return lines


def make_lines(
    makes: Iterable[Mapping[str, Any]], *, must_post: bool, create_within_days: int, live_days: int
) -> list[str]:
    lines = [line for make in makes if (line := _make_line(make))]
    if must_post:
        posted = ngettext("Posted, online for 1 day", "Posted, online for {count} days", live_days)
        lines.append(posted.format(count=live_days))
    else:
        lines.append(_("No posting needed"))
    film = ngettext("1 day to film", "{count} days to film", create_within_days)
    return [*dict.fromkeys(lines), film.format(count=create_within_days)]


def film_words(kind: str, days: int) -> str:
    """ "within 14 days, from delivery"."""
    if kind == Product.Kind.VISIT:
        within = ngettext("within 1 day, from the visit", "within {count} days, from the visit", days)
    elif kind == Product.Kind.VOUCHER:
        within = ngettext(
            "within 1 day, after trying the voucher", "within {count} days, after trying the voucher", days
        )
    else:
        within = ngettext("within 1 day, from delivery", "within {count} days, from delivery", days)
    return within.format(count=days)


def answers_words(hours: int | None) -> str:
    """ "answers in 6 h"; "New on Barter" below three answers."""
    return _("new on Barter") if hours is None else _("answers in {span}").format(span=hours_words(hours))


def ships_words(kind: str, ship_within_days: int) -> str:
    if kind != Product.Kind.PARCEL:
        return _("no parcel")
    return ngettext("ships in 1 day", "ships in {count} days", ship_within_days).format(count=ship_within_days)


def places_words(left: int, total: int) -> str:
    return _("{left} of {total} places left").format(left=left, total=total)


def tag_words(published_at: datetime | None, due_at: datetime | None, at: datetime) -> tuple[str, bool]:
    """The one pill on a photo and whether it is urgent: "Ends in 2 days", "New today", or nothing."""
    if due_at is not None and 0 <= (due_at - at).total_seconds() < _ENDS_SOON_DAYS * 86_400:
        return _("Ends {when}").format(when=in_words(due_at, at)), True
    if published_at is not None and (at - published_at).total_seconds() < 86_400:
        return _("New today"), False
    return "", False


def facts_words(deal: Deal) -> list[tuple[str, str]]:
    """The three facts under the trade: places, answers, parcels; real counts or "New"."""
    capacity = deal.brand.capacity
    hours = answer_hours(capacity)
    shipped = (pgettext("a brand", "New"), _("at shipping"))
    if capacity.shipped_count:
        shipped = (_of(capacity.shipped_on_time_count, capacity.shipped_count), _("shipped on time"))
    return [
        (_of(deal.places.left, deal.places.total), _("places left")),
        (pgettext("a brand", "New"), _("at answering")) if hours is None else (hours_words(hours), _("to answer")),
        shipped,
    ]


def _of(part: int, total: int) -> str:
    return _("{count} of {total}").format(count=part, total=total)


def brief_lines(items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The brief as a list of things to do and not to do."""
    return [
        {"words": _brief_words(item["kind"], item["text"]), "no": item["kind"] == BriefItem.Kind.DONT} for item in items
    ]


def rights_rows(licence: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The lines of the rights box, from a licence of the terms."""
    months, ads, place = _months(licence["months"]), licence["paid_ads_months"], licence["territory"]
    if place == _WORLDWIDE:
        channels = _("Yes, for {months}, worldwide").format(months=months)
        paid = _("Yes, {months}, worldwide").format(months=_months(ads))
    else:
        channels = _("Yes, for {months}, {place} only").format(months=months, place=place)
        paid = _("Yes, {months}, {place} only").format(months=_months(ads), place=place)
    return [
        (_("Own channels"), channels),
        (_("Paid ads"), paid if ads else _("No")),
        (_("Your handle"), _("Yes, ads under your name") if licence["handle"] else _("Never, unless you agree")),
        (_("Edits"), _("Cut, crop, captions") if licence["edits"] else _("None, used as you made it")),
        (_("Credit"), _("You are named") if licence["credit"] else _("Not needed")),
    ]


def licence_of(deal: Deal) -> dict[str, Any]:
    return {
        "months": deal.licence_months,
        "territory": deal.licence_territory,
        "paid_ads_months": deal.licence_paid_ads_months,
        "edits": deal.licence_edits,
        "handle": deal.licence_handle,
        "credit": deal.licence_credit,
    }


def proposal_rows(proposal: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What an offer or counter changes, line by line."""
    days = {
        "create_within_days": _("Time to film"),
        "ship_within_days": _("Ships within"),
        "live_days": _("Stays online"),
    }
    rows = [(label, days_words(proposal[name])) for name, label in days.items() if name in proposal]
    licence = proposal.get("licence", {})
    rows += [_LICENCE_ROWS[name](value) for name, value in licence.items() if name in _LICENCE_ROWS]
    if proposal.get("due"):
        rows.append((_("New date"), full_date_words(date.fromisoformat(proposal["due"]["date"]))))
    if proposal.get("note"):
        rows.append((_("Note"), proposal["note"]))
    return rows


def territory_words(territory: str) -> str:
    """ "Worldwide", or the name as the brand gave it ("EU")."""
    return _("Worldwide") if territory == _WORLDWIDE else territory


_LICENCE_ROWS: Mapping[str, Callable[[Any], tuple[str, str]]] = {
    "months": lambda value: (_("Own channels"), _("For {months}").format(months=_months(value))),
    "territory": lambda value: (_("Where"), territory_words(str(value))),
    "paid_ads_months": lambda value: (
        _("Paid ads"),
        _("For {months}").format(months=_months(value)) if value else _("No"),
    ),
    "edits": lambda value: (_("Edits"), _("Cut, crop, captions") if value else _("None")),
    "handle": lambda value: (
        _("Your handle"),
        _("Ads under your name") if value else _("Never, unless you agree"),
    ),
    "credit": lambda value: (_("Credit"), _("You are named") if value else _("Not needed")),
}


def dispute_next(dispute: Dispute, other: str, at: datetime, *, own: Side = Side.CREATOR) -> str:
    """Who does what next about a dispute, and by when: told to the side `own`, whose other side is called `other`."""
    by = by_words(dispute.due_at, at) if dispute.due_at else ""
    told = {
        DisputeState.OPEN: _("{brand} answers {by}") if dispute.opened_by == own else _("You answer {by}"),
        DisputeState.ANSWERED: _("Our team reads both sides"),
        DisputeState.STAFF: _("Our team decides {by}"),
        DisputeState.DECIDED: _("Both of you can appeal {by}"),
        DisputeState.APPEALED: _("Another person of our team decides {by}"),
    }
    return told.get(DisputeState(dispute.state), "").format(brand=other, by=by).strip()


def channel_words(platform: str) -> str:
    return str(Channel.Platform(platform).label) if platform in Channel.Platform.values else platform


def _brief_words(kind: str, text: str) -> str:
    said = _BRIEF_LINES.get(kind)
    if said is None:
        return text
    # who writes "Say that it is vegan" is not told twice to say it, in the language of the page or in English
    verbs = {sentence.partition(" ")[0].rstrip(":").casefold() for sentence in (said, _(said))}
    return text if any(text.casefold().startswith(f"{verb} ") for verb in verbs) else _(said).format(text=text)


_BRIEF_LINES: Mapping[str, str] = {
    BriefItem.Kind.MUST_SAY: gettext_noop("Say: {text}"),
    BriefItem.Kind.HASHTAG: gettext_noop("Hashtag {text}"),
    BriefItem.Kind.LINK: gettext_noop("Link to {text}"),
    BriefItem.Kind.DISCLOSURE: gettext_noop("Mark it as advertising: {text}"),
}


def _counted(kind: str, count: int) -> str:
    if kind == Deliverable.Kind.PHOTO:
        return ngettext("{count} photo", "{count} photos", count).format(count=count)
    if kind == Deliverable.Kind.STORY:
        return ngettext("{count} story", "{count} stories", count).format(count=count)
    return ngettext("{count} video", "{count} videos", count).format(count=count)


def _make_line(make: Mapping[str, Any]) -> str:
    ratio = make.get("ratio", "")
    parts = [_(_RATIOS[ratio]) if ratio in _RATIOS else ratio]
    low, high = make.get("min_seconds") or 0, make.get("max_seconds") or 0
    if high:
        parts.append(f"{low}–{high} s" if low else _("up to {seconds} s").format(seconds=high))
    elif low:
        parts.append(_("{seconds} s or longer").format(seconds=low))
    if make.get("platform"):
        parts.append(_("for {channel}").format(channel=channel_words(make["platform"])))
    line = ", ".join(part for part in parts if part)
    return line[:1].upper() + line[1:]


def _months(count: int) -> str:
    return ngettext("1 month", "{count} months", count).format(count=count)
