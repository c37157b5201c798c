"""Questions between registries: the tables of codes, what we asked, what we were asked, and which records were met.

A table tells nothing without the key that it was made with, nor does a question; what each stands for here is sealed.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import vault
from accessctl.codes import Purpose
from accessctl.models import Account, Organisation, OwnKey, Peer
from accessctl.rings import Ring
from accessctl.sealed import DeploymentSecret, SealedBytes
from cases.models import Case
from matching.models.profiles import one_record
from registry.lib.ids import new_ref, uuid7
from remains.models import Remains


def question_ref() -> str:
    return new_ref("MPQ")


def inquiry_ref() -> str:
    return new_ref("MPI")


def hit_ref() -> str:
    return new_ref("MPH")


class CodedTable(OwnKey):
    """What another registry can compare its questions with, for one purpose.

    entries: as they are given out.  meaning: what each record is called in them, in the order of `records`.
    number: the key that they were made with; when a record leaves, it is drawn anew, and the old entries match nothing
    any more.  given: how often it was given out.
    """

    RING: ClassVar[Ring] = Ring.FORENSIC  # as the highest ring that a coded fact comes from

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    peer = models.ForeignKey(Peer, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=32, choices=Purpose)
    version = models.UUIDField(default=uuid4)
    coding = models.PositiveSmallIntegerField(default=1)  # of `matching.peers.coding`
    number = SealedBytes()
    entries = SealedBytes()
    meaning = SealedBytes()
    records = ArrayField(models.UUIDField())
    given = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta(OwnKey.Meta):
        constraints = [models.UniqueConstraint(fields=["peer", "purpose"], name="codedtable_once")]

    def __str__(self) -> str:
        return f"table {self.version}"


class GivenTable(models.Model):
    """The table of another registry: entries that tell nothing without its key."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    peer = models.ForeignKey(Peer, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=32, choices=Purpose)
    version = models.UUIDField()
    entries = models.BinaryField()
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["peer", "purpose"], name="giventable_once")]

    def __str__(self) -> str:
        return f"table {self.version}"


class Outcome(models.TextChoices):
    """What is known after a question.  Withheld: consent or a firewall of our own record did not let it go out."""

    WAITING = "waiting", _("waits for the answer")
    HIT = "hit", _("hit")
    NO_HIT = "no_hit", _("no hit")
    REFUSED = "refused", _("refused")
    WITHHELD = "withheld", _("not asked: the family’s consent or a protection stands against it")
    STOPPED = "stopped", _("stopped: the link to the other registry is not in force")
    UNREACHED = "unreached", _("the other registry could not be reached")
    KEY_REPLACED = "key_replaced", _("the other registry has replaced a key: compare fingerprints again")
    KEY_UNKNOWN = "key_unknown", _("the other registry does not know our key")
    OTHER_CODING = (
        "other_coding", _("the two registries run programs that compare in different ways: update the older one"),
    )  # fmt: skip


class PeerQuestion(models.Model):
    """One record of ours, asked about for one purpose.

    number: how both sides name the question.  secret: what its points are blinded by, sealed for the deployment,
    until it is answered.  said: the version of the record that was asked about.  met: what its points met, then what it
    claims.  hit: the other side's reference.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    class Step(models.TextChoices):
        TO_ASK = "to_ask"
        ASKED = "asked"
        TO_REFINE = "to_refine"
        REFINED = "refined"
        TO_CLAIM = "to_claim"
        CLAIMED = "claimed"
        OVER = "over"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(max_length=20, unique=True, default=question_ref, editable=False)
    number = models.UUIDField(default=uuid4, unique=True)
    peer = models.ForeignKey(Peer, models.CASCADE, related_name="+")
    purpose = models.CharField(_("Purpose"), max_length=32, choices=Purpose)
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    remains = models.ForeignKey(Remains, models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    step = models.CharField(max_length=10, choices=Step, default=Step.TO_ASK)
    turn = models.PositiveSmallIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    secret = DeploymentSecret(use=vault.PEER_QUESTION, blank=True)
    said = models.PositiveIntegerField(null=True)
    met = models.BinaryField(null=True)
    outcome = models.CharField(_("Answer"), max_length=12, choices=Outcome, default=Outcome.WAITING)
    hit = models.CharField(_("Hit"), max_length=20, blank=True)
    due_at = models.DateTimeField(default=timezone.now, null=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [one_record("peerquestion_one_record", "case", "remains")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="peerquestion_due"),
            models.Index(fields=["organisation", "-asked_at"], name="peerquestion_list"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def record(self) -> Case | Remains:
        """What it asks about."""
        return self.case or self.remains  # type: ignore[return-value]


class PeerInquiry(models.Model):
    """A question that another registry asked us.

    asked: the points of a round, or what it claims; reply: what it is told at `due_at` and not before, whatever it took
    to find out.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    class Step(models.TextChoices):
        RECEIVED = "received"
        READY = "ready"
        ANSWERED = "answered"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(max_length=20, unique=True, default=inquiry_ref, editable=False)
    number = models.UUIDField()
    peer = models.ForeignKey(Peer, models.CASCADE, related_name="+")
    purpose = models.CharField(_("Purpose"), max_length=32, choices=Purpose)
    step = models.CharField(max_length=10, choices=Step, default=Step.RECEIVED)
    round = models.PositiveSmallIntegerField(default=1)
    table = models.UUIDField(null=True)  # the version that its points were multiplied by the key of
    asked = models.BinaryField(null=True)
    reply = models.BinaryField(null=True)
    outcome = models.CharField(_("Answer"), max_length=12, choices=Outcome, default=Outcome.WAITING)
    hit = models.CharField(_("Hit"), max_length=20, blank=True)
    due_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["peer", "number"], name="peerinquiry_once")]
        indexes = [
            models.Index(fields=["step"], condition=Q(step="received"), name="peerinquiry_waiting"),
            models.Index(fields=["peer", "-received_at"], name="peerinquiry_list"),
        ]

    def __str__(self) -> str:
        return self.ref


class PeerHit(models.Model):
    """A record of ours that a question of another registry met."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    inquiry = models.ForeignKey(PeerInquiry, models.CASCADE, related_name="hits")
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    remains = models.ForeignKey(Remains, models.CASCADE, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [one_record("peerhit_one_record", "case", "remains")]

    def __str__(self) -> str:
        return f"hit {self.pk}"

    @property
    def record(self) -> Case | Remains:
        return self.case or self.remains  # type: ignore[return-value]
