"""Agreements between organisations: what one shares with another, for which purposes, how deep, until when.

What live agreements open is asked by `accessctl.models.shares`, in one query, each time anew.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.codes import Purpose
from accessctl.models.people import Account, Organisation
from accessctl.models.shares import AgreementQuerySet
from accessctl.rings import Ring
from accessctl.scope import Scope
from registry.lib.ids import uuid7


class AgreementKind(models.TextChoices):
    """What sort of agreement it is; a bilateral one has two parties."""

    BILATERAL = "bilateral", _("between two organisations")
    REGIONAL = "regional", _("of a region")
    MULTILATERAL = "multilateral", _("between several organisations")
    MOU_WITH_CSO = "mou_with_cso", _("memorandum with a civil-society organisation")
    LAB_SERVICE = "lab_service", _("service of a laboratory")


class OnwardTransfer(models.TextChoices):
    """Whether a receiver may pass on what it reads."""

    FORBIDDEN = "forbidden", _("not allowed")
    SAME_PURPOSE = "same_purpose_with_notice", _("for the same purpose, after telling the provider")


class LegalProcess(models.TextChoices):
    """What a receiver does when a court or authority demands what it reads.  Without a promise nothing named opens."""

    NOTIFY_BEFORE = "notify_before", _("tells the provider before it hands anything over")
    CONTEST = "contest", _("contests the demand, and tells the provider")
    NONE = "none", _("has promised nothing")


class AgreementState(models.TextChoices):
    PROPOSED = "proposed", _("waits for signatures")
    DECLINED = "declined", _("declined")
    COMING = "coming", _("signed, not begun")
    IN_FORCE = "in_force", _("in force")
    SUSPENDED = "suspended", _("suspended")
    BARRED = "barred", _("stopped: a party has an immigration function")
    WITHDRAWN = "withdrawn", _("withdrawn from")
    ENDED = "ended", _("ended")


class AgreementAct(models.TextChoices):
    """What a party does with an agreement, as the others read it."""

    PROPOSED = "proposed", _("proposed and signed it")
    SIGNED = "signed", _("signed it")
    DECLINED = "declined", _("declined it")
    WITHDREW = "withdrew", _("withdrew from it")
    SUSPENDED = "suspended", _("suspended it")
    RESUMED = "resumed", _("ended the suspension")
    RENEWED = "renewed", _("proposed to renew it")


class Agreement(models.Model):
    """Layers above `max_layer`, compartments not named and records out of scope stay closed.

    It ends by itself: an agreement without an end cannot be written.  `field_allow` names the only parts of a record
    that open, all of the agreed layers when empty; `field_deny` those that never do, whatever another agreement says.
    """

    RING: ClassVar[Ring] = Ring.COMMON
    REF_PREFIX: ClassVar[str] = "MAG"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(_("Reference"), max_length=20, unique=True)
    title = models.CharField(_("Title"), max_length=200)
    kind = models.CharField(_("Kind"), max_length=16, choices=AgreementKind, default=AgreementKind.MULTILATERAL)
    purposes = ArrayField(models.CharField(max_length=32, choices=Purpose), verbose_name=_("Purposes"))
    max_layer = models.PositiveSmallIntegerField(_("Highest layer"), default=1)
    compartments = ArrayField(models.CharField(max_length=1), verbose_name=_("Compartments"), default=list, blank=True)
    field_allow = ArrayField(models.CharField(max_length=40), verbose_name=_("Only these parts"), default=list)
    field_deny = ArrayField(models.CharField(max_length=40), verbose_name=_("Never these parts"), default=list)
    covers_all = models.BooleanField(_("Covers all records of the providers"), default=False)
    routes = ArrayField(models.CharField(max_length=16), verbose_name=_("Routes"), default=list)
    countries = ArrayField(models.CharField(max_length=3), verbose_name=_("Countries"), default=list)
    incidents = ArrayField(models.CharField(max_length=20), verbose_name=_("Incidents"), default=list)
    onward_transfer = models.CharField(
        _("Passing on"), max_length=24, choices=OnwardTransfer, default=OnwardTransfer.FORBIDDEN
    )
    legal_process_clause = models.CharField(
        _("Demands by courts and authorities"), max_length=16, choices=LegalProcess, default=LegalProcess.NONE
    )
    retention_days = models.PositiveIntegerField(_("Days a receiver keeps what it copied"), default=365)
    deletion_proof = models.BooleanField(_("Receivers confirm deletions"), default=True)
    breach_contact = models.CharField(_("Whom to tell of a breach"), max_length=200, blank=True)
    breach_hours = models.PositiveSmallIntegerField(_("Hours to tell of a breach"), default=72)
    summary = models.TextField(_("Summary for families"), max_length=2000, blank=True)
    valid_from = models.DateTimeField(_("Valid from"))
    valid_until = models.DateTimeField(_("Valid until"))
    review_on = models.DateField(_("To be reviewed on"), null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_by = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_by = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    renews = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(max_layer__gte=1, max_layer__lte=3), name="agreement_layer_1_to_3"),
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="agreement_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(legal_process_clause=LegalProcess.NONE) | Q(max_layer=1),
                name="agreement_no_promise_no_names",
            ),
            models.CheckConstraint(
                condition=Q(covers_all=False) | Q(routes=[], countries=[], incidents=[]),
                name="agreement_all_or_listed",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def scope(self) -> Scope:
        return Scope(self.covers_all, frozenset(self.routes), frozenset(self.countries), frozenset(self.incidents))

    def state(self, now: datetime | None = None) -> AgreementState:
        """Where it stands.  Reads `parties` with their organisations: prefetch them for a list."""
        now, parties = now or timezone.now(), list(self.parties.all())
        staying = [party for party in parties if party.withdrawn_at is None]
        if any(party.declined_at for party in parties):
            return AgreementState.DECLINED
        if self.valid_until <= now:
            return AgreementState.ENDED
        if not _can_share(staying):
            return AgreementState.WITHDRAWN
        if any(party.organisation.immigration_function for party in staying):
            return AgreementState.BARRED
        if any(party.signed_at is None for party in staying):
            return AgreementState.PROPOSED
        if self.suspended_at is not None:
            return AgreementState.SUSPENDED
        return AgreementState.COMING if self.valid_from > now else AgreementState.IN_FORCE


class AgreementParty(models.Model):
    """One organisation's part in an agreement, and what it said to it."""

    RING: ClassVar[Ring] = Ring.COMMON

    class Part(models.TextChoices):
        PROVIDER = "provider", _("provides")
        RECEIVER = "receiver", _("receives")
        BOTH = "both", _("provides and receives")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    part = models.CharField(_("Part"), max_length=8, choices=Part)
    signed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="agreement_party_once"),
            models.CheckConstraint(
                condition=Q(declined_at=None) | Q(signed_at=None), name="agreement_party_signs_or_declines"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(signed_at=None), name="agreement_party_withdraws_what_it_signed"
            ),
        ]

    def __str__(self) -> str:
        return self.get_part_display()

    @property
    def gives(self) -> bool:
        return self.part != self.Part.RECEIVER

    @property
    def takes(self) -> bool:
        return self.part != self.Part.PROVIDER


def _can_share(parties: list[AgreementParty]) -> bool:
    """Whether among these one provides what another receives."""
    return any(one.gives and other.takes for one in parties for other in parties if one is not other)


class AgreementEvent(models.Model):
    """What a party did with an agreement, and why, as all parties read it.  Rows are only ever added."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    what = models.CharField(max_length=12, choices=AgreementAct)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d}"
