"""Writing down an examination, its checklist, and what injured somebody.

Whether a step was done is written in the chain of custody and nowhere else: the stop rule before a burial reads it
there.  A step that is checked off here is written there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl import door, vault
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.rings import Ring
from accessctl.services.rows import replace_rows, update_row
from cases.codes import MarkSite
from registry.lib.errors import BadText, Invalid
from registry.lib.names import clean_text
from remains.custody.codes import CustodyKind
from remains.examination import codes
from remains.examination.checklist import Check, checklist, status_after
from remains.examination.codes import ChecklistStep, StepState
from remains.models import (
    ChecklistItem,
    CustodyEvent,
    Examination,
    InstitutionRef,
    Remains,
    RemainsAccountabilityNote,
)
from remains.services.custody import StepEntry, add_step, moment_of

Fault = tuple[str, str]
MOST_NUMBERS = 20
LONGEST = {
    "examiner": 120, "prints_searched_in": 200, "cause_text": 300, "scene_marker": 64, "position_note": 1000,
    "scene_description": 1000,
}  # fmt: skip
LONGEST_NOTE = {"injury_text": 500, "investigation": 120, "finder_contact": 300}
_CODED = {
    "tbs_method": codes.BodyScore, "print_quality": codes.PrintQuality, "print_result": codes.PrintResult,
    "cause": codes.CauseOfDeath,
}  # fmt: skip
_CODED_NOTE: dict[str, Any] = {
    "manner": codes.MannerOfDeath, "injury_site": MarkSite, "injury_kind": codes.InjuryKind,
    "injury_time": codes.InjuryTime,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class NumberEntry:
    """A number that another institution knows the remains by."""

    kind: str
    value: str
    institution: str = ""


@dataclass(frozen=True, kw_only=True)
class ExaminationEntry:
    """An examination as it is handed in; empty texts and codes where nothing is known."""

    kinds: tuple[str, ...] = ()
    examined_on: date | None = None
    examiner: str = ""
    tbs: int | None = None
    tbs_method: str = ""
    fingers: tuple[str, ...] = ()
    print_quality: str = ""
    prints_searched_in: str = ""
    print_result: str = ""
    cause: str = ""
    cause_text: str = ""
    scene_marker: str = ""
    position_note: str = ""
    scene_description: str = ""
    numbers: tuple[NumberEntry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CheckEntry:
    """One step of the checklist as it is handed in."""

    step: str
    state: str = StepState.NOT_STARTED
    who: str = ""
    day: date | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class NoteEntry:
    """One row of the accountability file of remains."""

    manner: str = ""
    injury_site: str = ""
    injury_kind: str = ""
    injury_time: str = ""
    injury_text: str = ""
    investigation: str = ""
    finder_contact: str = ""


@transaction.atomic
def save_examination(
    *, actor: Actor, ref: str, entry: ExaminationEntry, expected_version: int | None = None
) -> Remains:
    """Replace what is written of the examination.  Raises NotFound, Forbidden, Invalid, Conflict."""
    remains = to_examine(actor, ref)
    _refuse(_examination_faults(entry))
    columns = {name: value or None for name, value in asdict(entry).items() if name != "numbers"}
    columns |= {"kinds": list(entry.kinds), "fingers": list(entry.fingers), "tbs": entry.tbs}
    held = Examination.objects.select_for_update().filter(remains=remains).first()
    if held is None:
        held = Examination.objects.create(remains=remains, created_by=actor.account)
    changed = update_row(held, columns)
    numbers = [
        InstitutionRef(
            remains=remains, created_by=actor.account, **asdict(one) | {"institution": one.institution or None}
        )
        for one in entry.numbers
    ]
    changed += replace_rows(remains, [InstitutionRef], numbers, before=lambda: None)
    access.touch(
        actor, remains, action="remains.examined", expected_version=expected_version, ring=Ring.FORENSIC,
        changed=sorted(changed),
    )  # fmt: skip
    return remains


@transaction.atomic
def save_checklist(
    *, actor: Actor, ref: str, checks: Sequence[CheckEntry], expected_version: int | None = None
) -> Remains:
    """Replace the plan of the named steps; those checked off are written in the chain of custody.

    Faults are named `step_part`.  Raises NotFound, Forbidden, Invalid, Conflict.
    """
    remains = to_examine(actor, ref)
    held = held_checklist(remains)
    _refuse(_checklist_faults(checks, {check.step.value: check for check in held}))
    done = {check.step.value for check in held if check.is_written}
    for entry in sorted(checks, key=lambda one: one.day or timezone.localdate()):
        if entry.state == StepState.DONE and entry.step not in done:
            _write_in_chain(actor, remains, entry)
    rows = {row.step: row for row in ChecklistItem.objects.select_for_update().filter(remains=remains)}
    for entry in checks:
        said = {"state": entry.state, "who": entry.who.strip() or None, "day": entry.day}
        said["reason"] = entry.reason.strip() or None if entry.state == StepState.NOT_POSSIBLE else None
        if entry.step in rows:
            update_row(rows[entry.step], said)
        elif said["state"] != StepState.NOT_STARTED or said["who"] or said["day"]:
            ChecklistItem.objects.create(remains=remains, created_by=actor.account, step=entry.step, **said)
    before, remains.status = remains.status, status_after(remains.status, held_checklist(remains))
    access.touch(
        actor, remains, action="remains.examined", expected_version=expected_version, fields=["status"],
        ring=Ring.FORENSIC if remains.status == before else None,
    )  # fmt: skip
    return remains


@transaction.atomic
def note_injury(*, actor: Actor, ref: str, entry: NoteEntry) -> Remains:
    """Add a row to the accountability file (ring 4a), which its writer need not be able to read.

    The journal calls it what any writing of an examination is called: that the file holds something is told to nobody.
    Raises NotFound, Forbidden, Invalid.
    """
    remains = to_examine(actor, ref)
    _refuse(_note_faults(entry))
    vault.enrol(remains.pk, remains.owner_id, [Ring.ACCOUNTABILITY])  # records of before this ring have no key for it
    said = {name: value.strip() or None for name, value in asdict(entry).items()}
    RemainsAccountabilityNote.objects.create(remains=remains, created_by=actor.account, **said)
    access.touch(actor, remains, action="remains.examined", ring=Ring.FORENSIC)
    return remains


def to_examine(actor: Actor, ref: str) -> Remains:
    """Remains, locked, for those who change them and read their forensic file.  Raises NotFound, Forbidden."""
    remains = door.fetch(actor, Remains, door.Action.CHANGE, ref=ref, lock=True)
    door.ensure_writes(actor, Ring.FORENSIC, remains)
    return remains


def held_checklist(remains: Remains) -> tuple[Check, ...]:
    items = reveal(list(ChecklistItem.objects.filter(remains=remains)))
    return checklist(items, CustodyEvent.objects.filter(remains=remains).order_by("number"))


def _write_in_chain(actor: Actor, remains: Remains, entry: CheckEntry) -> None:
    last = CustodyEvent.objects.filter(remains=remains).order_by("number").last()
    at = moment_of(entry.day, last.at if last else None)
    sampled = entry.step == ChecklistStep.DNA_SAMPLE
    kind = CustodyKind.SAMPLED if sampled else CustodyKind.EXAMINED
    step = StepEntry(kind=kind, at=at, step="" if sampled else entry.step)
    try:
        add_step(actor=actor, ref=remains.ref, entry=replace(step, condition_note=entry.who.strip()))
    except Invalid as error:
        said = [message for messages in error.fields.values() for message in messages]
        where = _("A step that is done is written in the chain of custody, and there it cannot be now:")
        raise Invalid(fields={f"{entry.step}_state": [f"{where} {' '.join(said)}"]}) from error


def _refuse(found: Iterator[Fault]) -> None:
    faults: dict[str, list[str]] = {}
    for name, message in found:
        faults.setdefault(name, []).append(message)
    if faults:
        raise Invalid(fields=faults)


def _examination_faults(entry: ExaminationEntry) -> Iterator[Fault]:
    unknown = _("This code is not in the list.")
    for name, listed in (("kinds", codes.ExaminationKind), ("fingers", codes.Finger)):
        if not {*getattr(entry, name)} <= {*listed.values}:
            yield name, unknown
    for name, known in _CODED.items():
        if getattr(entry, name) and getattr(entry, name) not in known.values:
            yield name, unknown
    if entry.examined_on and entry.examined_on > timezone.localdate():
        yield "examined_on", _("This date lies in the future. Check the year.")
    if entry.tbs is not None and not 3 <= entry.tbs <= 35:
        yield "tbs", _("A total body score lies between 3 and 35.")
    elif entry.tbs is not None and entry.tbs > 25 and entry.tbs_method == codes.BodyScore.WATER:
        yield "tbs", _("Counted for water, the score lies between 3 and 25.")
    if (entry.tbs is None) is bool(entry.tbs_method):
        yield "tbs_method", _("Give the score together with the table it was counted by, or neither.")
    if len(entry.numbers) > MOST_NUMBERS:
        yield "numbers", _("Keep at most %(most)s rows.") % {"most": MOST_NUMBERS}
    for number in entry.numbers:
        if number.kind not in codes.InstitutionRefKind.values:
            yield "numbers", unknown
        if not number.value.strip():
            yield "numbers", _("Write the number itself.")
        yield from _text("numbers", number.value, 60)
        yield from _text("numbers", number.institution, 120)
    for name, longest in LONGEST.items():
        yield from _text(name, getattr(entry, name), longest)


def _checklist_faults(checks: Sequence[CheckEntry], held: dict[str, Check]) -> Iterator[Fault]:
    seen: set[str] = set()
    for entry in checks:
        if entry.step not in held or entry.step in seen or entry.state not in StepState.values:
            yield f"{entry.step}_state", _("This code is not in the list.")
            continue
        seen.add(entry.step)
        if held[entry.step].is_written and entry.state != StepState.DONE:
            yield (
                f"{entry.step}_state",
                _("The chain of custody shows this step as done, and what is written there stays."),
            )
        if entry.state == StepState.NOT_POSSIBLE and not entry.reason.strip():
            yield f"{entry.step}_reason", _("Say why it is not possible: whoever reads this later cannot ask.")
        if entry.day and entry.day > timezone.localdate() and entry.state == StepState.DONE:
            yield f"{entry.step}_day", _("This date lies in the future. Check the year.")
        yield from _text(f"{entry.step}_who", entry.who, 120)
        yield from _text(f"{entry.step}_reason", entry.reason, 200)


def _note_faults(entry: NoteEntry) -> Iterator[Fault]:
    if not any(asdict(entry).values()):
        yield "injury_text", _("Write what was found.")
    for name, known in _CODED_NOTE.items():
        if getattr(entry, name) and getattr(entry, name) not in known.values:
            yield name, _("This code is not in the list.")
    if (entry.injury_site or entry.injury_time) and not (entry.injury_kind or entry.injury_text.strip()):
        yield "injury_kind", _("Say what the injury is.")
    for name, longest in LONGEST_NOTE.items():
        yield from _text(name, getattr(entry, name), longest)


def _text(name: str, text: str, longest: int) -> Iterator[Fault]:
    if len(text) > longest:
        yield name, _("Use at most %(limit)s characters.") % {"limit": longest}
    try:
        clean_text(text)
    except BadText as error:
        yield name, error.message
