"""The search file of a case: one row of ring 2, what the basic form asks that is not a list of rows.

The fate is read here and written by nobody but the services of identification and of whereabouts, which come with a
basis.  `alive` and the state `answered_alive` are ring 4w and can never stand in this table.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accessctl.declare import asked
from accessctl.models import RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedText, SealedValue
from cases.codes import (
    SOUGHT_HERE,
    BirthDateBasis,
    Build,
    CaseWorkflow,
    ContactMeans,
    EyeColour,
    Fate,
    HairColour,
    HeightClass,
    HeightReference,
    Priority,
    ProofOfLife,
    Smile,
)
from cases.models.case import Case
from cases.models.sources import CaseSource
from cases.vocabulary.coded import (
    CodeField,
    CodesField,
    LanguageField,
    absences_coded,
    absences_field,
    all_of,
    one_of,
    ordered,
    within,
)
from cases.vocabulary.place import Place
from registry.lib.dates import PartialDate

FATES_HERE = [Fate.UNKNOWN, Fate.DECEASED]
WORKFLOW_HERE = [state for state in CaseWorkflow if state not in (CaseWorkflow.DRAFT, CaseWorkflow.ANSWERED_ALIVE)]


class CaseSearchFile(RingRow):
    """Who the person is and what happened, beside the rows of names, marks, papers and the journey."""

    RING = Ring.SEARCH
    RECORD = "case"

    case = models.OneToOneField(Case, models.CASCADE, related_name="+")
    source = models.ForeignKey(CaseSource, models.RESTRICT, related_name="+")

    # --- the work ---
    workflow_status = CodeField(_("State"), codes=CaseWorkflow, default=CaseWorkflow.OPEN, editable=False)
    state_since = models.DateField(_("In this state since"), default=timezone.localdate, editable=False)
    # Of a merged case: under whose reference the work goes on, and the state it has again when that is taken back.
    duplicate_of = models.ForeignKey(Case, models.RESTRICT, null=True, related_name="+", editable=False)
    state_before = CodeField(_("State before it was merged"), codes=CaseWorkflow, null=True, editable=False)
    fate = CodeField(_("Fate"), codes=Fate, default=Fate.UNKNOWN, editable=False)
    fate_basis_id = models.UUIDField(null=True, editable=False)
    caseworker = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    intake_date = models.DateField(_("Date of intake"), default=timezone.localdate)
    priorities = asked(
        CodesField(_("Priority"), codes=Priority),
        why=_("Children and imminent danger first"), sets="S", std="CED* Prim", code_list="CL-PRIORITY",
    )  # fmt: skip
    next_feedback_due = models.DateField(_("Next news to the family by"), null=True)
    retention_review_at = models.DateField(_("Review whether to keep"), null=True)
    # Language of the free texts of this row.
    language = LanguageField(_("Language of the answers"), null=True, blank=True)

    # --- birth and age ---
    date_of_birth = asked(
        SealedValue(_("Date of birth"), codec=PartialDate, null=True, blank=True),
        why=_("Narrows the search; a year is enough"), sets="B", std="PFIF Prim Ant",
    )  # fmt: skip
    dob_basis = asked(
        CodeField(_("What the birth date rests on"), codes=BirthDateBasis, null=True, blank=True),
        why=_("A date on papers may be a default"), sets="S", std="Prim",
    )  # fmt: skip
    age_low = asked(
        models.PositiveSmallIntegerField(_("Age at last contact, at least"), null=True, blank=True),
        why=_("If the birth date is not known"), sets="B", std="NamUs Prim PFIF",
    )  # fmt: skip
    age_high = asked(
        models.PositiveSmallIntegerField(_("Age at last contact, at most"), null=True, blank=True),
        why=_("If the birth date is not known"), sets="B", std="NamUs Prim PFIF",
    )  # fmt: skip
    place_of_origin = asked(
        SealedValue(_("Place of origin"), codec=Place, null=True, blank=True),
        why=_("Where the journey began, and language"), sets="B", std="Prim",
    )  # fmt: skip

    # --- appearance ---
    height_cm_low = asked(
        models.PositiveSmallIntegerField(_("Height in cm, at least"), null=True, blank=True),
        why=_("Physical description"), sets="B", std="NamUs Eden NCIC DVI*",
    )  # fmt: skip
    height_cm_high = asked(
        models.PositiveSmallIntegerField(_("Height in cm, at most"), null=True, blank=True),
        why=_("Physical description"), sets="B", std="NamUs Eden NCIC DVI*",
    )  # fmt: skip
    height_class = asked(
        CodeField(_("Height in words"), codes=HeightClass, null=True, blank=True),
        why=_("Physical description"), sets="B", std="DVI*", code_list="CL-HCLASS",
    )  # fmt: skip
    height_reference = asked(
        CodeField(_("What the height is known from"), codes=HeightReference, null=True, blank=True),
        why=_("A remembered height is searched more widely"), sets="S", std="DVI*",
    )  # fmt: skip
    hair_colour = asked(
        CodeField(_("Hair colour"), codes=HairColour, null=True, blank=True),
        why=_("Physical description"), sets="B", std="NamUs Eden NCIC", code_list="CL-HAIR",
    )  # fmt: skip
    eye_colour = asked(
        CodeField(_("Eye colour"), codes=EyeColour, null=True, blank=True),
        why=_("Physical description"), sets="S", std="NamUs Eden NCIC", code_list="CL-EYE",
    )  # fmt: skip
    build = asked(
        CodeField(_("Build"), codes=Build, null=True, blank=True),
        why=_("Physical description"), sets="S", std="DVI* Eden", code_list="CL-BUILD",
    )  # fmt: skip
    smile = asked(
        CodesField(_("What one sees when they smile"), codes=Smile),
        why=_("Teeth last, and a smile is remembered"), sets="S", std="DVI*", code_list="CL-SMILE",
    )  # fmt: skip
    distinguishing_features = asked(
        SealedText(_("Distinguishing features"), max_length=500, null=True, blank=True),
        why=_("A scar or tattoo can settle a doubt"), sets="B", std="MX Eden NCIC",
    )  # fmt: skip

    # --- last contact ---
    date_last_contact = asked(
        SealedValue(_("Date of last contact"), codec=PartialDate, null=True, blank=True),
        why=_("From when we search"), sets="B", std="NamUs NCIC Prim WGEID",
    )  # fmt: skip
    place_last_contact = asked(
        SealedValue(_("Place of last contact"), codec=Place, null=True, blank=True),
        why=_("Where we begin"), sets="B", std="NamUs WGEID MX",
    )  # fmt: skip
    contact_means = asked(
        CodeField(_("How you were in touch"), codes=ContactMeans, null=True, blank=True),
        why=_("How you were in touch"), sets="S", std="ICRC*", code_list="CL-CONTACT",
    )  # fmt: skip
    last_proof_of_life = asked(
        SealedValue(_("Last sign that the person was alive"), codec=PartialDate, null=True, blank=True),
        why=_("Nothing found before this date can be them"), sets="S",
    )  # fmt: skip
    proof_of_life_kind = asked(
        CodeField(pgettext_lazy("proof of life", "What the sign was"), codes=ProofOfLife, null=True, blank=True),
        why=_("Tells how sure the date is"), sets="S",
    )  # fmt: skip
    circumstances_text = asked(
        SealedText(_("What happened"), max_length=2000, null=True, blank=True),
        why=_("What you know of what happened"), sets="B", std="NamUs Ant WGEID",
    )  # fmt: skip
    companions_text = asked(
        SealedText(_("Travel companions"), max_length=500, null=True, blank=True),
        why=_("Others may have news"), sets="B", std="ICRC*",
    )  # fmt: skip
    absences = absences_field()

    class Meta(RingRow.Meta):
        constraints = [
            *one_of(
                "casesearchfile",
                workflow_status=WORKFLOW_HERE,
                state_before=SOUGHT_HERE,
                fate=FATES_HERE,
                dob_basis=BirthDateBasis,
                height_class=HeightClass,
                height_reference=HeightReference,
                hair_colour=HairColour,
                eye_colour=EyeColour,
                build=Build,
                contact_means=ContactMeans,
                proof_of_life_kind=ProofOfLife,
            ),
            *all_of("casesearchfile", priorities=Priority, smile=Smile),
            *within("casesearchfile", age_low=(0, 120), age_high=(0, 120)),
            *within("casesearchfile", height_cm_low=(30, 250), height_cm_high=(30, 250)),
            *ordered("casesearchfile", ("age_low", "age_high"), ("height_cm_low", "height_cm_high")),
            # No presumption: nothing but an identification, named by its id, moves the fate away from unknown.
            models.CheckConstraint(
                condition=Q(fate=Fate.UNKNOWN, fate_basis_id=None)
                | (~Q(fate=Fate.UNKNOWN) & Q(fate_basis_id__isnull=False)),
                name="casesearchfile_fate_has_basis",
            ),
            models.CheckConstraint(
                condition=Q(workflow_status=CaseWorkflow.DUPLICATE)
                & Q(duplicate_of__isnull=False, state_before__isnull=False)
                | ~Q(workflow_status=CaseWorkflow.DUPLICATE) & Q(duplicate_of=None, state_before=None),
                name="casesearchfile_merged_with",
            ),
            models.CheckConstraint(condition=~Q(duplicate_of=F("case")), name="casesearchfile_merged_with_another"),
            absences_coded("casesearchfile"),
        ]  # fmt: skip
