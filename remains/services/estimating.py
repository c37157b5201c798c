"""Estimates of age and stature, each with its method; the one that is chosen is compared with missing persons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.disclosure import ledger
from accessctl.rings import Ring
from accessctl.services.rows import update_row
from cases.services.derive import age_band
from registry.lib.errors import BadText, Invalid, NotFound
from registry.lib.names import clean_text
from remains.codes import AgeMethod, StatureMethod
from remains.examination import methods
from remains.examination.codes import Trait
from remains.examination.methods import Estimated, LongBone
from remains.models import BiologicalEstimate, PostMortemProfile, Remains
from remains.services.examining import to_examine
from remains.services.validate import BOUNDS

MOST_ESTIMATES = 30
LONGEST_NOTE = 200
_LEGS = (LongBone.FEMUR, LongBone.TIBIA, LongBone.FIBULA)
BY_HAND: dict[str, Any] = {Trait.AGE: AgeMethod, Trait.STATURE: StatureMethod}
# The column of the profile that names the method.
_METHOD = {Trait.AGE: "age_method", Trait.STATURE: "stature_method"}


@dataclass(frozen=True, kw_only=True)
class EstimateEntry:
    """An estimate as it is handed in: by a published method with what was measured, or by hand as (low, high).

    length_mm: maximum length of the bone; phase: 1 to 6.
    corrects: key of the estimate whose place it takes, for `reason`.
    """

    trait: str
    method: str
    bone: str = ""
    length_mm: float | None = None
    phase: int | None = None
    range: tuple[int, int] | None = None
    note: str = ""
    corrects: UUID | None = None
    reason: str = ""


@transaction.atomic
def add_estimate(*, actor: Actor, ref: str, entry: EstimateEntry) -> BiologicalEstimate:
    """Add an estimate; it is compared once somebody chooses it, or at once if that was which it corrects.

    Raises NotFound, Forbidden, Invalid.
    """
    remains = to_examine(actor, ref)
    if BiologicalEstimate.objects.filter(remains=remains, withdrawn_at=None).count() >= MOST_ESTIMATES:
        raise Invalid(fields={"method": [_("Keep at most %(most)s rows.") % {"most": MOST_ESTIMATES}]})
    found = estimated(entry)
    wrong = _corrected(remains, entry)
    row = BiologicalEstimate.objects.create(
        remains=remains, created_by=actor.account, trait=entry.trait, method=entry.method, low=found.low,
        high=found.high, measured=_measured(entry), centre=found.centre if found.error is not None else None,
        error=found.error, note=entry.note.strip() or None, corrects=wrong,
    )  # fmt: skip
    access.touch(actor, remains, action="remains.estimated", ring=Ring.FORENSIC)
    if wrong is not None:
        was_compared = wrong.is_compared
        _withdraw(wrong, entry.reason)
        if was_compared:
            _compare(actor, remains, row)
    return row


def _corrected(remains: Remains, entry: EstimateEntry) -> BiologicalEstimate | None:
    """The estimate whose place a new one takes.  Raises Invalid."""
    if entry.corrects is None:
        return None
    standing = BiologicalEstimate.objects.select_for_update().filter(remains=remains, withdrawn_at=None)
    wrong = standing.filter(pk=entry.corrects, trait=entry.trait).first()
    faults = _reason_faults(entry.reason)
    if wrong is None:
        faults["corrects"] = [_("This estimate no longer stands, or is of another trait. Choose one of the list.")]
    if faults:
        raise Invalid(fields=faults)
    return wrong


@transaction.atomic
def withdraw_estimate(*, actor: Actor, ref: str, estimate: UUID, reason: str) -> BiologicalEstimate:
    """Say of an estimate that it is wrong; it stays to be read, with the reason.

    One that missing persons are compared with is corrected, or another chosen first: nothing is compared unseen.
    Raises NotFound, Forbidden, Invalid.
    """
    remains = to_examine(actor, ref)
    row = _standing(remains, estimate)
    faults = _reason_faults(reason)
    if row.is_compared and _is_in_profile(row):
        faults["estimate"] = [
            _("Missing persons are compared with this estimate. Choose another one first, or correct this one.")
        ]
    if faults:
        raise Invalid(fields=faults)
    _withdraw(row, reason)
    access.touch(actor, remains, action="remains.estimate_withdrawn", ring=Ring.FORENSIC)
    return row


def _reason_faults(reason: str) -> dict[str, list[str]]:
    try:
        said = clean_text(reason.strip())
    except BadText as error:
        return {"reason": [error.message]}
    if not said or len(said) > LONGEST_NOTE:
        return {"reason": [_("Write the reason, in at most %(limit)s characters.") % {"limit": LONGEST_NOTE}]}
    return {}


def _withdraw(row: BiologicalEstimate, reason: str) -> None:
    row.withdrawn_at, row.withdrawal_reason, row.is_compared = timezone.now(), clean_text(reason.strip()), False
    row.save(update_fields=["withdrawn_at", "withdrawal_reason", "is_compared", "updated_at"])


def _is_in_profile(row: BiologicalEstimate) -> bool:
    """Whether its range is what the profile holds still: somebody may have written another one there."""
    (profile,) = reveal([PostMortemProfile.objects.get(remains_id=row.remains_id)])
    return (row.low, row.high) == (getattr(profile, f"{row.trait}_low"), getattr(profile, f"{row.trait}_high"))


def _standing(remains: Remains, estimate: UUID) -> BiologicalEstimate:
    rows = BiologicalEstimate.objects.select_for_update().filter(remains=remains, withdrawn_at=None)
    row = rows.filter(pk=estimate).first()
    if row is None:
        raise NotFound()
    return row


@transaction.atomic
def choose_estimate(*, actor: Actor, ref: str, estimate: UUID) -> Remains:
    """Compare this estimate from now on: its range and method become those of the profile.

    Raises NotFound, Forbidden.
    """
    remains = to_examine(actor, ref)
    _compare(actor, remains, _standing(remains, estimate))
    return remains


def _compare(actor: Actor, remains: Remains, row: BiologicalEstimate) -> None:
    """Make a range and its method those of the profile."""
    others = BiologicalEstimate.objects.filter(remains=remains, trait=row.trait, is_compared=True)
    others.update(is_compared=False)
    BiologicalEstimate.objects.filter(pk=row.pk).update(is_compared=True)
    profile = PostMortemProfile.objects.select_for_update().get(remains=remains)
    said = {f"{row.trait}_low": row.low, f"{row.trait}_high": row.high, _METHOD[Trait(row.trait)]: method_group(row)}
    changed = update_row(profile, said)
    if row.trait == Trait.AGE and (band := age_band((row.low, row.high))) != remains.age_class:
        remains.age_class = band
        changed.append("age_class")
    access.touch(
        actor, remains, action="remains.estimated", fields=["age_class"], changed=sorted(changed),
        ring=None if "age_class" in changed else PostMortemProfile.RING,
    )  # fmt: skip
    if "age_class" in changed:  # FW-MINOR
        ledger.recall_unadmitted(actor, remains)


def estimated(entry: EstimateEntry) -> Estimated:
    """What the method makes of what was measured.  Raises Invalid, naming every field at fault."""
    if entry.trait not in Trait.values:
        raise Invalid(fields={"trait": [_unknown()]})
    try:
        clean_text(entry.note)
    except BadText as error:
        raise Invalid(fields={"note": [error.message]}) from error
    if len(entry.note) > LONGEST_NOTE:
        raise Invalid(fields={"note": [_("Use at most %(limit)s characters.") % {"limit": LONGEST_NOTE}]})
    if entry.trait == Trait.STATURE and entry.method in methods.STATURE:
        return _stature(entry)
    if entry.trait == Trait.AGE and entry.method in methods.AGE:
        if entry.phase is None or not 1 <= entry.phase <= len(methods.PHASES):
            raise Invalid(fields={"phase": [_("Choose the phase.")]})
        if (found := methods.age(entry.method, entry.phase)) is None:
            raise Invalid(fields={"phase": [_no_limits()]})
        return found
    if entry.method not in BY_HAND[entry.trait].values:
        raise Invalid(fields={"method": [_unknown()]})
    low, high = BOUNDS[entry.trait]
    if entry.range is None or not low <= entry.range[0] <= entry.range[1] <= high:
        limits = {"low": low, "high": high}
        raise Invalid(fields={"range": [_("Give numbers between %(low)s and %(high)s, the lower one first.") % limits]})
    return Estimated(*entry.range, centre=sum(entry.range) / 2, error=None)


def _no_limits() -> str:
    return _(
        "The limits of this phase are not kept here. Choose “Pubic symphysis” among the other methods, and give the "
        "range that the study gives."
    )


def _stature(entry: EstimateEntry) -> Estimated:
    method = methods.STATURE[entry.method]
    if entry.bone not in method.formulas:
        has = ", ".join(str(bone.label) for bone in method.formulas)
        raise Invalid(fields={"bone": [_("This study has formulas for these bones: %(bones)s.") % {"bones": has}]})
    bone = LongBone(entry.bone)
    if entry.length_mm is None:
        raise Invalid(fields={"length": [_("Give the length of the bone.")]})
    if fault := length_fault(bone, entry.length_mm):
        raise Invalid(fields={"length": [fault]})
    return methods.stature(entry.method, bone, entry.length_mm)


def length_fault(bone: LongBone, length_mm: float) -> str:
    """Why no adult's bone can be so long, and which unit was meant instead; "" if it can."""
    low, high = methods.LENGTHS_MM[bone]
    if low <= length_mm <= high:
        return ""
    said = {"bone": bone.label, "given": f"{length_mm:g}", "low": low, "high": high}
    text = _("%(bone)s of %(given)s mm: those of adults measure %(low)s to %(high)s mm.") % said
    if low <= length_mm * 10 <= high:
        return f"{text} {_('Did you mean %(given)s cm?') % said}"
    if low <= length_mm / 10 <= high:
        return f"{text} {_('Did you mean %(given)s mm?') % {'given': f'{length_mm / 10:g}'}}"
    return f"{text} {_('No formula here is made for children.')}"


def method_group(row: BiologicalEstimate) -> str:
    """The code by which the profile, and so the comparison, knows a method."""
    if row.method in BY_HAND[Trait(row.trait)].values:
        return str(row.method)
    if row.trait == Trait.AGE:
        return AgeMethod.PUBIC_SYMPHYSIS
    bone = next(iter(_bones(row)), "")
    return StatureMethod.LONG_BONE if bone in _LEGS else StatureMethod.MIXED


def _bones(row: BiologicalEstimate) -> list[str]:
    (clear,) = reveal([row])
    return list(clear.measured or {})


def _measured(entry: EstimateEntry) -> dict[str, float] | None:
    if entry.length_mm is not None and entry.method in methods.STATURE:
        return {entry.bone: entry.length_mm}
    return {"phase": entry.phase} if entry.phase and entry.method in methods.AGE else None


def _unknown() -> str:
    return _("This code is not in the list.")
