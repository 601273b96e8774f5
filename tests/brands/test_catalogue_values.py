import pytest

from brands.catalogue.values import BadCell, guess_topic, read_count, read_flag, read_picture, read_price


@pytest.mark.parametrize(
    ("cell", "minor"),
    [
        ("24.00", 2400),
        ("24", 2400),
        ("24.5", 2450),
        ("1,234.50", 123450),
        ("1.234,50", 123450),
        ("1 234,50", 123450),
        ("1\u202f234,50", 123450),
        ("1'234.50", 123450),
        ("€ 12,90", 1290),
        ("12,90 EUR", 1290),
        ("12,-", 1200),
        ("1.234.567,00", None),
        ("1,234", 123400),
        ("0.99", 99),
        (",99", 99),
        (".5", 50),
        ("1.2.3", None),
        ("12.345", None),
        ("-3", None),
        ("free", None),
        ("1 for 2", None),
        ("12.999", None),
        ("9999999", None),
    ],
)
def test_reads_a_price_or_refuses_to_guess(cell: str, minor: int | None) -> None:
    if minor is None:
        with pytest.raises(BadCell):
            read_price(cell, "EUR", comma_decimals=False)
    else:
        assert read_price(cell, "EUR", comma_decimals=False) == minor


def test_a_file_with_decimal_commas_groups_with_dots() -> None:
    assert read_price("1.234", "EUR", comma_decimals=True) == 123400


@pytest.mark.parametrize(("cell", "currency", "minor"), [("1200", "JPY", 1200), ("1.250", "KWD", 1250)])
def test_knows_how_many_decimals_a_currency_has(cell: str, currency: str, minor: int) -> None:
    assert read_price(cell, currency, comma_decimals=False) == minor


def test_refuses_cents_of_a_currency_without() -> None:
    with pytest.raises(BadCell):
        read_price("12.50", "JPY", comma_decimals=False)


@pytest.mark.parametrize(("cell", "count"), [("12", 12), ("12.0", 12), ("1'200", 1200), ("-3", -3)])
def test_reads_a_count(cell: str, count: int) -> None:
    assert read_count(cell) == count


@pytest.mark.parametrize("cell", ["many", "1.5", "inf", "99999999999"])
def test_refuses_what_is_no_count(cell: str) -> None:
    with pytest.raises(BadCell):
        read_count(cell)


def test_reads_yes_and_no_in_several_languages() -> None:
    assert read_flag("TRUE", default=False)
    assert not read_flag("FALSCH", default=True)
    assert read_flag("", default=True)


@pytest.mark.parametrize("cell", ["javascript:alert(1)", "picture.jpg", "https://", "http://a b/c.jpg", "data:x"])
def test_refuses_what_is_no_picture_address(cell: str) -> None:
    with pytest.raises(BadCell):
        read_picture(cell)


def test_finds_our_category_in_the_shops_words() -> None:
    assert guess_topic("Health & Beauty > Personal Care > Cosmetics") == "beauty"
    assert guess_topic("", "Coffee beans") == "coffee"
    assert guess_topic("Vehicles") == ""
