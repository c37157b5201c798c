"""What was found on, in and with remains: marks, implants, teeth, belongings, papers, images."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessctl.models import PicturedImage
from accessctl.rings import Ring
from cases.codes import FileKind
from cases.vocabulary.coded import CodeField, one_of
from cases.vocabulary.dental import DentalChart
from cases.vocabulary.marks import BodyMark, intimate, not_intimate
from cases.vocabulary.medical import MedicalItem
from cases.vocabulary.things import BelongingItem, Document, no_protection_papers, protection_papers_only
from remains.models.remains import Remains, RemainsSource

IMAGE_KINDS = [
    FileKind.EXAMINATION, FileKind.SCENE, FileKind.MARK_PHOTO, FileKind.OBJECT_PHOTO, FileKind.DOCUMENT_COPY,
    FileKind.RADIOGRAPH,
]  # fmt: skip


class RemainsMark(BodyMark):
    """A mark seen on the remains."""

    RING = Ring.SEARCH
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    source = models.ForeignKey(RemainsSource, models.RESTRICT, related_name="+")

    class Meta(BodyMark.Meta):
        constraints = [*BodyMark.Meta.constraints, not_intimate()]


class RemainsIntimateMark(BodyMark):
    """An intimate mark: forensic file only."""

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    source = models.ForeignKey(RemainsSource, models.RESTRICT, related_name="+")

    class Meta(BodyMark.Meta):
        constraints = [*BodyMark.Meta.constraints, intimate()]


class RemainsMedical(MedicalItem):
    """A healed fracture, an implant or the like, as examined."""

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    source = models.ForeignKey(RemainsSource, models.RESTRICT, related_name="+")

    class Meta(MedicalItem.Meta):
        pass


class RemainsDentalChart(DentalChart):
    """The teeth as examined."""

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    source = models.ForeignKey(RemainsSource, models.RESTRICT, related_name="+")

    class Meta(DentalChart.Meta):
        pass


class RemainsBelonging(BelongingItem):
    """Clothing or a thing found with the remains."""

    RING = Ring.SEARCH
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    source = models.ForeignKey(RemainsSource, models.RESTRICT, related_name="+")

    class Meta(BelongingItem.Meta):
        pass


class RemainsDocument(Document):
    """A paper found with the remains: a lead, never an identification."""

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    source = models.ForeignKey(RemainsSource, models.RESTRICT, related_name="+")

    class Meta(Document.Meta):
        constraints = [*Document.Meta.constraints, no_protection_papers()]


class RemainsProtectedDocument(Document):
    """A paper found with the remains that tells of a protection status: the family may still be in danger."""

    RING = Ring.PROTECTION
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    source = models.ForeignKey(RemainsSource, models.RESTRICT, related_name="+")

    class Meta(Document.Meta):
        constraints = [*Document.Meta.constraints, protection_papers_only()]


class RemainsAttachment(PicturedImage):
    """An image of the remains or of what was found: never in lists, never shown to families."""

    RING = Ring.FORENSIC
    RECORD = "remains"
    KINDS = IMAGE_KINDS

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    source = models.ForeignKey(RemainsSource, models.RESTRICT, related_name="+")
    kind = CodeField(_("What kind of image"), codes=FileKind)

    class Meta(PicturedImage.Meta):
        constraints = [
            *one_of("remainsattachment", kind=IMAGE_KINDS, mime=["image/webp"]),
            models.UniqueConstraint(fields=["remains", "number"], name="remainsattachment_number_once"),
        ]
