"""Many steps of a migration made together.

Django renders every related model anew after each step, and here everything is related to the organisations: a hundred
steps made one by one take ten times as long as their tables do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory


class Together(Operation):
    """Steps of the schema, rendered once for each run of them in which none builds on a table made in the same run."""

    category = OperationCategory.ADDITION
    serialization_expand_args = ["steps"]

    def __init__(self, steps: Sequence[Operation]) -> None:
        self.steps = steps

    def state_forwards(self, app_label: str, state: Any) -> None:
        _apply(self.steps, app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        before = from_state
        for run in self._runs():
            after = before.clone()
            _apply(run, app_label, after)
            for step in run:
                step.database_forwards(app_label, schema_editor, before, after)
            before = after
        to_state.apps = before.apps

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        states = [to_state]
        for run in (runs := list(self._runs())):
            states.append(states[-1].clone())
            _apply(run, app_label, states[-1])
        for run, before, after in reversed(list(zip(runs, states, states[1:], strict=False))):
            for step in reversed(run):
                step.database_backwards(app_label, schema_editor, after, before)

    def describe(self) -> str:
        return f"Take {len(self.steps)} steps"

    @property
    def migration_name_fragment(self) -> str:
        return "together"

    def _runs(self) -> Iterator[list[Operation]]:
        run: list[Operation] = []
        made: set[str] = set()
        for step in self.steps:
            if getattr(step, "model_name", "").lower() in made:
                yield run
                run, made = [], set()
            run.append(step)
            if isinstance(step, CreateModel):
                made.add(step.name.lower())
        yield run


def _apply(steps: Sequence[Operation], app_label: str, state: Any) -> None:
    state.__dict__.pop("apps", None)
    for step in steps:
        step.state_forwards(app_label, state)
