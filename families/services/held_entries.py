"""A case that is here as an entry, for the job that writes it anew in somebody's name: the rings they reach, no others.

A person's proof does not travel with a job; what is read here is written back and shown to nobody.
"""

from __future__ import annotations

from typing import Any

from accessctl import door
from accessctl.actor import Actor
from accessctl.clear import Clear, reveal
from cases.models import (
    Case,
    CaseBelonging,
    CaseDentalChart,
    CaseDocument,
    CaseIntimateMark,
    CaseMark,
    CaseMedical,
    CaseName,
    CaseProtectedDocument,
    CaseProtectionFile,
    CaseSearchFile,
)
from cases.services import CaseEntry, ChartEntry, ItemEntry, MedicalEntry
from families import held


def entry_for(writer: Actor, case: Case) -> CaseEntry:
    """What is held of a case, as `change_case` takes it from this writer: protection stays as it is."""
    reach = door.rings(writer, case)

    def rows(table: Any) -> list[Clear]:
        if table.RING not in reach:
            return []
        return list(reveal(list(table._default_manager.filter(case=case).order_by("created_at", "pk"))))

    (file,) = reveal(list(CaseSearchFile.objects.filter(case=case)))
    flag = next(iter(reveal(list(CaseProtectionFile.objects.filter(case=case)), "nationalities")), None)
    charts, medical = rows(CaseDentalChart), rows(CaseMedical)
    sees_body = CaseMedical.RING in reach
    return CaseEntry(
        **held.common(case, flag), **held.search(file),
        names=tuple(held.name(row) for row in sorted(rows(CaseName), key=held.main_first)),
        documents=tuple(held.document(row) for row in [*rows(CaseDocument), *rows(CaseProtectedDocument)]),
        marks=tuple(held.mark(row) for row in [*rows(CaseMark), *rows(CaseIntimateMark)]),
        belongings=tuple(held.part(ItemEntry, row) for row in rows(CaseBelonging)),
        medical=tuple(held.part(MedicalEntry, row) for row in medical) if sees_body else None,
        dental_chart=(held.part(ChartEntry, charts[-1]) if charts else ChartEntry()) if sees_body else None,
        protection_flag="",
    )  # fmt: skip
