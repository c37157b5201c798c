"""A few examined remains for the demonstration: a checklist begun, and a stature by several methods."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from accessctl.actor import Actor
from cases.pictured import Topic
from registry.site.invented.records import RemainsRecord
from remains.examination.methods import STATURE, LongBone
from remains.images import items_of
from remains.models import Remains, StoragePlace
from remains.services import (
    BelongingStepEntry,
    CheckEntry,
    EstimateEntry,
    ExaminationEntry,
    NumberEntry,
    StepEntry,
    add_belonging_steps,
    add_estimate,
    add_place,
    add_step,
    save_checklist,
    save_examination,
)

EXAMINED = 3  # remains of a chart each: enough to be come across


def _cold_room(actor: Actor) -> str:
    held = StoragePlace.objects.filter(organisation=actor.organisation, closed_at=None).first()
    said = {"facility": "Harbour morgue", "room": "Cold room 1", "shelf": "Upper row"}
    return (held or add_place(actor=actor, **said, capacity=12)).ref


def _bag(actor: Actor, ref: str, at: datetime) -> None:
    """What was found with them, sealed and put in the cold room."""
    items = [item.name for item in items_of(actor, Remains.objects.get(ref=ref)) if item.topic == Topic.THINGS]
    for kind, hours, said in (("taken", 1, {"seal_no": "E-118"}), ("stored", 2, {"place": _cold_room(actor)})):
        if items:
            entry = BelongingStepEntry(kind=kind, at=at + timedelta(hours=hours), **said)
            add_belonging_steps(actor=actor, ref=ref, items=items, entry=entry)


def examine(actor: Actor, record: RemainsRecord, ref: str) -> None:
    """Receive, examine and measure; the estimates stand beside what is compared and change nothing of it."""
    now = timezone.now()
    add_step(actor=actor, ref=ref, entry=StepEntry(kind="admitted", at=now - timedelta(days=2), tag_no="T-204"))
    stored = StepEntry(kind="stored", at=now - timedelta(days=2) + timedelta(hours=1), place=_cold_room(actor))
    add_step(actor=actor, ref=ref, entry=stored)
    _bag(actor, ref, now - timedelta(days=2))
    entry = ExaminationEntry(
        kinds=("external", "odontology"), examined_on=timezone.localdate(now), examiner="Dr. Ilaria Sandoval",
        numbers=(NumberEntry(kind="morgue", value="M-2031", institution="Harbour morgue"),),
    )  # fmt: skip
    save_examination(actor=actor, ref=ref, entry=entry)
    checks = [
        CheckEntry(step="photography", state="done", who="Ilaria Sandoval"),
        CheckEntry(step="odontology", state="done", who="Marek Tollan"),
        CheckEntry(step="external", state="in_progress", who="Ilaria Sandoval"),
        CheckEntry(step="radiology", state="not_possible", reason="The machine is being repaired."),
    ]
    save_checklist(actor=actor, ref=ref, checks=checks)
    if record.stature_low is None or record.stature_high is None:
        return
    middle = (record.stature_low + record.stature_high) / 2
    for method in ("tg1952_wm", "tg1958_bm"):
        formula = STATURE[method].formulas[LongBone.FEMUR]
        femur = round((middle - formula.base) / formula.factor * 10)
        add_estimate(
            actor=actor, ref=ref,
            entry=EstimateEntry(trait="stature_cm", method=method, bone="femur", length_mm=min(max(femur, 310), 610)),
        )  # fmt: skip
