"""Cells that no spreadsheet runs, also where it takes another sign for the end of a cell."""

import pytest

from barter.kernel.spreadsheets import harmless


@pytest.mark.parametrize(("typed", "cell"), [
    ("=HYPERLINK(1)", "'=HYPERLINK(1)"), ("Ann;=cmd|A0", "Ann;'=cmd|A0"), ("Ann; +1", "Ann; '+1"), ("a\n@b", "a\n'@b"),
    ("\uff1dSUM(1)", "'\uff1dSUM(1)"), ("a-b; c=d", "a-b; c=d"), (-3, "-3"), (None, ""),
])  # fmt: skip
def test_no_cell_is_run(typed: object, cell: str) -> None:
    assert harmless(typed) == cell
