"""The report of an import is kept in English and read in the language of whoever looks."""

import pytest

from barter.kernel.languages import spoken
from brands.catalogue import plan_catalogue, read_table
from brands.catalogue.findings import told

CSV = b"Handle,Title,Variant Price,Image Src\na,Scarf,5,https://shop.example/a.jpg\nb,Hat,-1,\n"


@pytest.mark.usefixtures("pseudo")
def test_a_report_made_in_one_language_is_read_in_another() -> None:
    with spoken("de"):
        report = plan_catalogue(read_table(CSV), currency="EUR", existing={}).report

    messages = [line["message"] for line in report]
    assert "Will be added: Scarf (1 variant, 1 picture)." in messages
    assert "A price can't be negative (“-1”)." in messages
    assert [told(line) for line in report] == messages
    with spoken("de"):
        assert "⟦Will be added: Scarf (⟦1 variant⟧, ⟦1 picture⟧).⟧" in [told(line) for line in report]
    assert told({"message": "From before sentences were kept in parts."}).startswith("From before")
