"""What a file is opened for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accessctl.codes import Purpose
from accessctl.forms import CodeField, RegistryForm
from cases.dvi.paper import PURPOSES


class PurposeForm(RegistryForm):
    """The purpose, which agreements and consents are asked for."""

    purpose = CodeField(
        label=_("What do you open it for?"), choices=[(one.value, one.label) for one in PURPOSES], absences=(),
        radios=True, initial=Purpose.FORENSIC_COMPARISON,
        help_text=_("It is written into the journal, and stands on the paper with your name and the time."),
    )  # fmt: skip

    def chosen(self) -> Purpose:
        """After `is_valid`."""
        return Purpose(self.cleaned_data["purpose"])
