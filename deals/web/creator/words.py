"""What a deal gives, asks for and allows, in the words of pages. Pure: from loaded values to short sentences."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from barter.kernel.actors import Side
from barter.kernel.pictures import NO_PICTURE, picture_srcset, picture_url
from barter.kernel.templatetags.words import by_words, hours_words, in_words, money_words
from brands.models import Product
from creators.models import Channel
from deals.figures import answer_hours
from deals.models import BriefItem, Deal, Dispute
from deals.workflow import DisputeState

_GIVES = {Product.Kind.PARCEL: "Product", Product.Kind.VOUCHER: "Voucher", Product.Kind.VISIT: "Visit"}
_RATIOS = {"9:16": "Vertical", "4:5": "Upright", "1:1": "Square", "16:9": "Wide"}
_ENDS_SOON_DAYS = 3


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
    thing = _GIVES.get(Product.Kind(kind), "Product") if kind in Product.Kind.values else "Product"
    return f"{thing} worth {money_words(fmv_minor, currency)}" if fmv_minor else thing


def make_words(makes: Iterable[Mapping[str, Any]]) -> str:
    """ "1 video, 3 photos"."""
    counts: dict[str, int] = {}
    for make in makes:
        counts[make["kind"]] = counts.get(make["kind"], 0) + make["count"]
    return ", ".join(_counted(kind, count) for kind, count in counts.items()) or "Content"


def get_lines(product: str, kind: str, variants: Sequence[str] = ()) -> list[str]:
    lines = [product] if product else []
    if len(variants) > 1:
        lines.append(
            f"{', '.join(variants)}: you choose" if len(variants) < 5 else f"{len(variants)} kinds, you choose"
        )
    lines.append(
        {Product.Kind.VOUCHER: "Sent by message", Product.Kind.VISIT: "You choose the day"}.get(
            Product.Kind(kind), "Free delivery"
        )
    )
    if kind == Product.Kind.PARCEL:
        lines.append("Yours to keep")
    return lines


def make_lines(
    makes: Iterable[Mapping[str, Any]], *, must_post: bool, create_within_days: int, live_days: int
) -> list[str]:
    lines = [line for make in makes if (line := _make_line(make))]
    if must_post:
        lines.append(f"Posted, online for {live_days} days")
    else:
        lines.append("No posting needed")
    return [*dict.fromkeys(lines), f"{create_within_days} days to film"]


def answers_words(hours: int | None) -> str:
    """ "answers in 6 h"; "New on Barter" below three answers."""
    return "new on Barter" if hours is None else f"answers in {hours_words(hours)}"


def ships_words(kind: str, ship_within_days: int) -> str:
    if kind != Product.Kind.PARCEL:
        return "no parcel"
    return "ships in 1 day" if ship_within_days == 1 else f"ships in {ship_within_days} days"


def tag_words(published_at: datetime | None, due_at: datetime | None, at: datetime) -> tuple[str, bool]:
    """The one pill on a photo and whether it is urgent: "Ends in 2 days", "New today", or nothing."""
    if due_at is not None and 0 <= (due_at - at).total_seconds() < _ENDS_SOON_DAYS * 86_400:
        return f"Ends {in_words(due_at, at)}", True
    if published_at is not None and (at - published_at).total_seconds() < 86_400:
        return "New today", False
    return "", False


def facts_words(deal: Deal) -> list[tuple[str, str]]:
    """The three facts under the trade: places, answers, parcels; real counts or "New"."""
    capacity = deal.brand.capacity
    hours = answer_hours(capacity)
    shipped = f"{capacity.shipped_on_time_count} of {capacity.shipped_count}" if capacity.shipped_count else "New"
    return [
        (f"{deal.places.left} of {deal.places.total}", "places left"),
        ("New", "at answering") if hours is None else (hours_words(hours), "to answer"),
        (shipped, "shipped on time" if capacity.shipped_count else "at shipping"),
    ]


def brief_lines(items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The brief as a list of things to do and not to do."""
    return [
        {"words": _brief_words(item["kind"], item["text"]), "no": item["kind"] == BriefItem.Kind.DONT} for item in items
    ]


def rights_rows(licence: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The lines of the rights box, from a licence of the terms."""
    where = ", worldwide" if licence["territory"] == "worldwide" else f", {licence['territory']} only"
    ads = licence["paid_ads_months"]
    return [
        ("Own channels", f"Yes, for {_months(licence['months'])}{where}"),
        ("Paid ads", f"Yes, {_months(ads)}{where}" if ads else "No"),
        ("Your handle", "Yes, ads under your name" if licence["handle"] else "Never, unless you agree"),
        ("Edits", "Cut, crop, captions" if licence["edits"] else "None, used as you made it"),
        ("Credit", "You are named" if licence["credit"] else "Not needed"),
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
    days = {"create_within_days": "Time to film", "ship_within_days": "Ships within", "live_days": "Stays online"}
    rows = [(label, f"{proposal[name]} days") for name, label in days.items() if name in proposal]
    licence = proposal.get("licence", {})
    words = {
        "months": lambda value: ("Own channels", f"For {_months(value)}"),
        "territory": lambda value: ("Where", str(value).capitalize()),
        "paid_ads_months": lambda value: ("Paid ads", f"For {_months(value)}" if value else "No"),
        "edits": lambda value: ("Edits", "Cut, crop, captions" if value else "None"),
        "handle": lambda value: ("Your handle", "Ads under your name" if value else "Never, unless you agree"),
        "credit": lambda value: ("Credit", "You are named" if value else "Not needed"),
    }
    rows += [words[name](value) for name, value in licence.items() if name in words]
    if proposal.get("due"):
        rows.append(("New date", f"{date.fromisoformat(proposal['due']['date']):%d %b %Y}".lstrip("0")))
    if proposal.get("note"):
        rows.append(("Note", proposal["note"]))
    return rows


def dispute_next(dispute: Dispute, brand: str, at: datetime) -> str:
    """Who does what next about a dispute, and by when."""
    by = by_words(dispute.due_at, at) if dispute.due_at else ""
    opened_by_creator = dispute.opened_by == Side.CREATOR
    told = {
        DisputeState.OPEN: f"{brand} answers {by}" if opened_by_creator else f"You answer {by}",
        DisputeState.ANSWERED: "Our team reads both sides",
        DisputeState.STAFF: f"Our team decides {by}",
        DisputeState.DECIDED: f"Both of you can appeal {by}",
        DisputeState.APPEALED: f"Another person of our team decides {by}",
    }
    return told.get(DisputeState(dispute.state), "").strip()


def channel_words(platform: str) -> str:
    return str(Channel.Platform(platform).label) if platform in Channel.Platform.values else platform


def _brief_words(kind: str, text: str) -> str:
    lead = {
        BriefItem.Kind.MUST_SAY: "Say: ", BriefItem.Kind.HASHTAG: "Hashtag ", BriefItem.Kind.LINK: "Link to ",
        BriefItem.Kind.DISCLOSURE: "Mark it as advertising: ",
    }.get(BriefItem.Kind(kind), "")  # fmt: skip
    verb = lead.partition(" ")[0].rstrip(":")
    return text if verb and text.casefold().startswith(f"{verb.casefold()} ") else f"{lead}{text}"


def _counted(kind: str, count: int) -> str:
    plural = {"story": "stories"}.get(kind, f"{kind}s")
    return f"{count} {kind if count == 1 else plural}"


def _make_line(make: Mapping[str, Any]) -> str:
    parts = [_RATIOS.get(make.get("ratio", ""), make.get("ratio", ""))]
    low, high = make.get("min_seconds") or 0, make.get("max_seconds") or 0
    if high:
        parts.append(f"{low}–{high} s" if low else f"up to {high} s")
    elif low:
        parts.append(f"{low} s or longer")
    if make.get("platform"):
        parts.append(f"for {channel_words(make['platform'])}")
    line = ", ".join(part for part in parts if part)
    return line[:1].upper() + line[1:]


def _months(count: int) -> str:
    return "1 month" if count == 1 else f"{count} months"
