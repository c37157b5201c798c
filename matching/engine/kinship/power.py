"""Which relative to sample next: how much a family could say of its missing member, before anything is sampled.

For each relative who might give a sample, the log10 likelihood ratio that remains of the missing person would then
have: its mean, exactly, and how it spreads, by draws with a seed.  It rests on what the family's profiles say already.
Alleles neither change nor drop out in it and θ is 0: a figure for planning, and no result.
Source: Vigeland, Marsico, Pinto and Egeland, Forensic Sci Int Genet 48:102376 (2020), for the question.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.kinship.dropping import drop
from matching.engine.kinship.families import Family, ImpossibleProfiles, Typed
from matching.engine.kinship.likelihood import Genetics, Look, joint_alleles
from matching.engine.kinship.mutation import FloatArray
from matching.engine.kinship.panels import Panel
from matching.engine.kinship.pedigree import Pedigree

DRAWS = 2_000
FAMILIES = 5  # drawn for a mean: with twenty loci each, the figure moves by some tenths
STRONG = 4.0  # a ratio of 10,000


@dataclass(frozen=True, slots=True)
class Outlook:
    """What remains of the missing person would weigh.  relative: who gives a sample, "" for nobody more."""

    relative: str
    mean: float
    low: float  # one in twenty is below
    median: float
    high: float  # one in twenty is above
    strong: float  # share above a ratio of 10,000
    stranger: float  # share of strangers' remains above a ratio of 10


@dataclass(frozen=True, slots=True)
class Plan:
    """Whose remains are looked for, in which family, and what the laboratory types.

    The same seed gives the same figures.  Raises: ValueError, for somebody who is not in the pedigree or has a profile.
    """

    family: Family
    missing: str
    panel: Panel
    loci: Sequence[str]
    seed: int
    draws: int = DRAWS

    def __post_init__(self) -> None:
        self._ask(self.missing)

    def outlooks(self, relatives: Sequence[str]) -> list[Outlook]:
        """As it is, and with one relative more, the most telling first.

        Raises: ValueError, for somebody who gives no further sample; ImpossibleProfiles; TooLarge.
        """
        for code in relatives:
            self._ask(code)
            if code == self.missing:
                raise ValueError(f"{code} is missing and gives no further sample.")
        return sorted((self._outlook(code) for code in ("", *relatives)), key=lambda one: -one.mean)

    def means(self, relatives: Sequence[str]) -> dict[str, float]:
        """The mean of log10 of the ratio as it is, under "", and with each relative more: exactly, without a draw."""
        for code in relatives:
            self._ask(code)
        return {code: self._mean(code) for code in ("", *relatives)}

    def _mean(self, relative: str) -> float:
        tables = (self._table(relative, marker) for marker in self.loci)
        return sum(
            float((table * np.where(table > 0, _log_ratios(table, shares), 0.0)).sum()) for table, shares in tables
        )

    def _ask(self, code: str) -> None:
        if code not in self.family.pedigree.by_code:
            raise ValueError(f"{code} is not in the pedigree.")
        if code in self.family.typed:
            raise ValueError(f"{code} has a profile and gives no further sample.")

    def _outlook(self, relative: str) -> Outlook:
        rng = np.random.default_rng(self.seed)
        mean, own, strangers = 0.0, np.zeros(self.draws), np.zeros(self.draws)
        for marker in self.loci:
            table, shares = self._table(relative, marker)
            logs = _log_ratios(table, shares)
            mean += float((table * np.where(table > 0, logs, 0.0)).sum())
            own += _drawn(table, logs, rng, self.draws)
            apart = shares[:, None, None] * shares[None, :, None] * table.sum(axis=(0, 1))
            strangers += _drawn(apart, logs, rng, self.draws)
        low, median, high = np.quantile(own, (0.05, 0.5, 0.95)).tolist()
        return Outlook(relative, mean, low, median, high, float((own > STRONG).mean()), float((strangers > 1).mean()))

    def _table(self, relative: str, marker: str) -> tuple[FloatArray, FloatArray]:
        """Probability of the alleles of the missing person (two axes) and of the relative's genotype (the last one),
        given the profiles there are; and the frequencies of alleles.
        """
        looks = [Look(code, typed.profile[marker], typed.dropout)
                 for code, typed in self.family.typed.items() if marker in typed.profile]  # fmt: skip
        members = (self.missing, relative) if relative else (self.missing,)
        alleles, shares = joint_alleles(self.family.pedigree, looks, marker, Genetics(self.panel), members)
        whole = float(alleles.sum())
        if whole <= 0:
            raise ImpossibleProfiles(marker)
        k = len(shares)
        table = alleles.reshape(k, k, -1) / whole
        both = (table + table.transpose(1, 0, 2)) / 2  # which allele is whose parent's is not seen
        if relative:
            pairs = both.reshape(k, k, k, k)
            both = ((pairs + pairs.transpose(0, 1, 3, 2)) / 2).reshape(k, k, -1)
        return both, shares


def _log_ratios(table: FloatArray, shares: FloatArray) -> FloatArray:
    """log10 of the ratio by alleles; -inf where they cannot go together."""
    of_strangers = shares[:, None, None] * shares[None, :, None] * table.sum(axis=(0, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(table > 0, np.log10(table / of_strangers), -np.inf)


def _drawn(table: FloatArray, logs: FloatArray, rng: np.random.Generator, draws: int) -> FloatArray:
    """Log ratios of so many draws from a table."""
    ends = np.cumsum(table.ravel())
    places = np.searchsorted(ends, rng.random(draws) * ends[-1], side="right")
    drawn: FloatArray = logs.ravel()[np.minimum(places, len(ends) - 1)]
    return drawn


def expected(
    pedigree: Pedigree, missing: str, given: Collection[str], relatives: Sequence[str], panel: Panel,
    *, loci: Sequence[str], seed: int, families: int = FAMILIES,
) -> dict[str, float]:  # fmt: skip
    """`Plan.means` of a family of whom it is known only who gave a sample: the mean over drawn families.

    Where nobody gave one, exact.  The same seed gives the same figures.
    """
    rng = np.random.default_rng(seed)
    found = []
    for _number in range(families if given else 1):
        everybody = drop(pedigree, panel, loci, rng)
        typed = {code: Typed(everybody[code]) for code in given}
        found.append(Plan(Family(pedigree, typed), missing, panel, loci, seed).means(relatives))
    return {code: sum(one[code] for one in found) / len(found) for code in found[0]}


def ranking(found: Sequence[Outlook]) -> Mapping[str, float]:
    """What each relative adds to the mean of the family as it is."""
    [alone] = [one.mean for one in found if not one.relative]
    return {one.relative: one.mean - alone for one in found if one.relative}
