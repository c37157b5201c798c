"""Writing who holds what could be compared with remains."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accessctl import door
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.rings import Ring
from accessctl.services.rows import update_row
from cases.models import Case, CaseHolders
from cases.models.holders import Held, SampleOffered
from registry.lib.errors import BadText, Invalid
from registry.lib.names import clean_text

LONGEST = {"dentist": 300, "record_holder": 300, "prints_held_by": 300, "samples_note": 300}
COLUMNS = ("dentist", "record_holder", "prints_held", "prints_held_by", "samples_offered", "samples_note")


def together(rows: Iterable[Any]) -> dict[str, Any]:
    """What all sources say, column by column, of rows in clear: a column is filled in one row at most."""
    held: dict[str, Any] = dict.fromkeys(COLUMNS) | {"samples_offered": []}
    for row in rows:
        held |= {name: value for name in COLUMNS if (value := getattr(row, name))}
    return held


@transaction.atomic
def save_holders(*, actor: Actor, ref: str, said: dict[str, Any], told_by: UUID | None = None) -> Case:
    """Write the columns of `CaseHolders` that are given; empty texts and codes are none.

    told_by: the source whose words are new here; None where nobody wrote down who said it.  Raises NotFound, Forbidden,
    Invalid.
    """
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref, lock=True)
    door.ensure_writes(actor, Ring.KIN, case)
    _check(said)
    rows = list(CaseHolders.objects.select_for_update().filter(case=case))
    held = together(reveal(rows))
    wanted = {name: list(value) if name == "samples_offered" else value or None for name, value in said.items()}
    new = {name: value for name, value in wanted.items() if held[name] != value}
    if new:
        _write(actor, case, rows, new, told_by)
        access.touch(actor, case, action="case.changed", changed=sorted(new))
    return case


def _write(actor: Actor, case: Case, rows: list[CaseHolders], new: dict[str, Any], source: UUID | None) -> None:
    """What is new stands in the row of who says it, and in no other."""
    mine = next((row for row in rows if row.source_id == source), None)
    for row in rows:
        if row is not mine:
            update_row(row, {name: [] if name == "samples_offered" else None for name in new})
    if mine is None:
        mine = CaseHolders.objects.create(case=case, source_id=source, created_by=actor.account)
    update_row(mine, new)


def _check(said: dict[str, Any]) -> None:
    faults: dict[str, list[str]] = {}
    for name, longest in LONGEST.items():
        text = said.get(name) or ""
        if len(text) > longest:
            faults[name] = [_("Use at most %(limit)s characters.") % {"limit": longest}]
        try:
            clean_text(text)
        except BadText as error:
            faults[name] = [error.message]
    if (said.get("prints_held") or Held.NO) not in Held.values:
        faults["prints_held"] = [_("This code is not in the list.")]
    if not {*said.get("samples_offered", ())} <= {*SampleOffered.values}:
        faults["samples_offered"] = [_("This code is not in the list.")]
    if faults:
        raise Invalid(fields=faults)
