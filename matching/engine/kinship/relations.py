"""Two people by the pedigree of their relationship: what the closed form cannot do, mutation and drop-out."""

from __future__ import annotations

from dataclasses import dataclass, field

from matching.engine.kinship.families import Explanation, Typed, weigh
from matching.engine.kinship.genotypes import Genotype, Profile
from matching.engine.kinship.likelihood import Genetics
from matching.engine.kinship.pairwise import Relation, Weight
from matching.engine.kinship.pedigree import Pedigree

# Two people, a and b, of whom a is the elder.  One person is two samples of a.
PAIRS: dict[Relation, Pedigree] = {
    Relation.PARENT_CHILD: Pedigree.of(("a", "", ""), ("b", "a", "")),
    Relation.FULL_SIBS: Pedigree.of(("f", "", ""), ("m", "", ""), ("a", "f", "m"), ("b", "f", "m")),
    Relation.HALF_SIBS: Pedigree.of(("f", "", ""), ("a", "f", ""), ("b", "f", "")),
    Relation.AVUNCULAR: Pedigree.of(("f", "", ""), ("m", "", ""), ("a", "f", "m"), ("p", "f", "m"), ("b", "p", "")),
    Relation.GRANDPARENT: Pedigree.of(("a", "", ""), ("p", "a", ""), ("b", "p", "")),
    Relation.FIRST_COUSINS: Pedigree.of(("f", "", ""), ("m", "", ""), ("p", "f", "m"), ("q", "f", "m"),
                                        ("a", "p", ""), ("b", "q", "")),
    Relation.SELF: Pedigree.of(("a", "", "")),
    Relation.UNRELATED: Pedigree.of(("a", "", ""), ("b", "", "")),
}  # fmt: skip
STRANGERS = Explanation(PAIRS[Relation.UNRELATED], {"a": "a", "b": "b"})


@dataclass
class PedigreeWeights:
    """Weighs pairs for one relationship; what a locus gave once is kept.

    Who handed on in between may be a man or a woman: the mean of both rates counts.  Any sample may drop out alike.
    """

    genetics: Genetics
    relation: Relation
    dropout: float = 0.0
    _kept: dict[tuple[str, Genotype, Genotype], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = self.genetics
        if known.mutation is not None:
            self.genetics = Genetics(known.panel, known.theta, known.mutation.of_anybody)

    def weigh(self, elder: Profile, younger: Profile) -> Weight:
        """Over the loci that both have."""
        return Weight.of(self._ratio(m, elder[m], younger[m]) for m in elder if m in younger)

    def _ratio(self, marker: str, one: Genotype, other: Genotype) -> float:
        key = (marker, one, other)
        if key not in self._kept:
            samples = {"a": Typed({marker: one}, self.dropout), "b": Typed({marker: other}, self.dropout)}
            places = {"a": "a", "b": "a" if self.relation is Relation.SELF else "b"}
            explained = Explanation(PAIRS[self.relation], places)
            self._kept[key] = weigh(explained, STRANGERS, samples, self.genetics).lr
        return self._kept[key]
