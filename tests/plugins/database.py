"""Both databases: copied from those that the owner migrated, then used with the rights of the running application.

A test that needs more than the application may do has it wrong, so the role is set on every connection. Only the
flush after a committing test steps back to the owner, with the one setting that lets it pass append-only triggers.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from registry.embedded.layout import APPLICATION_ROLE, DATABASES, OWNER_ROLE
from registry.embedded.servers import start_servers, stop_servers
from tests.plugins.layout import LAYOUT
from tests.plugins.prepared import is_prepared, prepare

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.base.operations import BaseDatabaseOperations

BOTH = ("default", "keystore")
# Written by the migrations and by nothing else, so that a flush need not have them written anew.
STANDING = {"django_content_type", "auth_permission"}
LAYOUT_DATABASES = dict(zip(BOTH, DATABASES, strict=True))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "journal: reads the journal by its horizon, so it commits (transaction=True)")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every database test may use both databases: a record is never without its keys."""
    for item in items:
        given = item.get_closest_marker("django_db")
        names = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("journal") or "worker" in names or "open_page" in names or "live_site" in names:
            item.add_marker(pytest.mark.django_db(databases=BOTH, transaction=True), append=False)
        elif given is not None and "databases" not in given.kwargs and len(given.args) < 3:
            kwargs = {**given.kwargs, "databases": BOTH}
            item.add_marker(pytest.mark.django_db(*given.args, **kwargs), append=False)
        elif given is None and names & {"db", "transactional_db"}:
            item.add_marker(
                pytest.mark.django_db(databases=BOTH, transaction="transactional_db" in names), append=False
            )


@pytest.fixture(scope="session")
def servers() -> Iterator[None]:
    """This process's own PostgreSQL and Valkey. They stop with the run, unless they were already up."""
    if not is_prepared(LAYOUT):
        prepare(LAYOUT)
    started = start_servers(LAYOUT, scratch=True)
    yield
    if started:
        stop_servers(LAYOUT)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, servers: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Fresh copies of the databases that were prepared, reached with the role of the application.

    In place of pytest-django's, which would look through the migrations of what is migrated. No suffix per xdist
    worker: each has a cluster of its own.
    """
    _copy_prepared()
    own = {alias: str(connections[alias].settings_dict["NAME"]) for alias in BOTH}
    with django_db_blocker.unblock():
        for alias in BOTH:
            _reach(alias, _test_name(alias), APPLICATION_ROLE)
        from accessctl.erasure import gate  # needs the settings

        gate.look()  # once per process: in nobody's count of statements
    yield
    with django_db_blocker.unblock():
        for alias in BOTH:
            _reach(alias, own[alias])


def _reach(alias: str, name: str, role: str | None = None) -> None:
    """Use this database from the next statement on."""
    connections[alias].close()
    connections[alias].settings_dict["NAME"] = name
    connections[alias].settings_dict["OPTIONS"]["assume_role"] = role


def _copy_prepared() -> None:
    with psycopg.connect(LAYOUT.database_url(OWNER_ROLE, "postgres"), autocommit=True) as owner:
        for alias, prepared in LAYOUT_DATABASES.items():
            _drop(owner, _test_name(alias))
            owner.execute(f'CREATE DATABASE "{_test_name(alias)}" TEMPLATE "{prepared}"')


def _drop(owner: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    """Drop a database that a killed run may still hold. FORCE would also end autovacuum, which only a superuser may."""
    ours = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = %s"
    for role in (OWNER_ROLE, APPLICATION_ROLE):  # each may end its own connections
        owner.execute(f'SET ROLE "{role}"')
        owner.execute(ours, [name, role])
    owner.execute("RESET ROLE")
    owner.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _test_name(alias: str) -> str:
    return f"test_{LAYOUT_DATABASES[alias]}"


@contextmanager
def as_owner(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Owner's rights and the maintenance setting on this connection, for the length of the block."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SET registry.maintenance = 'on'")
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("RESET registry.maintenance")
            cursor.execute(f'SET ROLE "{APPLICATION_ROLE}"')
    except BaseException:
        connection.close()  # never hand on a connection that still has the owner's rights
        raise


def full_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables that hold something, but those that the migrations filled."""
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - STANDING
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in tables))
        return [name for (name,) in cursor.fetchall()]


def _deletions(connection: BaseDatabaseWrapper) -> list[str]:
    """What empties the tables that hold something: TRUNCATE makes new files for all of them, which takes a second.

    One statement, since foreign keys are checked at its end: tables need no order.
    """
    parts = ", ".join(f'"{name}" AS (DELETE FROM "{name}")' for name in full_tables(connection))
    return [f"WITH {parts} SELECT"] if parts else []


@pytest.fixture(autouse=True)
def _nothing_left_in_the_thread() -> Iterator[None]:
    """No refusal, which the request of a later test would write down, and no language of the last request."""
    yield
    if settings.configured:  # not where pure code alone is tested
        translation.deactivate()
    if journal := sys.modules.get("accessctl.journal"):
        journal._denials.set(())


@pytest.fixture(scope="session", autouse=True)
def _flush_as_owner() -> Iterator[None]:
    """The flush that ends a committing test empties append-only tables too, as the owner alone may.

    What Django does after migrations it does not do again: the tables that this fills are left as they are.
    """
    from django.db.backends.postgresql.operations import DatabaseOperations  # needs the settings

    plain = DatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
        with as_owner(self.connection):
            plain(self, _deletions(self.connection))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", execute_sql_flush)
        patch.setattr("django.core.management.commands.flush.emit_post_migrate_signal", lambda *_args, **_kwargs: None)
        yield


def process_environment() -> dict[str, str]:
    """The environment of a program started by a test: the test's databases, reached as the application."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("REGISTRY_", "PYTEST_"))}
    inherited.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    urls = {"default": "REGISTRY_DATABASE_URL", "keystore": "REGISTRY_KEYSTORE_URL"}
    own = {
        variable: LAYOUT.database_url(APPLICATION_ROLE, str(connections[alias].settings_dict["NAME"]))
        for alias, variable in urls.items()
    }
    return {**inherited, **LAYOUT.environment(), **own, "REGISTRY_TOMBSTONES_FILE": ""}
