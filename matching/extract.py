"""Records into profiles, through the door, in the name of the matching job.

Decides which facts of a record become evidence and under which consent.  What a fact weighs is the engine's business;
who may look at the result is the door's.

A case takes part in a comparison only by the consent to that comparison: with remains by `forensic_comparison`, with
other reports and with people found alive by `search`, which never opens its forensic file.  Each ring asks for its own
layer's consent, so the comparisons of one case may rest on different facts (`Consent`).  Somebody found alive takes
part until they say that nothing may be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accessctl import door
from accessctl.actor import Actor
from accessctl.models import Record
from accessctl.rings import Ring
from cases.codes import CaseStatus
from cases.models import (
    Case,
    CaseBelonging,
    CaseDentalChart,
    CaseDocument,
    CaseIncident,
    CaseIntimateMark,
    CaseMark,
    CaseMedical,
    CaseName,
    CaseSearchFile,
    CaseStatement,
    Whereabouts,
    WhereaboutsFile,
    WhereaboutsName,
)
from matching import facts, found_alive
from matching.codes import PairKind
from matching.engine.profile import Profile
from matching.models import (
    CaseForensicProfile,
    CaseReservedProfile,
    CaseSearchProfile,
    RemainsForensicProfile,
    RemainsSearchProfile,
    WhereaboutsProfile,
)
from matching.sides import MODELS, Side, kinds_of, refs_by_column
from remains.codes import COMPARED
from remains.models import (
    ForensicFile,
    OriginIndicator,
    PostMortemProfile,
    Remains,
    RemainsBelonging,
    RemainsDentalChart,
    RemainsDocument,
    RemainsIncident,
    RemainsIntimateMark,
    RemainsMark,
    RemainsMedical,
)

JOB = "matching"
COMPARED_STATUS = CaseStatus.ACTIVE.value
# One job per comparison: what each may read is the policy of its name (`cases.policies`).
JOB_OF_KIND = {
    PairKind.AM_PM: "matching.remains", PairKind.AM_AM: "matching.cases", PairKind.AM_ALIVE: "matching.living",
}  # fmt: skip
CASE_TABLES: dict[Ring, tuple[type[Any], ...]] = {
    Ring.SEARCH: (CaseSearchFile, CaseStatement, CaseName, CaseMark, CaseBelonging, CaseIncident),
    Ring.RESERVED: (CaseDocument,),
    Ring.FORENSIC: (CaseMedical, CaseDentalChart, CaseIntimateMark),
}
CASE_PARTS: dict[Ring, type[Any]] = {
    Ring.SEARCH: CaseSearchProfile,
    Ring.RESERVED: CaseReservedProfile,
    Ring.FORENSIC: CaseForensicProfile,
}
REMAINS_PARTS: dict[Ring, type[Any]] = {Ring.SEARCH: RemainsSearchProfile, Ring.FORENSIC: RemainsForensicProfile}
REMAINS_TABLES: dict[Ring, tuple[type[Any], ...]] = {
    Ring.SEARCH: (PostMortemProfile, OriginIndicator, RemainsMark, RemainsBelonging, RemainsIncident),
    Ring.FORENSIC: (ForensicFile, RemainsDocument, RemainsIntimateMark, RemainsMedical, RemainsDentalChart),
}


WHEREABOUTS_PARTS: dict[Ring, type[Any]] = {Ring.WHEREABOUTS: WhereaboutsProfile}
WHEREABOUTS_TABLES = (WhereaboutsFile, WhereaboutsName)


def matcher() -> Actor:
    """The job that reads records and writes profiles and pairs."""
    return Actor.system_job(JOB)


def comparer(kind: PairKind) -> Actor:
    """The job of one comparison: it sees the cases that consent to this one."""
    return Actor.system_job(JOB_OF_KIND[kind])


def finder() -> Actor:
    """The job that reads whereabouts: no other does, and none of their readings is part of another's."""
    return comparer(PairKind.AM_ALIVE)


def reader(column: str) -> Actor:
    """Who reads records of a kind for the matcher."""
    return finder() if column == "whereabouts" else matcher()


@dataclass(frozen=True)
class Consent:
    """The rings of a case that may enter each kind of comparison now; none: it takes no part in it."""

    rings: dict[PairKind, frozenset[Ring]]

    def allows(self, kind: PairKind) -> bool:
        return Ring.SEARCH in self.rings[kind]

    @property
    def all_rings(self) -> frozenset[Ring]:
        return frozenset().union(*(rings for rings in self.rings.values() if Ring.SEARCH in rings))


def consents(ids: Iterable[UUID] | None = None, only: PairKind | None = None) -> dict[UUID, Consent]:
    """What the active cases admit to now, asked of the door; cases that admit nothing are left out.

    only: asked about one comparison, which says nothing of the others.
    """
    found: dict[UUID, dict[PairKind, set[Ring]]] = {}
    kinds = [kind for kind in kinds_of("case") if only in (None, kind)]
    for kind in kinds:
        actor = comparer(kind)
        for ring in CASE_TABLES:
            cases = door.visible(actor, Case, ring=ring).filter(status=COMPARED_STATUS)
            if ids is not None:
                cases = cases.filter(pk__in=list(ids))
            for key in cases.values_list("pk", flat=True):
                found.setdefault(key, {one: set() for one in kinds})[kind].add(ring)
    every = {key: Consent({kind: frozenset(rings) for kind, rings in held.items()}) for key, held in found.items()}
    return {key: consent for key, consent in every.items() if consent.all_rings}


def comparable_remains(ids: Iterable[UUID] | None = None) -> list[Remains]:
    """The remains that take part in comparison: in care and not yet identified."""
    rows = in_care()
    return list(rows if ids is None else rows.filter(pk__in=list(ids)))


def comparable_remains_of(refs: Iterable[str]) -> list[Remains]:
    """Those of the named remains that take part in comparison."""
    return list(in_care().filter(ref__in=list(refs)))


def in_care() -> QuerySet[Remains]:
    """Remains in care and not yet identified."""
    return door.visible(matcher(), Remains, ring=Ring.SEARCH).filter(status__in=[status.value for status in COMPARED])


Parts = dict[UUID, dict[str, Profile]]
Held = dict[UUID, dict[str, bytes]]


def case_parts(cases: Sequence[Case], allowed: dict[UUID, Consent]) -> tuple[Parts, Held]:
    """Profiles of cases by ring, and those stored: one entry in the journal per ring, naming every case."""
    actor = matcher()
    opened = {
        ring: _open(actor, [case for case in cases if ring in allowed[case.pk].all_rings], ring, tables, CASE_PARTS)
        for ring, tables in CASE_TABLES.items()
    }
    parts = {case.pk: facts.of_case(case, opened).split() for case in cases}
    return parts, _held(cases, opened, CASE_PARTS)


def remains_parts(remains: Sequence[Remains]) -> tuple[Parts, Held]:
    """Profiles of remains by ring, and those stored."""
    actor = matcher()
    opened = {ring: _open(actor, remains, ring, tables, REMAINS_PARTS) for ring, tables in REMAINS_TABLES.items()}
    parts = {row.pk: facts.of_remains(row, opened).split() for row in remains}
    return parts, _held(remains, opened, REMAINS_PARTS)


def whereabouts_parts(found: Sequence[Whereabouts]) -> tuple[Parts, Held]:
    """Profiles of those found alive who may be compared, and those stored of any of them."""
    opened = {Ring.WHEREABOUTS: _open(finder(), found, Ring.WHEREABOUTS, WHEREABOUTS_TABLES, WHEREABOUTS_PARTS)}
    parts = {
        row.pk: {Ring.WHEREABOUTS.value: profile}
        for row in found if (profile := found_alive.profile_of(row, opened[Ring.WHEREABOUTS]))
    }  # fmt: skip
    return parts, _held(found, opened, WHEREABOUTS_PARTS)


def records(refs: Iterable[str]) -> list[Side]:
    """What the matcher knows of these references, of whatever kind, whether or not it may be compared."""
    return [
        row for column, some in refs_by_column(refs).items() if some
        for row in door.visible(reader(column), MODELS[column]).filter(ref__in=some)
    ]  # fmt: skip


def living(refs: Iterable[str]) -> list[Whereabouts]:
    """Reports of these references about people found alive."""
    return list(door.visible(finder(), Whereabouts, ring=Ring.WHEREABOUTS).filter(ref__in=list(refs)))


def _held(records: Sequence[Record], opened: dict[Ring, door.Opened], tables: dict[Ring, type[Any]]) -> Held:
    """The packed parts as they are stored now."""
    return {
        record.pk: {
            ring.value: row.packed for ring, table in tables.items() if (row := opened[ring].one(record, table))
        }
        for record in records
    }


def _open(
    actor: Actor, records: Sequence[Record], ring: Ring, tables: tuple[type[Any], ...], parts: dict[Ring, type[Any]]
) -> door.Opened:
    if not records:
        return door.Opened({})
    return door.open(actor, records, ring, tables=[*tables, parts[ring]])
