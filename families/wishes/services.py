"""Writes of a family's wishes and of the steps there.

Nobody is asked before they were told of the identification.  Every way is as good as the others; a consulate takes
part only where the family said that it may.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl import door, journal, vault
from accessctl.actor import Actor
from accessctl.models import Organisation
from accessctl.ownership import may_be_offered
from accessctl.rings import Ring
from accessctl.services.rows import update_row
from accessctl.signin import stepup
from cases.models import Case
from cases.vocabulary.place import Place
from families.codes import PAPERED, PERMITS, STEPS_OF, TRAVELS, ConsularAnswer, CostCover, Disposition, ReturnKind
from families.findings.services import NotTold, is_told, standing
from families.models import ConsularWish, FamilyWishes, ReturnStep, RiteNotice
from families.services.fetching import case_with_family
from families.texts import text_faults
from registry.lib.errors import Conflict, Forbidden, Invalid

NOTICE_LASTS = timedelta(days=60)


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What the family says; codes of the lists of `families.codes.wishes`."""

    disposition: str
    asked_on: date
    wants_to_see: tuple[str, ...] = ()
    destination: Place | None = None
    rite: str = ""
    faith_contact: str = ""
    decides: str = ""
    disagreement: bool = False
    cost_cover: str = CostCover.NONE
    belongings_return: str = ""
    belongings_list: str = ""
    later_parts: str = ""
    memorial_contact: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step as it is planned or done."""

    kind: ReturnKind
    who: str
    due_on: date | None = None
    done_on: date | None = None
    document: str = ""
    cost: str = ""


@transaction.atomic
def note_wishes(*, actor: Actor, case_ref: str, wishes: Wishes, expected_version: int | None = None) -> FamilyWishes:
    """Write down what the family wishes now.  expected_version: what was read, 0 where nothing was.

    Raises NotFound, Forbidden, NotTold, Invalid, Conflict.
    """
    case = _told_case(actor, case_ref)
    faults = text_faults(wishes)
    if wishes.asked_on > timezone.localdate():
        faults["asked_on"] = [_("This day lies in the future.")]
    if wishes.disposition == Disposition.REPATRIATION and not wishes.destination:
        faults["destination"] = [_("Say where to: the country at least.")]
    if wishes.belongings_return == "list" and not wishes.belongings_list.strip():
        faults["belongings_list"] = [_("Write which belongings they wish back.")]
    if faults:
        raise Invalid(fields=faults)
    columns: dict[str, Any] = vars(wishes) | {"wants_to_see": list(wishes.wants_to_see)}
    columns = {name: None if value == "" else value for name, value in columns.items()}
    held = FamilyWishes.objects.select_for_update().filter(case=case).first()
    if expected_version not in (None, held.version if held else 0):
        raise Conflict()
    if held is None:
        held = FamilyWishes.objects.create(case=case, created_by=actor.account, **columns)
    else:
        update_row(held, columns | {"version": held.version + 1})
    journal.record(actor, "wishes.noted", case, ring=Ring.KIN)
    return held


@transaction.atomic
def note_consular(*, actor: Actor, case_ref: str, answer: ConsularAnswer, note: str = "") -> None:
    """Write down whether the consulate may take part, for readers of the protection file, who see what they replace.

    Raises NotFound, Forbidden, NotTold, ProofNeeded.
    """
    case = _told_case(actor, case_ref)
    if Ring.PROTECTION not in door.rings(actor, case):
        raise Forbidden()
    stepup.demand(actor)
    vault.enrol(case.pk, case.owner_id, [Ring.PROTECTION])
    columns = {"consular_involved": answer.value, "note": note or None}
    held = ConsularWish.objects.select_for_update().filter(case=case).first()
    if held is None:
        ConsularWish.objects.create(case=case, created_by=actor.account, **columns)
    else:
        update_row(held, columns)
    journal.record(actor, "wishes.consulate", case, ring=Ring.PROTECTION)


@transaction.atomic
def keep_step(*, actor: Actor, case_ref: str, step: Step) -> ReturnStep:
    """Plan a step, or write that it was done.  Raises NotFound, Forbidden, NotTold, Invalid."""
    case = _told_case(actor, case_ref)
    faults = _step_faults(case, step)
    if faults:
        raise Invalid(fields=faults)
    columns: dict[str, Any] = {name: None if value == "" else value for name, value in vars(step).items()}
    held = ReturnStep.objects.select_for_update().filter(case=case, kind=step.kind).first()
    if held is None:
        held = ReturnStep.objects.create(case=case, created_by=actor.account, **columns)
    else:
        update_row(held, columns)
    journal.record(actor, "wishes.step", case, ring=Ring.KIN, step=step.kind.value, done=step.done_on is not None)
    return held


def _step_faults(case: Case, step: Step) -> dict[str, list[str]]:
    faults = text_faults(step)
    wishes = FamilyWishes.objects.filter(case=case).first()
    if wishes is None or wishes.disposition == Disposition.UNDECIDED:
        faults["kind"] = [_("Write down first what the family wishes: the steps follow from it.")]
    elif step.kind not in STEPS_OF[wishes.disposition]:
        faults["kind"] = [_("This step does not belong to the way that the family chose.")]
    elif step.kind is ReturnKind.CONSULAR_PASS and not _consulate_may(case):
        # The same words whether the family refused or was never asked: which of them is ring 4p.
        faults["kind"] = [_("No consulate takes part unless the family said that it may. Ask them, and write it down.")]
    if not step.who.strip():
        faults["who"] = [_("Write who sees to it.")]
    if step.done_on is not None:
        faults |= _done_faults(case, step)
    return faults


def _done_faults(case: Case, step: Step) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if step.done_on is not None and step.done_on > timezone.localdate():
        faults["done_on"] = [_("This day lies in the future.")]
    if step.kind in PAPERED and not step.document.strip():
        faults["document"] = [
            _("Name the list that who received the belongings has signed.")
            if step.kind is ReturnKind.BELONGINGS else _("Write the number of the paper, and who issued it.")
        ]  # fmt: skip
    if missing := missing_permits(case) if step.kind in TRAVELS else []:
        names = ", ".join(str(kind.label) for kind in missing)
        faults["done_on"] = [_("Nobody travels yet. Missing: %(papers)s.") % {"papers": names}]
    return faults


def missing_permits(case: Case) -> list[ReturnKind]:
    """The papers without which nobody travels and that are not there yet."""
    done = ReturnStep.objects.filter(case=case, kind__in=PERMITS).exclude(done_on=None)
    return [kind for kind in PERMITS if kind not in set(done.values_list("kind", flat=True))]


def _consulate_may(case: Case) -> bool:
    return ConsularWish.objects.filter(case=case, consular_involved=ConsularAnswer.YES).exists()


@transaction.atomic
def tell_faith(*, actor: Actor, case_ref: str, organisation: str, rite: str, place: str, time: str) -> RiteNotice:
    """Let people of a faith organisation read rite, place and time of the burial; once more: they read it anew.

    organisation: reference.  Raises NotFound, Forbidden, NotTold, Invalid.
    """
    case = _told_case(actor, case_ref)
    chosen = door.visible(actor, Organisation).filter(ref=organisation).first()
    faults = {
        name: [_("They need this to lead the rite.")]
        for name, said in (("rite", rite), ("place", place), ("time", time)) if not said.strip()
    }  # fmt: skip
    if chosen is None or not may_be_offered(case, chosen):
        faults["organisation"] = [_("Choose an organisation of the list.")]
    if faults or chosen is None:
        raise Invalid(fields=faults)
    RiteNotice.objects.filter(case=case).delete()
    row = RiteNotice.objects.create(
        case=case, organisation=chosen, rite=rite, place=place, time=time, created_by=actor.account,
        until=timezone.localdate() + NOTICE_LASTS,
    )  # fmt: skip
    journal.record(actor, "wishes.faith_told", case, ring=Ring.KIN)
    return row


@transaction.atomic
def end_faith(*, actor: Actor, case_ref: str) -> None:
    """Let nobody of a faith organisation read it any more.  Raises NotFound, Forbidden."""
    case = case_with_family(actor, case_ref)
    RiteNotice.objects.filter(case=case).delete()
    journal.record(actor, "wishes.faith_ended", case, ring=Ring.KIN)


def _told_case(actor: Actor, ref: str) -> Case:
    """The case of a family that was told of an identification which stands."""
    case = case_with_family(actor, ref)
    finding = standing(case)
    if finding is None or not is_told(finding):
        raise NotTold()
    return case
