"""Alleles as forms: one sample marker by marker, or a table of many."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl.forms import PlainTextField, RegistryForm
from matching.genetics import LARGEST, LOCI, Fault
from remains.models import Alleles

COLUMNS = ("sample", "marker", "allele1", "allele2")
PREFIX = "locus-"


def _kit() -> PlainTextField:
    return PlainTextField(max_length=80, help_text=gettext_lazy("As the maker calls it."))


class AllelesForm(RegistryForm):
    """One sample: a field for each marker, with its two alleles in it.  code: of the sample."""

    kit = _kit()
    declared = {"kit": (Alleles, "kit")}

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = code
        for name in LOCI:
            widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"})
            self.fields[PREFIX + name] = PlainTextField(label=name, max_length=20, required=False, widget=widget)

    def clean(self) -> dict[str, Any]:
        super().clean()
        seen = 0
        for name in LOCI:
            parts = self.parts(name)
            seen += bool(parts)
            if len(parts) > 2:
                words = _("One person has two alleles of a marker: %(count)s stand here.") % {"count": len(parts)}
                self.add_error(PREFIX + name, ValidationError(words))
        if not seen and not self.errors:
            self.add_error(None, ValidationError(_("Enter the alleles of one marker at least.")))
        return self.cleaned_data

    def parts(self, name: str) -> list[str]:
        """The alleles that stand in a field."""
        return [part for part in re.split(r"[\s,;/]+", self.cleaned_data.get(PREFIX + name) or "") if part]

    def table(self) -> tuple[str, dict[int, str]]:
        """The same as a table, and which marker stands in which row of it.  After `is_valid`."""
        out = io.StringIO()
        rows: dict[int, str] = {}
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for name in LOCI:
            if parts := self.parts(name):
                writer.writerow([self.code, name, parts[0], parts[-1]])
                rows[len(rows) + 2] = name
        return out.getvalue(), rows

    def add_faults(self, faults: tuple[Fault, ...], rows: dict[int, str]) -> None:
        """Show each fault at its marker; what concerns the sample as a whole stands above."""
        for fault in faults:
            name = rows.get(fault.row) if fault.column != "sample" else None
            self.add_error(PREFIX + name if name else None, ValidationError(fault.words))


class TableForm(RegistryForm):
    """Many samples: a table that is pasted or attached."""

    kit = _kit()
    table = forms.CharField(
        label=gettext_lazy("Table"), required=False, max_length=LARGEST,
        widget=forms.Textarea({"rows": 12, "dir": "ltr", "spellcheck": "false", "autocomplete": "off"}),
        help_text=gettext_lazy("With the columns sample,marker,allele1,allele2; sample is the code of the sample."),
    )  # fmt: skip
    file = forms.FileField(label=gettext_lazy("Or a CSV file"), required=False)
    declared = {"kit": (Alleles, "kit")}

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        if (file := said.get("file")) is not None:
            if file.size > LARGEST:
                self.add_error("file", ValidationError(_("The table is larger than 2 MB.")))
                return said
            try:
                said["table"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", ValidationError(_("This is no text in UTF-8: save the table as CSV (UTF-8).")))
        if not (said.get("table") or "").strip() and not self.errors:
            self.add_error("table", ValidationError(_("Paste a table, or attach one.")))
        return said
