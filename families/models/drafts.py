"""Drafts of a registration: what was typed and the photo chosen, sealed, until saved as a case or purged."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accessctl.models import Account, Attachment, RingRow, Staged
from accessctl.rings import Ring
from cases.codes import FileKind
from cases.vocabulary.coded import CodeField, one_of
from families.codes import IntakeWay
from families.models.page import DIGEST

WARNED_FOR = timedelta(days=7)


class RegistrationDraft(Staged):
    """A registration begun and not yet saved."""

    REF_PREFIX = "MDR"

    came_by = CodeField(_("How it came in"), codes=IntakeWay, default=IntakeWay.STAFF)
    # Who works on it; None: whoever began it, or nobody yet where it came from outside.
    taken_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    # When it was said that it goes soon.
    warned_at = models.DateTimeField(null=True, editable=False)

    class Meta(Staged.Meta):
        constraints = one_of("registrationdraft", came_by=IntakeWay)

    @classmethod
    def outlived(cls) -> models.QuerySet[Self]:
        """Never without a warning: a draft stays until it was said for so long that it goes."""
        return super().outlived().filter(warned_at__gte=F("purge_at") - WARNED_FOR)


class DraftPhoto(Attachment):
    """The photo of a draft, already re-encoded: beside the payload, so that autosaving text does not rewrite it."""

    RING = Ring.SEARCH
    RECORD = "draft"

    draft = models.OneToOneField(RegistrationDraft, models.CASCADE, related_name="+")
    kind = CodeField(_("Kind of file"), codes=FileKind, default=FileKind.PORTRAIT)

    class Meta(Attachment.Meta):
        constraints = one_of("draftphoto", kind=[FileKind.PORTRAIT], mime=["image/webp"])


class InvitationCode(RingRow):
    """A code that lets somebody from outside fill one draft in, once."""

    RING = Ring.SEARCH
    RECORD = "draft"

    draft = models.OneToOneField(RegistrationDraft, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    pin_hash = models.CharField(max_length=200)
    expires_at = models.DateTimeField(_("Valid until"))
    wrong = models.PositiveSmallIntegerField(_("Wrong PINs since the last right one"), default=0)
    sent_at = models.DateTimeField(_("Sent at"), null=True)
    # The form that lies open in a browser.
    visit_digest = models.CharField(max_length=64, null=True)
    visit_until = models.DateTimeField(null=True)

    class Meta(RingRow.Meta):
        indexes = [models.Index(fields=["visit_digest"], name="invitationcode_visit")]
        constraints = [
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="invitationcode_digest_hmac"),
            models.CheckConstraint(
                condition=Q(pin_hash__startswith="argon2$argon2id$"), name="invitationcode_pin_argon2"
            ),
            models.CheckConstraint(
                condition=Q(visit_digest=None, visit_until=None)
                | Q(visit_digest__regex=DIGEST, visit_until__isnull=False),
                name="invitationcode_visit_whole",
            ),
        ]
