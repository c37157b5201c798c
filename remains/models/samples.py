"""Samples by code (ring 3f): what they are, whence, where they are, what is tested, and what a laboratory said.

Whence a sample came is a row of the remains or of the donor, never of the sample: who may read a sample by its code
learns nothing of either.  The database keeps the chain of steps, and tests nothing of a donor who does not agree
(`remains/migrations`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import Organisation, Record, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedText
from cases.models import Donor
from cases.vocabulary.coded import CodeField, one_of, within
from remains.models.custody import DIGEST, StoragePlace
from remains.models.remains import Remains
from remains.samples.codes import Preservation, ProfileQuality, Residue, SampleMaterial, SampleStepKind, TestKind


class Sample(Record):
    """A sample, known by its code: nothing that stands here tells of whom it is."""

    REF_PREFIX = "MLS"

    class Meta(Record.Meta):
        pass


class SampleFile(RingRow):
    """What a sample is, and what is to become of the rest of it."""

    RING = Ring.FORENSIC
    RECORD = "sample"

    sample = models.OneToOneField(Sample, models.CASCADE, related_name="+")
    material = asked(CodeField(_("What it is"), codes=SampleMaterial), sets="F", std="DVI*", code_list="CL-SAMPLE")
    collected_on = asked(models.DateField(_("Taken on")), sets="F", std="DVI*")
    quantity = asked(SealedText(_("How much"), max_length=80, null=True, blank=True), sets="F", std="DVI*")
    preservation = asked(
        CodeField(_("How it is preserved"), codes=Preservation), sets="F", std="DVI*", code_list="CL-PRESERV"
    )
    residue = asked(
        CodeField(_("What happens to the rest"), codes=Residue),
        why=_("You decide what happens to the rest"), sets="F", std="ICRC*",
    )  # fmt: skip
    keep_until = asked(
        models.DateField(_("Kept until"), null=True, blank=True),
        why=_("You decide what happens to the rest"), sets="F", std="ICRC*",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("samplefile", material=SampleMaterial, preservation=Preservation, residue=Residue),
            models.CheckConstraint(
                condition=Q(residue=Residue.KEEP, keep_until__isnull=False)
                | (~Q(residue=Residue.KEEP) & Q(keep_until=None)),
                name="samplefile_kept_until_a_day",
            ),
        ]


class _Taken(RingRow):
    """By whom and where a sample was taken: told to those who may read of whom it is, and to no laboratory."""

    RING: ClassVar[Ring] = Ring.FORENSIC

    collected_by = asked(SealedText(_("Taken by"), max_length=120), sets="F", std="DVI*")
    collected_where = asked(SealedText(_("Taken where"), max_length=200, null=True, blank=True), sets="F", std="DVI*")

    class Meta(RingRow.Meta):
        abstract = True


class SampleOfRemains(_Taken):
    """Of which remains a sample is."""

    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    sample = models.OneToOneField(Sample, models.CASCADE, related_name="+")

    class Meta(_Taken.Meta):
        pass


class SampleOfDonor(_Taken):
    """Of which donor a sample is.  Refused by the database while the donor does not agree to be tested."""

    RECORD = "donor"

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="+")
    sample = models.OneToOneField(Sample, models.CASCADE, related_name="+")

    class Meta(_Taken.Meta):
        pass


class SampleStep(RingRow):
    """One step of a sample's way, as one person wrote it.  proof: SHA-256 of the certificate of destruction."""

    RING = Ring.FORENSIC
    RECORD = "sample"

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(editable=False)
    kind = asked(CodeField(_("What happened"), codes=SampleStepKind), sets="F", std="DVI*")
    at = asked(models.DateTimeField(_("When")), sets="F", std="DVI*")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Written by"))
    place = asked(
        models.ForeignKey(
            StoragePlace, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Storage place")
        ),
        sets="F", std="DVI*",
    )  # fmt: skip
    to_org = asked(
        models.ForeignKey(
            Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Handed to")
        ),
        sets="F", std="DVI*",
    )  # fmt: skip
    to_person = asked(SealedText(_("Who took it over"), max_length=120, null=True, blank=True), sets="F", std="DVI*")
    seal_no = asked(SealedText(_("Number of the seal"), max_length=60, null=True, blank=True), sets="F", std="DVI*")
    note = asked(SealedText(_("Condition and remarks"), max_length=500, null=True, blank=True), sets="F", std="DVI*")
    proof = models.CharField(_("Proof of the destruction"), max_length=64, null=True, blank=True)
    nonce = SealedText(max_length=64)
    previous = models.CharField(max_length=64, null=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("samplestep", kind=SampleStepKind),
            models.UniqueConstraint(fields=["sample", "number"], name="samplestep_number_once"),
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="samplestep_digest"),
            models.CheckConstraint(condition=Q(previous=None) | Q(previous__regex=DIGEST), name="samplestep_previous"),
            models.CheckConstraint(
                condition=Q(kind=SampleStepKind.DESTROYED, proof__regex=DIGEST)
                | (~Q(kind=SampleStepKind.DESTROYED) & Q(proof=None)),
                name="samplestep_destroyed_with_proof",
            ),
            models.CheckConstraint(
                condition=Q(kind=SampleStepKind.STORED, place__isnull=False)
                | (~Q(kind=SampleStepKind.STORED) & Q(place=None)),
                name="samplestep_stored_somewhere",
            ),
        ]
        indexes = [models.Index(fields=["to_org", "kind", "-at"], name="samplestep_handed_to")]


class SampleTest(RingRow):
    """A test that a laboratory was asked for; from then on it sees the sample by its code."""

    RING = Ring.FORENSIC
    RECORD = "sample"

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="+")
    laboratory = asked(
        models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Laboratory")),
        sets="F", std="DVI*",
    )  # fmt: skip
    kind = asked(CodeField(_("Which test"), codes=TestKind), sets="F", std="DVI*")
    sent = models.OneToOneField(SampleStep, models.CASCADE, related_name="+", verbose_name=_("Hand-over"))

    class Meta(RingRow.Meta):
        constraints = one_of("sampletest", kind=TestKind)
        indexes = [models.Index(fields=["laboratory", "sample"], name="sampletest_laboratory")]


class GeneticProfile(RingRow):
    """What a test came to, sealed: that there is a profile, how good it is, and the digest of the report."""

    RING = Ring.FORENSIC
    RECORD = "sample"

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="+")
    test = models.OneToOneField(SampleTest, models.CASCADE, related_name="+")
    quality = asked(CodeField(_("What it came to"), codes=ProfileQuality), sets="F", std="DVI*")
    loci_typed = asked(models.PositiveSmallIntegerField(_("Markers that were typed")), sets="F", std="STRBase")
    report_digest = models.CharField(_("Digest of the report"), max_length=64)
    report_ref = asked(
        SealedText(_("The laboratory’s own number"), max_length=60, null=True, blank=True), sets="F", std="DVI*"
    )

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("geneticprofile", quality=ProfileQuality),
            *within("geneticprofile", loci_typed=(0, 100)),
            models.CheckConstraint(condition=Q(report_digest__regex=DIGEST), name="geneticprofile_report_digest"),
            models.CheckConstraint(
                condition=~Q(quality=ProfileQuality.FAILED) | Q(loci_typed=0), name="geneticprofile_failed_is_empty"
            ),
        ]
