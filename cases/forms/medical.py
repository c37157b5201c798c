"""What forms of cases and of remains have in common where they ask for illness."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from cases.services.validate import NOT_ASKED_HERE
from cases.vocabulary.medical import is_kept_elsewhere


def clean_condition(form: forms.Form) -> str:
    """`clean_condition_code` of a row: what nobody may ask for is refused where it was typed."""
    said: str = form.cleaned_data["condition_code"]
    if is_kept_elsewhere(said):
        raise ValidationError(NOT_ASKED_HERE, code="kept_elsewhere")
    return said
