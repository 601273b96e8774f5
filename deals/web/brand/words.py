"""What a trade gives, asks for and allows, told to the brand. Pure: from loaded values to short sentences."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from barter.kernel.errors import BarterError
from barter.kernel.templatetags.words import days_words, full_date_words
from barter.kernel.text import given_name
from creators.errors import NoFreeCredit
from creators.personal import DELETED_NAME
from deals.web.creator.words import film_words, get_words, make_words, territory_words

Rows = list[tuple[str, str]]
_WORLDWIDE = "worldwide"


def refusal_words(refusal: BarterError) -> str:
    """Why an applicant could not be answered. What speaks to the creator is told anew to the brand."""
    if isinstance(refusal, NoFreeCredit):
        return _("at capacity now. Accept them when one of their running trades is completed.")
    return refusal.detail


def rights_rows(licence: Mapping[str, Any]) -> Rows:
    """The lines of the rights box, from a licence of the terms; what it leaves out is the product's default."""
    where, ads = licence.get("territory", _WORLDWIDE), licence.get("paid_ads_months", 0)
    return [
        (_("Own channels"), _yes_for(licence.get("months", 12), where)),
        (_("Paid ads"), _yes_for(ads, where) if ads else _("No")),
        (_("Their handle"), _("Yes, ads under their name") if licence.get("handle") else _("No")),
        (_("Edits"), _("Cut, crop, captions") if licence.get("edits") else _("None, used as they made it")),
        (_("Credit"), _("They are named") if licence.get("credit", True) else _("Not needed")),
    ]


def _yes_for(months: int, where: str) -> str:
    if where == _WORLDWIDE:
        return _("Yes, for {months}").format(months=_months(months))
    return _("Yes, for {months}, {place} only").format(months=_months(months), place=where)


def proposal_rows(proposal: Mapping[str, Any]) -> Rows:
    """What an offer, a counter or a proposal changes, line by line."""
    days = {
        "create_within_days": _("Time to film"),
        "ship_within_days": _("You ship within"),
        "live_days": _("Stays online"),
    }
    rows = [(label, days_words(proposal[name])) for name, label in days.items() if name in proposal]
    licence = proposal.get("licence", {})
    if licence:
        labels = dict(zip(_LICENCE, rights_rows(licence), strict=True))
        rows += [labels[name] for name in _LICENCE if name in licence]
        if "territory" in licence and "months" not in licence:
            rows.append((_("Where"), territory_words(str(licence["territory"]))))
    if proposal.get("due"):
        rows.append((_("New date"), full_date_words(date.fromisoformat(proposal["due"]["date"]))))
    if proposal.get("note"):
        rows.append((_("Note"), proposal["note"]))
    return rows


_LICENCE = ("months", "paid_ads_months", "handle", "edits", "credit")


def trade_rows(*, kind: str, fmv_minor: int, currency: str, terms: Mapping[str, Any]) -> Rows:
    """The trade from the brand's side: what it gives, what it gets, and the times."""
    rows = [
        (_("You give"), get_words(kind, fmv_minor, currency)),
        (_("They make"), make_words(terms.get("deliverables", ()))),
    ]
    if kind == "parcel" and "ship_within_days" in terms:
        days = terms["ship_within_days"]
        within = ngettext("within 1 working day", "within {count} working days", days)
        rows.append((_("You ship"), within.format(count=days)))
    if "create_within_days" in terms:
        rows.append((_("They film"), film_words(kind, terms["create_within_days"])))
    if terms.get("must_post"):
        days = terms.get("live_days", 30)
        online = ngettext("stays online for 1 day", "stays online for {count} days", days)
        rows.append((_("The post"), online.format(count=days)))
    elif "must_post" in terms:
        rows.append((_("Posting"), _("not part of it: files only")))
    return rows


def first_name(name: str) -> str:
    return given_name(name) if name and name != DELETED_NAME else _("The creator")


def days_late_words(days: int) -> str:
    """ "1 day late"."""
    return ngettext("1 day late", "{count} days late", days).format(count=days)


def _months(count: int) -> str:
    return ngettext("1 month", "{count} months", count).format(count=count)
