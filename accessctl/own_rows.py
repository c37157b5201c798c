"""Which rows of a record are somebody's own: all that people without an account may read of its rings.

The policy of the record says which rings; apps say here which rows.  A table that nobody names is closed to them.
Apps say here as well which rows nobody outside the owner's organisation reads any more, the matcher included, and
which are read by the organisation that wrote them alone.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q

from accessctl.actor import Actor, Subject
from accessctl.models import RingRow

_own: dict[type[RingRow], Callable[[Subject], Q]] = {}
_standing: dict[type[RingRow], Q] = {}
_of_organisation: dict[type[RingRow], Callable[[UUID | None], Q]] = {}


def offer(rows: Callable[[Subject], Q], *tables: type[RingRow]) -> None:
    """Open the rows of these tables that the filter leaves to a subject."""
    _own.update(dict.fromkeys(tables, rows))


def of(subject: Subject, table: type[RingRow]) -> Q:
    """The rows of a table that are the subject's own; none where nobody said."""
    return _own[table](subject) if table in _own else Q(pk__in=())


def offered() -> frozenset[type[RingRow]]:
    """The tables of which some rows can be somebody's own."""
    return frozenset(_own)


def close_but(rows: Q, *tables: type[RingRow]) -> None:
    """Leave of these tables only the rows that the filter leaves, to everybody but people of the record's owner."""
    _standing.update(dict.fromkeys(tables, rows))


def leave_to_each(rows: Callable[[UUID | None], Q], *tables: type[RingRow]) -> None:
    """Leave of these tables to an organisation only the rows that the filter leaves to it; our jobs read all of them.

    The owner of the record is no exception: it is for rows that are kept by whoever wrote them.
    """
    _of_organisation.update(dict.fromkeys(tables, rows))


def readable(actor: Actor, table: type[RingRow]) -> Q:
    """The rows of a table that an actor reads, of records and rings that are open to them."""
    if actor.subject is not None:
        return of(actor.subject, table)
    if table in _of_organisation and not actor.is_system:
        return _of_organisation[table](actor.organisation_id)
    if table not in _standing:
        return Q()
    own = Q(**{f"{table.RECORD}__owner": actor.organisation_id}) if actor.account and actor.organisation_id else None
    return _standing[table] | own if own else _standing[table]
