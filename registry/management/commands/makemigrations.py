"""`manage.py makemigrations`, with constraints and indexes written into the models they belong to.

Django's own optimizer stops at the first foreign key between an operation and its model, and leaves hundreds of
separate `AddConstraint`. Each of them renders every model anew, which is the greater part of a migration's time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.management.commands.makemigrations import Command as DjangoCommand
from django.db.migrations import Migration
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, AlterField, CreateModel
from django.db.migrations.operations.base import Operation


class Command(DjangoCommand):
    """Folds before writing."""

    def write_migration_files(self, changes: dict[str, list[Migration]], *args: Any, **kwargs: Any) -> None:
        for migrations in changes.values():
            for migration in migrations:
                migration.operations[:] = folded(migration.operations)  # type: ignore[index]  # a list, as Django makes it
        super().write_migration_files(changes, *args, **kwargs)


def folded(operations: Sequence[Operation]) -> list[Operation]:
    """The same operations with constraints and indexes moved into the model made by the same migration."""
    touched = {one.model_name_lower for one in operations if isinstance(one, (AddField, AlterField))}
    made = {one.name_lower: one for one in operations if isinstance(one, CreateModel)}
    left: list[Operation] = []
    for one in operations:
        if isinstance(one, (AddConstraint, AddIndex)) and one.model_name_lower in made.keys() - touched:
            kind = "constraints" if isinstance(one, AddConstraint) else "indexes"
            item = one.constraint if isinstance(one, AddConstraint) else one.index
            options = made[one.model_name_lower].options
            options[kind] = [*options.get(kind, []), item]
        else:
            left.append(one)
    return left
