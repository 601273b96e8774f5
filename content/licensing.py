"""What a licence says, from the frozen terms of a collaboration, and how it is said in words and as a certificate."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from barter.kernel.rfc3339 import stamp
from content.models import Licence
from deals.models import Collaboration, Terms


@dataclass(frozen=True, slots=True)
class LicenceTerms:
    """The rights both sides agreed to. Lengths are months from approval; paid_ads_months 0: no paid ads."""

    months: int
    territory: str
    paid_ads_months: int
    edits: bool
    handle: bool
    credit: bool
    terms_hash: str

    def scope(self, starts_at: datetime) -> dict[str, Any]:
        until = add_months(starts_at, self.paid_ads_months) if self.paid_ads_months else None
        return {
            "organic": True,
            "paid_ads_until": until and stamp(until),
            "edits": self.edits,
            "handle": self.handle,
            "credit": self.credit,
        }


def licence_terms(collaboration: Collaboration) -> LicenceTerms:
    """From the latest terms both sides agreed to; their hash goes onto the certificate."""
    terms = Terms.objects.filter(collaboration=collaboration, state=Terms.State.AGREED).order_by("-version").first()
    licence: Mapping[str, Any] = terms.body.get("licence", {}) if terms else {}
    deal = collaboration.deal
    return LicenceTerms(
        months=int(licence.get("months", deal.licence_months)),
        territory=str(licence.get("territory", deal.licence_territory)),
        paid_ads_months=int(licence.get("paid_ads_months", deal.licence_paid_ads_months)),
        edits=bool(licence.get("edits", deal.licence_edits)),
        handle=bool(licence.get("handle", deal.licence_handle)),
        credit=bool(licence.get("credit", deal.licence_credit)),
        terms_hash=terms.sha256 if terms else deal.terms_hash,
    )


def add_months(moment: datetime, months: int) -> datetime:
    """The same day and time that many calendar months later; the 31st becomes the month's last day."""
    year, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + year, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))


def certificate(licence: Licence) -> dict[str, Any]:
    """The licence as data, for anybody who has its code: names, file hash, scope, term. No address, no e-mail."""
    return {
        "object": "licence_certificate",
        "code": licence.code,
        "state": licence.state,
        "licensor": licence.licensor,
        "licensee": licence.brand.name,
        "file": {
            "sha256": licence.file_sha256,
            "content_type": licence.asset.content_type,
            "width": licence.asset.width,
            "height": licence.asset.height,
            "duration_ms": licence.asset.duration_ms,
        },
        "scope": licence.scope,
        "channels": _channels(licence),
        "territory": licence.territory,
        "starts_at": stamp(licence.starts_at),
        "ends_at": stamp(licence.ends_at),
        "terms_sha256": licence.terms_hash,
        "verify_url": public_url(licence, "licence"),
        "pdf_url": public_url(licence, "licence_pdf"),
    }


def public_url(licence: Licence, page: str) -> str:
    """Where anybody with the code finds it: page "licence", "licence_pdf" or "licence_json"."""
    return settings.SITE_URL + reverse(page, args=[licence.code])


def _channels(licence: Licence) -> list[str]:
    """The terms name no channels one by one: organic is whatever belongs to the brand, paid ads are agreed apart."""
    return ["own_channels", "paid_ads"] if licence.scope.get("paid_ads_until") else ["own_channels"]
