"""The state of the work on a case (CL-CASEWF), and what layer 1 tells of it: what consent makes of both.

Time that passes moves nothing here, nor does an expiry: only what the family says.
"""

from __future__ import annotations

from collections.abc import Collection

from accessctl import journal
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.disclosure import ledger
from cases.codes import CaseWorkflow
from cases.models import Case, CaseSearchFile


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
    if state is was:
        return
    file.workflow_status = state
    file.save(update_fields=["workflow_status", "updated_at"])
    case.status = state.status
    case.save(update_fields=["status", "updated_at"])
    journal.record(actor, "case.state_changed", case, state=state.value, was=was.value)
    if state is CaseWorkflow.WITHDRAWN:  # closes what danger to life had opened, which asked no consent
        ledger.recall_unadmitted(actor, case)
