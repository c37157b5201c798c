"""What becomes of each row of an import, judged before anything is saved.

A row is new, changed, the same, repeated in the file, or refused with its reasons.  What a row says is read by
`cases.imports`; what is held is compared in clear and never leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from accessctl.clear import reveal
from cases.codes import IncidentSource, RowOutcome
from cases.imports import files, iom
from cases.imports.cells import Problem
from cases.models import Incident, IncidentSearchFile
from cases.services.incident_writing import public_columns, search_columns
from cases.vocabulary.incident import IncidentEntry


@dataclass(frozen=True)
class Checked:
    """One row after the check: what it says, as a staged row keeps it, or the problems that refuse it."""

    line: int
    outcome: RowOutcome
    payload: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def judge(lines: Sequence[files.Line], layout: str) -> list[Checked]:
    """Every row's outcome, against what is held and against the rows before it."""
    today, seen = timezone.localdate(), set[str]()
    column = iom.LAYOUTS[layout]["external_id"]
    held = Held(line.cells.get(column, "") for line in lines)
    checked = []
    for line in lines:
        found = iom.read(line, layout, today=today)
        if isinstance(found, list):
            checked.append(Checked(line.number, RowOutcome.REFUSED, problems=found))
        elif found.external_id in seen:
            checked.append(Checked(line.number, RowOutcome.REPEATED, found.to_json()))
        else:
            seen.add(found.external_id)
            checked.append(Checked(line.number, held.outcome(found), found.to_json()))
    return checked


class Held:
    """What the registry holds of the incidents that a file names, by the source's number."""

    def __init__(self, external_ids: Iterable[str]) -> None:
        rows = Incident.objects.filter(source_system=IncidentSource.IOM_MMP, external_id__in=set(external_ids))
        self._public = {str(row.external_id): row for row in rows}
        known = {row.pk: number for number, row in self._public.items()}
        exact = IncidentSearchFile.objects.filter(incident__in=list(known))
        self._exact = {known[row.incident_id]: row for row in reveal(list(exact))} if known else {}

    def outcome(self, entry: IncidentEntry) -> RowOutcome:
        """New, changed or the same; compared by what would be stored."""
        public = self._public.get(entry.external_id)
        if public is None:
            return RowOutcome.NEW
        exact = self._exact.get(entry.external_id)
        same = _equal(public, public_columns(entry)) and exact is not None and _equal(exact, search_columns(entry))
        return RowOutcome.SAME if same else RowOutcome.CHANGED


def _equal(row: Any, columns: dict[str, Any]) -> bool:
    return all(_plain(getattr(row, name)) == _plain(value) for name, value in columns.items())


def _plain(value: Any) -> Any:
    return float(value) if hasattr(value, "quantize") else value
