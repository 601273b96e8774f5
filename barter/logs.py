"""Log lines with an allowlist of fields: what is not named here is not written, so a token or an address never is."""

import datetime
import json
import logging
import re
from typing import Any

FIELDS = (
    "request_id", "method", "path", "status", "duration_ms", "user_id", "actor", "event", "handler", "task", "task_id",
    "object_id", "message_id", "count", "code", "carrier", "attempt", "part",
)  # fmt: skip


# PostgreSQL tells the values of a refused row ("Failing row contains (...)", "Key (email)=(...)") and repeats the statement.
_VALUES = re.compile(
    r"^(?:DETAIL|CONTEXT|HINT|LINE \d+):.*?(?=^\S*(?:Traceback|The above|During|  File)|\Z)", re.DOTALL | re.MULTILINE
)
# Addresses that are keys: who reads them in a log could open what they open.
_KEYS = re.compile(r"(/(?:shared|calendar|invitation|unsubscribe|unsent|reset/key)/)[^/\s?\"']+")


class _Formatter(logging.Formatter):
    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        """The traceback without the values a database error repeats."""
        return _VALUES.sub("(values left out)\n", super().formatException(ei))


class JsonFormatter(_Formatter):
    """One JSON object a line: time, level, logger, message and the allowlisted extras."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "at": datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update((field, getattr(record, field)) for field in FIELDS if hasattr(record, field))
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return _without_keys(json.dumps(line, default=str, ensure_ascii=False))


class TextFormatter(_Formatter):
    """The same content for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        extras = "".join(f" {field}={getattr(record, field)}" for field in FIELDS if hasattr(record, field))
        at = datetime.datetime.fromtimestamp(record.created, datetime.UTC).strftime("%H:%M:%S")
        line = f"{at} {record.levelname:<7} {record.name}: {record.getMessage()}{extras}"
        return _without_keys(f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line)


def _without_keys(line: str) -> str:
    return _KEYS.sub(r"\1...", line)
