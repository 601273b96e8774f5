"""Rules of thumb are written in euro; here is what they come to in another currency."""

from babel.numbers import get_currency_precision
from django.conf import settings

_MOST = 2_147_483_647  # what a column of four bytes holds


def in_euro_cents(amount_minor: int, currency: str) -> int:
    """What an amount is about in euro cents, to compare and sort amounts of several currencies by; 0 when no rate is known."""
    rate = settings.UNITS_PER_EURO.get(currency)
    if rate is None:
        return 0
    cents: int = round(amount_minor * 100 / rate / 10 ** get_currency_precision(currency))
    return min(cents, _MOST)


def about(euro_cents: int, currency: str) -> int | None:
    """The same worth in minor units of `currency` (JPY has 0 digits, KWD 3), by settings.UNITS_PER_EURO.

    None when no rate is known: then there is nothing to compare with. Never use it for an amount somebody sees or pays.
    """
    rate = settings.UNITS_PER_EURO.get(currency)
    return None if rate is None else round(euro_cents / 100 * rate * 10 ** get_currency_precision(currency))
