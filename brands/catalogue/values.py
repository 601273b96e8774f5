"""Single cells: prices, counts, yes and no, pictures, categories. Each says what is wrong in a sentence."""

import re
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from babel.numbers import get_currency_precision
from django.utils.translation import gettext_noop

from barter.kernel.topics import Topic
from brands.catalogue.findings import in_english, said

_NUMBER = re.compile(r"[.,]?\d[\d.,' \u00a0\u202f\u2019]*")
_EVEN = re.compile(r"[.,][-\u2013\u2014]+$")  # "12,-"
_SPACES = re.compile(r"[' \u00a0\u202f\u2019]")
_GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")
_MOST = Decimal(10) ** 6
_COUNT_MOST = 1_000_000
_YES = frozenset({"true", "yes", "y", "1", "wahr", "vrai", "verdadero", "vero", "ja", "oui"})
_NO = frozenset({"false", "no", "n", "0", "falsch", "faux", "falso", "nein", "non", "nee"})
_URL_MAX = 1000

# Words of shops' categories, types and tags that decide; the first hit wins.
_TOPIC_WORDS: tuple[tuple[str, Topic], ...] = (
    ("coffee", Topic.COFFEE), ("espresso", Topic.COFFEE),
    ("pet", Topic.PETS), ("dog", Topic.PETS), ("cat ", Topic.PETS), ("animal", Topic.PETS),
    ("baby", Topic.KIDS), ("toddler", Topic.KIDS), ("toy", Topic.KIDS), ("kids", Topic.KIDS),
    ("beverage", Topic.DRINKS), ("drink", Topic.DRINKS), ("tea", Topic.DRINKS), ("wine", Topic.DRINKS),
    ("food", Topic.FOOD), ("snack", Topic.FOOD), ("chocolate", Topic.FOOD), ("candy", Topic.FOOD),
    ("personal care", Topic.BEAUTY), ("beauty", Topic.BEAUTY), ("cosmetic", Topic.BEAUTY), ("skin", Topic.BEAUTY),
    ("hair", Topic.BEAUTY), ("serum", Topic.BEAUTY), ("makeup", Topic.BEAUTY), ("fragrance", Topic.BEAUTY),
    ("apparel", Topic.FASHION), ("clothing", Topic.FASHION), ("shoe", Topic.FASHION), ("jewel", Topic.FASHION),
    ("shirt", Topic.FASHION), ("dress", Topic.FASHION), ("bag", Topic.FASHION), ("fashion", Topic.FASHION),
    ("sport", Topic.SPORT), ("fitness", Topic.SPORT), ("yoga", Topic.SPORT), ("outdoor rec", Topic.SPORT),
    ("electronic", Topic.TECH), ("phone", Topic.TECH), ("camera", Topic.TECH), ("tech", Topic.TECH),
    ("garden", Topic.GARDEN), ("plant", Topic.GARDEN),
    ("book", Topic.BOOKS), ("media", Topic.BOOKS), ("stationery", Topic.BOOKS),
    ("home", Topic.HOME), ("kitchen", Topic.HOME), ("furniture", Topic.HOME), ("candle", Topic.HOME),
    ("household", Topic.HOME),
)  # fmt: skip


class BadCell(ValueError):
    """A cell that can't be understood; what is `said` tells how it should look."""

    def __init__(self, words: str, **places: str) -> None:
        self.said = said(words, **places)
        super().__init__(in_english(self.said))


def read_price(cell: str, currency: str, *, comma_decimals: bool) -> int:
    """Minor units of "1.234,50", "1,234.50", "€ 12,5", "12 EUR". Raises BadCell rather than guess."""
    cell = _EVEN.sub("", cell)
    if "-" in cell:
        raise BadCell(gettext_noop("A price can't be negative (“{cell}”)."), cell=cell[:20])
    found = _NUMBER.search(cell)
    if not found:
        raise BadCell(gettext_noop("“{cell}” is not a price."), cell=cell[:20])
    rest = cell.replace(found.group(), "", 1)
    if any(letter.isdigit() for letter in rest):
        raise BadCell(gettext_noop("“{cell}” holds more than one number."), cell=cell[:20])
    digits = get_currency_precision(currency)
    amount = _amount(_SPACES.sub("", found.group()).rstrip(".,"), digits, comma_decimals, cell)
    minor = amount.scaleb(digits)
    if minor != minor.to_integral_value():
        raise BadCell(
            gettext_noop("“{cell}” has more decimals than {currency} has."), cell=cell[:20], currency=currency
        )
    if amount > _MOST:
        raise BadCell(gettext_noop("“{cell}” is more than we take."), cell=cell[:20])
    return int(minor)


def read_count(cell: str) -> int:
    """Items on hand. Raises BadCell. Shops count below zero when they oversold: the caller decides what that means."""
    text = _SPACES.sub("", cell)
    try:
        number = Decimal(text.replace(",", ".", 1))
        whole = int(number.to_integral_value())
    except (InvalidOperation, OverflowError, ValueError):
        raise BadCell(gettext_noop("“{cell}” is not a number of items."), cell=cell[:20]) from None
    if number != whole:
        raise BadCell(gettext_noop("“{cell}” is not a whole number of items."), cell=cell[:20])
    if whole > _COUNT_MOST:
        raise BadCell(gettext_noop("{cell} items are more than we take."), cell=cell[:20])
    return whole


def read_flag(cell: str, *, default: bool) -> bool:
    word = cell.strip().casefold()
    return word in _YES if word in _YES | _NO else default


def read_picture(cell: str) -> str:
    """The address of a picture. Raises BadCell for anything a browser could not load safely."""
    parts = urlsplit(cell)
    if parts.scheme not in {"http", "https"} or not parts.netloc or any(letter.isspace() for letter in cell):
        raise BadCell(gettext_noop("“{cell}” is not the web address of a picture."), cell=cell[:40])
    if len(cell) > _URL_MAX:
        raise BadCell(gettext_noop("This picture's address is too long."))
    return cell


def guess_topic(*cells: str) -> str:
    """Our category for a shop's words, or "" when nothing fits."""
    for cell in cells:
        words = f"{cell.casefold()} "
        for word, topic in _TOPIC_WORDS:
            if word in words:
                return topic.value
    return ""


def _amount(text: str, digits: int, comma_decimals: bool, cell: str) -> Decimal:
    comma, dot = text.rfind(","), text.rfind(".")
    if comma >= 0 and dot >= 0:
        mark = "," if comma > dot else "."
    elif text.count(",") + text.count(".") > 1:
        mark = ""  # several of one kind only group: 1.234.567
    elif comma >= 0 or dot >= 0:
        mark = _lonely_mark(text, digits, comma_decimals, cell)
    else:
        mark = ""
    whole, _, fraction = text.rpartition(mark) if mark else (text, "", "")
    grouped = any(sign in whole for sign in ".,")
    if (grouped and not _GROUPED.fullmatch(whole)) or not all(part.isdigit() or not part for part in [fraction]):
        raise BadCell(gettext_noop("“{cell}” is not a price."), cell=cell[:20])
    return Decimal(f"{re.sub('[.,]', '', whole) or '0'}.{fraction or '0'}")


def _lonely_mark(text: str, digits: int, comma_decimals: bool, cell: str) -> str:
    """One comma or dot: decimals, unless three digits follow it, which could as well be thousands."""
    mark = "," if "," in text else "."
    whole, _, fraction = text.partition(mark)
    if len(fraction) != 3 or digits == 3 or whole.lstrip("0") == "":
        return mark
    if (mark == ".") == comma_decimals or mark == ",":
        return ""
    raise BadCell(
        gettext_noop("“{cell}” could be read in two ways. Write {one} or {other}."),
        cell=cell[:20],
        one=f"{whole}{fraction}.00",
        other=f"{whole}.{fraction[:2]}",
    )
