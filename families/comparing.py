"""What a family can tell for a comparison with remains: read for the page that asks it, section by section.

It is asked of a family that agreed to that comparison and of no other; samples only where it agreed to genetic testing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accessctl import door
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.rings import Ring
from cases.models import CaseHolders
from cases.services.holders import together
from families.selectors import EditedCase, case_for_change
from registry.lib.errors import Forbidden


@dataclass(frozen=True)
class Comparison:
    """edited: the case as it may be changed; holders: columns of `CaseHolders`; is_asked: the family agreed."""

    edited: EditedCase
    holders: dict[str, Any]

    @property
    def is_asked(self) -> bool:
        return self.edited.compares

    @property
    def asks_samples(self) -> bool:
        return self.is_asked and Purpose.DNA_IDENTIFICATION in self.edited.case.purposes


def comparison(actor: Actor, ref: str) -> Comparison:
    """Everything the page asks, as it is held (journalled).  Raises NotFound, Forbidden."""
    edited = case_for_change(actor, ref)
    if not {Ring.FORENSIC, Ring.KIN} <= door.rings(actor, edited.case):
        raise Forbidden()
    opened = door.open(actor, edited.case, Ring.KIN, tables=[CaseHolders])
    return Comparison(edited, together(opened.rows(edited.case, CaseHolders)))
