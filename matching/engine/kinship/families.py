"""Likelihood ratios of families: two explanations of the same profiles, and somebody's remains in a family's place.

Decides what is put against what.  Loci are independent; those where fewer than two people were typed say nothing and
are not counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.engine.kinship.genotypes import Profile
from matching.engine.kinship.likelihood import Genetics, Look, likelihood
from matching.engine.kinship.pairwise import Weight
from matching.engine.kinship.pedigree import Pedigree

# On one chromosome each: together they weigh a little less than independent loci would.
LINKED = (frozenset({"vwa", "d12s391"}), frozenset({"csf1po", "d5s818"}))


@dataclass(frozen=True, slots=True)
class Typed:
    """A profile, and the probability that an allele of it failed to show."""

    profile: Profile
    dropout: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.dropout < 1:
            raise ValueError("The probability of drop-out lies from 0 up to 1.")


@dataclass(frozen=True, slots=True)
class Explanation:
    """A pedigree, and whose profile is whose: samples by member.  A member may have several samples."""

    pedigree: Pedigree
    member_of: Mapping[str, str]

    def probability(self, samples: Mapping[str, Typed], marker: str, genetics: Genetics) -> float:
        """The probability of all samples at a locus."""
        looks = [
            Look(self.member_of[code], typed.profile[marker], typed.dropout)
            for code, typed in samples.items()
            if marker in typed.profile
        ]
        return likelihood(self.pedigree, looks, marker, genetics)


def shared_loci(samples: Mapping[str, Typed]) -> list[str]:
    """Loci at which two samples at least were typed, in the order they are met."""
    met = [marker for typed in samples.values() for marker in typed.profile]
    return [marker for marker in dict.fromkeys(met) if met.count(marker) > 1]


def linked(loci: Sequence[str]) -> list[frozenset[str]]:
    """Pairs of loci among these whose linkage is left out."""
    return [pair for pair in LINKED if pair <= set(loci)]


def weigh(one: Explanation, other: Explanation, samples: Mapping[str, Typed], genetics: Genetics) -> Weight:
    """How much likelier the samples are by the one explanation than by the other.

    Raises: ImpossibleProfiles, if the other cannot explain them either; TooLarge.
    """
    ratios = []
    for marker in shared_loci(samples):
        against = other.probability(samples, marker, genetics)
        if against <= 0:
            raise ImpossibleProfiles(marker)
        ratios.append(one.probability(samples, marker, genetics) / against)
    return Weight.of(ratios)


class ImpossibleProfiles(ValueError):
    """Neither explanation can have produced the profiles at a locus: a mutation, a mix-up, or a wrong pedigree."""

    def __init__(self, marker: str) -> None:
        super().__init__(f"No explanation fits the profiles at {marker}.")
        self.marker = marker


@dataclass(frozen=True, slots=True)
class Family:
    """A pedigree and the profiles of some of its members."""

    pedigree: Pedigree
    typed: Mapping[str, Typed]

    def __post_init__(self) -> None:
        if unknown := self.typed.keys() - self.pedigree.by_code.keys():
            raise ValueError(f"{min(unknown)} is not in the pedigree.")


STRANGER = "+"  # before the code of remains, who then are related to nobody


def explanation(family: Family, places: Mapping[str, str], remains: Sequence[str]) -> Explanation:
    """The remains that have a place are that member; the others are strangers to the family."""
    elsewhere = [code for code in remains if code not in places]
    pedigree = family.pedigree.with_strangers(f"{STRANGER}{code}" for code in elsewhere)
    members = {code: code for code in family.typed}
    members |= {f"{STRANGER}{code}": places.get(code, f"{STRANGER}{code}") for code in remains}
    return Explanation(pedigree, members)


def samples_of(family: Family, remains: Mapping[str, Typed]) -> dict[str, Typed]:
    """All samples under the names that `explanation` uses."""
    return {**family.typed, **{f"{STRANGER}{code}": typed for code, typed in remains.items()}}


def weigh_remains(family: Family, missing: str, remains: Typed, genetics: Genetics) -> Weight:
    """Remains as the missing member against remains of a stranger.

    A locus at which the family's own profiles cannot be explained is raised as ImpossibleProfiles: it says that the
    pedigree or a profile is wrong, whatever the remains.
    """
    if missing not in family.pedigree.by_code:
        raise ValueError(f"{missing} is not in the pedigree.")
    one, other = (explanation(family, places, ("r",)) for places in ({"r": missing}, {}))
    return weigh(one, other, samples_of(family, {"r": remains}), genetics)


@dataclass(frozen=True, slots=True)
class Lowest:
    """What counts where several panels are plausible: the least ratio, and each panel's own."""

    panel: str
    weight: Weight
    by_panel: Mapping[str, Weight]


def lowest(weights: Mapping[str, Weight]) -> Lowest:
    """The least supportive of the panels.  All must have weighed the same loci.  Raises: ValueError."""
    if not weights:
        raise ValueError("The least of no panels cannot be had.")
    if len({weight.loci for weight in weights.values()}) > 1:
        raise ValueError("The panels weighed different loci.")
    name = min(weights, key=lambda panel: weights[panel].log10_lr)
    return Lowest(name, weights[name], weights)
