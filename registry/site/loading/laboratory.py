"""What lies on the desk of the demonstration's laboratory: a donor's sample, reported; one of remains, under way."""

from __future__ import annotations

import hashlib

from django.utils import timezone

from accessctl.actor import Actor
from accessctl.codes import RecipientClass, Role
from accessctl.models import Organisation
from accessctl.tokens import token_of
from cases.codes import Bool3
from cases.models import Donor
from families.models import Relative, RelativeTie
from families.services import Conversation, donating
from families.services.donating import DonorEntry
from remains.models import Remains, Sample
from remains.samples.codes import Preservation, ProfileQuality, SampleMaterial, SampleStepKind, TestKind
from remains.services import (
    ReportEntry,
    SampleEntry,
    SampleStepEntry,
    add_sample_step,
    ask_test,
    report,
    take_sample,
)

LOCI = 20


def fill_desk(
    caseworker: Actor, examiner: Actor, laboratory: Organisation, geneticist: Actor, conversation: Conversation
) -> None:
    """One sample of a relative's, tested; one of remains, under way.  Nothing where there is no such relative."""
    parents = RelativeTie.objects.filter(relationship__in=("mot", "fat"), case__owner=caseworker.organisation_id)
    tie = parents.filter(relative__is_minor=False).order_by("pk").select_related("case", "relative").first()
    if tie is not None:
        donor = enrolled(caseworker, tie.relative, conversation)
        sample = taken(caseworker, donor, SampleMaterial.BUCCAL, Preservation.FTA_CARD)
        handed_over(caseworker, sample, laboratory)
        reported(geneticist, sample, LOCI)
    remains = Remains.objects.filter(owner=examiner.organisation_id).order_by("-created_at", "-pk").first()
    if remains is not None and Role.FORENSIC_PRACTITIONER in examiner.roles:
        handed_over(examiner, taken(examiner, remains, SampleMaterial.FEMUR, Preservation.FROZEN), laboratory)


def reported(geneticist: Actor, sample: Sample, loci: int) -> None:
    """Received at the laboratory, tested, reported."""
    add_sample_step(
        actor=geneticist, ref=sample.ref, entry=SampleStepEntry(kind=SampleStepKind.RECEIVED, at=timezone.now())
    )
    digest = hashlib.sha256(b"An invented report.").hexdigest()
    entry = ReportEntry(quality=ProfileQuality.FULL, loci_typed=loci, digest=digest, report_ref="L-0001")
    report(actor=geneticist, ref=sample.ref, entry=entry)


def enrolled(actor: Actor, relative: Relative, conversation: Conversation) -> Donor:
    """A relative who agreed to be tested."""
    entry = DonorEntry(laboratories=(RecipientClass.GENETIC_LAB,), biological=Bool3.YES)
    return donating.enrol(
        actor=actor, case_ref=relative.case.ref, token=token_of(relative.pk), entry=entry, conversation=conversation
    )


def taken(actor: Actor, source: Donor | Remains, material: str, preservation: str) -> Sample:
    """What was taken of them."""
    entry = SampleEntry(
        of=source.ref, material=material, collected_on=timezone.localdate(), collected_by=str(actor.account),
        preservation=preservation,
    )  # fmt: skip
    return take_sample(actor=actor, entry=entry)


def handed_over(actor: Actor, sample: Sample, laboratory: Organisation) -> None:
    """On its way to a laboratory that is asked to test it."""
    step = SampleStepEntry(kind=SampleStepKind.SENT, at=timezone.now(), to_org=laboratory.ref)
    ask_test(actor=actor, ref=sample.ref, kind=TestKind.AUTOSOMAL, step=step)
