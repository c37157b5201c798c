"""What services of a family start from: the case, locked, and the row that a page named."""

from __future__ import annotations

from typing import TypeVar

from accessctl import door
from accessctl.actor import Actor
from accessctl.models import RingRow
from accessctl.rings import Ring
from accessctl.tokens import find
from cases.models import Case
from registry.lib.errors import NotFound

RowT = TypeVar("RowT", bound=RingRow)


def case_with_family(actor: Actor, ref: str) -> Case:
    """The case, for those who may change it and read its family file.  Raises NotFound, Forbidden."""
    return with_ring(actor, ref, Ring.KIN)


def with_ring(actor: Actor, ref: str, ring: Ring) -> Case:
    """The case, for those who may change it and read that ring of it.  Raises NotFound, Forbidden."""
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref, lock=True)
    door.ensure_writes(actor, ring, case)
    return case


def row_of(case: Case, table: type[RowT], token: str) -> RowT:
    """A row of the case by the token a page names it with, locked.  Raises NotFound."""
    found = find(table._default_manager.filter(case=case).select_for_update(), token)
    if found is None:
        raise NotFound()
    return found
