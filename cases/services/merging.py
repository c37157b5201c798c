"""Two cases of one organisation that tell of the same person: the work goes on under one reference.

A merge is an assertion and moves nothing: what each relative said stays in their own case, is compared as before, and
each family goes on hearing from us by its own clock.  Both references live.  It is taken back as if it had never been,
by whoever sees that they are two people, and by itself as soon as the other search is closed (`services.state`).
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accessctl import door, journal
from accessctl.actor import Actor
from cases.codes import SOUGHT_HERE, CaseWorkflow
from cases.models import Case, CaseSearchFile
from cases.services.state import merged_into, stand_alone, state_of
from registry.lib.errors import Forbidden, Invalid
from registry.lib.ids import normalise_ref


@transaction.atomic
def merge_case(*, actor: Actor, case_ref: str, into_ref: str) -> Case:
    """Say that a case tells of the same person as another one, under whose reference the work goes on.

    Of other organisations' cases nothing is said here: one that is not the actor's own is answered like none.
    Raises NotFound, Forbidden, Invalid.
    """
    ref = _own(actor, case_ref).ref
    into = normalise_ref(into_ref) or ""
    both = _changeable(actor).filter(ref__in=[ref, into]).order_by("pk").select_for_update(of=("self",))
    held = {row.ref: row for row in both}
    if (fault := _fault(held.get(ref), held.get(into))) is not None:
        raise Invalid(fields={"right": [fault]})
    case, kept = held[ref], held[into]
    was = state_of(case)
    columns = {"workflow_status": CaseWorkflow.DUPLICATE, "duplicate_of": kept, "state_before": was}
    CaseSearchFile.objects.filter(case=case).update(**columns)
    journal.record(actor, "case.merged", case, kept, was=was.value)
    return kept


def _fault(case: Case | None, kept: Case | None) -> str | None:
    """Why the two cannot be merged, in a sentence.

    SECURITY: a case of another organisation, whatever an agreement shows of it, is none.
    """
    if case is None or kept is None:
        return _("No case of your organisation has this reference.")
    if case.pk == kept.pk:
        return _("This is the reference of the case itself.")
    if state_of(case) not in SOUGHT_HERE:
        return _("Only a search that goes on is merged: what the family paused or an answer closed stays as it is.")
    if state_of(kept) not in SOUGHT_HERE:
        return _("Nobody searches under that reference now. Choose the case that goes on.")
    if merged_into(case).exists():
        return _("Others are merged with this case. Merge the other one with it instead.")
    return None


@transaction.atomic
def unmerge_case(*, actor: Actor, case_ref: str) -> Case:
    """Take back that a case tells of the same person as another one.  Raises NotFound, Forbidden, NotFromHere."""
    case = _own(actor, case_ref, lock=True)
    stand_alone(actor, case)
    return case


def _changeable(actor: Actor) -> QuerySet[Case]:
    return door.visible(actor, Case, door.Action.CHANGE).filter(owner=actor.organisation_id)


def _own(actor: Actor, ref: str, *, lock: bool = False) -> Case:
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref, lock=lock)
    if case.owner_id != actor.organisation_id:
        raise Forbidden()
    return case
