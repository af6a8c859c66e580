"""A log line as one JSON object, for machines that collect logs. Settings name it; people get the plain line."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime

from newsroom import telling


class Numbered(logging.Filter):
    """Puts the letter or draft in hand into every line, also into those of libraries."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.about = telling.current()
        record.about_text = f"[{record.about}] " if record.about else ""
        return True


class Json(logging.Formatter):
    """{"at", "level", "logger", "message"}, "about" with the number in hand, and an exception as its type and places.

    An exception's own text is left out: it may quote the mail.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if about := getattr(record, "about", ""):
            line["about"] = about
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["at_code"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(record.exc_info[2])]
        return json.dumps(line, ensure_ascii=False)


class Text(logging.Formatter):
    """The same for people: an exception by type and places, without its text."""

    def formatException(self, info) -> str:
        return "".join(traceback.format_tb(info[2])) + info[0].__name__
