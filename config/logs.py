"""How the service logs: one JSON line each in UTC, or readable lines in the demo; both carry the request id."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from tracker.request_ids import current_request_id

# What every log record has; anything else was given by `extra=` and is logged by its name.
_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request_id", "request", "taskName"}


class RequestIdFilter(logging.Filter):
    """Puts the current request's id on each record; '-' outside a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_request_id()
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object on one line, so that text with line breaks cannot forge a second entry."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": getattr(record, "request_id", "-"),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def logging_settings(*, readable: bool, level: str) -> dict[str, Any]:
    """Return the LOGGING setting, which sends everything to the console."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "config.logs.RequestIdFilter"}},
        "formatters": {
            "json": {"()": "config.logs.JsonFormatter"},
            "readable": {"format": "%(asctime)s %(levelname)s %(message)s", "datefmt": "%H:%M:%S"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "readable" if readable else "json",
                "filters": ["request_id"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            # Names every file and size it meets, at a level that would drown our own lines.
            "pdfminer": {"level": "ERROR"},
            "celery.app.trace": {"level": "WARNING" if readable else level},
            "celery.beat": {"level": "WARNING" if readable else level},
            "celery.worker.strategy": {"level": "WARNING"},
        },
    }
