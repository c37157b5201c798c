"""Papers, photos and the protection file of a case."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import Attachment, PicturedImage, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedBytes, SealedJSON, SealedText, SealedValue
from cases.codes import FileKind
from cases.models.case import Case
from cases.models.sources import CaseSource
from cases.vocabulary.coded import CodeField, one_of
from cases.vocabulary.things import Document, no_protection_papers, protection_papers_only
from registry.lib.dates import PartialDate

IMAGE_KINDS = [FileKind.RADIOGRAPH, FileKind.MARK_PHOTO, FileKind.OBJECT_PHOTO]


class CaseDocument(Document):
    """A paper of the missing person.  The whole row is reserved, since its number is."""

    RING = Ring.RESERVED
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    source = models.ForeignKey(CaseSource, models.RESTRICT, related_name="+")

    class Meta(Document.Meta):
        constraints = [*Document.Meta.constraints, no_protection_papers()]


class CaseProtectedDocument(Document):
    """A paper that tells of a protection status: protection file, stripped from every share to State recipients."""

    RING = Ring.PROTECTION
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    source = models.ForeignKey(CaseSource, models.RESTRICT, related_name="+")

    class Meta(Document.Meta):
        constraints = [*Document.Meta.constraints, protection_papers_only()]


class CasePhoto(Attachment):
    """A recent photo of the face, re-encoded without the original's metadata."""

    RING = Ring.SEARCH
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    source = models.ForeignKey(CaseSource, models.RESTRICT, related_name="+")
    kind = CodeField(_("Kind of file"), codes=FileKind, default=FileKind.PORTRAIT)
    content = asked(
        SealedBytes(_("Photo")),
        why=_("Helps people recognise them; never published without your yes"), sets="B", std="Ant PFIF MX",
    )  # fmt: skip
    # Digest of the content as stored: sealed too, or it would tell a thief whose photo this is.
    sha256 = SealedText(max_length=64)
    taken_on = asked(
        SealedValue(_("Photo taken"), codec=PartialDate, null=True, blank=True),
        why=_("Appearance changes"), sets="S",
    )  # fmt: skip

    class Meta(Attachment.Meta):
        constraints = one_of("casephoto", kind=[FileKind.PORTRAIT], mime=["image/webp"])


class CaseImage(PicturedImage):
    """An image for a comparison with remains: a dentist's radiograph, a mark, a thing; never in lists."""

    RING = Ring.FORENSIC
    RECORD = "case"
    KINDS = IMAGE_KINDS

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    # None: no relative gave it.
    source = models.ForeignKey(CaseSource, models.RESTRICT, null=True, related_name="+")
    kind = CodeField(_("What kind of image"), codes=FileKind)

    class Meta(PicturedImage.Meta):
        constraints = [
            *one_of("caseimage", kind=IMAGE_KINDS, mime=["image/webp"]),
            models.UniqueConstraint(fields=["case", "number"], name="caseimage_number_once"),
        ]


class CaseProtectionFile(RingRow):
    """Whether the person needs protection from a State, from which, and the nationality of a flagged case.

    SECURITY: one row per case, flagged or not, padded alike, so that a stolen database does not say who is flagged.
    """

    RING = Ring.PROTECTION
    RECORD = "case"

    case = models.OneToOneField(Case, models.CASCADE, related_name="+")
    source = models.ForeignKey(CaseSource, models.RESTRICT, related_name="+")
    # A code of ProtectionFlag.
    protection_flag = asked(
        SealedText(_("Protection needed"), max_length=16),
        why=_("So that no authority you fear is ever told"), sets="S", std="Ant Rec", code_list="ProtectionFlag",
    )  # fmt: skip
    # Alpha-3 codes of States that must never receive anything.
    protection_states = asked(
        SealedJSON(_("States to be told nothing")),
        why=_("So that no authority you fear is ever told"), sets="S", std="Ant Rec",
    )  # fmt: skip
    # Alpha-3 codes, for a flagged case in place of the column of layer 1; empty otherwise.
    nationalities = asked(
        SealedJSON(_("Nationality")),
        why=_("Which services may hold information"), sets="B", std="Prim WGEID*",
    )  # fmt: skip
    # FW-MINOR: without it no other organisation reads a child's file.
    best_interest = asked(
        SealedText(_("What is best for the child"), max_length=1000, null=True, blank=True),
        why=_("A child’s file is shown to nobody before this is weighed"), sets="S", std="Ant",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        pass
