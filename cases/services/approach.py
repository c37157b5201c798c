"""The way to somebody found alive, and what they decide, which rules everything that is told (FW-ALIVE).

Nobody goes there before a plan says who may, how, and what may be said; each step is a row that stays.  A wish holds
from the moment it is written down, a later one from then on.  Nothing here reaches a case, its history or its family:
"tell nothing" leaves no trace outside ring 4w, so that it cannot be told from no news.  What is to be told is passed on
by `telling`, which follows every later wish.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl import door
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.codes import Role
from accessctl.services.rows import update_row
from cases.codes import STEPS_OF_DEEDS, STEPS_WITHOUT_PLAN, ApproachStep, ApproachWay, LivingWish, MaySay
from cases.models import Whereabouts, WhereaboutsFile, WhereaboutsStep
from cases.services.steps import StepEntry, keep_step
from cases.services.telling import follow_wish
from registry.lib.errors import Forbidden, Invalid


@transaction.atomic
def log_step(*, actor: Actor, ref: str, entry: StepEntry) -> WhereaboutsStep:
    """Write down a step of the approach.  The unit's alone.  Raises NotFound, Forbidden, Invalid."""
    found = door.fetch(actor, Whereabouts, door.Action.CHANGE, ref=ref, lock=True)
    if Role.TRACING_OFFICER not in actor.roles:
        raise Forbidden()
    _check(found, entry)
    row = keep_step(actor, found, entry)
    if entry.step == ApproachStep.INFORMED:
        file = WhereaboutsFile.objects.select_for_update().get(whereabouts=found)
        update_row(file, {"person_informed_on": row.taken_on})
    access.touch(actor, found, action="whereabouts.step_taken")
    return row


@transaction.atomic
def record_wish(
    *, actor: Actor, ref: str, wish: str, taken_on: date | None = None, way: str = "", note: str = ""
) -> Whereabouts:
    """Write down what the person found alive decided; it holds from now on.  Raises NotFound, Invalid.

    Whoever wants nothing told is no longer compared with anybody who is sought.
    """
    found = door.fetch(actor, Whereabouts, door.Action.CHANGE, ref=ref, lock=True)
    entry = StepEntry(step=ApproachStep.DECIDED, taken_on=taken_on, way=way, note=note)
    faults = _faults(entry)
    if wish not in LivingWish.values:
        faults["wish"] = [_("This code is not in the list.")]
    if faults:
        raise Invalid(fields=faults)
    held = WhereaboutsFile.objects.select_for_update().get(whereabouts=found)
    update_row(held, {"person_decision": wish})
    keep_step(actor, found, entry, wish)
    follow_wish(actor, found)
    access.touch(actor, found, action="whereabouts.wish_recorded")
    return found


def _check(found: Whereabouts, entry: StepEntry) -> None:
    """Raises Invalid: what is not coded, a plan with a gap, a step that no plan allows."""
    faults = _faults(entry)
    if entry.step in STEPS_OF_DEEDS or entry.step not in ApproachStep.values:
        faults["step"] = [_("This code is not in the list.")]
    elif entry.step == ApproachStep.PLANNED:
        said = (("who", entry.who), ("way", entry.way), ("may_say", entry.may_say))
        faults |= {
            name: [_("A plan says who may approach, how, and what may be said.")] for name, value in said if not value
        }
    elif entry.step not in STEPS_WITHOUT_PLAN and not _is_planned(found):
        faults["step"] = [_("Nobody approaches without a plan: write down first who may, how, and what may be said.")]
    if faults:
        raise Invalid(fields=faults)


def _faults(entry: StepEntry) -> dict[str, list[str]]:
    unknown = _("This code is not in the list.")
    faults = {}
    if entry.way and entry.way not in ApproachWay.values:
        faults["way"] = [unknown]
    if not {*entry.may_say} <= {*MaySay.values}:
        faults["may_say"] = [unknown]
    if entry.taken_on and entry.taken_on > timezone.localdate():
        faults["taken_on"] = [_("This date lies in the future. Check the year.")]
    return faults


def _is_planned(found: Whereabouts) -> bool:
    """Whether the last word on approaching them is a plan, not an end."""
    steps = WhereaboutsStep.objects.filter(whereabouts=found).order_by("created_at", "pk")
    said = [row.step for row in reveal(list(steps), "step")]
    return next((step for step in reversed(said) if step in (ApproachStep.PLANNED, ApproachStep.STOPPED)), "") == (
        ApproachStep.PLANNED
    )
