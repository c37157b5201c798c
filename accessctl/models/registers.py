"""The registers of a data-protection officer: demands by the law, breaches, sanctions against receivers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.models.people import Organisation
from accessctl.models.records import Record, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedJSON, SealedText
from registry.lib.ids import new_ref, uuid7

TELL_WITHIN = timedelta(hours=72)


class DemandedBy(models.TextChoices):
    COURT = "court", _("court")
    PROSECUTOR = "prosecutor", _("prosecutor")
    POLICE = "police", _("police")
    IMMIGRATION = "immigration", _("immigration or border authority")
    INTELLIGENCE = "intelligence", _("intelligence service")
    PARLIAMENT = "parliament", _("parliament or commission of inquiry")
    OTHER = "other", _("another authority")


class DemandAnswer(models.TextChoices):
    WAITING = "waiting", _("not answered yet")
    REFUSED = "refused", _("refused")
    PARTLY = "partly", _("handed over in part")
    WHOLLY = "wholly", _("handed over as demanded")
    NOTHING = "nothing", _("nothing of the kind is held")
    WITHDRAWN = "withdrawn", _("demand withdrawn")


class Contest(models.TextChoices):
    NO = "no", _("not contested")
    CONTESTED = "contested", _("contested, not decided yet")
    WON = "won", _("contested and set aside")
    LOST = "lost", _("contested and upheld")


class SubjectsTold(models.TextChoices):
    NOT_YET = "not_yet", _("not told yet")
    TOLD = "told", _("they were told")
    FORBIDDEN = "forbidden", _("telling them is forbidden")
    NOT_CONCERNED = "not_concerned", _("nothing about anybody was handed over")
    AT_RISK = "at_risk", _("not told, because it would put them at risk")


class Demand(Record):
    """A demand by law for data: what kind of body, when, how it was answered, whether those concerned were told.

    The register is ring 4a as a whole; who demanded, on which basis and what lies in its file.  `preserve`: the records
    named must be kept, so they are not erased while the order stands.
    """

    RING = Ring.ACCOUNTABILITY
    REF_PREFIX = "MCD"

    demanded_by = models.CharField(_("Kind of authority"), max_length=16, choices=DemandedBy)
    country = models.CharField(_("State"), max_length=3)
    received_on = models.DateField(_("Received on"))
    due_on = models.DateField(_("Answer demanded by"), null=True, blank=True)
    record_refs = ArrayField(models.CharField(max_length=20), default=list, verbose_name=_("Records concerned"))
    gag = models.BooleanField(_("Telling those concerned is forbidden"), default=False)
    preserve = models.BooleanField(_("The records must be preserved"), default=False)
    preserve_until = models.DateField(_("Preserve until"), null=True, blank=True)
    contested = models.CharField(_("Contested"), max_length=12, choices=Contest, default=Contest.NO)
    answer = models.CharField(_("Answer"), max_length=12, choices=DemandAnswer, default=DemandAnswer.WAITING)
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    rings = ArrayField(models.CharField(max_length=2), default=list, verbose_name=_("What was handed over"))
    told = models.CharField(_("Those concerned"), max_length=16, choices=SubjectsTold, default=SubjectsTold.NOT_YET)
    told_on = models.DateField(_("Told on"), null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(answer=DemandAnswer.WAITING, answered_on=None)
                | (~Q(answer=DemandAnswer.WAITING) & Q(answered_on__isnull=False)),
                name="demand_answer_has_a_day",
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.answer == DemandAnswer.WAITING

    @property
    def preserves_now(self) -> bool:
        return self.preserve and (self.preserve_until is None or self.preserve_until >= timezone.localdate())

    @property
    def ring_labels(self) -> list[str]:
        return [str(Ring(ring).label) for ring in self.rings]

    @property
    def owes_telling(self) -> bool:
        """Whether people whose data were handed over wait to hear of it."""
        given = self.answer in (DemandAnswer.PARTLY, DemandAnswer.WHOLLY)
        return given and self.told == SubjectsTold.NOT_YET


class DemandFile(RingRow):
    """Who demanded, on which basis, what: sealed."""

    RING = Ring.ACCOUNTABILITY
    RECORD = "demand"

    demand = models.OneToOneField(Demand, models.CASCADE, related_name="+")
    authority = SealedText(_("Who demanded"), max_length=200)
    legal_basis = SealedText(_("On which legal basis"), max_length=500)
    scope = SealedText(_("What was demanded"), max_length=1000)
    said = SealedText(_("What was answered"), max_length=1000, null=True)

    class Meta(RingRow.Meta):
        pass


class BreachKind(models.TextChoices):
    LOST_DEVICE = "lost_device", _("device lost or stolen")
    STOLEN_ACCOUNT = "stolen_account", _("account or token in other hands")
    MISUSE = "misuse", _("read without need by somebody with access")
    WRONG_RECEIVER = "wrong_receiver", _("sent or shown to the wrong person")
    PARTNER = "partner", _("at an organisation that received data")
    INTRUSION = "intrusion", _("intrusion into servers")
    COPY = "copy", _("copy of a database or backup lost")
    OTHER = "other", _("something else")


class Breach(Record):
    """A breach of data protection and its clock: noticed, authority told within 72 hours, those concerned told."""

    RING = Ring.ACCOUNTABILITY
    REF_PREFIX = "MBR"

    kind = models.CharField(_("What kind"), max_length=16, choices=BreachKind)
    noticed_at = models.DateTimeField(_("Noticed"))
    since = models.DateTimeField(_("Possible since"))
    until = models.DateTimeField(_("Possible until"))
    authority_told_at = models.DateTimeField(_("Authority told"), null=True, blank=True)
    subjects_told_at = models.DateTimeField(_("Those concerned told"), null=True, blank=True)
    closed_at = models.DateTimeField(_("Closed"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name_plural = "breaches"
        constraints = [models.CheckConstraint(condition=Q(since__lte=models.F("until")), name="breach_window_order")]

    @property
    def due_at(self) -> datetime:
        """When the authority has to be told at the latest."""
        return self.noticed_at + TELL_WITHIN

    @property
    def is_late(self) -> bool:
        return self.authority_told_at is None and self.due_at < timezone.now()

    @property
    def hours_left(self) -> int:
        """Whole hours of the clock that are left; negative once it ran out."""
        return int((self.due_at - timezone.now()).total_seconds() // 3600)


class BreachFile(RingRow):
    """What happened, and whose readings it is about: sealed.

    readers: pseudonyms as the journal names them, or the id of an organisation; empty: everybody's.
    """

    RING = Ring.ACCOUNTABILITY
    RECORD = "breach"

    breach = models.OneToOneField(Breach, models.CASCADE, related_name="+")
    what = SealedText(_("What happened"), max_length=2000)
    measures = SealedText(_("What was done"), max_length=2000, null=True)
    readers = SealedJSON(_("Whose readings"))

    class Meta(RingRow.Meta):
        pass


def sanction_ref() -> str:
    return new_ref("MSN")


class SanctionReason(models.TextChoices):
    BREACH = "breach", _("a breach that is looked into")
    RECALL = "recall", _("refused to delete what was recalled")
    MISUSE = "misuse", _("used data for another purpose")
    PASSED_ON = "passed_on", _("passed data on")
    COMPULSION = "compulsion", _("its State compels it to hand data over")


class Sanction(models.Model):
    """That an organisation shares nothing, for now, with another one or with every body of a State.

    Binds like a firewall: no agreement, grant or consent opens anything of the owner's to it (`accessctl.policy`).
    """

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(_("Reference"), max_length=20, unique=True, default=sanction_ref, editable=False)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("Organisation")
    )
    country = models.CharField(_("State"), max_length=3, blank=True)
    reason = models.CharField(_("Reason"), max_length=12, choices=SanctionReason)
    begun_at = models.DateTimeField(_("Since"), default=timezone.now)
    lifted_at = models.DateTimeField(_("Lifted"), null=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["organisation", "lifted_at"], name="sanction_organisation")]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, country="") | (Q(organisation=None) & ~Q(country="")),
                name="sanction_one_or_a_state",
            ),
            models.UniqueConstraint(
                fields=["owner", "organisation", "country"], condition=Q(lifted_at=None), name="sanction_once",
                nulls_distinct=False,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.ref
