"""Drawing one of several values by weight, without building arrays each time as `Generator.choice` does."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable
from itertools import accumulate
from typing import Generic, TypeVar

import numpy as np

T = TypeVar("T")


class Choice(Generic[T]):
    """Values with weights, drawn again and again."""

    def __init__(self, pairs: Iterable[tuple[T, float]]) -> None:
        kept = [(value, weight) for value, weight in pairs if weight > 0]
        self.values = tuple(value for value, _ in kept)
        self._cumulative = list(accumulate(weight for _, weight in kept))

    def draw(self, rng: np.random.Generator) -> T:
        return self.values[min(bisect(self._cumulative, rng.random() * self._cumulative[-1]), len(self.values) - 1)]


def one_of(rng: np.random.Generator, values: tuple[T, ...]) -> T:
    """One value, all equally likely."""
    return values[int(rng.integers(len(values)))]
