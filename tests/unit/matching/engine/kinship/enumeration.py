"""The oracle: the probability of a family's profiles by writing down every assignment of alleles to everybody.

Shares no code with the engine and none of its shortcuts: every allele of the panel is a state of its own, θ is the rule
of drawing one allele after another, and the matrices of mutation are written from their definitions.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Pair = tuple[str, str]
Matrix = dict[tuple[str, str], float]


@dataclass(frozen=True)
class World:
    """A family of at most five people at one locus, and what was seen of some, with each one's drop-out."""

    members: list[tuple[str, str, str]]  # code, father, mother; parents first
    seen: list[tuple[str, Pair, float]]
    shares: dict[str, float]
    theta: float
    model: str  # none, equal, proportional or stepwise
    rates: tuple[float, float]

    def matrix(self, rate: float) -> Matrix:
        alleles = list(self.shares)
        mixed = sum(p * (1 - p) for p in self.shares.values())
        found = {}
        for a in alleles:
            for b in alleles:
                if a != b:
                    found[a, b] = self._changed(a, b, rate, mixed)
            found[a, a] = 1 - sum(found[a, b] for b in alleles if b != a)
        return found

    def _changed(self, a: str, b: str, rate: float, mixed: float) -> float:
        if self.model == "none":
            return 0.0
        if self.model == "equal":
            return rate / (len(self.shares) - 1)
        if self.model == "proportional":
            return rate * self.shares[b] / mixed
        part = lambda text: text.partition(".")[2]  # noqa: E731
        whole = lambda text: int(text.partition(".")[0])  # noqa: E731
        if part(a) != part(b):
            return 0.01 / sum(part(x) != part(a) for x in self.shares)
        steps = {x: 0.2 ** abs(whole(x) - whole(a)) for x in self.shares if x != a and part(x) == part(a)}
        return rate * steps[b] / sum(steps.values())

    def probability(self) -> float:
        male, female = (self.matrix(rate) for rate in self.rates)
        return sum(self._ways(self.members, {}, [], male, female))

    def _ways(
        self, left: list[tuple[str, str, str]], known: dict[str, Pair], drawn: list[str], male: Matrix, female: Matrix
    ) -> Iterator[float]:
        if not left:
            yield 1.0
            return
        (code, father, mother), *rest = left
        for one in self.shares:
            from_father, after_one = self._origin(one, father, known, drawn, male)
            for other in self.shares:
                from_mother, after = self._origin(other, mother, known, after_one, female)
                chance = from_father * from_mother * self._looks(code, (one, other))
                if chance:
                    for further in self._ways(rest, {**known, code: (one, other)}, after, male, female):
                        yield chance * further

    def _origin(
        self, allele: str, parent: str, known: dict[str, Pair], drawn: list[str], matrix: Matrix
    ) -> tuple[float, list[str]]:
        if parent:
            return sum(matrix[a, allele] for a in known[parent]) / 2, drawn
        n, theta = len(drawn), self.theta
        chance = (drawn.count(allele) * theta + (1 - theta) * self.shares[allele]) / (1 + (n - 1) * theta)
        return chance, [*drawn, allele]

    def _looks(self, code: str, has: Pair) -> float:
        chance = 1.0
        for member, seen, dropout in self.seen:
            if member == code:
                showing: dict[frozenset[str], float] = {}
                for first in (True, False):
                    for second in (True, False):
                        shown = frozenset(a for a, there in zip(has, (first, second), strict=True) if there)
                        p = (dropout if not first else 1 - dropout) * (dropout if not second else 1 - dropout)
                        showing[shown] = showing.get(shown, 0.0) + p
                chance *= showing.get(frozenset(seen), 0.0)
        return chance


ALLELES = ("8", "9", "9.3", "10")


def worlds(n: int, seed: int) -> Iterator[World]:
    """Random families, every mixture of mutation, θ and drop-out among them, and loops."""
    rng = random.Random(seed)
    for number in range(n):
        model = ("none", "equal", "proportional", "stepwise")[number % 4]
        yield _world(rng, model, theta=(0.0, rng.choice((0.01, 0.03, 0.2)))[number // 4 % 2])


def _world(rng: random.Random, model: str, theta: float) -> World:
    size = rng.randint(2, 5)
    alleles = ALLELES[: rng.randint(2, 4 if size < 4 else 3)]
    weights = [rng.random() + 0.1 for _ in alleles]
    men, women, members = [], [], []
    for i in range(size):
        code = f"p{i}"
        father = rng.choice(men) if men and rng.random() < 0.7 else ""
        mother = rng.choice(women) if women and rng.random() < 0.7 else ""
        members.append((code, father, mother))
        (men if rng.random() < 0.5 else women).append(code)
    pair: Callable[[], Any] = lambda: tuple(sorted(rng.choices(alleles, k=2)))  # noqa: E731
    some = rng.sample([code for code, _f, _m in members], rng.randint(1, min(size, 4)))
    seen = [(code, pair(), rng.choice((0.0, 0.0, 0.05, 0.3))) for code in some]
    shares = {a: w / sum(weights) for a, w in zip(alleles, weights, strict=True)}
    return World(members, seen, shares, theta, model, (rng.choice((0.002, 0.1)), 0.05))
