"""Drafts of a registration: what was typed and the photo chosen, sealed, until saved as a case or purged."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessctl.models import Attachment, Staged
from accessctl.rings import Ring
from cases.codes import FileKind
from cases.vocabulary.coded import CodeField, one_of


class RegistrationDraft(Staged):
    """A registration begun and not yet saved."""

    REF_PREFIX = "MDR"

    class Meta(Staged.Meta):
        pass


class DraftPhoto(Attachment):
    """The photo of a draft, already re-encoded: beside the payload, so that autosaving text does not rewrite it."""

    RING = Ring.SEARCH
    RECORD = "draft"

    draft = models.OneToOneField(RegistrationDraft, models.CASCADE, related_name="+")
    kind = CodeField(_("Kind of file"), codes=FileKind, default=FileKind.PORTRAIT)

    class Meta(Attachment.Meta):
        constraints = one_of("draftphoto", kind=[FileKind.PORTRAIT], mime=["image/webp"])
