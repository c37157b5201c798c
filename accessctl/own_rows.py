"""Which rows of a record are somebody's own: all that people without an account may read of its rings.

The policy of the record says which rings; apps say here which rows.  A table that nobody names is closed to them.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q

from accessctl.actor import Subject
from accessctl.models import RingRow

_own: dict[type[RingRow], Callable[[Subject], Q]] = {}


def offer(rows: Callable[[Subject], Q], *tables: type[RingRow]) -> None:
    """Open the rows of these tables that the filter leaves to a subject."""
    _own.update(dict.fromkeys(tables, rows))


def of(subject: Subject, table: type[RingRow]) -> Q:
    """The rows of a table that are the subject's own; none where nobody said."""
    return _own[table](subject) if table in _own else Q(pk__in=())


def offered() -> frozenset[type[RingRow]]:
    """The tables of which some rows can be somebody's own."""
    return frozenset(_own)
