"""How the alleles of people without recorded parents are drawn, one population of several subpopulations included.

With θ = 0 they are independent.  Otherwise they are exchangeable: as if the frequencies of the subpopulation were a
draw from a Dirichlet distribution of concentration (1 - θ)/θ, which gives the rule of `pairwise.Draws`.  Known
genotypes of founders are taken into that distribution; over the alleles that nobody looked at its mean is exact in two
ways, and the cheaper is taken:

- a cubature of Gauss and Jacobi over the frequencies, for the likelihood is a polynomial in them; points grow with the
  power of the number of states;
- a sum over which of these alleles are copies of one another (the urn of Blackwell and MacQueen, Ann Stat 1:353, 1973);
  terms grow with the Bell numbers of the number of alleles.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from matching.engine.kinship.mutation import FloatArray

Partition = tuple[int, ...]  # the block of each allele, blocks numbered in the order they appear


@dataclass(frozen=True, slots=True)
class Urn:
    """A Dirichlet distribution of the frequencies of states: their weights before the next allele is drawn."""

    weights: tuple[float, ...]

    @property
    def whole(self) -> float:
        return math.fsum(self.weights)

    @property
    def shares(self) -> FloatArray:
        return np.array(self.weights) / self.whole

    def drawn(self, states: Sequence[int]) -> tuple[float, Urn]:
        """The probability of drawing these in this order, and the urn after it."""
        weights, chance = list(self.weights), 1.0
        for state in states:
            chance *= weights[state] / math.fsum(weights)
            weights[state] += 1
        return chance, Urn(tuple(weights))


def points(urn: Urn, degree: int) -> tuple[FloatArray, FloatArray]:
    """Frequencies (n, states) and weights (n): exact means of every polynomial of that degree in the frequencies."""
    present = [i for i, weight in enumerate(urn.weights) if weight > 0]
    rest = urn.whole
    sticks = []
    for i in present[:-1]:
        rest -= urn.weights[i]
        sticks.append(beta_rule(urn.weights[i], max(rest, 1e-300), degree // 2 + 1))
    shares = np.zeros((math.prod(len(nodes) for nodes, _w in sticks), len(urn.weights)))
    chances = np.ones(len(shares))
    for row, chosen in enumerate(product(*(range(len(nodes)) for nodes, _w in sticks))):
        left = 1.0
        for i, (nodes, weights), j in zip(present, sticks, chosen, strict=False):
            shares[row, i] = left * nodes[j]
            left *= 1 - nodes[j]
            chances[row] *= weights[j]
        shares[row, present[-1]] = left
    return shares, chances


def n_points(urn: Urn, degree: int) -> int:
    return int((degree // 2 + 1) ** (sum(weight > 0 for weight in urn.weights) - 1))


def beta_rule(a: float, b: float, n: int) -> tuple[FloatArray, FloatArray]:
    """Nodes in (0, 1) and weights: exact means under Beta(a, b) of polynomials of degree 2n - 1.

    Source: Golub and Welsch, Math Comp 23:221 (1969), with the recurrence of the Jacobi polynomials.
    """
    alpha, beta = b - 1, a - 1
    both = alpha + beta
    middle = np.empty(n)
    middle[0] = (beta - alpha) / (both + 2)
    beside = np.empty(n - 1)
    for j in range(1, n):
        twice = 2 * j + both
        middle[j] = (beta - alpha) * both / (twice * (twice + 2))
        if j == 1:
            square = 4 * (1 + alpha) * (1 + beta) / ((both + 2) ** 2 * (both + 3))
        else:
            square = 4 * j * (j + alpha) * (j + beta) * (j + both) / (twice**2 * (twice + 1) * (twice - 1))
        beside[j - 1] = math.sqrt(square)
    values, vectors = np.linalg.eigh(np.diag(middle) + np.diag(beside, 1) + np.diag(beside, -1))
    return (1 + values) / 2, vectors[0] ** 2


def bell(n: int) -> int:
    """How many ways there are to say which of n alleles are copies of one another."""
    row = [1]
    for _ in range(n):
        following = [row[-1]]
        for value in row:
            following.append(following[-1] + value)
        row = following
    return row[0]


@lru_cache(maxsize=16)
def partitions(n: int) -> tuple[Partition, ...]:
    """All of them."""
    return tuple(_grown(n))


def _grown(n: int) -> Iterator[Partition]:
    if n == 0:
        yield ()
        return
    for before in _grown(n - 1):
        for block in range(max(before, default=-1) + 2):
            yield (*before, block)


def chance_of(partition: Partition, whole: float) -> float:
    """The probability that draws from an urn of that weight are copies of one another just so."""
    chance = 1.0
    sizes: list[int] = []
    for n, block in enumerate(partition):
        if block == len(sizes):
            sizes.append(0)
            chance *= whole / (whole + n)
        else:
            chance *= sizes[block] / (whole + n)
        sizes[block] += 1
    return chance
