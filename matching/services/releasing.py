"""Passing on to who has remains in care what their family wishes; without it, or an order, nobody is released."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl.actor import Actor
from families.codes import Disposition
from families.findings.services import NotTold, is_told, of_basis
from families.models import FamilyWishes
from matching.models import ReleaseOrder
from matching.models.release import LINE_MAX, NOTE_MAX
from matching.services import identifying, issued
from matching.services.issued import NothingIssued
from registry.lib.errors import Forbidden, Invalid
from registry.lib.names import clean_text
from remains.models import Remains
from remains.services.custody import hold_release


@dataclass(frozen=True, kw_only=True)
class PassedOn:
    """What the institution is told: to whom they are handed, and what else the family lets be known."""

    handed_to: str
    rite: str = ""
    note: str = ""


@transaction.atomic
def pass_on(*, actor: Actor, ref: str, of: str, said: PassedOn) -> ReleaseOrder:
    """Pass a family's wishes on to the institution, for those who serve the family; once more: they changed.

    ref, of: as of `issued.standing`.  Raises NotFound, Forbidden, NothingIssued, NotTold, Invalid.
    """
    held = issued.standing(actor, ref, of)
    case, row = held.pair.case, held.row
    if case is None or not held.serves:
        raise Forbidden()
    if not held.is_established:
        raise NothingIssued()
    finding = of_basis(row.pk)
    if finding is None or not is_told(finding):
        raise NotTold()
    wishes = FamilyWishes.objects.filter(case=case).first()
    faults: dict[str, list[str]] = {}
    if wishes is None or wishes.disposition == Disposition.UNDECIDED:
        faults["disposition"] = [
            _("The family has not said yet where they are laid to rest. Write their wishes down first.")
        ]
    if not said.handed_to.strip():
        faults["handed_to"] = [_("Write to whom the institution hands them: a person of the family, or a carrier.")]
    for name, limit in (("handed_to", LINE_MAX), ("rite", LINE_MAX), ("note", NOTE_MAX)):
        if len(getattr(said, name)) > limit:
            faults[name] = [_("Use at most %(limit)s characters.") % {"limit": limit}]
    if faults or wishes is None or actor.organisation is None:
        raise Invalid(fields=faults)
    ReleaseOrder.objects.filter(identification=row).delete()
    made = ReleaseOrder.objects.create(
        remains_id=row.remains_id, identification=row, passed_on_by=actor.organisation, created_by=actor.account,
        passed_on=timezone.localdate(), disposition=wishes.disposition, handed_to=clean_text(said.handed_to.strip()),
        rite=clean_text(said.rite.strip()) or None, note=clean_text(said.note.strip()) or None,
    )  # fmt: skip
    identifying.record(actor, held.pair, "pair.wishes_passed_on")
    return made


def wishes_are_known(remains: Remains) -> bool:
    """Whether an identification of remains stands and its family's wishes were passed on."""
    known = ReleaseOrder.objects.filter(remains=remains, identification__revoked_at=None)
    return known.exists()


hold_release(wishes_are_known)
