"""Panels and profiles of the published examples."""

from __future__ import annotations

from matching.engine.kinship.genotypes import Genotype
from matching.engine.kinship.panels import Panel

LETTERS = Panel("letters", {"m": {"A": 0.1, "B": 0.2, "C": 0.7}})


def panel(**shares: float) -> Panel:
    """A panel of one marker, `m`, with alleles such as a1 for 1."""
    return Panel("one", {"m": {name.removeprefix("a"): share for name, share in shares.items()}})


def pair(text: str) -> Genotype:
    """AB, or 1/2."""
    one, other = text.split("/") if "/" in text else text
    return (one, other) if one <= other else (other, one)
