"""Comparing records with every counterpart, and writing what follows of one inside the transaction of its effect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from accessctl import door
from accessctl.rings import Ring
from cases.models import Case, Whereabouts
from matching import extract
from matching.codes import PairKind, Task
from matching.engine.profile import Profile
from matching.engine.score import Ranking as Scored
from matching.index import Fresh, memory
from matching.models import Compared
from matching.services import asking, boards, evidence, rankings
from matching.sides import Side, tasks_of


@dataclass(frozen=True)
class Ranked:
    """Records as just taken in, and their lists among all others.  What is not in it may not be compared."""

    subjects: Mapping[tuple[str, Task], evidence.Subject] = field(default_factory=dict)
    lists: Mapping[tuple[str, Task], Scored] = field(default_factory=dict)


NOTHING = Ranked()


def rank(refs: Iterable[str], fresh: Fresh) -> Ranked:
    """The lists of these records, made outside of a transaction, all at once.  Raises Unanswered."""
    subjects = {
        (record.ref, task): evidence.Subject(record, profile, fresh.revision[record.pk])
        for record in extract.records(refs)
        for task in tasks_of(record)
        if (profile := fresh.profile(record.pk, task.kind))
    }
    found = asking.rank([(subject, task) for (_ref, task), subject in subjects.items()])
    return Ranked(subjects, dict(zip(subjects, found, strict=True)))


@transaction.atomic
def store(ref: str, ranked: Ranked) -> None:
    """Write the lists of a record at once, for who waits for them; `compare` does the rest of what follows.

    Until then the record counts as not yet compared, and does so again if this process dies in between.
    """
    for (of, task), subject in ranked.subjects.items():
        if of == ref:
            rankings.save_early(task, subject.record, ranked.lists[of, task])


def compare(ref: str, ranked: Ranked, read_at: datetime) -> int:
    """Write the lists of a record, and make or renew its pairs.  Returns how many pairs are new."""
    record = _record(ref)
    if record is None:  # erased; a comparison of another record may have named it while that happened
        rankings.strike([ref])
        return 0
    news = 0
    tasks = {task: subject for task in tasks_of(record) if (subject := ranked.subjects.get((ref, task)))}
    lists = rankings.touched(record, {task: ranked.lists[ref, task] for task in tasks})
    for task in tasks_of(record):
        if task not in tasks:
            withdraw(record, task)
            continue
        subject, scored = tasks[task], ranked.lists[ref, task]
        is_new = not rankings.is_listed(record, task)
        entered = {place.ref for place in rankings.enter(record, task, scored, lists, is_new=is_new)}
        rankings.save(task, [(record, scored)], read_at)
        proposed = {*worth_proposing(subject.profile, task, scored)} | entered
        news += len(evidence.renew(subject, task.kind, proposed))
    return news


def worth_proposing(profile: Profile, task: Task, scored: Scored) -> list[str]:
    """The head of a list above the floor; of remains also who would stand there if no part were held twice.

    These cannot be of one person by the inventories, and are shown as excluded for that: an inventory may err.  They
    are looked for among the records that this process holds.
    """
    head = [place.ref for place in rankings.worth_proposing(scored, task)]
    if task is not Task.PM_PM or not profile.elements:
        return head
    bare = memory.rank(replace(profile, elements=()), task, rankings.PROPOSED[task])
    return [*head, *(place.ref for place in rankings.worth_proposing(bare, task) if place.ref not in scored.refs)]


def _record(ref: str) -> Side | None:
    """The record of a reference as far as the matcher knows it, whether or not it may be compared now."""
    return next(iter(extract.records([ref])), None) or _known(ref)


def _known(ref: str) -> Case | None:
    """A case whose consent ended: no longer visible to the matcher, which yet has to forget it."""
    row = Compared.objects.filter(case__ref=ref).select_related("case").first()
    return row.case if row else None


def withdraw(record: Side, task: Task) -> None:
    """Take a record out of a comparison: hidden where consent ended or a person wished so, else set aside."""
    rankings.forget([record], [task])
    boards.forget(record, task)
    if isinstance(record, Whereabouts) or (isinstance(record, Case) and not _consents(record, task.kind)):
        evidence.hide(record, task.kind)
    else:
        evidence.set_aside(record, task.kind)


def _consents(case: Case, kind: PairKind) -> bool:
    actor = extract.comparer(kind)
    return door.visible(actor, Case, ring=Ring.SEARCH).filter(pk=case.pk).exists()
