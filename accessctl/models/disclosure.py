"""Asking for a deeper look at one record, and the ledger of everything that left its owner."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accessctl.codes import Purpose
from accessctl.models.people import Account, Organisation
from accessctl.rings import Ring
from registry.lib.ids import uuid7


class AskReason(models.TextChoices):
    """Why somebody asks: a code, because a sentence about a person would itself be data of that person."""

    PAIR = "pair", _("to review a candidate pair")
    SAME_PERSON = "same_person", _("to see whether two cases are the same person")
    FAMILY_ASKED = "family_asked", _("the family asked for it")
    IDENTIFICATION = "identification", _("to prepare an identification")
    CARE = "care", _("to care for the relatives")
    SAFETY = "safety", _("for the safety of a person")


class RefusalReason(models.TextChoices):
    """Why an owner refuses; told to who asked."""

    NO_CONSENT = "no_consent", _("the family has not agreed to this")
    NOT_NEEDED = "not_needed", _("it is not needed for the stated purpose")
    RISK = "risk", _("it could put somebody at risk")
    ASK_LESS = "ask_less", _("ask for less, or say more clearly what for")
    WRONG_RECORD = "wrong_record", _("it is not this record")


class RequestState(models.TextChoices):
    ASKED = "asked", _("waiting for an answer")
    OPENED = "opened", _("opened")
    PARTLY = "partly", _("opened in part")
    REFUSED = "refused", _("refused")
    TAKEN_BACK = "taken_back", _("taken back by who asked")
    ENDED = "ended", _("ended by the owner")


class DisclosureRequest(models.Model):
    """One person asks for rings of one record, for a purpose.  References and codes only, never a sentence.

    about: the candidate pair it is asked from, if any; offer: a record of the asking organisation that is opened in
    return; due_at: when silence becomes the business of whoever answers for the owner.
    """

    RING: ClassVar[Ring] = Ring.COMMON
    REF_PREFIX: ClassVar[str] = "MDQ"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(_("Reference"), max_length=20, unique=True, editable=False)
    record_ref = models.CharField(_("Record"), max_length=20)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Organisation"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Asked by"))
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name=_("Person"))
    rings = ArrayField(models.CharField(max_length=2), verbose_name=_("Parts of the record"))
    purpose = models.CharField(_("Purpose"), max_length=32, choices=Purpose)
    reason = models.CharField(_("Reason"), max_length=16, choices=AskReason)
    about = models.CharField(_("Candidate pair"), max_length=20, blank=True)
    offer = models.CharField(_("Opened in return"), max_length=20, blank=True)
    state = models.CharField(_("State"), max_length=12, choices=RequestState, default=RequestState.ASKED)
    asked_at = models.DateTimeField(_("Asked"), auto_now_add=True)
    due_at = models.DateTimeField(_("Answer due"))
    escalated_at = models.DateTimeField(null=True)
    assigned_to = models.ForeignKey(
        Account, models.SET_NULL, null=True, related_name="+", verbose_name=_("With whom it lies")
    )
    decided_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(_("Answered"), null=True)
    refusal = models.CharField(_("Reason of the refusal"), max_length=16, choices=RefusalReason, blank=True)
    opened = ArrayField(models.CharField(max_length=2), verbose_name=_("Opened parts"), default=list)
    expires_at = models.DateTimeField(_("Open until"), null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["owner", "state", "due_at"], name="disclosure_inbox"),
            models.Index(fields=["organisation", "-asked_at"], name="disclosure_asked"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["record_ref", "account", "purpose"],
                condition=Q(state=RequestState.ASKED),
                name="disclosure_asked_once",
            )
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to answer."""
        return self.state == RequestState.ASKED

    @property
    def ring_labels(self) -> list[str]:
        return [str(Ring(ring).label) for ring in self.rings]

    @property
    def opened_labels(self) -> list[str]:
        return [str(Ring(ring).label) for ring in self.opened]


class ShareEvent(models.Model):
    """What left its owner, to whom, by which way, until when, and what became of a recall.  Rows are never deleted."""

    RING: ClassVar[Ring] = Ring.COMMON

    class Channel(models.TextChoices):
        GRANT = "grant", _("opened to a person")
        API = "api", _("read by a partner system")
        EXPORT = "export", _("file")
        PRINTED = "printed", _("paper")
        ORAL = "oral", _("told")
        DANGER = "danger", _("opened in danger to life")

    class Recall(models.TextChoices):
        NONE = "none", _("not recalled")
        SENT = "sent", _("recalled, not answered yet")
        ACKNOWLEDGED = "acknowledged", _("recall acknowledged")
        DELETED = "deleted", _("deletion confirmed")
        REFUSED = "refused", _("deletion refused")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    record_ref = models.CharField(_("Record"), max_length=20)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Organisation"))
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Receiver"))
    by = models.CharField(max_length=80)
    request = models.ForeignKey(DisclosureRequest, models.PROTECT, null=True, related_name="+")
    rings = ArrayField(models.CharField(max_length=2), verbose_name=_("Parts of the record"))
    # Codes of the parts that left, where not the whole rings did.
    parts = ArrayField(models.CharField(max_length=40), default=list)
    # Reference of the list that it left on.
    bundle = models.CharField(max_length=20, blank=True)
    purpose = models.CharField(_("Purpose"), max_length=32, choices=Purpose)
    channel = models.CharField(_("Way"), max_length=8, choices=Channel)
    at = models.DateTimeField(_("When"), auto_now_add=True)
    expires_at = models.DateTimeField(_("Until"))  # FW-ONWARD: no copy without an end
    recall = models.CharField(_("Recall"), max_length=12, choices=Recall, default=Recall.NONE)
    recalled_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["record_ref", "-at"], name="share_of_record"),
            models.Index(fields=["receiver", "recall"], name="share_recalls"),
            models.Index(fields=["owner", "bundle"], name="share_bundles", condition=~Q(bundle="")),
        ]

    def __str__(self) -> str:
        return f"{self.record_ref} to {self.receiver_id}"

    @property
    def ring_labels(self) -> list[str]:
        return [str(Ring(ring).label) for ring in self.rings]
