import pytest

from creators.forms import AddressForm, CountField


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("4200", 4200),
        (" 4 200 ", 4200),
        ("4\u202f200", 4200),
        ("4.200", 4200),
        ("1,234,567", 1_234_567),
        ("12’000", 12_000),
        ("4.2k", 4200),
        ("4,25 K", 4250),
        ("1,5m", 1_500_000),
        ("0", 0),
    ],
)
def test_a_count_is_read_as_people_write_it(typed: str, count: int) -> None:
    assert CountField().clean(typed) == count


@pytest.mark.parametrize("typed", ["many", "4.20", "4.200k", "12.34.5", "k", "-"])
def test_what_is_no_count_is_refused_and_not_guessed(typed: str) -> None:
    with pytest.raises(Exception, match="number"):
        CountField().clean(typed)


def test_mistakes_in_an_address_are_told_in_the_order_of_the_page() -> None:
    assert list(AddressForm({}).errors) == ["country", "name", "line1", "city"]
