"""The safeguards of a case as its own people may read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accessctl import door
from accessctl.actor import Actor
from accessctl.approvals import selectors as approvals
from accessctl.approvals.selectors import Asked
from accessctl.clear import Clear
from accessctl.models import Organisation
from accessctl.rings import Ring
from cases.codes import ProtectionFlag
from cases.models import Case, CaseAccountabilityNote, CaseProtectionFile
from families.models import FamilyConflict, RelativeRisk
from families.services.lifting import LIFT


@dataclass(frozen=True)
class Safeguards:
    """is_child: None where that is not certain; notes: None where the accountability file is closed to the reader.

    protection: the flag, "none" included; states: by name to be told nothing; waits: what a second person was asked.
    """

    case: Case
    is_child: bool | None
    best_interest: str
    risks: tuple[str, ...]
    note: str
    conflict: str
    notes: list[Clear] | None
    protection: str
    states: tuple[str, ...]
    waits: Asked | None

    @property
    def is_protected(self) -> bool:
        return self.protection != ProtectionFlag.NONE

    @property
    def protection_label(self) -> str:
        return str(ProtectionFlag(self.protection).label)


def safeguards_of(actor: Actor, ref: str) -> Safeguards:
    """The safeguards, for those who may change the case and read its protection file.  Raises NotFound, Forbidden."""
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref)
    opened = door.open(actor, case, Ring.PROTECTION, tables=[CaseProtectionFile, FamilyConflict, RelativeRisk])
    file: Any = opened.one(case, CaseProtectionFile)
    risk: Any = opened.one(case, RelativeRisk)
    conflict: Any = opened.one(case, FamilyConflict)
    return Safeguards(
        case,
        case.is_child,
        file.best_interest or "" if file else "",
        tuple(risk.risks) if risk else (),
        risk.note or "" if risk else "",
        conflict.note if conflict else "",
        _notes(actor, case),
        protection=file.protection_flag if file else ProtectionFlag.NONE.value,
        states=tuple(file.protection_states) if file else (),
        waits=approvals.waits(actor, LIFT, case.ref),
    )


def _notes(actor: Actor, case: Case) -> list[Clear] | None:
    if Ring.ACCOUNTABILITY not in door.rings(actor, case):
        return None
    tables = [CaseAccountabilityNote]
    return door.open(actor, case, Ring.ACCOUNTABILITY, tables=tables).rows(case, CaseAccountabilityNote)


def organisations(actor: Actor) -> list[tuple[str, str]]:
    """The other organisations of the registry, as choices."""
    return [
        (one.ref, one.name)
        for one in door.visible(actor, Organisation).order_by("name")
        if one.pk != actor.organisation_id
    ]
