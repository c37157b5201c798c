"""How the program writes its log: what Django reads as LOGGING.

One event is one line that begins with its time in UTC.  What somebody sent cannot pass for a line of its own: control
characters are written as codes, and the lines of a traceback are set in.  A traceback says where and of which class,
never with which words.
"""

from __future__ import annotations

import logging
import re
import time
import traceback
from typing import Any

# Also the breaks of Unicode, and what turns the direction of a terminal's text.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Line(logging.Formatter):
    """A record as a line."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name that logging calls
        return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """SECURITY: places and classes alone; messages of exceptions can carry what somebody typed."""
        lines = [line for error in _chain(ei[1]) for line in (*traceback.format_tb(error.__traceback__), _kind(error))]
        return _set_in("".join(f"{line.rstrip()}\n" for line in lines))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        return _set_in(stack_info)


def _chain(error: BaseException | None) -> list[BaseException]:
    """What went wrong, the first failure first."""
    found: list[BaseException] = []
    while error is not None:
        found.insert(0, error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _set_in(lines: str) -> str:
    return "\n".join(f"    {line}" for line in lines.splitlines())


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "registry.logs.Line", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.server": {"level": "WARNING"},
        # Request bodies and addresses of persons never reach a log: only method, path and status do.
        "django.request": {"level": "ERROR"},
    },
}
