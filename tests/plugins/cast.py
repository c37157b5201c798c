"""The standing cast: written once by the services it is made of, then copied for every test that asks for it.

It takes more than three hundred statements to write, and as many tests again ask for it as for all else together.
The copy is of the rows; nothing of it is sealed, and triggers see each row as a new one. tests/cast.py itself needs the
settings, so it is imported when a test asks for it.
"""

from __future__ import annotations

import pickle
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.plugins.database import full_tables

if TYPE_CHECKING:
    from tests.cast import Cast


@dataclass(frozen=True)
class Rows:
    """cast: the objects of it, pickled; tables: name -> rows as COPY writes them."""

    cast: bytes
    tables: dict[str, bytes]

    def write(self) -> Cast:
        """Put the rows into this test's database; the objects are this test's own."""
        with transaction.atomic(), connection.cursor() as cursor:
            for name, rows in self.tables.items():
                with cursor.copy(f'COPY "{name}" FROM STDIN') as copy:
                    copy.write(rows)
        found: Cast = pickle.loads(self.cast)  # noqa: S301 # written by this process
        return found


class _Written(Exception):
    """Takes back what was written to be read off."""


def _rows() -> Rows:
    from tests.cast import build

    found: list[Rows] = []
    with suppress(_Written), transaction.atomic():
        cast, tables = build(), {}
        with connection.cursor() as cursor:
            for name in full_tables(connection):
                with cursor.copy(f'COPY "{name}" TO STDOUT') as copy:
                    tables[name] = b"".join(copy)
        found.append(Rows(pickle.dumps(cast), tables))
        raise _Written
    return found[0]


@pytest.fixture(scope="session")
def _cast_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Rows:
    with django_db_blocker.unblock():
        return _rows()


@pytest.fixture
def cast(request: pytest.FixtureRequest, db: None, _cast_rows: Rows) -> Cast:
    """Eight people, a partner system, their organisations and agreements: see tests/cast.py.

    What a test commits is written anew: the site and the workers keep keys of organisations for a while, and an
    organisation of the test before would have keys that are no longer there.
    """
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        from tests.cast import build

        return build()
    return _cast_rows.write()
