"""What the tests of a module share: one planted world, everybody signed in, and what the program said meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command

from tests.plugins.database import BOTH

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from tests.access.planting import World
    from tests.access.reading import Reader


class Lines(logging.Handler):
    """Every line that any part of the program logs."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(self.format(record))  # with the traceback, where there is one


@pytest.fixture(scope="module")
def lines() -> Iterator[list[str]]:
    """The log from before the world is built."""
    handler = Lines()
    root = logging.getLogger()
    root.addHandler(handler)
    yield handler.said
    root.removeHandler(handler)


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: DjangoDbBlocker, lines: list[str]) -> Iterator[World]:
    """The world, built once and committed: the matcher reads what is committed, and so do the tests of a module."""
    from tests.access.planting import build

    with django_db_blocker.unblock():
        try:
            yield build()
        finally:
            for alias in BOTH:
                call_command("flush", verbosity=0, interactive=False, database=alias)


class Readers(dict[str, "Reader"]):
    """Everybody by name, signed in when first asked for: people, the public, the system of the second NGO."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world

    def __missing__(self, name: str) -> Reader:
        from tests.access.reading import Reader
        from tests.plugins.site import sign_in

        self[name] = Reader(headers=self.world.cast.system.headers if name == "system" else None)
        if name in self.world.readers:
            sign_in(self[name], self.world.readers[name].account)
        return self[name]


@pytest.fixture
def readers(planted: World, static_files: None, db: None) -> Readers:
    return Readers(planted)
