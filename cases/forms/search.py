"""Searching own cases: by name in any script, by reference, by date, route and status."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accessctl.forms import NameField, PartialDateField, RefField, RegistryForm
from cases.codes import CaseStatus, Route

ANY = [("", _("Any"))]


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
    since = PartialDateField(
        label=_("Last contact from"), help_text=_("Days are compared by their months."), required=False
    )
    until = PartialDateField(label=_("Last contact until"), required=False)
    route = forms.ChoiceField(label=_("Route"), choices=[*ANY, *Route.choices], required=False)
    status = forms.ChoiceField(label=_("Status"), choices=[*ANY, *CaseStatus.choices], required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and since.earliest > until.latest:
            self.add_error("until", ValidationError(_("This day lies before the first one. Change one of them.")))
        if not self.errors and not any(given.values()):
            self.add_error("name", ValidationError(_("Fill in at least one field to search by.")))
        return given

    def criteria(self) -> dict[str, str]:
        """What was asked, as it is stored: empty answers left out, days in ISO text, the widest span they can mean."""
        given = {name: value for name, value in self.cleaned_data.items() if value and name != "ref"}
        spans = {"since": "earliest", "until": "latest"}
        return {
            name: getattr(value, spans[name]).isoformat() if name in spans else str(value)
            for name, value in given.items()
        }


class SaveSearchForm(RegistryForm):
    name = NameField(label=_("Name of the search"), max_length=80)
