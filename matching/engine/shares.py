"""How often something is met: counts of a registry, mixed with an even default.

Decides the smoothing of one attribute of things that are compared (a kind, a place on the body, a colour); what two
values of it are to each other is the attribute's business.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any


class Shares:
    """Shares of the values of one attribute.  known: values of its list; size: how many the default spreads over."""

    def __init__(
        self,
        counts: Mapping[Any, int],
        level: Callable[[Any, Any], str | None],
        *,
        known: Collection[Any] = (),
        size: int,
        strength: float,
    ) -> None:
        n = sum(counts.values())
        weight = n / (n + strength)
        self._level = level
        # Of a word that nobody has used yet: it shrinks as the registry grows.
        self._unseen = (1 - weight) / size
        self._shares = {
            value: weight * counts.get(value, 0) / max(n, 1) + (1 - weight) / size for value in {*known, *counts}
        }
        self._found: dict[tuple[Any, str], float] = {}

    def of(self, value: Any) -> float:
        """Share of one value."""
        return self._shares.get(value, self._unseen)

    def items(self) -> Iterable[tuple[Any, float]]:
        """Every value that is known, with its share."""
        return self._shares.items()

    def at(self, value: Any, level: str) -> float:
        """Probability that a random value stands at this level to `value`."""
        key = (value, level)
        found = self._found.get(key)
        if found is None:
            share = sum(s for other, s in sorted(self._shares.items(), key=repr) if self._level(value, other) == level)
            if level == "other":  # what nobody has named yet is nearly always something else
                share += max(1 - sum(self._shares.values()), 0.0)
            found = self._found[key] = min(max(share, self._unseen), 1.0)
        return found
