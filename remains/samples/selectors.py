"""Reads of samples: one as its reader may know it, those of remains or of a donor, a laboratory's worklist."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.codes import Role
from accessctl.models import Organisation
from accessctl.rings import Ring
from cases.models import Donor
from registry.lib.errors import Forbidden
from remains.models import (
    GeneticProfile,
    Remains,
    Sample,
    SampleFile,
    SampleOfDonor,
    SampleOfRemains,
    SampleStep,
    SampleTest,
    StoragePlace,
)
from remains.policies import SAMPLERS
from remains.samples import chain
from remains.samples.codes import FINAL, SampleStepKind
from remains.samples.standing import DESTROY_WITHIN, is_agreed, last_moves
from remains.samples.standing import stopped_at as stopped
from remains.services.sample_steps import may_write
from remains.services.testing import LABORATORIES, open_test

PART = "remains.samples"
TABLES = (SampleFile, SampleStep, SampleTest, GeneticProfile)
MOST = 100


@dataclass(frozen=True)
class Line:
    """One step with the names of what it points to."""

    step: Any
    organisation: str
    receiver: str
    place: str


@dataclass(frozen=True)
class Tested:
    """A test and what came of it.  received_at: when the laboratory confirmed that it has the sample."""

    test: Any
    laboratory: str
    sent_at: datetime
    received_at: datetime | None
    profile: Any


@dataclass(frozen=True)
class Held:
    """A sample as one reader has it.  is_read: False where the donor does not agree and the code alone is left.

    source: the remains or the donor it is of, for readers who may know; destroy_by: when what is left must be gone.
    """

    sample: Sample
    is_read: bool
    kinds: tuple[SampleStepKind, ...]
    is_agreed: bool
    stopped_at: datetime | None
    may_test: bool = False
    may_report: bool = False
    may_enter: bool = False
    file: Any = None
    source: Remains | Donor | None = None
    origin: Any = None
    lines: tuple[Line, ...] = ()
    tests: tuple[Tested, ...] = ()
    is_whole: bool = True

    @property
    def destroy_by(self) -> datetime | None:
        return self.stopped_at + DESTROY_WITHIN if self.stopped_at else None

    @property
    def is_gone(self) -> bool:
        last = chain.last_move([line.step for line in self.lines])
        return last is not None and last.kind in FINAL


def fetch(actor: Actor, ref: str) -> Sample:
    """The code of a sample.  Raises NotFound."""
    return door.fetch(actor, Sample, ref=ref)


def sample_of(actor: Actor, ref: str) -> Held:
    """One sample.  Raises NotFound."""
    sample = door.fetch(actor, Sample, ref=ref)
    plain = list(SampleStep._default_manager.filter(sample=sample).order_by("number"))
    may_change = door.can(actor, door.Action.CHANGE, sample)
    kinds = may_write(actor, sample, plain) if may_change else frozenset[SampleStepKind]()
    agreed = is_agreed(sample)
    listed = tuple(kind for kind in SampleStepKind if kind in kinds)
    reach = door.rings(actor, sample)
    if Ring.FORENSIC not in reach:
        return Held(sample, False, listed, agreed, stopped(sample))
    opened = door.open(actor, sample, Ring.FORENSIC, tables=TABLES)
    steps: list[Any] = sorted(opened.rows(sample, SampleStep), key=lambda step: step.number)
    source, origin = _source(actor, sample)
    tests = _tests(actor, steps, opened.rows(sample, SampleTest), opened.rows(sample, GeneticProfile))
    return Held(
        sample, True, listed, agreed, stopped(sample), agreed and SampleStepKind.SENT in kinds,
        may_report=agreed and may_change and open_test(actor, sample) is not None,
        may_enter=Ring.GENETIC in reach and any(test.profile for test in tests),
        file=opened.one(sample, SampleFile), source=source, origin=origin, lines=_lines(actor, steps),
        tests=tests,
        is_whole=chain.is_whole(steps),
    )  # fmt: skip


def _source(actor: Actor, sample: Sample) -> tuple[Remains | Donor | None, Any]:
    """Whence a sample came, for readers of the forensic file of what it came from; nobody else learns of it."""
    for table, root in ((SampleOfRemains, Remains), (SampleOfDonor, Donor)):
        row: Any = table._default_manager.filter(sample=sample).first()
        if row is None:
            continue
        record: Any = door.visible(actor, root, ring=Ring.FORENSIC).filter(pk=row.vault_record_id).first()
        if record is None:
            return None, None
        opened = door.open(actor, record, Ring.FORENSIC, tables=[table])
        found = next((one for one in opened.rows(record, table) if one.pk == row.pk), None)
        return (record, found) if found is not None else (None, None)
    return None, None


def _lines(actor: Actor, steps: Sequence[Any]) -> tuple[Line, ...]:
    wanted = {key for step in steps for key in (step.organisation_id, step.to_org_id) if key}
    names = _names(actor, wanted)
    places = {row.pk: row.label for row in door.visible(actor, StoragePlace)}
    return tuple(
        Line(step, names.get(step.organisation_id, ""), names.get(step.to_org_id, ""), places.get(step.place_id, ""))
        for step in steps
    )


def _tests(actor: Actor, steps: Sequence[Any], tests: Iterable[Any], profiles: Iterable[Any]) -> tuple[Tested, ...]:
    rows = list(tests)
    names, by_test = _names(actor, {row.laboratory_id for row in rows}), {row.test_id: row for row in profiles}
    sent = {step.pk: step for step in steps}
    found = []
    for row in rows:
        start = sent[row.sent_id]
        arrived = [
            step.at for step in steps
            if step.kind == SampleStepKind.RECEIVED and step.number > start.number
            and step.organisation_id == row.laboratory_id
        ]  # fmt: skip
        found.append(
            Tested(row, names.get(row.laboratory_id, ""), start.at, min(arrived, default=None), by_test.get(row.pk))
        )
    return tuple(found)


def _names(actor: Actor, wanted: set[UUID]) -> dict[UUID, str]:
    return dict(door.visible(actor, Organisation).filter(pk__in=wanted).values_list("pk", "name"))


@dataclass(frozen=True)
class Listed:
    """A sample in a list: its code, and what is due; where it stands for readers of its forensic file.

    kind: of the last step that moved it.  stopped_at: since when what is left must be destroyed.
    """

    sample: Sample
    kind: str
    at: datetime | None
    stopped_at: datetime | None
    reported: bool

    @property
    def label(self) -> Any:
        return SampleStepKind(self.kind).label if self.kind else ""

    @property
    def destroy_by(self) -> datetime | None:
        return self.stopped_at + DESTROY_WITHIN if self.stopped_at else None


def listed(actor: Actor, rows: QuerySet[Sample]) -> list[Listed]:
    """Samples the actor sees: what must be destroyed, the most pressing first; then the newest.

    SECURITY: of what is closed to them, because a donor does not agree now, they learn the code and the order alone.
    """
    stopped = SampleOfDonor._default_manager.filter(sample=OuterRef("pk"), donor__stopped_at__isnull=False)
    gone = last_moves().filter(kind__in=FINAL).values("sample")
    due = rows.annotate(due=Subquery(stopped.exclude(sample__in=gone).values("donor__stopped_at")[:1]))
    samples: list[Any] = list(due.order_by(F("due").asc(nulls_last=True), "-created_at", "-pk")[:MOST])
    read = list(door.visible(actor, Sample, ring=Ring.FORENSIC).filter(pk__in=[row.pk for row in samples]))
    if read:
        journal.record_reading(actor, read, Ring.FORENSIC, [SampleStep.__name__, GeneticProfile.__name__])
    moves = {step.sample_id: step for step in last_moves().filter(sample__in=read)}
    done = set(GeneticProfile._default_manager.filter(sample__in=read).values_list("sample", flat=True))
    return [
        Listed(
            row, moves[row.pk].kind if row.pk in moves else "", moves[row.pk].at if row.pk in moves else None,
            row.due, row.pk in done,
        )
        for row in samples
    ]  # fmt: skip


def worklist(actor: Actor) -> list[Listed]:
    """What a laboratory was asked to test, and what an institution took.  Raises Forbidden."""
    if not may_list(actor):
        raise Forbidden()
    return listed(actor, door.visible(actor, Sample))


def samples_for_system(actor: Actor) -> list[Listed]:
    """The samples that a partner system may see: those of its organisation, and of its laboratory."""
    return listed(actor, door.visible(actor, Sample))


def is_laboratory(actor: Actor) -> bool:
    """Whether the actor works at a laboratory's desk."""
    return Role.GENETIC_LAB in actor.roles


def may_list(actor: Actor) -> bool:
    """Whether to offer the list; the selector decides all the same."""
    return actor.organisation is not None and bool(actor.roles & (SAMPLERS | {Role.GENETIC_LAB}))


def samples_from(actor: Actor, source: Remains | Donor) -> list[Listed]:
    """The samples of remains or of a donor.  Raises Forbidden."""
    table: Any = SampleOfDonor if isinstance(source, Donor) else SampleOfRemains
    opened = door.open(actor, source, Ring.FORENSIC, tables=[table], fields=["collected_by"])
    if PART in opened.closed(source):
        raise Forbidden()
    rows: list[Any] = opened.rows(source, table)
    return listed(actor, door.visible(actor, Sample).filter(pk__in=[row.sample_id for row in rows]))


def laboratories(actor: Actor) -> list[tuple[str, str]]:
    """Organisations that can be asked to test, by reference and name."""
    found = door.visible(actor, Organisation).filter(kind__in=LABORATORIES).order_by("name")
    return [(one.ref, one.name) for one in found if one.may_take_part]
