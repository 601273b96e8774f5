"""The terms of a deal as one canonical value, and the changes an offer may propose.

What stands here is what an applicant consents to: its SHA-256 is compared at agreement, and its body is frozen into
the collaboration (product.md, section 2, rule 2). No floats, no addresses, only public ids.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _

from barter.kernel.canonical import sha256_of
from brands.models import Variant
from deals.errors import ProposalRefused
from deals.models import Deal

TermsBody = dict[str, Any]
Proposal = dict[str, Any]
_NOTE_LENGTH = 500
_TERRITORY_LENGTH = 20


def terms_of(deal: Deal) -> TermsBody:
    """The deal's terms as they stand now. Reads brief items of the present version, deliverables and the product."""
    product = deal.product
    return {
        "deal": deal.public_id,
        "brand": deal.brand.public_id,
        "brief_version": deal.brief_version,
        "product": product and {"id": product.public_id, "title": product.title, "kind": product.kind},
        "fmv": {"amount_minor": deal.fmv_minor, "currency": deal.currency},
        "brief": [
            {"id": item.public_id, "kind": item.kind, "text": item.text}
            for item in deal.brief_items.filter(brief_version=deal.brief_version)
        ],
        "deliverables": [
            {
                "kind": row.kind,
                "platform": row.platform,
                "count": row.count,
                "min_seconds": row.min_seconds,
                "max_seconds": row.max_seconds,
                "ratio": row.ratio,
            }
            for row in deal.deliverables.all()
        ],
        "must_post": deal.must_post,
        "ship_within_days": deal.ship_within_days,
        "create_within_days": deal.create_within_days,
        "live_days": deal.live_days,
        "licence": {
            "months": deal.licence_months,
            "territory": deal.licence_territory,
            "paid_ads_months": deal.licence_paid_ads_months,
            "edits": deal.licence_edits,
            "handle": deal.licence_handle,
            "credit": deal.licence_credit,
        },
    }


def hash_of(terms: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON."""
    return sha256_of(terms)


def merged(terms: TermsBody, proposal: Mapping[str, Any]) -> TermsBody:
    """The deal's terms with the proposed changes; the same value when nothing is proposed."""
    body = deepcopy(terms)
    for key in _DAYS:
        if key in proposal:
            body[key] = proposal[key]
    if "licence" in proposal:
        body["licence"] = {**body["licence"], **proposal["licence"]}
    if "variant" in proposal:
        body["variant"] = proposal["variant"]
    if proposal.get("note"):
        body["note"] = proposal["note"]
    return body


def clean_proposal(proposal: Mapping[str, Any], *, deal: Deal) -> Proposal:
    """A checked copy of what one side proposes. Raises ProposalRefused naming the field.

    Keys: create_within_days (5 to 28), live_days (7 to 90), ship_within_days (1 to 30 business days),
    licence {months, territory, paid_ads_months, edits, handle, credit}, variant (public id), note.
    """
    cleaned: Proposal = {}
    for key, value in proposal.items():
        if key in _DAYS:
            cleaned[key] = _number(key, value, *_DAYS[key])
        elif key == "licence":
            cleaned[key] = _licence(value)
        elif key == "variant":
            cleaned[key] = _variant(value, deal)
        elif key == "note":
            cleaned[key] = _text(key, value, _NOTE_LENGTH)
        else:
            raise _refused(key, _("“{name}” can't be proposed.").format(name=key))
    return cleaned


_DAYS = {"create_within_days": (5, 28), "live_days": (7, 90), "ship_within_days": (1, 30)}


def _licence(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise _refused("licence", _("A licence is a set of named fields."))
    cleaned = {}
    for key, part in value.items():
        if key not in _LICENCE:
            raise _refused("licence", _("“{name}” can't be proposed.").format(name=f"licence.{key}"))
        cleaned[key] = _LICENCE[key](f"licence.{key}", part)
    return cleaned


def _number(key: str, value: Any, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        told = _("“{name}” must be a whole number from {least} to {most}, not {value}.")
        raise _refused(key, told.format(name=key, least=least, most=most, value=repr(value)))
    return value


def _text(key: str, value: Any, longest: int) -> str:
    if not isinstance(value, str) or len(value.strip()) > longest:
        raise _refused(key, _("“{name}” must be a text of at most {count} letters.").format(name=key, count=longest))
    return value.strip()


def _territory(key: str, value: Any) -> str:
    text = _text(key, value, _TERRITORY_LENGTH)
    if not text:
        raise _refused(key, _("“{name}” can't be empty.").format(name=key))
    return text


def _flag(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _refused(key, _("“{name}” must be true or false, not {value}.").format(name=key, value=repr(value)))
    return value


def _variant(value: Any, deal: Deal) -> str:
    if not isinstance(value, str) or not Variant.objects.filter(public_id=value, product=deal.product).exists():
        raise _refused("variant", _("This variant isn't one of the deal's product."))
    return value


_LICENCE: dict[str, Callable[[str, Any], Any]] = {
    "months": lambda key, value: _number(key, value, 1, 120),
    "territory": _territory,
    "paid_ads_months": lambda key, value: _number(key, value, 0, 120),
    "edits": _flag,
    "handle": _flag,
    "credit": _flag,
}


def _refused(field: str, problem: str) -> ProposalRefused:
    return ProposalRefused(field=field, problem=problem)
