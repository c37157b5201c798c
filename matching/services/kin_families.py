"""Keeping what a family of whom several are missing says of remains: all of its missing weighed together, by the job.

A family is cases joined by relatives who are missing too.  What is kept lies with each pair of a case and remains: the
ways to place remains in which the pair is, without an allele or a code of a donor.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from cases.models import Case
from matching.codes import PairKind
from matching.engine.kinship.families import ImpossibleProfiles, Typed
from matching.engine.kinship.joining import TYING, Tie
from matching.engine.kinship.kin import readings
from matching.engine.kinship.network import TooLarge
from matching.engine.kinship.panels import Panel
from matching.engine.kinship.pedigree import ImpossiblePedigree
from matching.kinship import family, several, weighing
from matching.kinship.family import Kindred, Taken
from matching.models import CandidatePair, FamilyPlacing
from matching.policies import consented
from matching.services.kin_lines import forget, tell
from remains.models import SampleOfDonor

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Family:
    """Cases with what was typed of whom, how the missing are related, and pairs with remains that have a profile."""

    cases: Sequence[Case]
    held: Sequence[Kindred]
    typed: Sequence[Mapping[str, Taken]]
    ties: Sequence[Tie]
    pairs: Sequence[CandidatePair]
    bones: Mapping[str, Taken]

    @property
    def samples(self) -> set[UUID]:
        return {one.sample for some in self.typed for one in some.values()}


def weigh(case: Case, panels: Sequence[Panel]) -> None:
    """Bring what the family of a case says of remains up to date."""
    keys = family.connected([case.pk], several.MOST_MISSING)
    found = _family(keys) if len(keys) > 1 else None
    inputs = _digest(found, panels) if found else ""
    old = FamilyPlacing.objects.filter(pair__case__in=keys)
    if found is not None and old.exists() and not old.exclude(inputs=inputs).exists():
        return
    placings = _placings(found, panels) if found else {}
    with transaction.atomic():
        _replace(found, inputs, placings, old)


def weighed_with(cases: Sequence[UUID]) -> list[UUID]:
    """Cases that were weighed together with these, be they joined no more."""
    rows = FamilyPlacing.objects.filter(pair__case__in=cases).values("inputs")
    return list(FamilyPlacing.objects.filter(inputs__in=rows).values_list("pair__case", flat=True).distinct())


def _replace(found: _Family | None, inputs: str, placings: Mapping[UUID, dict[str, Any]], old: Any) -> None:
    """In place of what is kept; what rests on the same samples in other families, as they were, goes as well."""
    before = {sample for row in old for sample in row.samples}
    given = SampleOfDonor.objects.filter(sample__in=before).values_list("sample", flat=True)
    samples = {key: _samples(found, said) for key, said in placings.items()} if found else {}
    for row in FamilyPlacing.objects.filter(Q(pk__in=old) | Q(samples__overlap=list(given))):
        forget([row], told=row.pair_id not in placings, still=samples.get(row.pair_id, ()))
    for pair in found.pairs if found else ():
        if pair.pk in placings and pair.remains is not None:
            FamilyPlacing.objects.create(
                remains=pair.remains, pair=pair, inputs=inputs, samples=sorted(samples[pair.pk]),
                found=placings[pair.pk],
            )  # fmt: skip
            tell("kinship.weighed", pair)


def _family(keys: Sequence[UUID]) -> _Family | None:
    """None where nothing can be weighed together."""
    cases = list(Case.objects.filter(pk__in=keys).order_by("pk"))
    places = {case.pk: number for number, case in enumerate(cases)}
    ties = [
        Tie(places[case.pk], kin, places[other])
        for case in cases for other, kin in family.missing_too(case).items() if other in places and kin in TYING
    ]  # fmt: skip
    held = [family.kindred(case) for case in cases]
    typed = [_typed(one) for one in held]
    if not ties or not any(typed):
        return None
    wanted = CandidatePair.objects.filter(consented(), case__in=cases, kind=PairKind.AM_PM)
    pairs = list(wanted.select_related("remains", "case").order_by("pk"))
    remains = {pair.remains.pk: pair.remains for pair in pairs if pair.remains is not None}
    bones = {one.ref: taken for one in remains.values() if (taken := family.profile_of(one))}
    pairs = [pair for pair in pairs if pair.remains is not None and pair.remains.ref in bones]
    return _Family(cases, held, typed, ties, pairs, bones) if pairs else None


def _typed(held: Kindred) -> dict[str, Taken]:
    refs = [*(one.code for one in held.relations), *held.own]
    return family.members(held, family.profiles_of_donors(refs))


def _placings(found: _Family, panels: Sequence[Panel]) -> dict[UUID, dict[str, Any]]:
    """What is kept of each pair, by its key; nothing where the profiles do not fit the family as it is recorded."""
    places = {case.pk: number for number, case in enumerate(found.cases)}
    members = [
        several.Member(
            readings([one for one in held.relations if one.code in typed], held.sex),
            {code: one.profile for code, one in typed.items()},
        )
        for held, typed in zip(found.held, found.typed, strict=True)
    ]
    by_place = {(pair.right.ref, places[pair.left.pk]): pair.pk for pair in found.pairs}
    may_be: dict[str, list[int]] = {}
    for code, number in by_place:
        may_be.setdefault(code, []).append(number)
    bones = {code: Typed(one.profile, weighing.DROPOUT[one.quality]) for code, one in found.bones.items()}
    try:
        ways = several.weigh(members, found.ties, bones, panels, may_be)
    except (TooLarge, ImpossiblePedigree, ImpossibleProfiles):
        logger.warning("the family of %s is not weighed together", found.cases[0].ref)
        return {}
    kept: dict[UUID, dict[str, Any]] = {}
    for way, log10 in ways.by_way.items():
        keys = sorted(str(by_place[place]) for place in way)
        for place in way:
            row = kept.setdefault(
                by_place[place], {"ways": [], "bounded": ways.bounded}
            )  # fmt: skip
            row["ways"].append([keys, log10])
    return kept


def _samples(found: _Family, said: Mapping[str, Any]) -> set[UUID]:
    """Those of the family, and of all remains that some way places."""
    of_pair = {str(pair.pk): found.bones[pair.right.ref].sample for pair in found.pairs}
    return found.samples | {of_pair[key] for keys, _log in said["ways"] for key in keys}


def _digest(found: _Family, panels: Iterable[Panel]) -> str:
    """Names all that is weighed: rows of alleles by their ids, which every entering makes anew."""
    said = [
        [[one.one, one.kin, one.other] for one in found.ties],
        [[held.sex, [[one.code, one.kin, one.side] for one in held.relations]] for held in found.held],
        [sorted((code, str(one.row), one.quality) for code, one in some.items()) for some in found.typed],
        sorted((code, str(one.row), one.quality) for code, one in found.bones.items()),
        sorted(str(pair.pk) for pair in found.pairs), repr(weighing.ASSUMED),
        [[panel.name, hashlib.sha256(json.dumps(panel.markers, sort_keys=True, default=dict).encode()).hexdigest()]
         for panel in panels],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
