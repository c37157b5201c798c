"""Naming an unexpected failure for logs and for staff, without a word of what it was about.

Decides what may be said of an exception that nobody foresaw: its class, and where in this program it came from.  Never
its text: messages of exceptions repeat values, and values are people's data.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOREIGN = frozenset({"site-packages", "dist-packages"})  # an environment may stand inside the checkout


def name_of(error: BaseException) -> str:
    """`ValueError at matching/index.py:88 in refresh`."""
    place = place_of(error)
    return f"{type(error).__name__} at {place}" if place else type(error).__name__


@contextmanager
def contained(logger: logging.Logger, doing: str, passing: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Where a failure ends: the log says what was being done, and what comes after the block goes on.

    passing: exceptions that are not contained, because whoever called knows what to do.
    """
    try:
        yield
    except passing:
        raise
    except Exception as error:  # noqa: BLE001 - the edge; recorded by its name
        logger.error("%s failed: %s", doing, name_of(error))


def place_of(error: BaseException) -> str:
    """The innermost line of this program that the exception passed through; "" if it passed none."""
    for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
        # SECURITY: file, line and function are text of the program; the frame's variables are never looked at.
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT) and not FOREIGN.intersection(path.parts):
            return f"{path.relative_to(ROOT)}:{line} in {frame.f_code.co_name}"
    return ""
