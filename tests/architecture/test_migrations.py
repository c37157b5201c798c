"""Migrations from nothing stay quick: everybody's first start and every test waits for them."""

from __future__ import annotations

import pytest
from django.db.migrations.loader import MigrationLoader

OURS = ("accessctl", "cases", "families", "keystore", "matching", "remains")
ALONE = 2  # steps of the schema that a migration may take one by one


@pytest.mark.parametrize("app", OURS)
def test_many_steps_of_the_schema_are_made_together(app: str) -> None:
    migrations = MigrationLoader(None).disk_migrations
    assert any(label == app for label, _name in migrations)
    slow = {
        name: len(alone)
        for (label, name), migration in migrations.items()
        if label == app
        and len(alone := [step for step in migration.operations if step.__module__.startswith("django")]) > ALONE
    }
    assert not slow, "put them into accessctl.migrating.Together"
