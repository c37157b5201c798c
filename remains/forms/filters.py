"""Filters of the list of remains.  Codes only."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms.base import FilterForm
from cases.codes import AgeClass, Sex
from registry.lib.world import country_choices
from remains.codes import RemainsStatus

ANY = [("", _("Any"))]


def _countries() -> list[tuple[str, str]]:
    return [("", str(_("Any"))), *country_choices()]


class RemainsFilterForm(FilterForm):
    """Conditions on layer 1; a condition that is no code is left out and said so by the form."""

    whose = forms.ChoiceField(
        label=_("Whose"), choices=[("", _("All I may see")), ("own", _("My organisation’s"))], required=False
    )
    status = forms.ChoiceField(label=_("Status"), choices=[*ANY, *RemainsStatus.choices], required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=[*ANY, *Sex.choices], required=False)
    age_class = forms.ChoiceField(label=_("Age"), choices=[*ANY, *AgeClass.choices], required=False)
    found_country = forms.ChoiceField(label=_("Country of finding"), choices=_countries, required=False)

    def conditions(self) -> dict[str, str]:
        """The conditions that hold a known code."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value and name != "whose"}

    def is_mine(self) -> bool:
        self.is_valid()
        return self.cleaned_data.get("whose") == "own"
