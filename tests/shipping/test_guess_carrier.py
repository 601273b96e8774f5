"""The carrier is told from the number, where numbers tell it."""

import pytest

from shipping.carriers.guess import guess_carrier, is_well_formed, normalise


@pytest.mark.parametrize(
    ("number", "carrier"),
    [
        ("CE128884216EE", "omniva"),
        ("ce 128 884 216 ee", "omniva"),
        ("RB123456785GB", "royal_mail"),
        ("1Z5R89390357567127", "ups"),
        ("986578788855", "fedex"),
        ("041441760228964", "fedex"),
        ("9400111202555842332669", "usps"),
        ("420221539400111202555842332669", "usps"),
        ("3SABCD1234567890", "postnl"),
        ("JJD000390007827389422", "dhl"),
        ("00340434161094042557", "dhl"),
        ("1234567890", "dhl"),
        ("01906612345678", "dpd"),
        ("12345678901", "gls"),
        ("SIM12345678", "simulated"),
        ("SIM-0042-LATE", "simulated"),
    ],
)
def test_tells_the_carrier(number: str, carrier: str) -> None:
    assert guess_carrier(number) == carrier


@pytest.mark.parametrize(
    "number",
    [
        "CE128884217EE",  # S10 check digit is wrong
        "1Z5R89390357567128",  # UPS check digit is wrong
        "986578788856",  # FedEx check digit is wrong
        "9400111202555842332668",  # USPS check digit is wrong
        "RB123456785ZZ",  # a country we know no carrier of
        "hello",
        "",
    ],
)
def test_says_nothing_rather_than_something_wrong(number: str) -> None:
    assert guess_carrier(number) == ""


def test_numbers_lose_what_people_add() -> None:
    assert normalise(" 1z-999 aa1.01 ") == "1Z999AA101"


@pytest.mark.parametrize(("number", "holds"), [("SIM1", True), ("AB1", False), ("A" * 41, False), ("12<3>4", False)])
def test_knows_what_cannot_be_a_number(number: str, holds: bool) -> None:
    assert is_well_formed(number) is holds
