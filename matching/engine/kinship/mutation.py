"""How an allele may change when it is handed on: matrices of transition between the alleles of a locus.

Models as in the literature of pedigrees (Egeland, Kling and Mostad, Relationship Inference with Familias and R, 2016,
ch. 2): *equal* (every other allele alike), *proportional* (as frequent as it is), *stepwise* (each further repeat so
many times rarer, and another rate for alleles that differ by a part of a repeat).  Rates are a meiosis of a man and of
a woman.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matching.engine.kinship.tables import repeats_of

FloatArray = NDArray[np.float64]
REST = ""  # the name of the state that stands for all alleles nobody of the family shows


class Model(StrEnum):
    EQUAL = "equal"
    PROPORTIONAL = "proportional"
    STEPWISE = "stepwise"


@dataclass(frozen=True, slots=True)
class Mutation:
    """Rates a meiosis.  further: how much rarer each further repeat is; part: rate of changes by part of a repeat.

    The defaults: 0.002 of a man and 0.0005 of a woman, nine of ten by one repeat.  Raises: ValueError.
    """

    model: Model = Model.STEPWISE
    male: float = 0.002
    female: float = 0.0005
    further: float = 0.1
    part: float = 1e-6

    def __post_init__(self) -> None:
        for rate in (self.male, self.female):
            if not 0 <= rate < 1 or (self.model is Model.STEPWISE and not 0 <= rate + self.part <= 1):
                raise ValueError("A rate of mutation lies from 0 up to 1.")
        if not 0 < self.further <= 1 or self.part < 0:
            raise ValueError("Further repeats are rarer, but not impossible.")

    @property
    def of_anybody(self) -> Mutation:
        """Where it is not known who handed on: the mean of both."""
        mean = (self.male + self.female) / 2
        return Mutation(self.model, mean, mean, self.further, self.part)

    @property
    def can_lump(self) -> bool:
        """Whether alleles that nobody shows may be one state: in a stepwise model it matters how far they are."""
        return self.model is not Model.STEPWISE


@dataclass(frozen=True, slots=True)
class States:
    """The alleles of a locus as a family needs them.  rest: how many alleles the last state stands for, 0 for none.

    mixed: the heterozygosity of the whole locus, which the proportional model is scaled by.
    """

    names: tuple[str, ...]
    shares: tuple[float, ...]
    rest: int = 0
    mixed: float = 0.0

    @property
    def alleles(self) -> int:
        return len(self.names) - bool(self.rest) + self.rest


@lru_cache(maxsize=4096)
def transitions(states: States, mutation: Mutation, rate: float) -> FloatArray:
    """Probability of state j in the child by state i in the parent; each row sums to 1.  Raises: ValueError."""
    makers = {Model.EQUAL: _equal, Model.PROPORTIONAL: _proportional}
    if mutation.model is Model.STEPWISE:
        return stepwise(states.names, rate, mutation.part, mutation.further)
    return makers[mutation.model](states, rate)


def _equal(states: States, rate: float) -> FloatArray:
    counts = np.ones(len(states.names))
    if states.rest:
        counts[-1] = states.rest
    if states.alleles < 2:
        return np.eye(len(states.names))
    each = rate / (states.alleles - 1)
    return np.tile(counts * each, (len(counts), 1)) + np.diag(np.full(len(counts), 1 - rate - each))


def _proportional(states: States, rate: float) -> FloatArray:
    if not states.mixed:
        return np.eye(len(states.names))
    scale = rate / states.mixed
    shares = np.array(states.shares)
    result = np.tile(shares * scale, (len(shares), 1)) + np.diag(np.full(len(shares), 1 - scale))
    if result.min() < 0:
        raise ValueError("The rate of mutation is too high for the frequencies of a locus.")
    return result


def stepwise(alleles: Sequence[str], rate: float, part: float, further: float) -> FloatArray:
    """The stepwise matrix over these alleles.  Raises: ValueError, for an allele that is no number."""
    known = [repeats_of(allele) for allele in alleles]
    result = np.zeros((len(alleles), len(alleles)))
    for i, one in enumerate(known):
        if one is None:
            raise ValueError("A stepwise model takes alleles that are numbers of repeats.")
        near = [j for j, other in enumerate(known) if j != i and other and other[1] == one[1]]
        apart = [j for j, other in enumerate(known) if other and other[1] != one[1]]
        steps = np.array([further ** abs(known[j][0] - one[0]) for j in near])  # type: ignore[index]
        if near:
            result[i, near] = rate * steps / steps.sum()
        if apart:
            result[i, apart] = part / len(apart)
        result[i, i] = 1 - result[i].sum()
    return result
