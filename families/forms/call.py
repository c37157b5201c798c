"""The hotline form: what a caller says in two minutes.  Its answers have the names of the registration's own fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, NameField, OrAbsent, PlaceField, PlainTextField, RegistryForm
from accessctl.forms.drafts import DraftForm
from cases.codes import Priority
from cases.models import CaseName, CaseSearchFile
from families.calls import FIRST, Call
from families.codes import CallEnd
from families.forms.enquirer import OFFERED
from families.models import Channel, RelativeName

LONGEST_AGO = 20_000  # hours


class CallForm(DraftForm):
    """How urgent, how to call back, who is missing and where they were last."""

    urgency = CodeField(
        label=_("Why does it come first?"), choices=[(one.value, one.label) for one in FIRST], absences=(), radios=True
    )
    hours_ago = forms.IntegerField(
        label=_("Hours since the last sign of life"), min_value=0, max_value=LONGEST_AGO, required=False,
        help_text=_("Empty if they do not know. Up to 72 hours, the call comes before others."),
    )  # fmt: skip
    enquirer_contact = PlainTextField(
        label=_("Call back at"),
        help_text=_("A phone number with its country code, such as +220 300 00 00."),
        max_length=200,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off", "spellcheck": "false"}),
    )
    enquirer_channel = CodeField(label=_("Reached by"), choices=OFFERED, absences=())
    safe_hours = PlainTextField(max_length=100, required=False)
    safe_to_leave_message = forms.BooleanField(required=False)
    shared_device = forms.BooleanField(required=False)
    enquirer_name = NameField(required=False)
    name = OrAbsent(NameField(label=_("Name as you write it"), required=False))
    place_last_contact = OrAbsent(PlaceField(parts=("as_said", "country", "point"), required=False))
    circumstances_text = OrAbsent(PlainTextField(max_length=2000, rows=4, required=False))

    declared = {
        "enquirer_contact": (Channel, "value"),
        "enquirer_channel": (Channel, "kind"),
        "safe_hours": (Channel, "safe_hours"),
        "safe_to_leave_message": (Channel, "safe_to_leave_message"),
        "shared_device": (Channel, "shared_device"),
        "enquirer_name": (RelativeName, "full_original"),
        "name": (CaseName, "full_original"),
        "place_last_contact": (CaseSearchFile, "place_last_contact"),
        "circumstances_text": (CaseSearchFile, "circumstances_text"),
    }

    def call(self) -> Call:
        """After `is_valid`."""
        given: dict[str, Any] = self.cleaned_data
        return Call.noted(Priority(given["urgency"]), given["hours_ago"], timezone.now())


class CallEndForm(RegistryForm):
    """Why what came in ends without a case."""

    reason = CodeField(label=_("Why does this end without a case?"), choices=CallEnd.choices, absences=(), radios=True)
