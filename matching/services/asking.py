"""Ranking records among those of every shard: asking the other matchers, answering them, joining their parts.

PostgreSQL holds question and parts, Celery and Valkey only ring.  A list is joined from one part of every shard, made
of one revision of the record, with the same weights and the same counts, or not at all: what cannot be had now is asked
again later.  With one shard nobody is asked, and nothing is written.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from accessctl import doorbell
from cases import replies
from matching import extract, store
from matching.codes import Task
from matching.engine.joining import joined
from matching.engine.score import Ranking
from matching.index import memory
from matching.models import Part, Question
from matching.services import evidence, rankings
from matching.services.evidence import Subject
from matching.services.owing import Unanswered

TASK = "matching.tasks.answer_question"
PATIENCE = 8.0  # seconds, of all tries, until work that waits for a shard is given back; less than a lease
LOOK_EVERY = 0.25  # seconds between two looks for what no bell told of
RING_EVERY = 1.0
TRIES = 3  # of joining parts, where somebody changed weights or counts in between
OUTLIVED = timedelta(minutes=10)

Probes = Sequence[tuple[Subject, Task]]
Key = tuple[str, str]  # of a list: task and reference


def rank(probes: Probes) -> list[Ranking]:
    """The lists of these records among all others, in the order given.  Raises Unanswered.

    Outside of a transaction where there are several shards: a question has to be committed to be answered.
    """
    if memory.shard.of == 1 or not probes:
        return _own(probes)
    return _rank(probes)


def _own(probes: Probes) -> list[Ranking]:
    return memory.rank_all([(subject.profile, task) for subject, task in probes], rankings.LISTED)


def _rank(probes: Probes) -> list[Ranking]:
    until = time.monotonic() + PATIENCE
    for _attempt in range(TRIES):
        own, parts = _ask(probes, until)
        try:
            return [
                joined([one, *(part[task.value, subject.record.ref] for part in parts)], rankings.LISTED, memory.rates)
                for one, (subject, task) in zip(own, probes, strict=True)
            ]
        except (KeyError, ValueError):  # a record changed under the question, or the weights or counts did
            memory.refresh()
    raise Unanswered("that agree")


def _ask(probes: Probes, until: float) -> tuple[list[Ranking], list[dict[Key, Ranking]]]:
    """This process's part, and those of all other shards, each whole."""
    wanted: dict[str, dict[str, int]] = {}
    for subject, task in probes:
        wanted.setdefault(task.value, {})[subject.record.ref] = subject.revision
    question = Question.objects.create(shards=memory.shard.of, asker=memory.shard.number, wanted=wanted)
    try:
        _ring(question, {shard.number for shard in memory.shard.others})
        own = _own(probes)
        return own, [_unpacked(part.found) for part in _await(question, until)]
    finally:
        question.delete()


def _ring(question: Question, numbers: set[int]) -> None:
    for shard in memory.shard.others:
        if shard.number in numbers:
            doorbell.ring(TASK, queue=shard.queue, expires=30, question=str(question.pk))


def _await(question: Question, until: float) -> list[Part]:
    """The parts of all other shards.  Who waits answers meanwhile, so that two who wait for each other both go on."""
    rung = time.monotonic()
    everybody = {shard.number for shard in memory.shard.others}
    while True:
        parts = list(Part.objects.filter(question=question))  # none of this shard: nobody asked it
        missing = everybody - {part.shard for part in parts}
        if not missing:
            return parts
        if time.monotonic() > until:
            raise Unanswered(", ".join(str(number) for number in sorted(missing)))
        if not replies.wait(str(question.pk), LOOK_EVERY) and not _answer_waiting():
            time.sleep(LOOK_EVERY / 10)  # without Valkey nobody rings
        if time.monotonic() - rung > RING_EVERY:
            rung = time.monotonic()
            _ring(question, missing)


def _answer_waiting() -> bool:
    """Answer one question that others put to this shard; False when there is none."""
    since = timezone.now() - timedelta(seconds=PATIENCE)
    asked = Question.objects.filter(shards=memory.shard.of, asked_at__gt=since).exclude(asker=memory.shard.number)
    mine = Part.objects.filter(shard=memory.shard.number).values("question")
    first = asked.exclude(pk__in=mine).order_by("pk").first()
    return first is not None and answer_question(str(first.pk))


def answer_question(question: str) -> bool:
    """Rank what another matcher asks about among this process's records.  False when nobody waits any more."""
    asked = Question.objects.filter(pk=UUID(question), shards=memory.shard.of).first()
    if asked is None or Part.objects.filter(question=asked, shard=memory.shard.number).exists():
        return False
    memory.refresh()
    probes = _probes(asked.wanted)
    found: dict[str, dict[str, list[Any]]] = {}
    for (subject, task), ranking in zip(probes, _own(probes), strict=True):
        found.setdefault(task.value, {})[subject.record.ref] = _packed(ranking)
    try:
        Part.objects.bulk_create([Part(question=asked, shard=memory.shard.number, found=found)], ignore_conflicts=True)
    except IntegrityError:  # whoever asked has given up
        return False
    replies.ring(question)
    return True


def _probes(wanted: Mapping[str, Mapping[str, int]]) -> list[tuple[Subject, Task]]:
    """What is asked about, as far as it is still what the asker knows: the asker sees what is missing."""
    records = extract.records({ref for of_task in wanted.values() for ref in of_task})
    held = store.profiles_of(records)
    revisions = evidence.revisions_of([record.pk for record in records])  # after the profiles: never too old
    return [
        (Subject(record, profile, revisions[record.pk]), Task(task))
        for task, of_task in wanted.items()
        for record in records
        if record.ref in of_task and revisions.get(record.pk) == of_task[record.ref]
        and (profile := held.get(record.pk, {}).get(Task(task).kind))
    ]  # fmt: skip


def _packed(one: Ranking) -> list[Any]:
    """JSON has no infinity: the sum of nothing is null."""
    total = one.log10_sum if math.isfinite(one.log10_sum) else None
    return [one.probe, one.task, one.refs, one.scores, one.capped, one.version, one.considered, one.excluded, total]


def _unpacked(found: Mapping[str, Mapping[str, list[Any]]]) -> dict[Key, Ranking]:
    return {(task, ref): _whole(*packed) for task, of_task in found.items() for ref, packed in of_task.items()}


def _whole(
    probe: str, task: str, refs: list[str], scores: list[float], capped: list[float], version: str, *counts: Any
) -> Ranking:
    considered, excluded, total = counts
    return Ranking(
        probe=probe, task=task, refs=tuple(refs), scores=tuple(scores), capped=tuple(capped), version=version,
        considered=considered, excluded=excluded, log10_sum=-math.inf if total is None else total,
    )  # fmt: skip


def forget_outlived() -> None:
    """Delete questions whose asker died."""
    Question.objects.filter(asked_at__lt=timezone.now() - OUTLIVED).delete()
