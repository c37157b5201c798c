"""Taking a case to another state, for a reason somebody gives; what the state means for others follows at once."""

from __future__ import annotations

from django.db import transaction

from accessctl import door
from accessctl.actor import Actor
from cases.codes import CaseWorkflow, StateReason
from cases.models import Case
from cases.services import NotFromHere, move, offered, state_of
from families.services.standing import write_effect
from registry.lib.errors import Forbidden


@transaction.atomic
def change_state(*, actor: Actor, case_ref: str, to: CaseWorkflow, reason: StateReason) -> Case:
    """Take a case to another state, for a reason that leads there.

    Paused, it is neither shared nor compared until the family says so.  Raises NotFound, Forbidden, NotFromHere.
    """
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=case_ref, lock=True)
    if case.owner_id != actor.organisation_id:
        raise Forbidden()
    was = state_of(case)
    if reason not in offered(actor, case).get(to, ()):
        raise NotFromHere()
    move(actor, case, to, reason=reason)
    if CaseWorkflow.PAUSED in (was, to):
        write_effect(actor, case)
    return case
