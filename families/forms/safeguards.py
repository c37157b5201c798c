"""The safeguards of a case as forms: what is best for a child, risks around who asks, who is said to be responsible."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodesField, PlainTextField, RegistryForm
from accessctl.forms.places import SeveralSelects
from cases.models import CaseAccountabilityNote, CaseProtectionFile
from families.codes import Risk
from families.models import RelativeRisk
from families.services.safeguards import Allegation


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
