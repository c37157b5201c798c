"""The safeguards of a case as forms: what is best for a child, risks around who asks, who is said to be responsible.

And asking for a protection to be lifted, which a second person approves.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, CodesField, PlainTextField, RegistryForm
from accessctl.forms.places import SeveralSelects
from cases.models import CaseAccountabilityNote, CaseProtectionFile
from families.codes import LiftReason, Risk
from families.models import FamilyConflict, RelativeRisk
from families.services.lifting import WHOLE
from families.services.safeguards import Allegation
from registry.lib.world import country_name


class BestInterestForm(RegistryForm):
    best_interest = PlainTextField(
        help_text=_("Who was heard, what was weighed, why sharing serves the child. Empty: it is shared with nobody."),
        max_length=1000, rows=4, required=False,
    )  # fmt: skip

    declared = {"best_interest": (CaseProtectionFile, "best_interest")}


class RisksForm(RegistryForm):
    risks = CodesField(choices=Risk.choices, required=False)
    note = PlainTextField(max_length=500, rows=2, required=False)

    declared = {"risks": (RelativeRisk, "risks"), "note": (RelativeRisk, "note")}


class ConflictForm(RegistryForm):
    note = PlainTextField(
        max_length=500, rows=3, required=False, help_text=_("Empty: they do not disagree, as far as we know.")
    )

    declared = {"note": (FamilyConflict, "note")}


class AllegationForm(RegistryForm):
    """organisations: (reference, name) of those that may be named."""

    alleged_responsible = PlainTextField(max_length=500, rows=3, required=False)
    organisations = forms.MultipleChoiceField(widget=SeveralSelects(boxes=3), required=False)
    smuggler_mention = PlainTextField(max_length=500, rows=2, required=False)
    ransom_or_threat = PlainTextField(max_length=500, rows=2, required=False)

    declared = {
        "alleged_responsible": (CaseAccountabilityNote, "alleged_responsible"),
        "organisations": (CaseAccountabilityNote, "alleged_organisations"),
        "smuggler_mention": (CaseAccountabilityNote, "smuggler_mention"),
        "ransom_or_threat": (CaseAccountabilityNote, "ransom_or_threat"),
    }

    def __init__(self, *args: Any, organisations: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["organisations"]
        offered.choices = [("", _("Choose…")), *organisations]

    def allegation(self) -> Allegation:
        """What was said.  After `is_valid`."""
        data = self.cleaned_data
        return Allegation(**data | {"organisations": tuple(data["organisations"])})


class LiftForm(RegistryForm):
    """states: alpha-3 codes of those that are to be told nothing."""

    what = CodeField(label=_("What is lifted?"), choices=(), absences=(), radios=True)
    reason = CodeField(label=_("Why?"), choices=LiftReason.choices, absences=(), radios=True)

    def __init__(self, *args: Any, states: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["what"]
        offered.choices = [
            (WHOLE, _("The protection as a whole")),
            *((code, _("Only this State: %(state)s") % {"state": country_name(code)}) for code in states),
        ]
