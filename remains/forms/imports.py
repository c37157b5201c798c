"""Handing in a table of remains, and what holds for all of them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, PlainTextField
from cases.forms.imports import DAYS, ImportForm
from cases.models.imports import SYSTEM_MAX
from remains.exchange import About


class RemainsImportForm(ImportForm):
    """A table of remains."""

    system = PlainTextField(
        label=_("Whose table this is"),
        help_text=_("The institute or system it comes from. The same number from the same source is the same remains."),
        max_length=SYSTEM_MAX,
    )
    days = CodeField(label=_("How the table writes days"), choices=DAYS, absences=(), initial="dmy", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "CSV, XLSX or ODS with a first row of headings, in any language of the registry. You see how each column "
            "was read before anything is saved."
        )

    def about(self) -> About:
        return About(system=self.cleaned_data["system"], month_first=self.cleaned_data["days"] == "mdy")
