"""Forms of erasure: why, how the family was told, and that what goes and stays was read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.erasure import services
from accessctl.forms import CodeField, PlainTextField, RegistryForm
from accessctl.models.erasure import ErasureReason, Telling
from registry.lib.errors import Invalid


class EraseForm(RegistryForm):
    """One record."""

    reason = CodeField(label=_("Why is it erased?"), choices=ErasureReason.choices, absences=(), radios=True)
    told = CodeField(
        label=_("How was the family told?"),
        help_text=_("Tell them before: afterwards there is no way to reach them. Give them the reference on paper."),
        choices=Telling.choices,
        absences=(),
        radios=True,
    )
    understood = forms.BooleanField(
        label=_("I have read what goes and what stays. It cannot be undone."),
        error_messages={"required": _("Tick this once you have read it.")},
    )

    def decided(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"reason": ErasureReason(data["reason"]), "told": Telling(data["told"])}


class EraseSeveralForm(EraseForm):
    """Several records, by their references."""

    field_order = ("records", "reason", "told", "understood")
    records = PlainTextField(
        label=_("References"),
        help_text=_("One on each line, such as MMR-7Q2KX-4M9TB-C. At most 100."),
        max_length=3000,
        rows=6,
    )

    def clean_records(self) -> list[str]:
        try:
            return services.named_in(self.cleaned_data["records"])
        except Invalid as error:
            raise forms.ValidationError(error.fields["records"]) from None
