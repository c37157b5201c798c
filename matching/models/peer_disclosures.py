"""After a hit: whether both registries want to tell one another more, and what people of ours decided.

One row per hit and side.  What the other side decided is nowhere here: it shows only in `both`, once both said yes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import vault
from accessctl.models import Account, Organisation
from accessctl.rings import Ring
from accessctl.sealed import DeploymentSecret
from cases.models import Case
from matching.models.peers import PeerInquiry, PeerQuestion
from matching.models.profiles import one_record
from registry.lib.ids import new_ref, uuid7
from remains.models import Remains

LASTS = timedelta(days=14)  # from the hit to decide, and from both answers to hand over


def disclosure_ref() -> str:
    return new_ref("MPD")


def lapses() -> datetime:
    return timezone.now() + LASTS


class PeerDisclosure(models.Model):
    """The second step after a hit, as one side holds it.

    lapses_at: or when it was closed.  round: of the exchange that is under way or comes next; began_at: when the side
    that is asked was last sent another; secret: what its points are blinded by, sealed for the deployment, empty once
    no round comes any more; said: what was put into this round, None before; theirs: what the other side sent in it.
    closing_at: when the side that asked began to show what came of the round.  silent_over: those without a yes read in
    the journal that their days are over, though both said yes.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    class State(models.TextChoices):
        OPEN = "open", _("not settled yet")
        BOTH = "both", _("both sides said yes")
        LAPSED = "lapsed", _("lapsed")
        CLOSED = "closed", _("closed: the consent or the state of the record changed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(max_length=20, unique=True, default=disclosure_ref, editable=False)
    question = models.OneToOneField(PeerQuestion, models.CASCADE, null=True, related_name="disclosure")
    inquiry = models.OneToOneField(PeerInquiry, models.CASCADE, null=True, related_name="disclosure")
    state = models.CharField(_("State"), max_length=8, choices=State, default=State.OPEN)
    lapses_at = models.DateTimeField(_("Until"), default=lapses)
    round = models.PositiveIntegerField(default=1)
    began_at = models.DateTimeField(null=True)
    secret = DeploymentSecret(use=vault.PEER_QUESTION, blank=True)
    said = models.BooleanField(null=True)
    theirs = models.BinaryField(null=True)
    closing_at = models.DateTimeField(null=True)
    silent_over = models.BooleanField(default=False)
    turn = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [one_record("peerdisclosure_one_side", "question", "inquiry")]
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="peerdisclosure_due")]

    def __str__(self) -> str:
        return self.ref

    @property
    def about(self) -> PeerQuestion | PeerInquiry:
        """The question that met somebody, ours or theirs."""
        return self.question or self.inquiry  # type: ignore[return-value]


class DisclosureReason(models.TextChoices):
    """Why somebody says yes or no.  Codes alone: what a family said stands in its own file."""

    LIKELY = "likely", _("Our record was read again, and is sure enough to compare")
    WISH = "wish", _("The family wants every way to be tried")
    ASK_FIRST = "ask_first", _("The family is to be asked first")
    UNSURE = "unsure", _("Our record is not sure enough")
    RISK = "risk", _("It could put somebody at risk")
    NO_NEED = "no_need", _("It is known by now, or goes another way")


FOR: tuple[DisclosureReason, ...] = (DisclosureReason.LIKELY, DisclosureReason.WISH)
AGAINST: tuple[DisclosureReason, ...] = tuple(one for one in DisclosureReason if one not in FOR)


class PeerDecision(models.Model):
    """What a person decided about telling the other registry of one record.  parts: of it, as a hand-over names them.

    It stands until it is taken back, or replaced by another.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    disclosure = models.ForeignKey(PeerDisclosure, models.CASCADE, related_name="decisions")
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    remains = models.ForeignKey(Remains, models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    discloses = models.BooleanField()
    reason = models.CharField(_("Why"), max_length=10, choices=DisclosureReason)
    parts = ArrayField(models.CharField(max_length=40), default=list)
    decided_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            one_record("peerdecision_one_record", "case", "remains"),
            models.UniqueConstraint(
                fields=["disclosure", "case"], condition=Q(ended_at=None), name="peerdecision_case_once"
            ),
            models.UniqueConstraint(
                fields=["disclosure", "remains"], condition=Q(ended_at=None), name="peerdecision_remains_once"
            ),
            models.CheckConstraint(
                condition=Q(discloses=True, reason__in=FOR) | Q(discloses=False, reason__in=AGAINST),
                name="peerdecision_reason_fits",
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"

    @property
    def record(self) -> Case | Remains:
        return self.case or self.remains  # type: ignore[return-value]

    @property
    def about(self) -> UUID:
        """Id of that record."""
        return self.case_id or self.remains_id  # type: ignore[return-value]
