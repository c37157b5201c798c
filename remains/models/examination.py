"""The examination of remains: who looked at what, what could not be done, estimates, and in ring 4a what injured them.

Whether a step was done is told by the chain of custody alone, which the stop rule reads; here stand the plan, who does
it, and why something is not possible.
"""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedJSON, SealedText
from cases.vocabulary.coded import CodeField, CodesField, all_of, one_of, ordered, within
from remains.examination.codes import (
    BodyScore,
    ChecklistStep,
    ExaminationKind,
    Finger,
    InstitutionRefKind,
    PrintQuality,
    PrintResult,
    StepState,
    Trait,
)
from remains.models.remains import Remains


class Examination(RingRow):
    """Who examined, when and how; prints, body score, cause of death, and how they were found lying."""

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.OneToOneField(Remains, models.CASCADE, related_name="+")
    kinds = asked(CodesField(_("Kinds of examination"), codes=ExaminationKind), sets="F", std="DVI*")
    examined_on = asked(models.DateField(_("Date of the examination"), null=True, blank=True), sets="F", std="DVI*")
    examiner = asked(SealedText(_("Who examined"), max_length=120, null=True, blank=True), sets="F", std="DVI*")
    tbs = asked(
        models.PositiveSmallIntegerField(
            _("Total body score"), null=True, blank=True, validators=[MinValueValidator(3), MaxValueValidator(35)]
        ),
        sets="F",
    )  # fmt: skip
    tbs_method = asked(CodeField(_("Counted by"), codes=BodyScore, null=True, blank=True), sets="F")
    fingers = asked(CodesField(_("Fingers that give a print"), codes=Finger), sets="F", std="NCIC DVI*")
    print_quality = asked(
        CodeField(_("Quality of the prints"), codes=PrintQuality, null=True, blank=True), sets="F", std="NCIC DVI*"
    )
    prints_searched_in = asked(
        SealedText(_("Where the prints were searched"), max_length=200, null=True, blank=True), sets="F", std="DVI*"
    )
    print_result = asked(
        CodeField(_("What the search found"), codes=PrintResult, null=True, blank=True), sets="F", std="DVI*"
    )
    # A code of CauseOfDeath.
    cause = asked(
        SealedText(_("Cause of death"), max_length=24, null=True, blank=True),
        sets="F", std="DVI* IOM", code_list="CL-CAUSE",
    )  # fmt: skip
    cause_text = asked(
        SealedText(_("Cause of death, in words"), max_length=300, null=True, blank=True), sets="F", std="DVI* IOM"
    )
    scene_marker = asked(
        SealedText(_("Flag or grid at the scene"), max_length=64, null=True, blank=True), sets="F", std="Eden"
    )
    position_note = asked(
        SealedText(_("How they lay"), max_length=1000, null=True, blank=True), sets="F", std="DVI* NamUs"
    )
    scene_description = asked(
        SealedText(_("The scene"), max_length=1000, null=True, blank=True), sets="F", std="DVI* NamUs"
    )

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("examination", tbs_method=BodyScore, print_quality=PrintQuality, print_result=PrintResult),
            *all_of("examination", kinds=ExaminationKind, fingers=Finger),
            *within("examination", tbs=(3, 35)),
        ]


class ChecklistItem(RingRow):
    """The plan for one step of the examination, and why it is not possible."""

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    step = asked(CodeField(_("Step"), codes=ChecklistStep), sets="F", std="Eden DVI*", code_list="CL-STEP")
    state = asked(CodeField(_("State"), codes=StepState, default=StepState.NOT_STARTED), sets="F", std="Eden DVI*")
    who = asked(SealedText(_("Who"), max_length=120, null=True, blank=True), sets="F", std="DVI*")
    day = asked(models.DateField(_("Day"), null=True, blank=True), sets="F", std="DVI*")
    reason = asked(
        SealedText(_("Not possible because"), max_length=200, null=True, blank=True), sets="F", std="Eden DVI*"
    )

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("checklistitem", step=ChecklistStep, state=StepState),
            models.UniqueConstraint(fields=["remains", "step"], name="checklistitem_once"),
            models.CheckConstraint(
                condition=~Q(state=StepState.NOT_POSSIBLE) | Q(reason__isnull=False), name="checklistitem_reason"
            ),
        ]


class InstitutionRef(RingRow):
    """A number that another institution knows the remains by."""

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    kind = asked(CodeField(_("Whose number"), codes=InstitutionRefKind), sets="F", std="NamUs* DVI* AMPM*")
    institution = asked(
        SealedText(_("Institution"), max_length=120, null=True, blank=True), sets="F", std="NamUs* DVI* AMPM*"
    )
    value = asked(SealedText(_("Number"), max_length=60), sets="F", std="NamUs* DVI* AMPM*")

    class Meta(RingRow.Meta):
        constraints = one_of("institutionref", kind=InstitutionRefKind)


class BiologicalEstimate(RingRow):
    """One estimate of a trait by one method; several stand beside each other, and one of a trait is compared.

    What turned out wrong is withdrawn with its reason and stays, also where another one took its place (`corrects`).
    method: a code of `examination.methods`, or of the method codes of the profile where the range was given by hand.
    """

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    trait = asked(CodeField(_("Trait"), codes=Trait), sets="F", std="NamUs DVI*")
    method = asked(models.CharField(_("Method"), max_length=40), sets="F", std="NamUs DVI*")
    low = asked(models.PositiveSmallIntegerField(_("At least")), sets="F", std="NamUs DVI*")
    high = asked(models.PositiveSmallIntegerField(_("At most")), sets="F", std="NamUs DVI*")
    # What was measured: {"femur": length in mm} or {"phase": 1 to 6}; centre and error as the study gives them.
    measured = asked(SealedJSON(_("Measured"), null=True, blank=True), sets="F", std="DVI*")
    centre = models.FloatField(_("Centre"), null=True, blank=True)
    error = models.FloatField(_("Error"), null=True, blank=True)
    note = asked(SealedText(_("Note"), max_length=200, null=True, blank=True), sets="F", std="DVI*")
    is_compared = models.BooleanField(_("Compared with missing persons"), default=False)
    corrects = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", editable=False)
    withdrawn_at = models.DateTimeField(_("Withdrawn"), null=True, editable=False)
    withdrawal_reason = asked(
        SealedText(_("Why it was withdrawn"), max_length=200, null=True, blank=True), sets="F", std="DVI*"
    )

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("biologicalestimate", trait=Trait),
            *ordered("biologicalestimate", ("low", "high")),
            *within("biologicalestimate", low=(0, 250), high=(0, 250)),
            models.UniqueConstraint(
                fields=["remains", "trait"], condition=Q(is_compared=True), name="biologicalestimate_one_compared"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(is_compared=False, withdrawal_reason__isnull=False),
                name="biologicalestimate_withdrawn",
            ),
        ]


class RemainsAccountabilityNote(RingRow):
    """An injury, the manner of death, the number of an investigation, how to reach who found them: row by row.

    SECURITY: nothing of it is copied to another ring; a further row says otherwise, none is changed.
    """

    RING = Ring.ACCOUNTABILITY
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    # Codes of MannerOfDeath, MarkSite, InjuryKind and InjuryTime.
    manner = asked(SealedText(_("Manner of death"), max_length=24, null=True, blank=True), sets="F", std="DVI*")
    injury_site = asked(
        SealedText(_("Where the injury is"), max_length=24, null=True, blank=True), sets="A", std="DVI*"
    )
    injury_kind = asked(SealedText(_("Injury"), max_length=24, null=True, blank=True), sets="A", std="DVI*")
    injury_time = asked(SealedText(_("When it came about"), max_length=24, null=True, blank=True), sets="A", std="DVI*")
    injury_text = asked(
        SealedText(_("The injury, in words"), max_length=500, null=True, blank=True), sets="A", std="DVI*"
    )
    investigation = asked(
        SealedText(_("Number of the investigation"), max_length=120, null=True, blank=True), sets="A", std="DVI*"
    )
    finder_contact = asked(
        SealedText(_("How to reach who found them"), max_length=300, null=True, blank=True), sets="F", std="Eden"
    )

    class Meta(RingRow.Meta):
        pass
