"""One small world for all tests of the engine."""

from __future__ import annotations

import pytest

from matching.engine.model import Model
from matching.engine.reference import Reference
from matching.engine.table import Index
from tests.unit.matching.engine.people import invent


@pytest.fixture(scope="session")
def world():
    """Reports, remains and truth."""
    return invent(600, 200)


@pytest.fixture(scope="session")
def model(world):
    reports, remains, _ = world
    return Model(Reference.build([*reports, *remains]))


@pytest.fixture(scope="session")
def bare():
    """The model of an empty registry: defaults only."""
    return Model(Reference())


@pytest.fixture(scope="session")
def am_index(world):
    return Index("am", world[0])


@pytest.fixture(scope="session")
def pm_index(world):
    return Index("pm", world[1])
