import pytest
from django.test import Client


@pytest.mark.parametrize(
    "name",
    ["../originals/x", "brand_1/../../barter/x", "..", "brand_1/x.webp", "brand_1/" + "a" * 2000, "brand_1/\x00.webp", "%2e%2e/x"],
)  # fmt: skip
def test_a_name_we_never_gave_is_not_even_asked_for(name: str) -> None:
    assert Client(raise_request_exception=False).get(f"/pictures/{name}").status_code == 404
