"""The form of one way to reach a relative."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, PlainTextField, RegistryForm
from families.forms.enquirer import OFFERED
from families.models import Channel
from families.services import ChannelEntry


class WayForm(RegistryForm):
    """row: the channel in clear that is changed; none for a new one."""

    kind = CodeField(choices=OFFERED, absences=())
    value = PlainTextField(
        max_length=200, widget=forms.TextInput({"dir": "auto", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("A phone number with its country code, such as +220 300 00 00."),
    )  # fmt: skip
    safe_hours = PlainTextField(max_length=100, required=False)
    safe_to_leave_message = forms.BooleanField(required=False)
    shared_device = forms.BooleanField(required=False)
    speaks_as = PlainTextField(max_length=100, required=False)
    safe_question = PlainTextField(max_length=100, required=False, help_text=_("Leave it out for a phrase alone."))
    safe_word = PlainTextField(max_length=100, required=False)

    declared = {
        name: (Channel, name)
        for name in (
            "kind", "value", "safe_hours", "safe_to_leave_message", "shared_device", "speaks_as", "safe_question",
            "safe_word",
        )
    }  # fmt: skip

    def __init__(self, *args: Any, row: Any = None, **kwargs: Any) -> None:
        initial = {name: getattr(row, name) for name in self.declared} if row is not None else {}
        super().__init__(*args, initial=initial, **kwargs)

    def entry(self) -> ChannelEntry:
        """After `is_valid`."""
        return ChannelEntry(**self.cleaned_data)
