"""The rights of a licence in words: the four rows of the rights box, on pages and on paper."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from barter.kernel.templatetags.words import date_words, duration_words, full_date_words
from content.licensing import add_months, licence_terms
from content.models import Asset, Licence, Submission
from deals.models import Collaboration

Rows = list[tuple[str, str]]
_WORLDWIDE = "worldwide"


def rights_rows(
    collaboration: Collaboration, at: datetime, *, from_date: datetime | None = None, to_creator: bool = False
) -> Rows:
    """The four rows of the rights box, as if approved at `from_date` (default: now), told to the brand or the creator."""
    terms = licence_terms(collaboration)
    start = from_date or at
    ads = add_months(start, terms.paid_ads_months) if terms.paid_ads_months else None
    return _rights(
        terms.territory,
        lambda moment: date_words(moment, at),
        until=add_months(start, terms.months),
        ads_until=ads,
        credit=terms.credit,
        edits=terms.edits,
        handle=terms.handle,
        to_creator=to_creator,
    )


def licence_rights(licence: Licence, at: datetime) -> Rows:
    """The four rows of the rights box of a licence as it is: a renewed one runs longer than the terms said."""
    return _of_licence(licence, lambda moment: date_words(moment, at))


def certified_rights(licence: Licence) -> Rows:
    """The same for paper: every day with its year, in UTC, the same for whoever reads it."""
    return _of_licence(licence, paper_day)


def paper_day(moment: datetime) -> str:
    """ "2 Dec 2026", of UTC."""
    return full_date_words(moment.astimezone(UTC).date())


def rights_heading(submission: Submission, licences: Sequence[Licence], at: datetime, *, to_brand: bool) -> str:
    """What stands above the rights to a version's files: coming, running, or over."""
    brand = submission.collaboration.brand.name
    if submission.state != Submission.State.APPROVED:
        return _("When you approve, you may") if to_brand else _("When {brand} approves, they may").format(brand=brand)
    if licences and not any(licence.runs_at(at) for licence in licences):
        return (
            _("What you were allowed until it ended")
            if to_brand
            else _("What {brand} was allowed until it ended").format(brand=brand)
        )
    return _("You may") if to_brand else _("{brand} may").format(brand=brand)


def territory_words(territory: str) -> str:
    """ "Worldwide", or the place as the terms name it ("EU")."""
    return _("Worldwide") if territory == _WORLDWIDE else territory.upper()


def file_words(asset: Asset) -> str:
    """A file as people say it: "Video, 1080 × 1920, 0:31"."""
    words = [asset.get_kind_display()]
    if asset.width:
        words.append(f"{asset.width} × {asset.height}")
    if asset.duration_ms:
        words.append(duration_words(asset.duration_ms / 1000))
    return ", ".join(words)


def channels_words(brand: str) -> str:
    """What "own channels" are: the terms know no list of them."""
    return _("Own channels are the accounts, websites, shops and newsletters that belong to {brand}.").format(
        brand=brand
    )


def _of_licence(licence: Licence, day: Callable[[datetime], str]) -> Rows:
    scope = licence.scope
    return _rights(
        licence.territory,
        day,
        until=licence.ends_at,
        ads_until=parse_datetime(scope["paid_ads_until"]) if scope.get("paid_ads_until") else None,
        credit=bool(scope.get("credit")),
        edits=bool(scope.get("edits")),
        handle=bool(scope.get("handle")),
    )


def _rights(
    territory: str,
    day: Callable[[datetime], str],
    *,
    until: datetime,
    ads_until: datetime | None,
    credit: bool,
    edits: bool,
    handle: bool,
    to_creator: bool = False,
) -> Rows:
    place = "" if territory == _WORLDWIDE else territory.upper()
    own = _until_words(place, day(until))
    return [
        (_("Own channels"), _("{until}, with credit").format(until=own) if credit else own),
        (_("Paid ads"), _until_words(place, day(ads_until)) if ads_until else _("not included")),
        (_("Edits"), _("cut, crop, captions") if edits else _("not included")),
        (
            _("Your handle") if to_creator else _("Their handle"),
            _("ads may run under it") if handle else _("not included"),
        ),
    ]


def _until_words(place: str, day: str) -> str:
    if place:
        return _("{place}, until {day}").format(place=place, day=day)
    return _("until {day}").format(day=day)
