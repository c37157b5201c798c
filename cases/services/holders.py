"""Writing who holds what could be compared with remains."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accessctl import door
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.rings import Ring
from accessctl.services.rows import update_row
from cases.models import Case, CaseHolders
from cases.models.holders import Held, SampleOffered
from registry.lib.errors import BadText, Forbidden, Invalid
from registry.lib.names import clean_text

LONGEST = {"dentist": 300, "record_holder": 300, "prints_held_by": 300, "samples_note": 300}


@transaction.atomic
def save_holders(*, actor: Actor, ref: str, said: dict[str, Any]) -> Case:
    """Write the columns of `CaseHolders` that are given; empty texts and codes are none.

    Raises NotFound, Forbidden, Invalid.
    """
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref, lock=True)
    if Ring.KIN not in door.rings(actor, case):
        raise Forbidden()
    _check(said)
    held = CaseHolders.objects.select_for_update().filter(case=case).first()
    if held is None:
        if not any(said.values()):
            return case
        held = CaseHolders.objects.create(case=case, created_by=actor.account)
    columns = {name: list(value) if name == "samples_offered" else value or None for name, value in said.items()}
    if changed := update_row(held, columns):
        access.touch(actor, case, action="case.changed", changed=sorted(changed))
    return case


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
