"""Filters of lists.  Codes only: a name never stands in an address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms.base import FilterForm
from cases.codes import AgeClass, CaseStatus, CauseCategory, IncidentRegion, Route, Sex
from registry.lib.world import country_choices

ANY = [("", _("Any"))]


def _countries() -> list[tuple[str, str]]:
    return [("", str(_("Any"))), *country_choices()]


class CaseFilterForm(FilterForm):
    """Conditions on layer 1; a condition that is no code is left out and said so by the form."""

    whose = forms.ChoiceField(
        label=_("Whose"), choices=[("", _("All I may see")), ("own", _("My organisation’s"))], required=False
    )
    status = forms.ChoiceField(label=_("Status"), choices=[*ANY, *CaseStatus.choices], required=False)
    route_code = forms.ChoiceField(label=_("Route"), choices=[*ANY, *Route.choices], required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=[*ANY, *Sex.choices], required=False)
    age_band = forms.ChoiceField(label=_("Age"), choices=[*ANY, *AgeClass.choices], required=False)
    nationality = forms.ChoiceField(label=_("Nationality"), choices=_countries, required=False)
    last_contact_country = forms.ChoiceField(label=_("Last contact in"), choices=_countries, required=False)

    def conditions(self) -> dict[str, str]:
        """The conditions that hold a known code."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value and name != "whose"}

    def is_mine(self) -> bool:
        return self.cleaned_data.get("whose") == "own"


class IncidentFilterForm(FilterForm):
    """Conditions on the public row of incidents; `years`: those to choose from."""

    region = forms.ChoiceField(label=_("Region"), choices=[*ANY, *IncidentRegion.choices], required=False)
    route_code = forms.ChoiceField(label=_("Route"), choices=[*ANY, *Route.choices], required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)
    cause_category = forms.ChoiceField(label=_("Cause, mapped"), choices=[*ANY, *CauseCategory.choices], required=False)
    # A square of the map, reached by its link; not a question anybody is asked.
    area = forms.RegexField(r"^[-\d.,]{0,30}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, years: Iterable[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [*ANY, *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]

    def conditions(self) -> dict[str, str]:
        """The conditions that hold a known code."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
