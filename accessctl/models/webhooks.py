"""Addresses at which partner systems are told of changes, and what became of each message."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accessctl import vault
from accessctl.codes import Purpose
from accessctl.models.people import Account
from accessctl.models.systems import ApiClient
from accessctl.rings import Ring
from accessctl.sealed import DeploymentSecret
from registry.lib.ids import new_ref, uuid7


def webhook_ref() -> str:
    return new_ref("MWH")


class Webhook(models.Model):
    """An address of a client that is told references of what changed for one purpose.

    secret: sealed by the deployment's key; it signs each message.  told: the number in the client's feed up to which
    messages were written.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(max_length=20, unique=True, default=webhook_ref, editable=False)
    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="+")
    purpose = models.CharField(_("Purpose"), max_length=32, choices=Purpose)
    url = models.CharField(_("Address"), max_length=300)
    secret = DeploymentSecret(use=vault.WEBHOOK)
    told = models.BigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+", editable=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.ref


class Delivery(models.Model):
    """One message: what stands in the feed after one number, up to another.  Its id is the receiver's to know it again.

    due_at: when it is tried next, null once it arrived or was given up.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("waits to be sent")
        ARRIVED = "arrived", _("arrived")
        NOTHING = "nothing", _("nothing was left to tell")
        REFUSED = "refused", _("the receiver refused it")
        SILENT = "silent", _("the receiver did not answer in time")
        UNREACHED = "unreached", _("the receiver could not be reached")
        UNTRUSTED = "untrusted", _("the receiver’s certificate is not valid")
        PRIVATE = "private", _("the address leads into a private network")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    after = models.BigIntegerField()
    upto = models.BigIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    status = models.PositiveSmallIntegerField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    replays = models.PositiveSmallIntegerField(default=0)  # how often people had it sent again
    due_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    tried_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="delivery_due"),
            models.Index(fields=["webhook", "-created_at"], name="delivery_list"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
