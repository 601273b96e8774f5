"""Which carrier issued a tracking number. Pure; a wrong guess only costs the brand one choice in a list."""

import re
from collections.abc import Callable

Rule = tuple[str, re.Pattern[str], Callable[[str], bool]]
SHORTEST, LONGEST = 4, 40
_SHAPE = re.compile(rf"[0-9A-Z]{{{SHORTEST},{LONGEST}}}")
_S10 = re.compile(r"([A-Z]{2})([0-9]{8})([0-9])([A-Z]{2})")
# Who delivers a parcel posted under an international (S10) number of this country.
_S10_CARRIERS = {"EE": "omniva", "LV": "omniva", "LT": "omniva", "GB": "royal_mail", "NL": "postnl", "US": "usps"}
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def normalise(number: str) -> str:
    """The number as carriers write it: capitals, without spaces, dots and dashes."""
    return re.sub(r"[\s.\-\u2010-\u2015]+", "", number).upper()


def is_well_formed(number: str) -> bool:
    """Whether a normalised number can be a tracking number at all."""
    return bool(_SHAPE.fullmatch(number))


def guess_carrier(number: str) -> str:
    """The code of the most likely carrier, or "" when nothing fits. Accepts spaces and small letters."""
    text = normalise(number)
    for code, shape, holds in _RULES:
        if shape.fullmatch(text) and holds(text):
            return code
    return _from_s10(text)


def s10_check_digit_holds(number: str) -> bool:
    """The UPU S10 check digit of a number like CE128884216EE."""
    match = _S10.fullmatch(number)
    if not match:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_S10_WEIGHTS, match[2], strict=True))
    check = 11 - total % 11
    return int(match[3]) == {10: 0, 11: 5}.get(check, check)


def ups_check_digit_holds(number: str) -> bool:
    """The check digit of a UPS number: 1Z, then 15 letters or digits, then the digit."""
    body, last = number[2:-1], number[-1]
    values = [int(sign) if sign.isdigit() else (ord(sign) - 63) % 10 for sign in body]
    total = sum(values[0::2]) + 2 * sum(values[1::2])
    return last.isdigit() and int(last) == -total % 10


def _fedex_check_digit_holds(number: str) -> bool:
    """FedEx Express, 12 digits: weights 3, 1, 7 over the first eleven, modulo 11, then modulo 10."""
    total = sum(int(digit) * (3, 1, 7)[index % 3] for index, digit in enumerate(number[:-1]))
    return total % 11 % 10 == int(number[-1])


def _gs1_check_digit_holds(number: str) -> bool:
    """FedEx Ground and USPS: 3 and 1 in turn from the right, filled up to ten."""
    body = [int(digit) for digit in number[-2::-1]]
    return -(3 * sum(body[0::2]) + sum(body[1::2])) % 10 == int(number[-1])


def _from_s10(number: str) -> str:
    match = _S10.fullmatch(number)
    if not match or not s10_check_digit_holds(number):
        return ""
    return _S10_CARRIERS.get(match[4], "dhl" if match[4] == "DE" else "")


def _always(_number: str) -> bool:
    return True


# First match wins: strict shapes and check digits before loose ones.
_RULES: tuple[Rule, ...] = (
    ("simulated", re.compile(r"SIM[0-9]{3,}[A-Z]*"), _always),
    ("ups", re.compile(r"1Z[0-9A-Z]{16}"), ups_check_digit_holds),
    ("postnl", re.compile(r"3S[A-Z]{4}[0-9]{7,13}"), _always),
    ("dhl", re.compile(r"(JJD|JVGL|JD|GM|LX|RX)[0-9]{10,22}"), _always),
    ("dhl", re.compile(r"00340434[0-9]{12}"), _always),
    ("usps", re.compile(r"9[1-5][0-9]{20}"), _gs1_check_digit_holds),
    ("usps", re.compile(r"420[0-9]{5}9[1-5][0-9]{20}"), lambda number: _gs1_check_digit_holds(number[8:])),
    ("fedex", re.compile(r"[0-9]{12}"), _fedex_check_digit_holds),
    ("fedex", re.compile(r"[0-9]{15}"), _gs1_check_digit_holds),
    ("dpd", re.compile(r"0[0-9]{13}[0-9A-Z]?"), _always),
    ("gls", re.compile(r"[0-9]{11}"), _always),
    ("gls", re.compile(r"(?=.*[A-Z])(?=.*[0-9])[0-9A-Z]{8}"), _always),
    ("dhl", re.compile(r"[0-9]{10}"), _always),
)
