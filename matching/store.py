"""Reading the matcher's sealed profiles, through the door, in bulk.

One entry in the journal names every record of a batch; a case's parts are merged for each comparison it consents to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Protocol, TypeVar
from uuid import UUID

from accessctl import door
from accessctl.actor import Actor
from accessctl.rings import Ring
from cases.models import Case, Whereabouts
from matching.codes import PairKind
from matching.engine.profile import Profile, merge
from matching.extract import CASE_PARTS, REMAINS_PARTS, Consent, comparable_remains, consents, finder, matcher
from matching.models import WhereaboutsProfile
from matching.sides import Side, column_of, kinds_of

CHUNK = 500
T = TypeVar("T")
Profiles = dict[UUID, dict[PairKind, Profile]]


def case_profiles(ids: Iterable[UUID], only: PairKind | None = None) -> Profiles:
    """The profiles of active cases by comparison, or for one alone; a case that consents to none is left out."""
    found: Profiles = {}
    for chunk in chunks(ids):
        allowed = consents(chunk, only)
        cases = list(door.visible(matcher(), Case, ring=Ring.SEARCH).filter(pk__in=list(allowed)))
        parts: dict[UUID, dict[str, Profile]] = {}
        for ring, table in CASE_PARTS.items():
            _read(parts, [case for case in cases if ring in allowed[case.pk].all_rings], ring, table)
        found.update({key: merged for key, held in parts.items() if (merged := merged_by_kind(held, allowed[key]))})
    return found


def merged_by_kind(parts: dict[str, Profile], consent: Consent) -> dict[PairKind, Profile]:
    """One profile per comparison the case consents to, of the rings that may enter it."""
    return {
        kind: merge(part for ring, part in parts.items() if Ring(ring) in rings)
        for kind, rings in consent.rings.items()
        if Ring.SEARCH in rings and Ring.SEARCH.value in parts
    }


def remains_profiles(ids: Iterable[UUID], only: PairKind | None = None) -> Profiles:
    """The profiles of remains that take part in comparison: they say the same in each."""
    found: Profiles = {}
    for chunk in chunks(comparable_remains(ids)):
        parts: dict[UUID, dict[str, Profile]] = {}
        for ring, table in REMAINS_PARTS.items():
            _read(parts, chunk, ring, table)
        found.update({key: dict.fromkeys(kinds_of("remains"), merge(held.values())) for key, held in parts.items()})
    return found


def whereabouts_profiles(ids: Iterable[UUID], only: PairKind | None = None) -> Profiles:
    """The profiles of people found alive: who may not be sought has none."""
    found: Profiles = {}
    for chunk in chunks(ids):
        rows = list(door.visible(finder(), Whereabouts, ring=Ring.WHEREABOUTS).filter(pk__in=chunk))
        parts: dict[UUID, dict[str, Profile]] = {}
        _read(parts, rows, Ring.WHEREABOUTS, WhereaboutsProfile, finder())
        found.update({key: {PairKind.AM_ALIVE: merge(held.values())} for key, held in parts.items()})
    return found


class Reader(Protocol):
    """Profiles of records of one kind; only: no more than this comparison needs."""

    def __call__(self, ids: Iterable[UUID], only: PairKind | None = None) -> Profiles: ...


READERS: dict[str, Reader] = {
    "case": case_profiles, "remains": remains_profiles, "whereabouts": whereabouts_profiles,
}  # fmt: skip


def profiles_of(records: Iterable[Side], only: PairKind | None = None) -> Profiles:
    """The profiles of records of any kind, by comparison; only: no more than this one needs."""
    keys: dict[str, list[UUID]] = {}
    for record in records:
        keys.setdefault(column_of(record), []).append(record.pk)
    return {key: held for column, some in keys.items() for key, held in READERS[column](some, only).items()}


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Batches; of CHUNK records unless told otherwise, as many as one entry of the journal names."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def unpack(packed: bytes) -> Profile | None:
    """The part, or None if another version of the engine wrote it: it is extracted anew in time."""
    try:
        return Profile.from_json(packed)
    except ValueError:
        return None


def _read(
    parts: dict[UUID, dict[str, Profile]],
    records: Sequence[Side],
    ring: Ring,
    table: type[Any],
    actor: Actor | None = None,
) -> None:
    if not records:
        return
    packed = door.open_column(actor or matcher(), records, ring, table, "packed")
    for record in records:
        if record.pk in packed and (part := unpack(packed[record.pk])) is not None:
            parts.setdefault(record.pk, {})[ring.value] = part
