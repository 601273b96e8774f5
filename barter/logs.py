"""Log lines with an allowlist of fields: what is not named here is not written, so a token or an address never is."""

import datetime
import json
import logging

FIELDS = (
    "request_id", "method", "path", "status", "duration_ms", "user_id", "actor", "event", "handler", "task", "task_id",
    "object_id", "message_id", "count", "code", "carrier", "attempt", "part",
)  # fmt: skip


class JsonFormatter(logging.Formatter):
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
        return json.dumps(line, default=str, ensure_ascii=False)


class TextFormatter(logging.Formatter):
    """The same content for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        extras = "".join(f" {field}={getattr(record, field)}" for field in FIELDS if hasattr(record, field))
        at = datetime.datetime.fromtimestamp(record.created, datetime.UTC).strftime("%H:%M:%S")
        line = f"{at} {record.levelname:<7} {record.name}: {record.getMessage()}{extras}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line
