"""The state of the work on a case (CL-CASEWF), and what layer 1 tells of it.

Time that passes moves nothing here, nor does an expiry or an incident: consent does, and people who say why.  Answers
come with what establishes them: the services of whereabouts and of notifications call `move`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accessctl import journal
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.disclosure import ledger
from cases.codes import BY_HAND, TRANSITIONS, CaseWorkflow, Fate, StateReason
from cases.models import Case, CaseSearchFile
from registry.lib.errors import Conflict

# In these states a case is closed to others: what danger to life had opened, which asked no consent, closes as well.
CLOSING = frozenset({CaseWorkflow.WITHDRAWN, CaseWorkflow.PAUSED})


# SECURITY: that the answer is a living person is ring 4w.  Ring 2 says that the search is answered, as after another.
HELD_AS = {CaseWorkflow.ANSWERED_ALIVE: CaseWorkflow.AFTER_CARE}


class NotFromHere(Conflict):
    code = "not_from_here"
    template = _("The case is in another state by now. Look at it as it is, and choose again.")


def offered(state: CaseWorkflow) -> dict[CaseWorkflow, tuple[StateReason, ...]]:
    """Where somebody may take a case from this state with nothing but a reason: to -> the reasons that lead there."""
    return {to: BY_HAND[state, to] for to in CaseWorkflow if (state, to) in BY_HAND}


def state_of(case: Case) -> CaseWorkflow:
    """The state as it stands, of a case that the caller has fetched through the door."""
    return CaseWorkflow(CaseSearchFile.objects.values_list("workflow_status", flat=True).get(case=case))


def move(
    actor: Actor, case: Case, to: CaseWorkflow, *, reason: StateReason | None = None, basis: UUID | None = None
) -> None:
    """Write the state, and what layer 1 tells of it.  Call in a transaction, with the case locked.

    basis: the notification by which a family was told of an identification, without which the database refuses the
    answer.  A search that goes on takes nothing as known any more.
    Raises NotFromHere where no transition leads there.
    """
    file = CaseSearchFile.objects.select_for_update().get(case=case)
    if not any(to in TRANSITIONS.get(state, frozenset()) for state in _meant_by(file)):
        raise NotFromHere()
    if to is CaseWorkflow.ANSWERED_DECEASED:
        file.fate, file.fate_basis_id = Fate.DECEASED, basis
    elif to is CaseWorkflow.OPEN:
        file.fate, file.fate_basis_id = Fate.UNKNOWN, None
    _write(actor, case, file, to, reason)


def _meant_by(file: CaseSearchFile) -> list[CaseWorkflow]:
    """The states that what is held can stand for."""
    held = CaseWorkflow(file.workflow_status)
    return [held, *(state for state, as_ in HELD_AS.items() if as_ is held and file.fate == Fate.UNKNOWN)]


def follow_consent(actor: Actor, case: Case, purposes: Collection[str]) -> None:
    """Withdrawn when nothing is agreed to any more; sought again from the family's next yes to the search.

    purposes: those of the consents in force.  Call in the transaction of the conversation, with the case locked.
    """
    file = CaseSearchFile.objects.select_for_update().get(case=case)
    was = state = CaseWorkflow(file.workflow_status)
    if not purposes:
        state = CaseWorkflow.WITHDRAWN
    elif was is CaseWorkflow.WITHDRAWN and Purpose.SEARCH in purposes:
        state = CaseWorkflow.OPEN
    if state is not was:
        _write(actor, case, file, state)


def _write(actor: Actor, case: Case, file: CaseSearchFile, to: CaseWorkflow, reason: StateReason | None = None) -> None:
    to = HELD_AS.get(to, to)
    was, file.workflow_status = file.workflow_status, to
    file.save(update_fields=["workflow_status", "fate", "fate_basis_id", "updated_at"])
    case.status = to.status
    case.save(update_fields=["status", "updated_at"])
    why: dict[str, Any] = {"reason": reason.value} if reason else {}
    journal.record(actor, "case.state_changed", case, state=to.value, was=was, **why)
    if to in CLOSING:
        ledger.recall_unadmitted(actor, case)
