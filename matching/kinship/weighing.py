"""Remains against a family: the least ratio over plausible panels and readings of the pedigree.  Pure.

What is assumed stands in `Assumed`, is kept with every figure and shown beside it.  A figure is no identification: it
compares two explanations of the same profiles, that the remains are the missing person and that they are a stranger.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from matching.engine.kinship.families import Family, ImpossibleProfiles, Typed, weigh_remains
from matching.engine.kinship.genotypes import Profile
from matching.engine.kinship.kin import MISSING, Reading
from matching.engine.kinship.likelihood import Genetics
from matching.engine.kinship.mutation import Model, Mutation
from matching.engine.kinship.panels import Panel
from matching.engine.kinship.pedigree import Pedigree

# By how good a laboratory calls a profile: the probability that an allele of it failed to show.
DROPOUT: Mapping[str, float] = {"full": 0.02, "partial": 0.2}
# A relationship does not say who handed on in between.  Proportional and not stepwise: under θ that takes a minute for
# a family of eight, and this a quarter of a second (docs/kinship.md).
MUTATION = Mutation(Model.PROPORTIONAL).of_anybody


@dataclass(frozen=True, slots=True)
class Assumed:
    """Which rules the ratio was worked out by."""

    theta: float = 0.01
    least_frequency: float = 0.001
    mutation: str = f"{MUTATION.model} {MUTATION.male}"


ASSUMED = Assumed()


@dataclass(frozen=True, slots=True)
class Found:
    """log10: None where the family's own profiles do not fit its pedigree.  relatives: how many profiles it rests on.

    exclusions: loci at which the remains could be the missing person only if an allele had changed or failed to show.
    by_panel: log10 under each panel; readings: how many pedigrees the relationships allow.
    """

    log10: float | None
    loci: int
    exclusions: int
    relatives: int
    readings: int
    panel: str
    by_panel: Mapping[str, float]
    dropout: float
    assumed: Mapping[str, object]


def weigh(
    readings: Sequence[Reading], typed: Mapping[str, Profile], remains: Profile, panels: Iterable[Panel], dropout: float
) -> Found | None:
    """None where nothing can be weighed: no panel, or no locus that remains and a relative have in common.

    typed: profiles by member of the pedigrees.  Raises: network.TooLarge.
    """
    able, loci = _usable(typed, remains, panels)
    if not able:
        return None
    known = {code: Typed(found) for code, seen in typed.items() if (found := _only(seen, loci))}
    bones = Typed(_only(remains, loci), dropout)
    rest = {
        "loci": len(loci), "relatives": len(known), "readings": len(readings), "dropout": dropout,
        "assumed": asdict(ASSUMED),
    }  # fmt: skip
    try:
        by_panel = {panel.name: _least(readings, known, bones, panel) for panel in able}
    except ImpossibleProfiles:
        return Found(None, exclusions=0, panel="", by_panel={}, **rest)  # type: ignore[arg-type]
    name = min(by_panel, key=lambda panel: by_panel[panel])
    excluded = _excluded(readings, known, bones.profile, able[0])
    return Found(by_panel[name], exclusions=excluded, panel=name, by_panel=by_panel, **rest)  # type: ignore[arg-type]


def _usable(
    typed: Mapping[str, Profile], remains: Profile, panels: Iterable[Panel]
) -> tuple[list[Panel], frozenset[str]]:
    """The panels that hold most of the common loci, and those loci: ratios over different loci are not compared."""
    common = {marker for seen in typed.values() for marker in seen} & remains.keys()
    held = [(panel, frozenset(marker for marker in common if marker in panel)) for panel in panels]
    best = max((loci for _panel, loci in held), key=lambda loci: (len(loci), sorted(loci)), default=frozenset[str]())
    if not best:
        return [], best
    return [panel.with_floor(ASSUMED.least_frequency) for panel, loci in held if loci >= best], best


def _only(seen: Profile, loci: Iterable[str]) -> Profile:
    return {marker: seen[marker] for marker in sorted(loci) if marker in seen}


def _least(readings: Sequence[Reading], typed: Mapping[str, Typed], remains: Typed, panel: Panel) -> float:
    genetics = Genetics(panel, ASSUMED.theta, MUTATION)
    weights = [weigh_remains(Family(one.pedigree, typed), MISSING, remains, genetics) for one in readings]
    return min(weight.log10_lr for weight in weights)


def _excluded(readings: Sequence[Reading], typed: Mapping[str, Typed], remains: Profile, panel: Panel) -> int:
    """Loci at which no reading explains the remains without a mutation."""
    return sum(all(_is_excluded(one.pedigree, typed, marker, remains, panel) for one in readings) for marker in remains)


def _is_excluded(pedigree: Pedigree, typed: Mapping[str, Typed], marker: str, remains: Profile, panel: Panel) -> bool:
    here = {code: Typed({marker: one.profile[marker]}) for code, one in typed.items() if marker in one.profile}
    seen = Typed({marker: remains[marker]})
    try:
        return weigh_remains(Family(pedigree, here), MISSING, seen, Genetics(panel)).log10_lr == -math.inf
    except ImpossibleProfiles:  # of the family itself: it says nothing of the remains
        return False
