"""Several remains and several missing people of one family: all assignments together, each with its likelihood.

Remains one by one can mislead: of two brothers each fits both places, and only together they fit one way.  Source:
Vigeland and Egeland, Sci Rep 11:13661 (2021).  Decides which assignments are possible by sex and orders them by
likelihood; whether one is believed is for people.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from matching.engine.kinship.families import Family, Typed, explanation, samples_of, weigh
from matching.engine.kinship.likelihood import Genetics
from matching.engine.kinship.network import TooLarge
from matching.engine.kinship.pedigree import Pedigree

Places = frozenset[tuple[str, str]]  # remains, and the member they are

# Each costs a likelihood of the family: some minutes for a large one.
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Assignment:
    """Members by the remains that are theirs; other remains are strangers, other missing people not found."""

    places: Mapping[str, str]
    log10: float  # of the probability of all profiles; -inf where they cannot be so


@dataclass(frozen=True, slots=True)
class Joint:
    """All assignments, the likeliest first; those of equal likelihood with fewer identities first."""

    assignments: tuple[Assignment, ...]

    @property
    def possible(self) -> tuple[Assignment, ...]:
        return tuple(one for one in self.assignments if one.log10 > -math.inf)

    def log10_of(self, places: Mapping[str, str]) -> float:
        """Raises: KeyError, for an assignment that the sexes exclude."""
        for one in self.assignments:
            if one.places == places:
                return one.log10
        raise KeyError(tuple(places.items()))

    def generalised(self, remains: str, missing: str) -> float:
        """log10 of the likelihood of the best assignment in which they are one over that of the best in which not."""
        both = [one.log10 for one in self.assignments if one.places.get(remains) == missing]
        apart = [one.log10 for one in self.assignments if one.places.get(remains) != missing]
        best = max(both, default=-math.inf)
        return best - max(apart) if best > -math.inf else -math.inf


def assign(
    family: Family, missing: Sequence[str], remains: Mapping[str, Typed], genetics: Genetics,
    sexes: Mapping[str, str] | None = None,
) -> Joint:  # fmt: skip
    """Every assignment of remains to missing members.  sexes: "m" or "f" of remains and members, where known.

    A parent's sex is known by its place.  Raises: ValueError, for a member who is not missing or a sex that its place
    excludes; TooLarge.
    """
    known = _sexes(family, missing, remains, sexes or {})
    fits = {code: [member for member in missing if not _clash(known, member, code)] for code in remains}
    if sum(1 for _each in zip(_all(fits), range(MOST + 1), strict=False)) > MOST:
        raise TooLarge("There are too many assignments to weigh each.")
    found = _Weighed(family, remains, genetics)
    assignments = [Assignment(places, found.log10(places)) for places in _all(fits)]
    return Joint(tuple(sorted(assignments, key=lambda one: (-one.log10, len(one.places)))))


def ratios(
    family: Family, fits: Mapping[str, Sequence[str]], remains: Mapping[str, Typed], genetics: Genetics,
    wanted: Iterable[Mapping[str, str]] | None = None,
) -> dict[Places, float]:  # fmt: skip
    """log10 of each assignment's ratio to remains of strangers, by who is where; those that cannot be are left out.

    Only remains that have a place enter it: the ratio says nothing of remains that are elsewhere.
    fits: the missing members that each remains may be; wanted: these assignments alone.
    Raises: ImpossibleProfiles, of the family itself; TooLarge.
    """
    if wanted is None:
        if sum(1 for _each in zip(_all(fits), range(MOST + 1), strict=False)) > MOST:
            raise TooLarge("There are too many assignments to weigh each.")
        wanted = _all(fits)
    found: dict[Places, float] = {}
    for places in wanted:
        if not places:
            continue
        here = {code: remains[code] for code in places}
        one, other = (explanation(family, taken, tuple(here)) for taken in (places, {}))
        log = weigh(one, other, samples_of(family, here), genetics).log10_lr
        if log > -math.inf:
            found[frozenset(places.items())] = log
    return found


def _clash(known: Mapping[str, str], one: str, other: str) -> bool:
    return one in known and other in known and known[one] != known[other]


def _all(fits: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    """Every way to give each remains one member of those that fit, or none."""
    if not fits:
        yield {}
        return
    (code, members), *rest = fits.items()
    for member in ("", *members):
        left = {other: [m for m in its if m != member] for other, its in rest}
        for places in _all(left):
            yield {code: member, **places} if member else places


@dataclass
class _Weighed:
    """Likelihoods of assignments.  What contains an impossible one is impossible, and is not computed."""

    family: Family
    remains: Mapping[str, Typed]
    genetics: Genetics
    impossible: list[set[tuple[str, str]]] = field(default_factory=list)

    def log10(self, places: Mapping[str, str]) -> float:
        pairs = set(places.items())
        if any(none <= pairs for none in self.impossible):
            return -math.inf
        samples = samples_of(self.family, self.remains)
        explained = explanation(self.family, places, tuple(self.remains))
        logs = []
        for marker in dict.fromkeys(marker for typed in samples.values() for marker in typed.profile):
            chance = explained.probability(samples, marker, self.genetics)
            if chance <= 0:
                self.impossible.append(pairs)
                return -math.inf
            logs.append(math.log10(chance))
        return math.fsum(logs)


def _sexes(
    family: Family, missing: Sequence[str], remains: Mapping[str, Typed], given: Mapping[str, str]
) -> dict[str, str]:
    pedigree = family.pedigree
    for code in missing:
        if code not in pedigree.by_code:
            raise ValueError(f"{code} is not in the pedigree.")
        if code in family.typed:
            raise ValueError(f"{code} has a profile and cannot be missing.")
    by_place = _by_place(pedigree)
    for code, sex in given.items():
        if sex not in ("m", "f") or code not in {*pedigree.by_code, *remains}:
            raise ValueError(f"A sex is m or f, of somebody there is: {code}.")
        if code not in remains and by_place.get(code, sex) != sex:
            raise ValueError(f"{code} is of the other sex by its place in the pedigree.")
    return {**by_place, **given}


def _by_place(pedigree: Pedigree) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in pedigree.members:
        found |= {code: sex for code, sex in ((one.father, "m"), (one.mother, "f")) if code}
    return found
