"""All files of an event together: the joint suggestion, the shares of belief, and who may be nobody here.

Kinship is weighed in where a reader asks for it; until then no figure of it is opened.  Evidence and kinship each weigh
once, as what they are: two findings about the same two people.  Neither line is changed by the other and no sum of them
is kept or shown.  It is an order of work; nothing here identifies anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from accessctl.actor import Actor
from cases.models import Case
from matching import event_board, event_families, event_kinship
from matching.codes import Band, PairState
from matching.engine.event_posterior import Shares, shares
from matching.engine.posterior import band as share_band
from matching.engine.score import band as band_of
from matching.engine.weights import DEFAULT
from matching.engine.whole_event import NOBODY, worth
from matching.event_board import PAGE_SIZE, Cell, CellPage, Sheet
from matching.event_families import Family
from matching.event_kinship import Kin, Kinships
from matching.wording import reasons
from matching.wording.reasons import Words
from remains.models import Remains


@dataclass(frozen=True)
class Together:
    """What one reader's board amounts to.

    weights: (cases, remains) log10 of both lines; -inf: not to be named.  evidence: the same without kinship; families:
    those of whom several are missing.
    """

    sheet: Sheet
    kinships: Kinships
    weights: NDArray[np.float64]
    shares: Shares
    evidence: NDArray[np.float64]
    families: list[Family] = field(default_factory=list)


@dataclass(frozen=True)
class Unaccounted:
    """A file that nobody holds to be of one person with another.

    nobody: code of how likely none here is the one; None before it was compared with all.
    """

    record: Case | Remains
    nobody: str | None

    @property
    def words(self) -> Words:
        return reasons.NONE_BANDS.get(self.nobody or "", "")


@dataclass(frozen=True)
class UnaccountedPage:
    """A page of one side, by reference."""

    rows: Sequence[Unaccounted]
    count: int
    next: str | None
    count_capped: bool = False


def together(actor: Actor, found: Sheet, *, kinship: bool = False) -> Together:
    """Weigh the board of a reader.  kinship: with the lines that they may have; opening their figures is journalled."""
    kinships = event_kinship.lines(actor, found.of_two) if kinship else {}
    evidence, some = _weights(found, {}), list[Family]()
    if kinship:
        rows = {row.pk: number for number, row in enumerate(found.cases)}
        columns = {row.pk: number for number, row in enumerate(found.remains)}
        some = event_families.families(actor, found.of_two, rows, columns)
        kinships |= _of_families(found, evidence, some)
    weights = _weights(found, kinships)
    return Together(found, kinships, weights, shares(weights, found.rates.m("registered", "am-pm")), evidence, some)


def _of_families(found: Sheet, evidence: NDArray[np.float64], some: list[Family]) -> Kinships:
    """What kinship says of the pairs of families, beside the best that can be for all others of them."""
    of_place = event_families.supports(evidence, some)
    kin: Kinships = {}
    for family in some:
        for row, column in sorted({place for way in family.ways for place in way} & of_place.keys()):
            log10 = of_place[row, column]
            ends = (found.cases[row].pk, found.remains[column].pk)
            kin[ends] = Kin(Band(band_of(log10, DEFAULT)), log10, len(family.rows), family.bounded)
    return kin


def suggestion(found: Together) -> list[Cell]:
    """The joint assignment, those with most support first."""
    weights, sheet = found.weights, found.sheet
    columns = event_families.placed(weights, found.evidence, found.families, worth(weights))
    named = [(row, column) for row, column in enumerate(columns.tolist()) if column != NOBODY]
    named.sort(key=lambda place: (-weights[place], place))
    nobody = _nobody(found, Case)
    return [
        event_board.cell(
            sheet, row, column, lead=_lead(weights, row, column),
            kinship=found.kinships.get((sheet.cases[row].pk, sheet.remains[column].pk)),
            share=share_band(float(found.shares.pairs[row, column])),
            nobody=nobody[sheet.cases[row].pk] or "",
        )
        for row, column in named
    ]  # fmt: skip


def page_of_suggestion(found: Together, *, after: str = "") -> CellPage:
    """A page of the joint assignment.  after: as in `next`."""
    named = suggestion(found)
    keys = [f"{one.case.ref}.{one.remains.ref}" for one in named]
    start = keys.index(after) + 1 if after in keys else 0
    rows = named[start : start + PAGE_SIZE]
    return CellPage(rows, len(named), keys[start + len(rows) - 1] if len(named) > start + PAGE_SIZE else None)


def unaccounted(found: Together, side: type[Case] | type[Remains], *, after: str = "") -> UnaccountedPage:
    """25 of the missing people, or of the remains, that are not accounted for, by reference."""
    standing = event_board.standing(found.sheet)
    records: Sequence[Case | Remains] = standing.open_cases if side is Case else standing.open_remains
    nobody = _nobody(found, side)
    rest = [row for row in records if row.ref > after]
    rows = [Unaccounted(row, nobody[row.pk]) for row in rest[:PAGE_SIZE]]
    return UnaccountedPage(rows, len(records), rows[-1].record.ref if len(rest) > PAGE_SIZE else None)


def _nobody(found: Together, side: type[Case] | type[Remains]) -> dict[UUID, str | None]:
    """How likely none here is the one, of each record of a side; None for one that was not compared with all."""
    sheet, is_case = found.sheet, side is Case
    ends: Sequence[Case | Remains] = sheet.cases if is_case else sheet.remains
    nobody = found.shares.rows_nobody if is_case else found.shares.columns_nobody
    lacking = np.asarray(np.isnan(sheet.scores).any(axis=int(is_case)))
    return {
        row.pk: None if lacks else share_band(float(share))
        for row, share, lacks in zip(ends, nobody, lacking, strict=True)
    }


def _weights(found: Sheet, kinships: Kinships) -> NDArray[np.float64]:
    """Without what reviewers excluded, and without whom an authority has confirmed."""
    weights = found.scores.copy()
    rows = {row.pk: number for number, row in enumerate(found.cases)}
    columns = {row.pk: number for number, row in enumerate(found.remains)}
    for (case, remains), kin in kinships.items():
        weights[rows[case], columns[remains]] += kin.log10 or 0.0
    for (case, remains), pair in found.of_two.items():
        if pair.state == PairState.EXCLUDED:
            weights[rows[case], columns[remains]] = -np.inf
        elif pair.state == PairState.CONFIRMED:
            weights[rows[case], :] = weights[:, columns[remains]] = -np.inf
    return weights


def _lead(weights: NDArray[np.float64], row: int, column: int) -> float | None:
    """How far the pair stands before the next best of either record; None if there is none."""
    others = np.concatenate([np.delete(weights[row], column), np.delete(weights[:, column], row)])
    rest = others[np.isfinite(others)]
    return float(weights[row, column] - rest.max()) if rest.size else None
