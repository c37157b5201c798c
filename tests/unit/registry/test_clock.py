"""The clock of the background work."""

from __future__ import annotations

from registry.celery import CLOCK, app


def test_every_ring_of_the_clock_is_answered_by_a_task() -> None:
    app.loader.import_default_modules()
    assert set(CLOCK) <= set(app.tasks)
