"""The state of the work on a case (CL-CASEWF), and what layer 1 tells of it.

Time that passes moves nothing here, nor does an expiry or an incident: consent does, and people who say why.  Answers
come with what establishes them: the services of whereabouts and of notifications call `move`.  What a reason says must
be so: the apps that know of it say when (`hold_where`).  PostgreSQL holds the same transitions (`case_state_moves`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import journal
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.disclosure import ledger
from cases.codes import ACTIVE_STATES, BY_HAND, SOUGHT_HERE, TRANSITIONS, CaseWorkflow, Fate, StateReason
from cases.models import Case, CaseSearchFile
from registry.lib.errors import Conflict

# In these states a case is closed to others: what danger to life had opened, which asked no consent, closes as well.
CLOSING = frozenset({CaseWorkflow.WITHDRAWN, CaseWorkflow.PAUSED, CaseWorkflow.TRANSFERRED})
# The retention clock starts with the archive, or where others go on: then people look whether anything is to be kept.
KEPT_ANSWERED, KEPT = timedelta(days=730), timedelta(days=365)

_ANSWERED = ("workflow_status", "state_since", "fate", "fate_basis_id", "retention_review_at", "updated_at")

Guard = Callable[[Actor, Case], bool]
_guards: dict[StateReason, Guard] = {}


# SECURITY: that the answer is a living person is ring 4w.  Ring 2 says that the search is answered, as after another.
HELD_AS = {CaseWorkflow.ANSWERED_ALIVE: CaseWorkflow.AFTER_CARE}


class NotFromHere(Conflict):
    code = "not_from_here"
    template = _("The case is in another state by now. Look at it as it is, and choose again.")


def hold_where(reason: StateReason, guard: Guard) -> None:
    """Let a reason be given only where the guard finds it true, by what the actor may know."""
    _guards[reason] = guard


def offered(actor: Actor, case: Case) -> dict[CaseWorkflow, tuple[StateReason, ...]]:
    """Where the actor may take a case for a reason that holds now: to -> the reasons that lead there."""
    was = state_of(case)
    found = {to: tuple(why for why in BY_HAND.get((was, to), ()) if _holds(why, actor, case)) for to in CaseWorkflow}
    return {to: reasons for to, reasons in found.items() if reasons}


def _holds(reason: StateReason, actor: Actor, case: Case) -> bool:
    return reason not in _guards or _guards[reason](actor, case)


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


def merged_into(case: Case) -> QuerySet[CaseSearchFile]:
    """The search files of the cases whose work goes on under this one's reference."""
    return CaseSearchFile.objects.filter(duplicate_of=case)


def stand_alone(actor: Actor, case: Case) -> None:
    """A merged case stands by itself again, exactly as it did before.  Call in a transaction, with the case locked.

    Merging and this write nothing but the three columns, so that what was merged in error shows no trace of it.
    """
    file = CaseSearchFile.objects.select_for_update().get(case=case)
    if file.duplicate_of is None or file.state_before is None:
        raise NotFromHere()
    kept = file.duplicate_of
    back = {"workflow_status": file.state_before, "duplicate_of": None, "state_before": None}
    CaseSearchFile.objects.filter(pk=file.pk).update(**back)
    journal.record(actor, "case.unmerged", case, kept, state=file.state_before)


def let_go(actor: Actor, case: Case) -> None:
    """Whatever was merged with a case stands by itself again: closing one search leaves the others open."""
    for file in merged_into(case).select_related("case").order_by("pk"):
        stand_alone(actor, file.case)


def as_it_stands(case: Case) -> dict[str, Any]:
    """What an answer is about to change of a case, as JSON; `restore` writes it back."""
    file = CaseSearchFile.objects.filter(case=case).values(*_ANSWERED).get()
    root = Case.objects.filter(pk=case.pk).values("status", "updated_at").get()
    return {
        "file": {name: _plain(value) for name, value in file.items()},
        "case": {name: _plain(value) for name, value in root.items()},
        "merged": sorted(str(key) for key in merged_into(case).values_list("case", flat=True)),
    }  # fmt: skip


def restore(actor: Actor, case: Case, before: dict[str, Any], answered_at: str) -> bool:
    """An identification was taken back: the case is what it was before it was answered by it, to the byte.

    answered_at: when the answer was written; a case that was changed since keeps the time of that change.  False where
    the case is not answered by an identification any more.  Call in a transaction, with the case locked.
    """
    file = CaseSearchFile.objects.select_for_update().get(case=case)
    if file.fate != Fate.DECEASED:
        return False
    was, to = file.workflow_status, CaseWorkflow(before["file"]["workflow_status"])
    untouched = _plain(file.updated_at) == answered_at
    for table, key, columns in ((CaseSearchFile, file.pk, before["file"]), (Case, case.pk, before["case"])):
        names = [name for name in columns if untouched or name != "updated_at"]
        table._default_manager.filter(pk=key).update(**{name: _column(table, name, columns[name]) for name in names})
    _merge_again(actor, case, before["merged"])
    case.refresh_from_db(fields=["status", "updated_at"])
    why = StateReason.REVOKED.value
    journal.record(actor, "case.state_changed", case, state=to.value, was=was, reason=why)
    return True


def _merge_again(actor: Actor, case: Case, keys: Iterable[str]) -> None:
    """What was merged with a case, and stands by itself since it was answered, goes on under its reference again."""
    alone = CaseSearchFile.objects.filter(case__in=[UUID(key) for key in keys], workflow_status__in=SOUGHT_HERE)
    for file in alone.select_related("case").order_by("pk"):
        columns = {
            "workflow_status": CaseWorkflow.DUPLICATE,
            "duplicate_of": case,
            "state_before": file.workflow_status,
        }
        CaseSearchFile.objects.filter(pk=file.pk).update(**columns)
        journal.record(actor, "case.merged", file.case, case, was=file.workflow_status)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value


def _column(table: type[Model], name: str, value: Any) -> Any:
    field: Any = table._meta.get_field(name)
    return field.to_python(value)


def _write(actor: Actor, case: Case, file: CaseSearchFile, to: CaseWorkflow, reason: StateReason | None = None) -> None:
    to = HELD_AS.get(to, to)
    was, file.workflow_status = file.workflow_status, to
    file.state_since, file.duplicate_of, file.state_before = timezone.localdate(), None, None
    file.retention_review_at = None
    if to in (CaseWorkflow.ARCHIVED, CaseWorkflow.TRANSFERRED):
        file.retention_review_at = file.state_since + (KEPT_ANSWERED if file.fate == Fate.DECEASED else KEPT)
    written = ("workflow_status", "state_since", "duplicate_of", "state_before", "fate", "fate_basis_id")
    file.save(update_fields=[*written, "retention_review_at", "updated_at"])
    case.status = to.status
    case.save(update_fields=["status", "updated_at"])
    why: dict[str, Any] = {"reason": reason.value} if reason else {}
    journal.record(actor, "case.state_changed", case, state=to.value, was=was, **why)
    if to not in ACTIVE_STATES:
        let_go(actor, case)
    if to in CLOSING:
        ledger.recall_unadmitted(actor, case)
