"""Sums of products over many variables, one variable after the other (variable elimination).

Knows nothing of genetics.  The order is greedy by the size of the table that eliminating a variable makes, which is
exact in any order and small in a good one.  Source: Zhang and Poole, J Artif Intell Res 5:301 (1996); for pedigrees
Elston and Stewart, Hum Hered 21:523 (1971), and Lauritzen and Sheehan, Stat Sci 18:489 (2003).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from string import ascii_letters
from typing import NamedTuple

import numpy as np

from matching.engine.kinship.mutation import FloatArray

# Elements of the largest table that is made: 200 MB.
LARGEST = 25_000_000


class TooLarge(ValueError):
    """A family whose exact likelihood would take too long or too much memory."""


class Factor(NamedTuple):
    """A table over variables, an axis each."""

    scope: tuple[int, ...]
    table: FloatArray


def total(factors: Sequence[Factor], sizes: Sequence[int]) -> float:
    """The sum of the product of all factors over all values of all variables."""
    return float(marginal(factors, sizes, ()))


def marginal(factors: Sequence[Factor], sizes: Sequence[int], keep: tuple[int, ...]) -> FloatArray:
    """The sum over all variables but these, whose axes stand in this order.  Raises: TooLarge."""
    scopes = tuple(factor.scope for factor in factors)
    pool = list(factors)
    for variable in _order(scopes, tuple(sizes), keep):
        touched = [factor for factor in pool if variable in factor.scope]
        pool = [factor for factor in pool if variable not in factor.scope]
        scope = tuple(sorted({v for factor in touched for v in factor.scope} - {variable}))
        pool.append(_product(touched, scope))
    return _product(pool, keep).table


def _product(factors: Sequence[Factor], scope: tuple[int, ...]) -> Factor:
    """The product of factors, summed over what is not in the scope."""
    if not factors:
        return Factor(scope, np.ones(()))
    *small, last = sorted(factors, key=lambda factor: factor.table.size)
    whole = small[0] if small else Factor((), np.ones(()))
    for factor in small[1:]:
        whole = einsum((whole, factor), tuple(sorted({*whole.scope, *factor.scope})))
    return einsum((whole, last), scope)


def einsum(factors: Sequence[Factor], scope: tuple[int, ...]) -> Factor:
    """The product of factors by numpy, summed over what is not in the scope; an axis named twice is a diagonal."""
    letters = dict(zip(dict.fromkeys(v for factor in factors for v in factor.scope), ascii_letters, strict=False))
    terms = ",".join("".join(letters[v] for v in factor.scope) for factor in factors)
    tables = [factor.table for factor in factors]
    return Factor(scope, np.einsum(f"{terms}->{''.join(letters[v] for v in scope)}", *tables))


@lru_cache(maxsize=1024)
def _order(scopes: tuple[tuple[int, ...], ...], sizes: tuple[int, ...], keep: tuple[int, ...]) -> tuple[int, ...]:
    """Variables in the order of their elimination.  Raises: TooLarge."""
    beside: dict[int, set[int]] = {v: set() for scope in scopes for v in scope}
    for scope in scopes:
        for v in scope:
            beside[v] |= set(scope)
    waiting = set(beside) - set(keep)
    order = []
    while waiting:
        cost = {v: math.prod(sizes[n] for n in beside[v]) for v in waiting}
        best = min(waiting, key=lambda v: (cost[v], v))
        if cost[best] > LARGEST:
            raise TooLarge("The family is too large or too entangled for an exact likelihood.")
        around = beside.pop(best) - {best}
        for v in around:
            beside[v] = (beside[v] | around) - {best}
        waiting.discard(best)
        order.append(best)
    return tuple(order)
