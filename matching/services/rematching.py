"""Comparing every record anew in the background: one run at a time, in chunks, behind what people change meanwhile.

A chunk is an effect, so it is done exactly once whoever dies when: its results, the counts of the run and the end of
the effect are one transaction.  It is cut when a worker is free for it, and so large that it takes about TARGET
seconds, by what the one before took.  Nobody begins to compare before everything is read.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from accessctl import door, doorbell, effects, journal
from accessctl.actor import Actor
from accessctl.models import Effect
from accessctl.policy import Action
from matching import extract, weighing
from matching.codes import RematchState, RematchStep
from matching.models import Rematch
from matching.services import chunks, frame
from matching.services.owing import BULK, done, edge
from registry.lib.errors import NotFound

CHUNK = "record.compare.run"
TARGET = 1.2  # seconds a chunk should take: 0.3 to 2 keeps both the overhead and the wait of others small
WHOLE_TRIES = 2  # of a chunk; then each of its records goes by itself, and one that fails keeps back no other
CHUNKS = {RematchStep.READING: chunks.read, RematchStep.COMPARING: chunks.compare}
FIRST_SIZE, LEAST, MOST = 20, 4, 2000  # records; the first of a process also loads what it needs


def start(*, actor: Actor, anew: bool = True) -> tuple[Rematch, bool]:
    """Begin a run, or find the one that is open: the run, and whether it is new.  Raises NotFound.

    anew: read what the records say first, as a new version of the engine needs; else the stored profiles are compared.
    """
    step = RematchStep.READING if anew else RematchStep.COMPARING
    try:
        return _begin(actor, step)
    except IntegrityError:  # another began at the same moment
        return _begin(actor, step)


@transaction.atomic
def _begin(actor: Actor, step: RematchStep) -> tuple[Rematch, bool]:
    """A run of older weights, which no matcher works on any more, ends here.  If it still read, the new one reads."""
    run = Rematch.objects.select_for_update().filter(is_open=True).first()
    if run and not door.can(actor, Action.CHANGE, run):
        raise NotFound()
    version = weighing.active().version
    if run and run.version == version:
        return run, False
    if run:
        step = RematchStep.READING if run.step == RematchStep.READING else step
        _cancel(actor, run)
    run = Rematch.objects.create(step=step, version=version, records=0, size=FIRST_SIZE)
    if not door.can(actor, Action.CREATE, run):
        raise NotFound()
    _save(run, records=frame.counted(frame.every_ref()))
    journal.record(actor, "matching.run_began", run.ref, records=run.records, step=step, weights=run.version)
    return run, True


@transaction.atomic
def pause(*, actor: Actor, ref: str) -> Rematch:
    """Begin no further chunk; those that are being done end.  Raises NotFound."""
    run = door.fetch(actor, Rematch, Action.CHANGE, ref=ref, lock=True)
    if run.state == RematchState.RUNNING:
        _save(run, state=RematchState.PAUSED)
        journal.record(actor, "matching.run_paused", run.ref)
    return run


@transaction.atomic
def resume(*, actor: Actor, ref: str) -> Rematch:
    """Go on after a pause, and try again what was given up.  Raises NotFound."""
    run = door.fetch(actor, Rematch, Action.CHANGE, ref=ref, lock=True)
    if run.is_open:
        tried = effects.again(effects.unfinished(CHUNK, "ref", run.ref))
        _save(run, state=RematchState.RUNNING, step_at=timezone.now(), step_from=run.done)
        journal.record(actor, "matching.run_resumed", run.ref, tried_again=tried)
    return run


@transaction.atomic
def cancel(*, actor: Actor, ref: str) -> Rematch:
    """End a run where it is: what it wrote stays, the rest is left as it was.  Raises NotFound."""
    run = door.fetch(actor, Rematch, Action.CHANGE, ref=ref, lock=True)
    if run.is_open:
        _cancel(actor, run)
    return run


def _cancel(actor: Actor, run: Rematch) -> None:
    effects.drop(effects.unfinished(CHUNK, "ref", run.ref))
    _save(run, state=RematchState.CANCELLED, is_open=False, ended_at=timezone.now())
    journal.record(actor, "matching.run_cancelled", run.ref, compared=run.compared)


def work() -> int:
    """Carry out one chunk of the run, if there is one.  Returns how many: 0 or 1."""
    if not _running().exists():
        return 0
    batch = effects.lease(CHUNK)
    while not batch and cut():
        batch = effects.lease(CHUNK)
    for effect in batch:
        with edge(batch):
            carry_out(effect)
    return len(batch)


def _running() -> QuerySet[Rematch]:
    """A matcher of another version leaves a run alone: its lists would not be of one kind."""
    return Rematch.objects.filter(state=RematchState.RUNNING, version=weighing.active().version)


@transaction.atomic
def cut() -> bool:
    """Owe the next chunk of the run, or take it to its next step or its end.  False when there is nothing to wait for.

    The key holds run, weights, step and place, so a chunk cut twice is owed once.
    """
    run = _running().select_for_update().first()
    if run is None:
        return False
    if refs := frame.following(run.cursor, run.size):
        key = f"run:{run.ref}:{run.version}:{run.step}:{run.cut}"
        effects.owe_all(CHUNK, {key: {"ref": run.ref, "step": run.step, "after": run.cursor, "upto": refs[-1]}})
        _save(run, cursor=refs[-1], cut=run.cut + 1)
        return True
    if effects.unfinished(CHUNK, "ref", run.ref).exists():  # another worker has it, or it waits for people
        return False
    if run.step == RematchStep.READING:
        _save(run, step=RematchStep.COMPARING, cursor="", size=FIRST_SIZE, step_at=timezone.now(), step_from=0)
        journal.ring_after_commit()  # for the others, who found nothing left of the last step
        return True
    _save(run, state=RematchState.DONE, is_open=False, ended_at=timezone.now())
    journal.record(extract.matcher(), "matching.run", run.ref, records=run.compared, new=run.pairs_new)
    transaction.on_commit(lambda: doorbell.ring("matching.tasks.check_canaries", expires=60))
    return False


def carry_out(effect: Effect) -> None:
    """Do a chunk; its results, its counts and its end are committed together, or nothing of them is."""
    chunk, began = effect.payload, time.monotonic()
    refs = frame.within(chunk["after"], chunk["upto"])
    write = _apart(chunk, refs) if effect.attempts > WHOLE_TRIES else CHUNKS[RematchStep(chunk["step"])](refs)
    with transaction.atomic():
        counts = write()
        run = Rematch.objects.select_for_update().get(ref=chunk["ref"])
        if run.is_open:
            counted = {name: F(name) + more for name, more in counts.items()}
            _save(run, chunks=F("chunks") + 1, size=next_size(run, len(refs), time.monotonic() - began), **counted)
        done([effect])


def _apart(chunk: Mapping[str, str], refs: Sequence[str]) -> chunks.Write:
    """Owe each record of a chunk by itself; the run does not count them, for it does not wait for them."""

    def write() -> dict[str, int]:
        effects.owe_all(BULK, {f"{chunk['ref']}:{chunk['step']}:{ref}": {"ref": ref} for ref in refs})
        return {}

    return write


def next_size(run: Rematch, records: int, took: float) -> int:
    """So many records that the next chunk takes TARGET seconds, but never more than twice or less than half as many.

    The last chunk of a step is smaller than was asked for and says little.
    """
    if records < run.size:
        return run.size
    wanted = int(records * TARGET / max(took, 1e-3))
    return max(LEAST, min(MOST, 2 * run.size, max(run.size // 2, wanted)))


def _save(run: Rematch, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(run, name, value)
    run.save(update_fields=list(changes))
