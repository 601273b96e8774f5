"""What publishing would run into: places against stock and plan, countries against parcels. Told before, never a refusal."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from barter.kernel.places import country_name
from barter.kernel.templatetags.words import number_words, quoted_words
from brands.models import Product
from deals.models import Deal


@dataclass(frozen=True, slots=True)
class Check:
    """One sentence; `ok` is false where something should be looked at."""

    ok: bool
    text: str


def checks_of(deal: Deal) -> list[Check]:
    """Three statements at most. A full deal needs neither stock nor plan: both are counted for the trades it has."""
    is_parcel = deal.product is not None and deal.product.kind == Product.Kind.PARCEL
    checks = [_plan(deal)] if deal.places.left else []
    if is_parcel:
        checks = [*(_stock(deal) if deal.places.left else []), *checks, _countries(deal)]
    return checks


def _stock(deal: Deal) -> Iterator[Check]:
    variants = list(deal.product.variants.all()) if deal.product else []
    free, left = sum(row.stock_free for row in variants), deal.places.left
    if free < left:
        told = _("{places} places, but only {stock} in stock. Nobody can be accepted once it is used up.")
        yield Check(False, told.format(places=number_words(left), stock=number_words(free)))
    else:
        told = ngettext("In stock for the one place.", "In stock for all {count} places.", left)
        yield Check(True, told.format(count=number_words(left)))
    gone = [row.title for row in variants if not row.stock_free]
    if free and gone:
        told = _("Out of stock: {names}. Creators can't choose what is gone.")
        yield Check(False, told.format(names=", ".join(quoted_words(name) for name in gone[:5])))


def _plan(deal: Deal) -> Check:
    capacity, left = deal.brand.capacity, deal.places.left
    free = max(0, capacity.slots_max - capacity.slots_used)
    if free >= left:
        return Check(True, _("Your plan has room for all of them at once."))
    if not free:
        return Check(False, _("Your plan has no room for another trade now. One becomes free when a trade ends."))
    told = ngettext(
        "Your plan has room for {count} more trade now. You accept the others as trades end.",
        "Your plan has room for {count} more trades now. You accept the others as trades end.",
        free,
    )
    return Check(False, told.format(count=number_words(free)))


def _countries(deal: Deal) -> Check:
    home = deal.brand.country
    if not deal.countries:
        return Check(
            False, _("Open to every country: you ship wherever a creator lives. Choose countries to narrow it.")
        )
    if deal.countries == [home]:
        return Check(True, _("Parcels stay in {country}.").format(country=country_name(home)))
    abroad = len([code for code in deal.countries if code != home])
    told = ngettext("You ship to {count} country abroad.", "You ship to {count} countries abroad.", abroad)
    return Check(True, told.format(count=number_words(abroad)))
