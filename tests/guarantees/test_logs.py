"""What a database error repeats of a row never reaches a log line."""

import logging
import sys

import pytest

from barter.logs import JsonFormatter, TextFormatter

_SAID = """new row for relation "x" violates check constraint "y"
DETAIL:  Failing row contains (1, Kade 1,
Utrecht, +31600000000).
LINE 1: INSERT INTO x VALUES ('Kade 1'
                               ^
"""


@pytest.mark.parametrize("formatter", [JsonFormatter(), TextFormatter()])
def test_a_refused_row_is_left_out_of_the_traceback_and_the_constraint_stays(formatter: logging.Formatter) -> None:
    """Seen to fail with logging.Formatter's own formatException."""
    try:
        try:
            raise ValueError(_SAID)
        except ValueError as error:
            raise RuntimeError(_SAID) from error
    except RuntimeError:
        record = logging.LogRecord("barter", logging.ERROR, __file__, 1, "failed", None, sys.exc_info())
    line = formatter.format(record)
    assert "violates check constraint" in line
    assert line.count("(values left out)") == 2
    assert "Traceback" in line
    for value in ("Kade", "Utrecht", "+31"):
        assert value not in line.replace("raise", "")


@pytest.mark.parametrize("formatter", [JsonFormatter(), TextFormatter()])
@pytest.mark.parametrize(
    "path", ["/calendar/KEY.ics", "/invitation/KEY/", "/inbox/unsubscribe/KEY/", "/shared/KEY/ast_1/play/"]
)
def test_an_address_that_is_a_key_is_not_written_out(formatter: logging.Formatter, path: str) -> None:
    """Django writes the path of a request that failed. Seen to fail without the rule."""
    record = logging.LogRecord("django.request", logging.ERROR, "f", 1, "Internal Server Error: %s", (path,), None)
    record.path = path
    line = formatter.format(record)
    assert "KEY" not in line
    assert line.count(path.partition("KEY")[0]) == 2, "which page it was, the line still says"
