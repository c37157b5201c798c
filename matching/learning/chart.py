"""The curves of Tippett as lines of a drawing and as rows of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

WIDTH, HEIGHT = 600.0, 300.0  # of the field that curves are drawn in


class Curve(NamedTuple):
    """One line: which weights, whose pairs, and its points as SVG takes them."""

    when: str
    whose: str
    points: str


class Point(NamedTuple):
    """One row: the log10 LR, and the shares of pairs above it before and after, of one person and of two."""

    at: float
    before_same: float
    before_different: float
    after_same: float
    after_different: float


def curves(tippett: Mapping[str, Any]) -> list[Curve]:
    """Before and after, of pairs of one person and of two."""
    at: Sequence[float] = tippett["at"]
    across = [(x - at[0]) / (at[-1] - at[0]) * WIDTH for x in at]

    def line(shares: Sequence[float]) -> str:
        return " ".join(f"{x:.1f},{(1 - y) * HEIGHT:.1f}" for x, y in zip(across, shares, strict=True))

    kinds = ((when, whose) for when in ("before", "after") for whose in ("same", "different"))
    return [Curve(when, whose, line(tippett[when][whose])) for when, whose in kinds]


def points(tippett: Mapping[str, Any]) -> list[Point]:
    """Every second point, which is one per order of magnitude."""
    columns = (tippett[when][whose] for when in ("before", "after") for whose in ("same", "different"))
    return [Point(*row) for row in zip(tippett["at"], *columns, strict=True)][::2]
