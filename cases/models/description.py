"""Rows that describe the missing person: names, marks, belongings, what stays in the body, teeth."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.rings import Ring
from cases.codes import NameKind
from cases.models.case import Case
from cases.models.sources import CaseSource
from cases.vocabulary.dental import DentalChart
from cases.vocabulary.marks import BodyMark, intimate, not_intimate
from cases.vocabulary.medical import MedicalItem
from cases.vocabulary.names import PersonName
from cases.vocabulary.things import BelongingItem


class CaseName(PersonName):
    """A name of the missing person: as many spellings as are known."""

    RING = Ring.SEARCH
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    source = models.ForeignKey(CaseSource, models.RESTRICT, related_name="+")

    class Meta(PersonName.Meta):
        constraints = [
            *PersonName.Meta.constraints,
            models.UniqueConstraint(fields=["case"], condition=Q(kind=NameKind.MAIN), name="casename_one_main"),
        ]


class CaseMark(BodyMark):
    """A mark that others may have seen."""

    RING = Ring.SEARCH
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    source = models.ForeignKey(CaseSource, models.RESTRICT, related_name="+")

    class Meta(BodyMark.Meta):
        constraints = [*BodyMark.Meta.constraints, not_intimate()]


class CaseIntimateMark(BodyMark):
    """An intimate mark: forensic file, for comparison with remains only."""

    RING = Ring.FORENSIC
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    source = models.ForeignKey(CaseSource, models.RESTRICT, related_name="+")

    class Meta(BodyMark.Meta):
        constraints = [*BodyMark.Meta.constraints, intimate()]


class CaseBelonging(BelongingItem):
    """Something the missing person wore or carried."""

    RING = Ring.SEARCH
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    source = models.ForeignKey(CaseSource, models.RESTRICT, related_name="+")

    class Meta(BelongingItem.Meta):
        pass


class CaseMedical(MedicalItem):
    """A healed fracture, an implant or the like: forensic file, for comparison with remains only."""

    RING = Ring.FORENSIC
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    source = models.ForeignKey(CaseSource, models.RESTRICT, related_name="+")
    # The search file says of it that the case comes first, and never why.
    urgent_if_alive = asked(
        models.BooleanField(_("Urgent if they are alive"), default=False),
        why=_("Who needs care is looked for first"), sets="S", std="CED*",
    )  # fmt: skip

    class Meta(MedicalItem.Meta):
        pass


class CaseDentalChart(DentalChart):
    """The missing person's teeth as a dentist or the family describes them."""

    RING = Ring.FORENSIC
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    source = models.ForeignKey(CaseSource, models.RESTRICT, related_name="+")

    class Meta(DentalChart.Meta):
        pass
