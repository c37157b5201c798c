"""The family of a case as kinship is weighed in it: who is related how, by codes of donors; what was typed of whom.

Read by one job through the door, in the database role of genetic data.  Nobody is named: a relative is the code of the
donor they are.  What a donor does not agree to now is as if it were not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accessctl import door
from accessctl.actor import Actor
from accessctl.rings import Ring
from cases.codes import DonorKind
from cases.models import Case, Donor
from families.codes import Relationship
from families.models import DonorLink, Relative, RelativeTie
from matching.engine.kinship.genotypes import Profile, genotype
from matching.engine.kinship.kin import MISSING, Kin, Relation, placed
from matching.engine.kinship.tables import marker_key
from matching.kinship.weighing import DROPOUT
from remains.models import Alleles, GeneticProfile, Remains, Sample, SampleOfDonor, SampleOfRemains
from remains.samples.codes import TestKind

JOB = "matching.kinship"
_R = Relationship
KIN: Mapping[str, Kin] = {
    _R.MOTHER: Kin.MOTHER, _R.FATHER: Kin.FATHER, _R.CHILD: Kin.CHILD, _R.FULL_SIBLING: Kin.FULL_SIBLING,
    _R.HALF_SIBLING: Kin.HALF_SIBLING, _R.GRANDMOTHER: Kin.GRANDMOTHER, _R.GRANDFATHER: Kin.GRANDFATHER,
    _R.AUNT: Kin.AUNT, _R.UNCLE: Kin.UNCLE, _R.NIECE: Kin.NIECE, _R.NEPHEW: Kin.NEPHEW, _R.COUSIN: Kin.COUSIN,
    _R.GRANDCHILD: Kin.GRANDCHILD,
}  # fmt: skip
SEX = {"1": "m", "2": "f"}  # ISO 5218, as the case says it


@dataclass(frozen=True)
class Taken:
    """A sample and what a laboratory reads in it.  quality: as the laboratory called it."""

    sample: UUID
    row: UUID
    profile: Profile
    quality: str


@dataclass(frozen=True)
class Kindred:
    """Donors of a case who agree now.  relations: those with a place in the pedigree; own: samples of the person.

    others: what relatives by blood who gave no sample are to the missing person.
    """

    sex: str
    relations: tuple[Relation, ...]
    own: tuple[str, ...]
    others: tuple[Kin, ...] = ()


def job() -> Actor:
    return Actor.system_job(JOB)


def kindred(case: Case) -> Kindred:
    """Who of a family agrees to be compared, and how they are related by blood."""
    actor = job()
    links: list[Any] = door.open(actor, case, Ring.KIN, tables=[DonorLink]).rows(case, DonorLink)
    ties: list[Any] = door.open(actor, case, Ring.SEARCH, tables=[RelativeTie]).rows(case, RelativeTie)
    tie_of = {tie.relative_id: tie.relationship for tie in ties}
    agreeing = door.visible(actor, Donor).filter(
        pk__in=[link.donor_id for link in links], tests_until__gt=timezone.now()
    )
    donors = {donor.pk: donor for donor in agreeing}
    relations, own, given = [], [], set()
    for link in links:
        donor = donors.get(link.donor_id)
        if donor is None:
            continue
        given.add(link.relative_id)
        if donor.kind != DonorKind.RELATIVE:
            own.append(donor.ref)
        elif link.biological == "yes" and (kin := KIN.get(tie_of.get(link.relative_id, ""))):
            relations.append(Relation(donor.ref, kin, link.side or ""))
    no_kin = {link.relative_id for link in links if link.biological == "no"}
    others = [KIN.get(tie.relationship) for tie in ties if tie.relative_id not in given | no_kin]
    return Kindred(
        SEX.get(case.sex or "", ""), tuple(placed(relations)), tuple(own), tuple(kin for kin in others if kin)
    )  # fmt: skip


def connected(cases: Iterable[UUID], most: int) -> list[UUID]:
    """These cases and those of relatives who are missing too, as far as they hang together, `most` of them."""
    found = dict.fromkeys(cases)
    for key in (waiting := list(found)):
        rows = Relative._default_manager.filter(Q(case=key, own_case__isnull=False) | Q(own_case=key))
        for ends in rows.order_by("pk").values_list("case", "own_case"):
            for end in ends:
                if end not in found and len(found) < most:
                    found[end] = None
                    waiting.append(end)
    return list(found)


def missing_too(case: Case) -> dict[UUID, Kin]:
    """What those relatives are to the missing person who are missing themselves, by the keys of their cases."""
    actor = job()
    if not Relative._default_manager.filter(case=case, own_case__isnull=False).exists():
        return {}
    people: list[Any] = door.open(actor, case, Ring.KIN, tables=[Relative]).rows(case, Relative)
    ties: list[Any] = door.open(actor, case, Ring.SEARCH, tables=[RelativeTie]).rows(case, RelativeTie)
    kin = {tie.relative_id: KIN.get(tie.relationship) for tie in ties}
    return {one.own_case_id: what for one in people if one.own_case_id and (what := kin.get(one.pk))}


def profiles_of_donors(refs: Iterable[str]) -> dict[str, Taken]:
    """What is kept of the samples of these donors, the fullest of each."""
    rows = SampleOfDonor._default_manager.filter(donor__ref__in=list(refs)).values_list("donor__ref", "sample")
    return _fullest(list(rows))


def profile_of(remains: Remains) -> Taken | None:
    """What is kept of the samples of remains, the fullest."""
    rows = SampleOfRemains._default_manager.filter(remains=remains).values_list("remains__ref", "sample")
    return _fullest(list(rows)).get(remains.ref)


def _fullest(rows: Sequence[tuple[str, UUID]]) -> dict[str, Taken]:
    """The profile with most loci by whom it is of, the newer of two that are alike."""
    taken = _alleles({sample for _of, sample in rows})
    found: dict[str, Taken] = {}
    for of, sample in rows:
        one = taken.get(sample)
        if one is not None and (of not in found or _rank(one) > _rank(found[of])):
            found[of] = one
    return found


def _rank(one: Taken) -> tuple[int, UUID]:
    return len(one.profile), one.row


def _alleles(samples: Iterable[UUID]) -> dict[UUID, Taken]:
    """Alleles by sample, of autosomal tests that came to a profile of one person.  Ring 4g, each reading logged."""
    actor = job()
    tested = GeneticProfile._default_manager.filter(
        sample__in=list(samples), quality__in=DROPOUT, test__kind=TestKind.AUTOSOMAL
    )
    quality = {row.pk: row.quality for row in tested}
    seen = list(door.visible(actor, Sample, ring=Ring.GENETIC).filter(pk__in={row.sample_id for row in tested}))
    opened = door.open(actor, seen, Ring.GENETIC, tables=[Alleles], fields=["loci"], within_reach=True)
    found: dict[UUID, Taken] = {}
    for sample in seen:
        rows: list[Any] = [row for row in opened.rows(sample, Alleles) if row.profile_id in quality]
        for row in rows:
            one = Taken(sample.pk, row.pk, _profile(row.loci), quality[row.profile_id])
            if one.profile and (sample.pk not in found or _rank(one) > _rank(found[sample.pk])):
                found[sample.pk] = one
    return found


def _profile(loci: Mapping[str, Sequence[str | None]]) -> Profile:
    """A second allele that did not show is read as the first: what was seen, of one allele or of two."""
    return {marker_key(name): genotype(seen[0], seen[1] or seen[0]) for name, seen in loci.items() if seen[0]}


def members(held: Kindred, taken: Mapping[str, Taken]) -> dict[str, Taken]:
    """Profiles by member of the pedigree; a sample of the missing person's own stands at their place."""
    found = {one.code: taken[one.code] for one in held.relations if one.code in taken}
    own = [taken[ref] for ref in held.own if ref in taken]
    return found | ({MISSING: max(own, key=_rank)} if own else {})
