"""Likelihood ratio of two profiles for a stated relationship against none, locus by locus, in closed form.

`LR = k0 + k1·PO + k2·SELF` with the probabilities that two people share none, one or both alleles of a locus by
descent.  Alleles are drawn with the correction for a subdivided population: the next allele is `a` with
`(n_a·θ + (1 - θ)·p_a) / (1 + (n - 1)·θ)` after n alleles of which n_a were `a`.  Neither mutation nor drop-out: those
take a pedigree (`relations.py`).
Sources: Balding & Nichols, Forensic Sci Int 64:125 (1994); Evett & Weir, Interpreting DNA Evidence (1998), ch. 4;
Thompson, Ann Hum Genet 39:173 (1975) for k0, k1, k2.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from matching.engine.kinship.genotypes import Genotype, Profile
from matching.engine.kinship.panels import Panel


class Relation(StrEnum):
    """What two people may be to each other; of two generations the first of a pair is the elder."""

    PARENT_CHILD = "parent_child"
    FULL_SIBS = "full_sibs"
    HALF_SIBS = "half_sibs"
    AVUNCULAR = "avuncular"
    GRANDPARENT = "grandparent"
    FIRST_COUSINS = "first_cousins"
    SELF = "self"
    UNRELATED = "unrelated"


# Probabilities of sharing no, one and two alleles by descent.
SHARING: dict[Relation, tuple[float, float, float]] = {
    Relation.PARENT_CHILD: (0.0, 1.0, 0.0),
    Relation.FULL_SIBS: (0.25, 0.5, 0.25),
    Relation.HALF_SIBS: (0.5, 0.5, 0.0),
    Relation.AVUNCULAR: (0.5, 0.5, 0.0),
    Relation.GRANDPARENT: (0.5, 0.5, 0.0),
    Relation.FIRST_COUSINS: (0.75, 0.25, 0.0),
    Relation.SELF: (0.0, 0.0, 1.0),
    Relation.UNRELATED: (1.0, 0.0, 0.0),
}


@dataclass(frozen=True, slots=True)
class Weight:
    """A likelihood ratio over loci.  lr 0 has log10 -inf; of a product beyond all numbers, inf, the log is right."""

    loci: int
    lr: float
    log10_lr: float

    @classmethod
    def of(cls, ratios: Iterable[float]) -> Weight:
        found = list(ratios)
        logs = [math.log10(ratio) if ratio > 0 else -math.inf for ratio in found]
        return cls(len(found), math.prod(found), math.fsum(logs))


class Draws:
    """Probabilities of drawing alleles of one locus one after another."""

    def __init__(self, panel: Panel, marker: str, theta: float) -> None:
        self.panel, self.marker, self.theta = panel, marker, theta

    def of(self, alleles: Iterable[str], seen: Iterable[str] = ()) -> float:
        """The probability of drawing these in this order once those were seen."""
        before, result = list(seen), 1.0
        for allele in alleles:
            share = (1 - self.theta) * self.panel.frequency(self.marker, allele)
            result *= (before.count(allele) * self.theta + share) / (1 + (len(before) - 1) * self.theta)
            before.append(allele)
        return result

    def genotype(self, pair: Genotype, seen: Iterable[str] = ()) -> float:
        """The probability that the next two draws are these, in either order."""
        return self.of(pair, seen) * (1 if pair[0] == pair[1] else 2)


def locus_ratio(sharing: tuple[float, float, float], one: Genotype, other: Genotype, draws: Draws) -> float:
    """The likelihood ratio of one locus.  Raises: ZeroDivisionError, for an allele that nobody could have."""
    k0, k1, k2 = sharing
    anyone = draws.genotype(other, one)
    return k0 + (k1 * _one_shared(one, other, draws) + k2 * (one == other)) / anyone


def _one_shared(one: Genotype, other: Genotype, draws: Draws) -> float:
    """The probability of a genotype of which one allele is that of another person, either with a half."""
    rests = [
        other[1 - place]
        for shared in one
        for place in ((0, 1) if other[0] != other[1] else (0,))
        if other[place] == shared
    ]
    return sum(0.5 * draws.of((rest,), one) for rest in rests)


@dataclass
class PairWeights:
    """Weighs pairs for one relationship under one panel; what a locus gave once is kept.

    theta: in [0, 1).  Raises: ValueError.
    """

    panel: Panel
    relation: Relation
    theta: float = 0.0
    _kept: dict[tuple[str, Genotype, Genotype], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 <= self.theta < 1:
            raise ValueError("theta lies from 0 up to 1.")

    def weigh(self, elder: Profile, younger: Profile) -> Weight:
        """Over the loci that both have."""
        return Weight.of(self._ratio(m, elder[m], younger[m]) for m in elder if m in younger)

    def _ratio(self, marker: str, one: Genotype, other: Genotype) -> float:
        key = (marker, one, other)
        if key not in self._kept:
            draws = Draws(self.panel, marker, self.theta)
            self._kept[key] = locus_ratio(SHARING[self.relation], one, other, draws)
        return self._kept[key]
