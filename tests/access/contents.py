"""What the database holds, as figures that any change alters."""

from __future__ import annotations

from django.apps import apps
from django.db import connection

# Written by asking, whatever is asked for: the journal, what counts against a reader's budget, one's own session.
ASIDE = {"JournalEntry", "OpenedRecord", "Session", "CacheEntry"}

WRITTEN = "coalesce(sum(xmin::text::bigint), 0)"
# Read in a role of its own: that there is another row is seen, that one was changed is not.
OWN_ROLE = {"remains_alleles"}

Contents = dict[str, tuple[int, int]]


def contents() -> Contents:
    """Of every table its rows: how many, and by which transactions they were written."""
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.managed and model._meta.app_label != "keystore" and model.__name__ not in ASIDE
    ]
    query = " UNION ALL ".join(
        f"SELECT '{table}', count(*), {'0' if table in OWN_ROLE else WRITTEN} FROM \"{table}\"" for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {table: (count, int(written)) for table, count, written in cursor.fetchall()}


def changed(before: Contents) -> set[str]:
    """The tables that hold something else than they did."""
    return {table for table, held in contents().items() if before[table] != held}
