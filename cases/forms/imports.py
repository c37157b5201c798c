"""Handing in a table of incidents or a list of people found alive, and saying which column holds what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, CountryField, PartialDateField, PlainTextField, RegistryForm
from cases import codes
from cases.forms.whereabouts import KINDS
from cases.imports.files import MAX_BYTES, FileTooLarge
from cases.imports.found_people import About

TABLES = (
    ".csv,.xlsx,.ods,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,"
    "application/vnd.oasis.opendocument.spreadsheet"
)
INFORMANTS = {
    codes.WhereaboutsKind.HOSPITAL_IDENTIFIED.value: codes.SourceKind.HOSPITAL.value,
    codes.WhereaboutsKind.HOSPITAL_UNABLE.value: codes.SourceKind.HOSPITAL.value,
    codes.WhereaboutsKind.IN_DETENTION.value: codes.SourceKind.DETENTION_LIST.value,
}
DAYS = [("dmy", _("Day first: 31/12/2025")), ("mdy", _("Month first: 12/31/2025"))]


class ImportForm(RegistryForm):
    file = forms.FileField(
        label=_("File"),
        help_text=_("The table of the Missing Migrants Project as CSV, in the layout of 2020 or the current one."),
        widget=forms.FileInput({"accept": TABLES}),
        error_messages={"required": _("Choose the file to check."), "empty": _("This file is empty. Choose another.")},
    )

    def read(self) -> tuple[bytes, str]:
        """The file's bytes and name.  Raises FileTooLarge before reading one that is."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise FileTooLarge()
        return file.read(), file.name or ""


class LivingImportForm(ImportForm):
    """A list of people found alive, and what holds for all of them."""

    kind = CodeField(label=_("How they came to notice"), choices=KINDS, absences=())
    facility_kind = CodeField(
        label=_("Kind of facility"), choices=codes.Facility.choices, absences=(), required=False
    )  # fmt: skip
    facility_name = PlainTextField(label=_("Name of the facility"), max_length=120, required=False)
    country = CountryField(label=_("Country of the facility"), absences=(), required=False)
    seen_at = PartialDateField(
        label=_("When they were there"), help_text=_("Where the list itself has no date for a person."), required=False
    )
    days = CodeField(label=_("How the list writes days"), choices=DAYS, absences=(), initial="dmy", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "CSV or XLSX with a first row of headings, in any language of the registry. You see how each column was "
            "read before anything is saved."
        )

    def about(self) -> About:
        given = self.cleaned_data
        return About(
            kind=given["kind"], facility_kind=given["facility_kind"] or "", facility_name=given["facility_name"] or "",
            country=given["country"] or "", seen_at=given["seen_at"], informant=INFORMANTS.get(given["kind"], ""),
            month_first=given["days"] == "mdy",
        )  # fmt: skip


class ColumnsForm(RegistryForm):
    """Which column of a table holds what.

    header: its headings; choices: ours with their labels; columns: ours -> heading, as they were read.
    """

    prefix = "columns"

    def __init__(
        self,
        *args: Any,
        header: list[str],
        choices: list[tuple[str, str]],
        columns: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial=columns, **kwargs)
        headings = [(name, name) for name in dict.fromkeys(header) if name]
        for name, label in choices:
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[("", _("not in the list")), *headings], required=False
            )

    def columns(self) -> dict[str, str]:
        """Ours -> heading, for those that the list has."""
        return {name: heading for name, heading in self.cleaned_data.items() if heading}
