"""Tests by laboratories: a sample is sent to one, which reports what came of it.

What is kept of a report is its digest, how good the profile is and how many markers it has: sealed by default.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from accessctl import audiences, consent, door, journal
from accessctl.actor import Actor
from accessctl.codes import Purpose, RecipientClass, Role
from accessctl.models import Organisation
from accessctl.rings import Ring
from cases.models import Donor
from registry.lib.errors import Forbidden, Invalid
from remains.models import GeneticProfile, Sample, SampleOfDonor, SampleStep, SampleTest
from remains.samples.codes import ProfileQuality, SampleStepKind, TestKind
from remains.samples.standing import is_agreed
from remains.services import sample_steps
from remains.services.sample_steps import SampleStepEntry, texts
from remains.services.samples import NoConsent

LABORATORIES = (RecipientClass.GENETIC_LAB, RecipientClass.FORENSIC_INSTITUTE)
MOST_LOCI = 100

Fault = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class ReportEntry:
    """What a laboratory reports.  digest: SHA-256 of the report, which stays with the laboratory."""

    quality: str
    loci_typed: int
    digest: str
    report_ref: str = ""


@transaction.atomic
def ask_test(*, actor: Actor, ref: str, kind: str, step: SampleStepEntry) -> SampleTest:
    """Hand a sample over to a laboratory for a test.  Raises NotFound, Forbidden, NoConsent, Invalid."""
    step = replace(step, kind=SampleStepKind.SENT)
    sample = door.fetch(actor, Sample, door.Action.CHANGE, ref=ref)
    ensure_testable(sample)
    writing = sample_steps.begin(actor, ref, step)
    laboratory, faults = writing.to_org, {}
    if kind not in TestKind.values:
        faults["test"] = [_("This code is not in the list.")]
    if laboratory is None or laboratory.kind not in LABORATORIES:
        faults["to_org"] = [_("Choose a genetic laboratory, or an institute that has one.")]
    if faults or laboratory is None:
        raise Invalid(fields=faults)
    _ensure_agreed_to(sample, laboratory)
    test = SampleTest.objects.create(
        sample=sample, laboratory=laboratory, kind=kind, sent=sample_steps.write(writing), created_by=actor.account
    )
    journal.record(actor, "sample.test_asked", sample, ring=Ring.FORENSIC, kind=kind)
    return test


@transaction.atomic
def report(*, actor: Actor, ref: str, entry: ReportEntry) -> GeneticProfile:
    """Report what the last test of a sample came to, as the laboratory that did it: its people, or its system.

    Raises NotFound, Forbidden, NoConsent, Invalid.
    """
    action = door.Action.REVIEW if actor.client else door.Action.CHANGE
    sample = door.fetch(actor, Sample, action, ref=ref, lock=True)
    test = open_test(actor, sample)
    if test is None:
        raise Forbidden()
    ensure_testable(sample)
    if actor.client and not door.visible(actor, Sample, action, ring=Ring.FORENSIC).filter(pk=sample.pk).exists():
        raise Forbidden()  # the token is for less than the ring that is written
    faults: dict[str, list[str]] = {}
    for name, message in (*_faults(entry), *texts(entry, {"report_ref": 60})):
        faults.setdefault(name, []).append(message)
    if faults:
        raise Invalid(fields=faults)
    found = GeneticProfile.objects.create(
        sample=sample, test=test, quality=entry.quality, loci_typed=entry.loci_typed, report_digest=entry.digest,
        report_ref=entry.report_ref.strip() or None, created_by=actor.account,
    )  # fmt: skip
    journal.record(actor, "sample.reported", sample, ring=Ring.FORENSIC, quality=entry.quality, digest=entry.digest)
    return found


def open_test(actor: Actor, sample: Sample) -> SampleTest | None:
    """The test that waits for this laboratory's report: the sample was received there, and nothing was reported."""
    is_person = Role.GENETIC_LAB in actor.roles and actor.account is not None
    if not is_person and actor.client is None:
        return None
    mine = SampleTest.objects.filter(sample=sample, laboratory=actor.organisation_id)
    reported = GeneticProfile.objects.filter(sample=sample).values("test")
    test = mine.exclude(pk__in=reported).select_related("sent").order_by("sent__number").last()
    if test is None:
        return None
    arrived = SampleStep.objects.filter(
        sample=sample, kind=SampleStepKind.RECEIVED, organisation=test.laboratory, number__gt=test.sent.number
    )
    return test if arrived.exists() else None


def ensure_testable(sample: Sample) -> None:
    """Raises NoConsent: the donor does not agree, or not any more."""
    if not is_agreed(sample):
        raise NoConsent(fields={"of": [str(NoConsent.template)]})


def _ensure_agreed_to(sample: Sample, laboratory: Organisation) -> None:
    """The donor agreed to this kind of laboratory, and no firewall stands before this one."""
    link = SampleOfDonor.objects.filter(sample=sample).select_related("donor").first()
    if link is None:
        return
    donor: Donor = link.donor
    needed = consent.bit(Purpose.DNA_IDENTIFICATION, laboratory.kind)
    spec = audiences.spec_of(donor.audience)
    if not donor.consent_3 & needed or not audiences.admits(spec, laboratory, Purpose.DNA_IDENTIFICATION, ""):
        raise NoConsent(fields={"to_org": [_("The donor did not agree that this laboratory tests their sample.")]})


def _faults(entry: ReportEntry) -> Iterator[Fault]:
    if entry.quality not in ProfileQuality.values:
        yield "quality", _("This code is not in the list.")
    failed = entry.quality == ProfileQuality.FAILED
    if not (0 if failed else 1) <= entry.loci_typed <= (0 if failed else MOST_LOCI):
        yield "loci_typed", _("A profile has 1 to 100 markers; no profile has none.")
    if len(entry.digest) != 64:
        yield "digest", _("Attach the report: its digest is kept, and nothing else of it.")
