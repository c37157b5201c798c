"""Alleles as they come down a pedigree: profiles of everybody, drawn.  Nothing changes on the way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.engine.kinship.genotypes import Genotype, genotype
from matching.engine.kinship.panels import Panel
from matching.engine.kinship.pedigree import Pedigree


def drop(
    pedigree: Pedigree, panel: Panel, loci: Sequence[str], rng: np.random.Generator
) -> dict[str, dict[str, Genotype]]:
    """A profile of every member, founders by the frequencies of the panel, loci independent."""
    found: dict[str, dict[str, Genotype]] = {one.code: {} for one in pedigree.members}
    for marker in loci:
        alleles = list(panel.markers[marker])
        weights = np.array([panel.frequency(marker, allele) for allele in alleles])
        weights /= weights.sum()
        for one in pedigree.members:
            handed = (
                found[parent][marker][int(rng.integers(2))]
                if parent
                else alleles[int(rng.choice(len(alleles), p=weights))]
                for parent in (one.father, one.mother)
            )
            found[one.code][marker] = genotype(*handed)
    return found
