"""The chain of custody (ring 3f), places of burial, and the storage places of an institution.

The database itself keeps the chain: rows are never changed and go with their record alone, each step follows from the
one before, nothing is in two places, and nobody is buried past the stop rule (`remains/migrations`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import Approval, Organisation, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedJSON, SealedText, SealedValue
from cases.vocabulary.coded import CodeField, one_of, within
from cases.vocabulary.place import Place
from registry.lib.ids import new_ref, uuid7
from remains.custody.codes import BurialWrap, CustodyKind, ExaminationStep
from remains.models.remains import Remains

DIGEST = "^[0-9a-f]{64}$"


def storage_ref() -> str:
    return new_ref("MKP")


class StoragePlace(models.Model):
    """A place where an institution keeps remains: a shelf of a cold room, a container.  Never changed, only closed."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(_("Reference"), max_length=20, unique=True, default=storage_ref, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    facility = models.CharField(_("Building"), max_length=80)
    room = models.CharField(_("Room or cold store"), max_length=80)
    shelf = models.CharField(_("Shelf or drawer"), max_length=80, blank=True)
    capacity = models.PositiveSmallIntegerField(_("How many it holds"), default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("No longer used since"), null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "facility", "room", "shelf"],
                condition=Q(closed_at=None),
                name="storageplace_once",
            ),
            *within("storageplace", capacity=(1, 500)),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def label(self) -> str:
        """The place as a person would find it."""
        return " · ".join(part for part in (self.facility, self.room, self.shelf) if part)


class CustodyEvent(RingRow):
    """One step of the chain, as one person wrote it.  `due_at`: when a hand-over was to be confirmed at the latest.

    digest: of the whole step and the digest before it, so that words which are sealed cannot be exchanged unnoticed.
    """

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(editable=False)
    kind = asked(CodeField(_("What happened"), codes=CustodyKind), sets="F", std="DVI*", code_list="CL-CUSTODY")
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
    due_at = models.DateTimeField(_("To be confirmed by"), null=True, blank=True)
    step = asked(
        CodeField(_("Step of the examination"), codes=ExaminationStep, null=True, blank=True),
        sets="F", std="Eden DVI*", code_list="CL-STEP",
    )  # fmt: skip
    by_order = models.BooleanField(_("By order of an authority"), default=False)
    exception = models.OneToOneField(Approval, models.PROTECT, null=True, blank=True, related_name="+")
    from_person = asked(SealedText(_("Who handed over"), max_length=120, null=True, blank=True), sets="F", std="DVI*")
    to_person = asked(SealedText(_("Who took over"), max_length=120, null=True, blank=True), sets="F", std="DVI*")
    tag_no = asked(SealedText(_("Number of the tag"), max_length=60, null=True, blank=True), sets="F", std="DVI*")
    seal_no = asked(SealedText(_("Number of the seal"), max_length=60, null=True, blank=True), sets="F", std="DVI*")
    order_no = asked(
        SealedText(_("Order or law it rests on"), max_length=200, null=True, blank=True), sets="F", std="DVI*"
    )
    condition_note = asked(
        SealedText(_("Condition and remarks"), max_length=500, null=True, blank=True), sets="F", std="DVI*"
    )
    # Keeps the digest from being tried out: what was written in a step is often one of few words.
    nonce = SealedText(max_length=64)
    previous = models.CharField(max_length=64, null=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("custodyevent", kind=CustodyKind, step=ExaminationStep),
            models.UniqueConstraint(fields=["remains", "number"], name="custodyevent_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="custodyevent_number_from_1"),
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="custodyevent_digest"),
            models.CheckConstraint(
                condition=Q(previous=None) | Q(previous__regex=DIGEST), name="custodyevent_previous_digest"
            ),
            models.CheckConstraint(
                condition=Q(place=None) | Q(kind=CustodyKind.STORED), name="custodyevent_place_of_storing"
            ),
            models.CheckConstraint(
                condition=~Q(kind=CustodyKind.STORED) | Q(place__isnull=False), name="custodyevent_stored_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(exception=None) | Q(kind=CustodyKind.BURIED), name="custodyevent_exception_of_burial"
            ),
            models.CheckConstraint(
                condition=~Q(by_order=True) | Q(order_no__isnull=False), name="custodyevent_order_named"
            ),
        ]
        indexes = [models.Index(fields=["to_org", "kind", "-at"], name="custodyevent_handed_to")]


class BurialPlace(RingRow):
    """Where somebody lies.  `grave` is equal for all who lie in the same grave; the lease alone can change."""

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    event = models.OneToOneField(CustodyEvent, models.CASCADE, related_name="+", verbose_name=_("Burial"))
    grave = models.UUIDField(default=uuid7, editable=False)
    cemetery = asked(SealedText(_("Cemetery"), max_length=120), sets="F", std="ICRC*")
    place = asked(SealedValue(_("Where the grave is"), codec=Place, null=True, blank=True), sets="F", std="ICRC*")
    # Corners as [latitude, longitude], in order round the plot.
    outline = asked(SealedJSON(_("Corners of the plot"), null=True, blank=True), sets="F", std="ICRC*")
    section = asked(SealedText(_("Section"), max_length=40, null=True, blank=True), sets="F", std="ICRC*")
    row = asked(SealedText(_("Row"), max_length=40, null=True, blank=True), sets="F", std="ICRC*")
    plot = asked(SealedText(_("Plot"), max_length=40, null=True, blank=True), sets="F", std="ICRC*")
    depth_cm = asked(models.PositiveSmallIntegerField(_("Depth in cm"), null=True, blank=True), sets="F", std="ICRC*")
    marker = asked(
        SealedText(_("What the marker of the grave says"), max_length=200, null=True, blank=True), sets="F", std="ICRC*"
    )
    wrap = asked(CodeField(_("Buried in"), codes=BurialWrap, default=BurialWrap.UNKNOWN), sets="F", std="ICRC*")
    is_shared = asked(models.BooleanField(_("Others lie in the same grave"), default=False), sets="F", std="ICRC*")
    neighbours = asked(
        SealedText(_("What lies beside it"), max_length=300, null=True, blank=True), sets="F", std="ICRC*"
    )
    permit_no = asked(
        SealedText(_("Number of the permit"), max_length=60, null=True, blank=True), sets="F", std="ICRC*"
    )
    rite = asked(SealedText(_("Rite that was observed"), max_length=200, null=True, blank=True), sets="F", std="ICRC*")
    lease_expires_at = asked(
        models.DateField(_("The plot is leased until"), null=True, blank=True), sets="F", std="ICRC*"
    )

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("burialplace", wrap=BurialWrap),
            *within("burialplace", depth_cm=(10, 600)),
        ]
        indexes = [
            models.Index(fields=["grave"], name="burialplace_grave"),
            models.Index(fields=["lease_expires_at"], name="burialplace_lease"),
        ]
