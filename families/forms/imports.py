"""Handing in a table of cases, and what holds for all of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, PlainTextField
from cases.forms.imports import DAYS, ImportForm
from cases.models.imports import SYSTEM_MAX
from families import briefing
from families.codes import ConsentForm
from families.exchange.rows import About


class CaseImportForm(ImportForm):
    """A table of cases.  What families were told and agreed to was said to them before: it is written down here."""

    system = PlainTextField(
        label=_("Whose table this is"),
        help_text=_("The partner or system it comes from. The same number from the same source is the same case."),
        max_length=SYSTEM_MAX,
    )
    days = CodeField(label=_("How the table writes days"), choices=DAYS, absences=(), initial="dmy", required=False)
    wording = PlainTextField(
        label=_("The words in which these families were asked"),
        help_text=_("As your form or your guide for the interview has them. They are kept with every consent."),
        max_length=5000,
        rows=5,
    )
    wording_language = forms.ChoiceField(label=_("Language of these words"), choices=briefing.NAMES, initial="en")
    how = CodeField(label=_("How they agreed"), choices=ConsentForm.choices, absences=())
    explained = forms.BooleanField(
        label=_("Risks and rights were explained to every family of this table."),
        error_messages={"required": _("Without that nothing may be registered: speak with the families first.")},
    )
    agreed = forms.BooleanField(
        label=_("All of them agreed to the search, where the table has no column that says so."), required=False
    )
    compared = forms.BooleanField(
        label=_("All of them agreed to comparison with remains, where the table has no column that says so."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] += ",.xml,application/xml,text/xml"
        self.fields["file"].help_text = _(
            "CSV, XLSX or ODS with a first row of headings, in any language of the registry, or an export of Kobo or "
            "ODK, or PFIF 1.4 of a site of missing people. You see how each column was read before anything is saved."
        )

    def about(self) -> About:
        given = self.cleaned_data
        return About(
            system=given["system"], wording=given["wording"], wording_language=given["wording_language"],
            explained=given["explained"], how=given["how"], agreed=given["agreed"], compared=given["compared"],
            month_first=given["days"] == "mdy",
        )  # fmt: skip
