"""A change of the territory is told to both sides by the name the brand gave it."""

from collections.abc import Callable
from typing import Any

import pytest

from deals.web.brand import words as brand
from deals.web.creator import words as creator


@pytest.mark.parametrize("rows", [brand.proposal_rows, creator.proposal_rows])
@pytest.mark.parametrize(("territory", "told"), [("EU", "EU"), ("Europe", "Europe"), ("worldwide", "Worldwide")])
def test_a_territory_keeps_its_name(rows: Callable[[Any], list[tuple[str, str]]], territory: str, told: str) -> None:
    assert ("Where", told) in rows({"licence": {"territory": territory}})
