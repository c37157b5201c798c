"""Searching own cases: by name in any script, by reference, by date, route and status."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.forms import NameField, RefField, RegistryForm
from cases.codes import CaseStatus, Route

ANY = [("", _("Any"))]
_DAY = {"type": "date", "class": "input--date"}


class SearchForm(RegistryForm):
    """Everything is optional, but something must be asked.  Sent by POST only."""

    mark_optional = False

    name = NameField(
        label=_("Name"),
        help_text=_("In any script and spelling; a part is enough."),
        required=False,
    )
    ref = RefField(
        label=_("Reference of the case"),
        help_text=_("It begins with MMR and opens the case at once."),
        prefixes=("MMR",),
        required=False,
    )
    since = forms.DateField(label=_("Last contact from"), required=False, widget=forms.DateInput(_DAY, "%Y-%m-%d"))
    until = forms.DateField(label=_("Last contact until"), required=False, widget=forms.DateInput(_DAY, "%Y-%m-%d"))
    route = forms.ChoiceField(label=_("Route"), choices=[*ANY, *Route.choices], required=False)
    status = forms.ChoiceField(label=_("Status"), choices=[*ANY, *CaseStatus.choices], required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("until", ValidationError(_("This day lies before the first one. Change one of them.")))
        if since and since > timezone.localdate():
            self.add_error("since", ValidationError(_("This day lies in the future. Check the year.")))
        if not self.errors and not any(given.values()):
            self.add_error("name", ValidationError(_("Fill in at least one field to search by.")))
        return given

    def criteria(self) -> dict[str, str]:
        """What was asked, as it is stored: empty answers left out, days as ISO text."""
        plain = {name: value for name, value in self.cleaned_data.items() if value and name != "ref"}
        return {name: value if isinstance(value, str) else value.isoformat() for name, value in plain.items()}


class SaveSearchForm(RegistryForm):
    name = NameField(label=_("Name of the search"), max_length=80)
