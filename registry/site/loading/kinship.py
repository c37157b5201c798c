"""Kinship in the demonstration: a laboratory that keeps alleles, two invented populations, some families with profiles.

The profiles are drawn: a parent's by the frequencies, the missing person's from the parent's.  Which remains are whose
child is taken from the truth that the generator keeps; nothing that compares reads it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
from django.utils import timezone

from accessctl.actor import Actor
from accessctl.approvals import services as approvals
from cases.models import Case, CaseIncident, Donor
from cases.services import link_incident
from families.models import RelativeTie
from families.services import Conversation
from matching.engine.kinship.panels import Panel
from matching.extract import matcher
from matching.genetics import LOCI
from matching.services import genetics, panels
from matching.services.panels import Edition
from registry.site.invented.records import Invented
from registry.site.loading.laboratory import enrolled, handed_over, reported, taken
from remains.models import Remains, RemainsIncident
from remains.samples.codes import Preservation, SampleMaterial
from remains.services import link_incident as link_remains

FAMILIES = 2
MARKERS = LOCI[:20]
REPEATS = range(7, 19)
POPULATIONS = ("north shore", "south shore")
Profile = dict[str, tuple[str, str]]


def profile_some(
    invented: Invented, refs: tuple[Mapping[str, str], Mapping[str, str]], people: Mapping[str, Actor],
    conversation: Conversation, incident: str,
) -> None:  # fmt: skip
    """Profiles of the first families of whom a parent asks and remains were found.

    refs: of cases and of remains, by invented key; people: `geneticist`, `second`, `caseworker`, `examiner`; incident:
    that of the event, to whose files both belong, "" where there is none.
    """
    rng = np.random.default_rng(invented.seed)
    frequencies = _populations(rng)
    edition = Edition("Invented shores", "Drawn for the demonstration", "1", hashlib.sha256(b"invented").hexdigest())
    panels.load(actor=matcher(), edition=edition, panels=frequencies)
    lab = replace(people["geneticist"], proved_at=timezone.now())
    asked = genetics.ask_to_open(actor=lab)
    approvals.approve(replace(people["second"], proved_at=timezone.now()), asked.ref)
    shares = next(iter(frequencies.values()))
    for number, (tie, remains) in enumerate(_families(invented, *refs, people)):
        if number == FAMILIES:
            break
        if incident:
            _of_event(people, tie.case, remains, incident)
        parent = _drawn(shares, rng)
        donor = enrolled(people["caseworker"], tie.relative, conversation)
        _profiled(people["caseworker"], donor, lab, parent)
        _profiled(people["examiner"], remains, lab, _child(parent, shares, rng))


def _families(
    invented: Invented, cases: Mapping[str, str], remains: Mapping[str, str], people: Mapping[str, Actor]
) -> Iterator[tuple[RelativeTie, Remains]]:
    parents = RelativeTie.objects.filter(
        relationship__in=("mot", "fat"), relative__is_minor=False, case__owner=people["caseworker"].organisation_id
    ).select_related("case", "relative__case")
    for key, reports in sorted(invented.true_cases().items(), reverse=True):  # the first are identified otherwise
        found = Remains.objects.filter(ref=remains[key], owner=people["examiner"].organisation_id).first()
        tie = parents.filter(case__ref__in=[cases[one] for one in reports]).order_by("pk").first()
        if found is not None and tie is not None:
            yield tie, found


def _of_event(people: Mapping[str, Actor], case: Case, remains: Remains, incident: str) -> None:
    if not CaseIncident.objects.filter(case=case).exists():
        link_incident(actor=people["caseworker"], case_ref=case.ref, incident_ref=incident)
    if not RemainsIncident.objects.filter(remains=remains).exists():
        link_remains(actor=people["examiner"], remains_ref=remains.ref, incident_ref=incident)


def _profiled(by: Actor, source: Donor | Remains, lab: Actor, profile: Profile) -> None:
    if lab.organisation is None:
        return
    is_bone = isinstance(source, Remains)
    sample = taken(
        by, source, SampleMaterial.FEMUR if is_bone else SampleMaterial.BUCCAL,
        Preservation.FROZEN if is_bone else Preservation.FTA_CARD,
    )  # fmt: skip
    handed_over(by, sample, lab.organisation)
    reported(lab, sample, len(profile))
    genetics.keep(actor=lab, kit="Invented kit", loci={sample.ref: profile})


def _populations(rng: np.random.Generator) -> dict[str, Panel]:
    found = {}
    for name in POPULATIONS:
        markers = {}
        for marker in MARKERS:
            shares = rng.dirichlet(np.full(len(REPEATS), 2.0)).round(4)
            markers[marker.casefold()] = {
                str(repeats): float(share) for repeats, share in zip(REPEATS, shares, strict=True)
            }
        found[name] = Panel(f"Invented shores: {name}", markers)
    return found


def _drawn(panel: Panel, rng: np.random.Generator) -> Profile:
    return {marker: (_allele(panel, marker, rng), _allele(panel, marker, rng)) for marker in MARKERS}


def _child(parent: Profile, panel: Panel, rng: np.random.Generator) -> Profile:
    return {marker: (pair[int(rng.integers(2))], _allele(panel, marker, rng)) for marker, pair in parent.items()}


def _allele(panel: Panel, marker: str, rng: np.random.Generator) -> str:
    shares = panel.markers[marker.casefold()]
    weights = np.array(list(shares.values()))
    return str(rng.choice(list(shares), p=weights / weights.sum()))
