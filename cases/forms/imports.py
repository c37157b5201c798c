"""Handing in a table of incidents."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import RegistryForm
from cases.imports.files import MAX_BYTES, FileTooLarge


class ImportForm(RegistryForm):
    file = forms.FileField(
        label=_("File"),
        help_text=_("The table of the Missing Migrants Project as CSV, in the layout of 2020 or the current one."),
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
        error_messages={"required": _("Choose the file to check."), "empty": _("This file is empty. Choose another.")},
    )

    def read(self) -> tuple[bytes, str]:
        """The file's bytes and name.  Raises FileTooLarge before reading one that is."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise FileTooLarge()
        return file.read(), file.name or ""
