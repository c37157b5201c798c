"""The probability of the profiles of a family, locus by locus, exactly.

Each member has two alleles, one of each parent; hidden ones are summed out (`network.py`).  Mutation stands in what is
handed on, drop-out in what is seen of a genotype, θ in how the alleles of founders are drawn (`founders.py`).  Decides
nothing about what is compared: that is `families.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from matching.engine.kinship.founders import Urn, bell, chance_of, n_points, partitions, points
from matching.engine.kinship.genotypes import Genotype
from matching.engine.kinship.mutation import REST, FloatArray, Mutation, States, transitions
from matching.engine.kinship.network import Factor, TooLarge, einsum, marginal, total
from matching.engine.kinship.panels import Panel
from matching.engine.kinship.pedigree import Member, Pedigree

# Elements of tables that one locus may cost: some ten seconds.
COSTLIEST = 2e9
# What building and ordering one network costs, in elements.
NETWORK = 5e5
# Points of a cubature that are summed at once.
CHUNK = 256


@dataclass(frozen=True, slots=True)
class Genetics:
    """What is assumed of a population.  theta in [0, 1); without a mutation model alleles never change."""

    panel: Panel
    theta: float = 0.0
    mutation: Mutation | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.theta < 1:
            raise ValueError("theta lies from 0 up to 1.")


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a member at a locus.  dropout: the probability that an allele fails to show, in [0, 1)."""

    member: str
    genotype: Genotype
    dropout: float = 0.0


def likelihood(pedigree: Pedigree, looks: Sequence[Look], marker: str, genetics: Genetics) -> float:
    """The probability of what was seen at one locus.  A member may be looked at several times, or not at all.

    Raises: KeyError, for a marker that the panel lacks; TooLarge.
    """
    states = states_of(looks, marker, genetics)
    return _Locus(states, genetics, pedigree.ancestry(look.member for look in looks), looks).likelihood()


def joint_alleles(
    pedigree: Pedigree, looks: Sequence[Look], marker: str, genetics: Genetics, members: Sequence[str]
) -> tuple[FloatArray, FloatArray]:
    """The probability of what was seen and of both alleles of each of these members, nobody of whom was looked at.

    Two axes a member, with every allele of the panel a state; and the frequencies of states.  θ must be 0.
    """
    states = states_of(looks, marker, genetics, lump=False)
    ancestry = pedigree.ancestry([*(look.member for look in looks), *members])
    locus = _Locus(states, genetics, ancestry, looks)
    keep = tuple(locus.domains[code, side][0] for code in members for side in ("father", "mother"))
    return locus.independent(keep), np.array(states.shares)


def states_of(looks: Sequence[Look], marker: str, genetics: Genetics, *, lump: bool = True) -> States:
    """The alleles that are told apart: those seen, and one state for all others where the model of mutation allows."""
    panel, mutation = genetics.panel, genetics.mutation
    listed = panel.markers[marker]
    seen = sorted({allele for look in looks for allele in look.genotype})
    apart = sorted({*listed, *seen}) if not lump or (mutation and not mutation.can_lump) else seen
    shares = [panel.frequency(marker, allele) for allele in apart]
    left, others = 1 - sum(shares), len(set(listed) - set(apart))
    if lump and left > 1e-12 and (others or apart is seen):
        names, values, rest = (*apart, REST), (*shares, left), max(others, 1)
    else:
        names, values, rest = tuple(apart), tuple(share / sum(shares) for share in shares), 0
    whole = [panel.frequency(marker, allele) for allele in {*listed, *seen}]
    return States(names, values, rest, sum(p * (1 - p) for p in whole))


@dataclass
class _Locus:
    """The network of one locus: variables are alleles, by member and side, and those of founders."""

    states: States
    genetics: Genetics
    members: list[Member]
    looks: Sequence[Look]
    factors: list[Factor] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    founders: list[int] = field(default_factory=list)  # variables of alleles that were drawn and not looked at
    known: list[int] = field(default_factory=list)  # states of founders' alleles that were
    domains: dict[tuple[str, str], tuple[int, list[int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for member in self.members:
            self._add(member)

    def likelihood(self) -> float:
        return self.drawn() if self.genetics.theta else float(self.independent(()))

    def independent(self, keep: tuple[int, ...]) -> FloatArray:
        """Without θ, by the variables that are kept."""
        shares = np.array(self.states.shares)
        known = float(np.prod(shares[self.known])) if self.known else 1.0
        drawn = [Factor((v,), shares) for v in self.founders]
        return known * marginal([*self.factors, *drawn], self.sizes, keep)

    def drawn(self) -> float:
        """With θ, over the frequencies of the subpopulation or over copies, whichever is the cheaper."""
        theta = self.genetics.theta
        before = Urn(tuple(share * (1 - theta) / theta for share in self.states.shares))
        known, urn = before.drawn(self.known)
        hidden, each = len(self.founders), float(len(self.states.names)) ** 4
        by_points, by_copies = n_points(urn, hidden) * each + NETWORK, bell(hidden) * (each + NETWORK)
        if min(by_points, by_copies) > COSTLIEST:
            raise TooLarge("The family has too many founders nobody looked at for a correction by theta.")
        return known * (self._over_points(urn) if by_points <= by_copies else self._over_copies(urn))

    def _over_points(self, urn: Urn) -> float:
        shares, chances = points(urn, len(self.founders))
        point, result = len(self.sizes), 0.0
        for start in range(0, len(chances), CHUNK):
            some = shares[start : start + CHUNK].T
            drawn = [Factor((v, point), some) for v in self.founders]
            weights = Factor((point,), chances[start : start + CHUNK])
            result += total([*self.factors, *drawn, weights], [*self.sizes, some.shape[1]])
        return result

    def _over_copies(self, urn: Urn) -> float:
        shares, whole, result = urn.shares, urn.whole, 0.0
        for partition in partitions(len(self.founders)):
            first = {block: self.founders[partition.index(block)] for block in set(partition)}
            same = {v: first[block] for v, block in zip(self.founders, partition, strict=True)}
            drawn = [Factor((v,), shares) for v in first.values()]
            joined = [_joined(factor, same) for factor in self.factors]
            result += chance_of(partition, whole) * total([*joined, *drawn], self.sizes)
        return result

    def _add(self, member: Member) -> None:
        """The two alleles of a member: where they come from and what was seen of them."""
        looks = [look for look in self.looks if look.member == member.code]
        domain, seen = self._seen(looks)
        if not (member.father or member.mother) and looks and not any(look.dropout for look in looks):
            self._known_founder(member, domain, seen)
            return
        sides = [self._variable(member, side, domain) for side in ("father", "mother")]
        if looks:
            self.factors.append(Factor((sides[0], sides[1]), seen))
        for side, variable in zip(("father", "mother"), sides, strict=True):
            parent = getattr(member, side)
            if parent:
                self._handed_on(parent, side, variable, domain)
            elif len(domain) == len(self.states.names):
                self.founders.append(variable)
            else:  # a founder's allele is any, what is looked at may be
                drawn = self._new(len(self.states.names))
                self.founders.append(drawn)
                self.factors.append(Factor((drawn, variable), np.eye(len(self.states.names))[:, domain]))

    def _known_founder(self, member: Member, domain: list[int], seen: FloatArray) -> None:
        """A founder whose genotype is certain: both orders are alike, and the urn knows the alleles."""
        sides = [self._variable(member, side, domain) for side in ("father", "mother")]
        self.factors.append(Factor((sides[0], sides[1]), seen))
        self.known += [domain[0], domain[-1]]

    def _handed_on(self, parent: str, side: str, variable: int, domain: list[int]) -> None:
        """One allele of a parent, either with a half, perhaps changed."""
        mutation = self.genetics.mutation
        if mutation is None:
            matrix = np.eye(len(self.states.names))
        else:
            matrix = transitions(self.states, mutation, mutation.male if side == "father" else mutation.female)
        (one, of_one), (other, of_other) = (self.domains[parent, origin] for origin in ("father", "mother"))
        halves = matrix[:, domain] / 2
        table = halves[of_one][:, None, :] + halves[of_other][None, :, :]
        self.factors.append(Factor((one, other, variable), table))

    def _seen(self, looks: Sequence[Look]) -> tuple[list[int], FloatArray]:
        """The states a member's alleles may have, and the probability of what was seen by both of them."""
        states = range(len(self.states.names))
        index = {name: i for i, name in enumerate(self.states.names)}
        certain = [look for look in looks if not look.dropout or look.genotype[0] != look.genotype[1]]
        domain = sorted({index[a] for a in certain[0].genotype}) if certain else list(states)
        table = np.ones((len(domain), len(domain)))
        for look in looks:
            pair = (index[look.genotype[0]], index[look.genotype[1]])
            table *= [[_shows(pair, (one, other), look.dropout) for other in domain] for one in domain]
        return domain, table

    def _variable(self, member: Member, side: str, domain: list[int]) -> int:
        variable = self._new(len(domain))
        self.domains[member.code, side] = variable, domain
        return variable

    def _new(self, size: int) -> int:
        self.sizes.append(size)
        return len(self.sizes) - 1


def _shows(seen: tuple[int, int], has: tuple[int, int], dropout: float) -> float:
    """The probability of seeing these alleles of somebody who has those; each copy fails to show by itself."""
    if seen[0] != seen[1]:
        return (1 - dropout) ** 2 if sorted(seen) == sorted(has) else 0.0
    if has[0] == has[1]:
        return 1 - dropout**2 if has[0] == seen[0] else 0.0
    return (1 - dropout) * dropout if seen[0] in has else 0.0


def _joined(factor: Factor, same: dict[int, int]) -> Factor:
    """A factor in which some variables are one."""
    scope = [same.get(v, v) for v in factor.scope]
    kept = tuple(dict.fromkeys(scope))
    if kept == factor.scope:
        return factor
    return einsum([Factor(tuple(scope), factor.table)], kept)
