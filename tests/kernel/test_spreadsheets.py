"""Cells that no spreadsheet runs, also where it takes another sign for the end of a cell."""

import time

import pytest

from barter.kernel.spreadsheets import harmless


@pytest.mark.parametrize(("typed", "cell"), [
    ("=HYPERLINK(1)", "'=HYPERLINK(1)"), ("Ann;=cmd|A0", "Ann;'=cmd|A0"), ("Ann; +1", "Ann; '+1"), ("a\n@b", "a\n'@b"),
    ("\uff1dSUM(1)", "'\uff1dSUM(1)"), ("a-b; c=d", "a-b; c=d"),
    ("\t=1", "'\t'=1"), ("a;;\r\n ;=b", "a;;\r\n ;'=b"), ("a \n", "a \n"), (-3, "-3"), (None, ""),
])  # fmt: skip
def test_no_cell_is_run(typed: object, cell: str) -> None:
    assert harmless(typed) == cell


@pytest.mark.parametrize("ends", ["\n", "\t", "; ", "\r\n", ";\n "])
def test_a_text_of_nothing_but_ends_takes_no_time(ends: str) -> None:
    """Tables hold what anybody typed; 20,000 line ends held a worker for half a minute."""
    began = time.process_time()
    assert harmless(ends * 20_000 + "x=").lstrip("'") == ends * 20_000 + "x="
    assert harmless(ends * 20_000 + "=").endswith("'=")
    assert time.process_time() - began < 1
