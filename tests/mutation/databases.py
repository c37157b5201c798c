"""pytest plugin of the campaign: a run takes the databases as the last one left them, emptied.

Copying them takes a second or more, and each of a thousand changes is a run.  What a killed run left is emptied first.
"""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from registry.embedded.layout import OWNER_ROLE
from tests.plugins.layout import LAYOUT


def pytest_sessionstart(session: pytest.Session) -> None:
    from django.db import connections  # needs the settings
    from django.test import utils

    from tests.plugins import database

    def set_up(*_arguments: Any, **_options: Any) -> list[Any]:
        for alias in database.BOTH:
            connection = connections[alias]
            connection.settings_dict["NAME"] = database._test_name(alias)
            with database.as_owner(connection), connection.cursor() as cursor:
                for statement in database._deletions(connection):
                    cursor.execute(statement)
        return []

    if _are_left(set(map(database._test_name, database.BOTH))):
        database._copy_prepared = lambda: None
        utils.setup_databases = set_up
        utils.teardown_databases = lambda *_arguments, **_options: None


def _are_left(names: set[str]) -> bool:
    with psycopg.connect(LAYOUT.database_url(OWNER_ROLE, "postgres"), autocommit=True) as owner:
        return names <= {str(row[0]) for row in owner.execute("SELECT datname FROM pg_database")}
