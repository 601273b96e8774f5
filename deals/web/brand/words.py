"""What a trade gives, asks for and allows, told to the brand. Pure: from loaded values to short sentences."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from barter.kernel.errors import BarterError
from creators.errors import NoFreeCredit
from deals.web.creator.words import get_words, make_words

Rows = list[tuple[str, str]]


def refusal_words(refusal: BarterError) -> str:
    """Why an applicant could not be answered. What speaks to the creator is told anew to the brand."""
    if isinstance(refusal, NoFreeCredit):
        return "at capacity now. Accept them when one of their running trades is completed."
    return refusal.detail


def rights_rows(licence: Mapping[str, Any]) -> Rows:
    """The lines of the rights box, from a licence of the terms; what it leaves out is the product's default."""
    where = licence.get("territory", "worldwide")
    only = "" if where == "worldwide" else f", {where} only"
    ads = licence.get("paid_ads_months", 0)
    return [
        ("Own channels", f"Yes, for {_months(licence.get('months', 12))}{only}"),
        ("Paid ads", f"Yes, for {_months(ads)}{only}" if ads else "No"),
        ("Their handle", "Yes, ads under their name" if licence.get("handle") else "No"),
        ("Edits", "Cut, crop, captions" if licence.get("edits") else "None, used as they made it"),
        ("Credit", "They are named" if licence.get("credit", True) else "Not needed"),
    ]


def proposal_rows(proposal: Mapping[str, Any]) -> Rows:
    """What an offer, a counter or a proposal changes, line by line."""
    days = {"create_within_days": "Time to film", "ship_within_days": "You ship within", "live_days": "Stays online"}
    rows = [(label, f"{proposal[name]} days") for name, label in days.items() if name in proposal]
    licence = proposal.get("licence", {})
    if licence:
        labels = dict(zip(_LICENCE, rights_rows(licence), strict=True))
        rows += [labels[name] for name in _LICENCE if name in licence]
        if "territory" in licence and "months" not in licence:
            rows.append(("Where", str(licence["territory"]).capitalize()))
    if proposal.get("due"):
        rows.append(("New date", f"{date.fromisoformat(proposal['due']['date']):%d %b %Y}".lstrip("0")))
    if proposal.get("note"):
        rows.append(("Note", proposal["note"]))
    return rows


_LICENCE = ("months", "paid_ads_months", "handle", "edits", "credit")


def changed_rows(new: Mapping[str, Any], old: Mapping[str, Any]) -> Rows:
    """What a proposed version of the terms changes against the one in force."""
    changed = {name: value for name, value in new.items() if old.get(name) != value}
    if "licence" in changed:
        before = old.get("licence", {})
        changed["licence"] = {name: value for name, value in changed["licence"].items() if before.get(name) != value}
    return proposal_rows(changed)


def trade_rows(*, kind: str, fmv_minor: int, currency: str, terms: Mapping[str, Any]) -> Rows:
    """The trade from the brand's side: what it gives, what it gets, and the times."""
    rows = [
        ("You give", get_words(kind, fmv_minor, currency)),
        ("They make", make_words(terms.get("deliverables", ()))),
    ]
    if kind == "parcel" and "ship_within_days" in terms:
        rows.append(("You ship", f"within {_counted(terms['ship_within_days'], 'working day')}"))
    if "create_within_days" in terms:
        rows.append(("They film", f"within {_counted(terms['create_within_days'], 'day')}, from delivery"))
    if terms.get("must_post"):
        rows.append(("The post", f"stays online for {_counted(terms.get('live_days', 30), 'day')}"))
    elif "must_post" in terms:
        rows.append(("Posting", "not part of it: files only"))
    return rows


def first_name(name: str) -> str:
    return name.split(" ", 1)[0] if name else "The creator"


def _months(count: int) -> str:
    return _counted(count, "month")


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
