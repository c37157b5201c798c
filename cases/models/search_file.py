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

from accessctl.codes import Purpose
from accessctl.declare import asked
from accessctl.models import RingRow
from accessctl.rings import Ring
from cases.codes import SOUGHT_HERE, CaseWorkflow, Fate, Priority, StatementTopic
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
)
from cases.vocabulary.told import AsTold, as_told

FATES_HERE = [Fate.UNKNOWN, Fate.DECEASED]
WORKFLOW_HERE = [state for state in CaseWorkflow if state not in (CaseWorkflow.DRAFT, CaseWorkflow.ANSWERED_ALIVE)]


class CaseSearchFile(AsTold, RingRow):
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
    # What the family wished to be kept and not used for now; written with the consents of the case.
    restricted_uses = CodesField(_("Kept, not used for now"), codes=Purpose, editable=False)
    # Language of the free texts of this row.
    language = LanguageField(_("Language of the answers"), null=True, blank=True)
    # What several sources were asked or somebody put right: each says it in a row of `CaseStatement`, and here stands
    # what is shown.  Everything else was told by `source`.
    told_apart = CodesField(_("Told by more than one"), codes=StatementTopic, editable=False)

    absences = absences_field()

    class Meta(RingRow.Meta):
        constraints = [
            *one_of(
                "casesearchfile",
                workflow_status=WORKFLOW_HERE,
                state_before=SOUGHT_HERE,
                fate=FATES_HERE,
            ),
            *all_of("casesearchfile", priorities=Priority, told_apart=StatementTopic, restricted_uses=Purpose),
            *as_told("casesearchfile"),
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
