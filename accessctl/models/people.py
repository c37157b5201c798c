"""Organisations, the accounts of their people, and the clients of partner systems."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.codes import INVESTIGATING_KINDS, STATE_KINDS, RecipientClass, Role
from accessctl.rings import Ring
from registry.lib.ids import new_ref, uuid7


class CompulsionRisk(models.TextChoices):
    """How likely the law can force an organisation to hand over data; shown to families before they consent."""

    NONE = "none", _("none known")
    LOW = "low", _("low")
    MEDIUM = "medium", _("medium")
    HIGH = "high", _("high")


class SuspensionReason(models.TextChoices):
    """Why a person or an organisation was suspended: a code, because a sentence would be data of a person."""

    LEFT = "left", _("no longer works there")
    AWAY = "away", _("away for a time")
    DEVICE = "device", _("device or password lost")
    MISUSE = "misuse", _("misuse is being looked into")
    BREACH = "breach", _("breach of security")
    OWN_WISH = "own_wish", _("own wish")


def organisation_ref() -> str:
    return new_ref("MGN")


def membership_ref() -> str:
    return new_ref("MSP")


class Organisation(models.Model):
    """A body that owns records or receives them.  Its kind and functions drive the firewalls."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(_("Reference"), max_length=20, unique=True, default=organisation_ref, editable=False)
    name = models.CharField(_("Name"), max_length=200)
    kind = models.CharField(_("Kind"), max_length=32, choices=RecipientClass)
    country = models.CharField(_("Country"), max_length=3)
    mandate = models.CharField(_("Mandate"), max_length=500, blank=True)
    is_state_body = models.BooleanField(_("Is a State body"), default=False)
    under_state_control = models.CharField(_("Controlled by the State"), max_length=3, blank=True)
    law_enforcement = models.BooleanField(_("Has a law-enforcement function"), default=False)
    immigration_function = models.BooleanField(_("Has an immigration function"), default=False)
    child_competent = models.BooleanField(_("May receive data of children"), default=False)
    legal_compulsion_risk = models.CharField(
        _("Risk of legal compulsion"), max_length=8, choices=CompulsionRisk, default=CompulsionRisk.LOW
    )
    focal_point = models.CharField(_("Whom to ask"), max_length=200, blank=True)
    focal_point_channel = models.CharField(_("How to reach them"), max_length=200, blank=True)
    focal_point_hours = models.CharField(_("When to reach them"), max_length=100, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_for = models.CharField(max_length=10, choices=SuspensionReason, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=RecipientClass.IMMIGRATION_AUTHORITY) | Q(immigration_function=True),
                name="organisation_immigration_is_flagged",
            ),
            models.CheckConstraint(condition=~Q(kind=RecipientClass.OWN_ORG), name="organisation_kind_is_a_body"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def states(self) -> frozenset[str]:
        """The States (alpha-3) this body belongs to or is controlled by; none for an independent body."""
        own = self.country if self.is_state_body or self.kind in STATE_KINDS else ""
        return frozenset({own, self.under_state_control} - {""})

    @property
    def investigates(self) -> bool:
        """Whether what it learns may serve a criminal investigation (FW-CRIM)."""
        return self.law_enforcement or self.kind in INVESTIGATING_KINDS

    @property
    def protects_children(self) -> bool:
        """Whether a child's data may come to it (FW-MINOR)."""
        return self.child_competent or self.kind == RecipientClass.CHILD_PROTECTION

    @property
    def is_of_immigration(self) -> bool:
        """Whether it is a body with an immigration or border function, which is told nothing, ever (FW-IMMIG)."""
        return self.immigration_function or self.kind == RecipientClass.IMMIGRATION_AUTHORITY

    @property
    def may_take_part(self) -> bool:
        """Neither suspended nor a body with an immigration function."""
        return self.suspended_at is None and not self.is_of_immigration


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email=(username or "").lower())


class Account(AbstractBaseUser, PermissionsMixin):
    """A person's sign-in.  `is_superuser` opens nothing: only the door decides."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("E-mail address"), unique=True)
    full_name = models.CharField(_("Name"), max_length=150)
    language = models.CharField(_("Language"), max_length=5, default="en")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.full_name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def standing(self) -> Self:
        """Those that count now: neither suspended nor run out, of an account that may sign in."""
        held = Q(suspended_at=None) & (Q(until=None) | Q(until__gt=Now()))
        return self.filter(held, account__is_active=True)


class Membership(models.Model):
    """A person's role in an organisation, for a time where the role asks for one."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(max_length=20, unique=True, default=membership_ref, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    role = models.CharField(_("Role"), max_length=32, choices=Role)
    until = models.DateTimeField(_("Until"), null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_for = models.CharField(max_length=10, choices=SuspensionReason, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["account", "organisation", "role"], name="membership_once"),
            models.CheckConstraint(
                condition=~Q(role=Role.AUDITOR) | Q(until__isnull=False), name="membership_of_an_auditor_ends"
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()
