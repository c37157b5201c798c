"""Handing in a table of incidents or a list of people found alive; which column holds what, and what words mean."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accessctl.forms import CodeField, CountryField, PartialDateField, PlainTextField, RegistryForm
from cases import codes
from cases.forms.whereabouts import KINDS
from cases.imports.catalogue import Catalogue
from cases.imports.files import MAX_BYTES, FileTooLarge
from cases.imports.found_people import About
from cases.imports.meanings import Meanings, Unknown

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


class WordsForm(RegistryForm):
    """What a partner's words mean.

    unknown: those of the table that are in no list of ours; said: what was said before, our column -> word -> code.
    """

    prefix = "words"

    def __init__(self, *args: Any, catalogue: Catalogue, unknown: list[Unknown], said: Meanings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before = [Unknown(column, word, 0) for column, words in said.items() for word in words]
        self._words = {f"{one.column}:{one.word}": one for one in (*unknown, *before)}
        for name, one in self._words.items():
            item = catalogue.items[one.column]
            told = {"word": f"\N{FIRST STRONG ISOLATE}{one.word}\N{POP DIRECTIONAL ISOLATE}", "column": item.label}
            cells = ngettext("In %(cells)s cell that was refused.", "In %(cells)s cells that were refused.", one.cells)
            self.fields[name] = forms.ChoiceField(
                label=_("“%(word)s” in the column “%(column)s”") % told, required=False,
                help_text=cells % {"cells": one.cells} if one.cells else "",
                choices=[("", _("nothing of our list: refuse it")), *item.choices],
                initial=said.get(one.column, {}).get(one.word, ""),
            )  # fmt: skip

    def meanings(self) -> dict[str, dict[str, str]]:
        """Our column -> word -> code; of words that stay without a meaning, none."""
        found: dict[str, dict[str, str]] = {}
        for name, one in self._words.items():
            if self.cleaned_data[name] or not one.cells:
                found.setdefault(one.column, {})[one.word] = self.cleaned_data[name]
        return found
