"""The database role of genetic data: what is sealed in ring 4g is read and written as another role than the rest.

The application's role may delete a row of ring 4g and find whose it is, and cannot read what it holds; it steps into
the role of genetic data for the length of one block.  So a statement that was smuggled in anywhere else, a report that
was written in a hurry or a copy made with the application's password holds no genetic data, not even sealed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, models, transaction

from accessctl.rings import Ring

# A name beside the statement, so that nothing is put together; local to the transaction.
STEP = "SELECT current_user, set_config('role', %s, true)"


def needs_it(table: type[models.Model]) -> bool:
    """Whether a table is read in the role of genetic data."""
    return getattr(table, "RING", None) is Ring.GENETIC


@contextmanager
def of(tables: Iterable[type[models.Model]]) -> Iterator[None]:
    """In the role that these tables need, in a transaction; in the application's own where none is of ring 4g."""
    if not any(map(needs_it, tables)):
        yield
        return
    with transaction.atomic():  # an error rolls back, and the role with it
        with connection.cursor() as cursor:
            cursor.execute(STEP, [settings.GENETICS_DB_ROLE])
            (before, _after) = cursor.fetchone()
        yield
        with connection.cursor() as cursor:
            cursor.execute(STEP, [before])
