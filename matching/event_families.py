"""Families of whom several are missing, on the board of an event: their ways to place remains, as one reader may have
them, and how they enter the suggestion for all together.

A family is placed as a whole: by a way that was weighed for it (`matching.kinship.several`), or by the evidence alone
among remains that no way of it names.  Kinship of single pairs is left out for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from accessctl import door
from accessctl.actor import Actor
from accessctl.rings import Ring
from matching.engine.whole_event import NOBODY, assign
from matching.models import CandidatePair, FamilyPlacing
from remains.models import Remains, Sample
from remains.policies import disagreed

Place = tuple[int, int]  # a row and a column of the board
Way = tuple[Place, ...]
TRIES, EACH = 200, 12  # ways of all families together that are tried; of each family, the best


@dataclass(frozen=True)
class Family:
    """Ways in places of the board, with log10 of their ratio.  bounded: not all that could be were weighed."""

    ways: Mapping[Way, float]
    bounded: bool

    @property
    def rows(self) -> set[int]:
        return {row for way in self.ways for row, _column in way}

    @property
    def columns(self) -> set[int]:
        return {column for way in self.ways for _row, column in way}


def families(
    actor: Actor,
    pairs: Mapping[tuple[UUID, UUID], CandidatePair],
    rows: Mapping[UUID, int],
    columns: Mapping[UUID, int],
) -> list[Family]:
    """Those whose figures are open to the reader; opening them is journalled.

    SECURITY: rings are asked for before lines; a way counts where all its remains are open to the reader, and it says
    nothing of any other.  That others of the family are missing is told where two of them are on the reader's board.
    """
    open_ = door.visible(actor, Remains, ring=Ring.FORENSIC).filter(pk__in={found for _case, found in pairs})
    read = {row.pk: row for row in open_}
    wanted = {pair.pk: (rows[ends[0]], columns[ends[1]]) for ends, pair in pairs.items() if ends[1] in read}
    held = list(FamilyPlacing._default_manager.filter(pair__in=wanted).defer("found"))
    samples = {one for row in held for one in row.samples}
    left = set(Sample._default_manager.filter(pk__in=samples).values_list("pk", flat=True))
    left -= set(disagreed().filter(sample__in=samples).values_list("sample", flat=True))
    held = [row for row in held if left.issuperset(row.samples)]
    if not held:
        return []
    records = [read[key] for key in {row.remains_id for row in held}]
    opened = door.open(
        actor, records, Ring.FORENSIC, tables=[FamilyPlacing], where=Q(pair__in=[row.pair_id for row in held]),
        within_reach=True,
    )  # fmt: skip
    clear: list[Any] = [row for remains in records for row in opened.rows(remains, FamilyPlacing)]
    return _families({row.pair_id: row.inputs for row in held}, clear, wanted)


def _families(inputs: Mapping[UUID, str], clear: Sequence[Any], wanted: Mapping[UUID, Place]) -> list[Family]:
    """By the digest of what they were weighed of, which all rows of one family share."""
    by_family: dict[str, list[Any]] = defaultdict(list)
    for row in clear:
        by_family[inputs[row.pair_id]].append(row)
    found = []
    for rows in by_family.values():
        told = {str(row.pair_id): wanted[row.pair_id] for row in rows}
        ways = {
            tuple(sorted(told[key] for key in keys)): float(log10)
            for row in rows for keys, log10 in row.found["ways"] if told.keys() >= set(keys)
        }  # fmt: skip
        found.append(Family(ways, any(row.found["bounded"] for row in rows)))
    return [family for family in found if len(family.rows) > 1]


def supports(evidence: NDArray[np.float64], some: Sequence[Family]) -> dict[Place, float]:
    """log10 by which kinship speaks for a pair of a family: the best way with it against the best without either.

    evidence: (rows, columns) log10 LR of the other lines; -inf or NaN where a pair cannot be.
    """
    found: dict[Place, float] = {}
    for family in some:
        values = _values(evidence, family)
        for place in {place for way in values for place in way}:
            apart = [0.0, *(value for way, value in values.items() if not _meets(way, place))]
            found[place] = max(value for way, value in values.items() if place in way) - max(apart) - evidence[place]
    return found


def placed(
    weights: NDArray[np.float64], evidence: NDArray[np.float64], some: Sequence[Family], least: float
) -> NDArray[np.int64]:
    """The column of each row, NOBODY for none, when families are placed as a whole and everybody else one to one.

    weights: as `engine.whole_event.assign` takes them, of those who are in no family.  The sum of all is greatest among
    the combinations of the families' ways that are tried.
    """
    alone = weights.copy()
    for family in some:
        alone[np.ix_(sorted(family.rows), sorted(family.columns))] = -np.inf
    options = [_options(evidence, family, least) for family in some]
    best, found = -np.inf, assign(alone, least)
    if not some:
        return found
    rest = _sum(alone, found, least)  # no rest is worth more than this
    combined = sorted(_combined(options), key=lambda one: -one[0])
    for gain, way in combined[:TRIES]:
        if gain + rest <= best:
            break
        left = alone.copy()
        for row, column in way:
            left[row, :] = left[:, column] = -np.inf
        columns = assign(left, least)
        total = gain + _sum(left, columns, least)
        if total > best:
            best = total
            for row, column in way:
                columns[row] = column
            found = columns
    return found


def _values(evidence: NDArray[np.float64], family: Family) -> dict[Way, float]:
    """log10 of ways with the evidence of their pairs; without those that cannot be or were not compared."""
    logs = {way: log10 + sum(float(evidence[place]) for place in way) for way, log10 in family.ways.items()}
    return {way: value for way, value in logs.items() if np.isfinite(value)}


def _meets(way: Way, place: Place) -> bool:
    return any(row == place[0] or column == place[1] for row, column in way)


def _options(evidence: NDArray[np.float64], family: Family, least: float) -> list[tuple[float, Way]]:
    """What ways gain, the best first; the last is that none of the family is placed by kinship."""
    gains = sorted(((value - least * len(way), way) for way, value in _values(evidence, family).items()), reverse=True)
    return [*((gain, way) for gain, way in gains[:EACH] if gain > 0), (0.0, ())]


def _combined(options: Sequence[Sequence[tuple[float, Way]]]) -> list[tuple[float, Way]]:
    """A way of each family, no remains twice; the least promising are left out where there would be too many."""
    found: list[tuple[float, Way]] = [(0.0, ())]
    for some in options:
        both = [
            (gain + more, (*way, *further)) for (gain, way), (more, further) in product(found, some)
            if not {column for _row, column in way} & {column for _row, column in further}
        ]  # fmt: skip
        found = sorted(both, key=lambda one: -one[0])[:TRIES]
    return found


def _sum(weights: NDArray[np.float64], columns: NDArray[np.int64], least: float) -> float:
    rows = np.flatnonzero(columns != NOBODY)
    return float((weights[rows, columns[rows]] - least).sum())
