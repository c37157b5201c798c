"""Other registries that may be asked in code: their keys, what was agreed, which organisations of ours take part."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import vault
from accessctl.codes import Purpose
from accessctl.models.people import Account, Organisation
from accessctl.rings import Ring
from accessctl.sealed import DeploymentSecret
from registry.lib.ids import new_ref, uuid7


class PeerState(models.TextChoices):
    PROPOSED = "proposed", _("waits for a second person")
    LIVE = "live", _("in force")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("ended")


def peer_ref() -> str:
    return new_ref("MPE")


class Peer(models.Model):
    """A registry elsewhere.  One person enters it, a second compares the fingerprints by another way.

    organisation: who runs it: consents, firewalls and sanctions are asked for that body.  proposed_for: whose people
    entered it, and alone may change it.  own_secret: the private half
    of the key that we use toward this registry alone, sealed by the deployment's.  earlier: keys that were replaced, so
    that who still uses one is told so.  records_at_most: by the size of the table that
    it gives us, as agreed with it.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(_("Reference"), max_length=20, unique=True, default=peer_ref, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Run by"))
    address = models.CharField(_("Address"), max_length=300)
    purposes = ArrayField(models.CharField(max_length=32, choices=Purpose), verbose_name=_("Purposes"))
    questions_a_day = models.PositiveIntegerField(_("Questions a day"), default=20)
    records_at_most = models.PositiveIntegerField(_("Records it may hold"), default=5000)
    key = models.CharField(_("Its key"), max_length=44, blank=True)
    earlier = ArrayField(models.CharField(max_length=44), default=list)
    own_key = models.CharField(_("Our key"), max_length=44)
    own_secret = DeploymentSecret(use=vault.PEER_KEY)
    own_earlier = ArrayField(models.CharField(max_length=44), default=list)
    state = models.CharField(_("State"), max_length=10, choices=PeerState, default=PeerState.PROPOSED)
    proposed_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(_("Until"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["own_key"], name="peer_own_key_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")), name="peer_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state=PeerState.LIVE) | Q(confirmed_by__isnull=False), name="peer_live_is_confirmed"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.ref

    @property
    def is_live(self) -> bool:
        return self.state == PeerState.LIVE and self.valid_until > timezone.now() and self.organisation.may_take_part

    @property
    def has_run_out(self) -> bool:
        return self.valid_until <= timezone.now()


class PeerMember(models.Model):
    """An organisation of ours whose records take part in what is asked and answered.

    key: of the other registry, as its people compared it; with another key nothing of theirs takes part.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    peer = models.ForeignKey(Peer, models.CASCADE, related_name="members")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    key = models.CharField(max_length=44)
    joined_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["peer", "organisation"], condition=Q(left_at=None), name="peer_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} since {self.joined_at:%Y-%m-%d}"
