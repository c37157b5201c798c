"""The questions about the person who asks: fields 20 to 23 of the basic set.  Their own three answers are needed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import Absence, CodeField, LanguageField, NameField, PlainTextField
from accessctl.forms.drafts import DraftForm
from families.codes import ChannelKind, Relationship
from families.models import Channel, Relative, RelativeName, RelativeTie
from families.services import ChannelEntry, RelativeEntry
from families.services.registration import check_relative
from registry.lib.errors import Invalid

OFFERED = [
    (kind.value, kind.label) for kind in ChannelKind if kind not in (ChannelKind.VIA_ORGANISATION, ChannelKind.PORTAL)
]


class EnquirerForm(DraftForm):
    """Who asks, how they are related, how they are reached, in which language."""

    # A way to be reached is needed, but it may be either of two fields: "(optional)" beside them would mislead.
    mark_optional = False

    enquirer_name = NameField()
    enquirer_relationship = CodeField(
        label=_("You are the missing person’s …"), choices=Relationship.choices, absences=()
    )
    enquirer_via = forms.BooleanField(label=_("Only through our organisation"), required=False)
    enquirer_contact = PlainTextField(
        label=_("Phone number or address"),
        help_text=_("A phone number with its country code, such as +220 300 00 00."),
        max_length=200,
        required=False,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off", "spellcheck": "false"}),
    )
    enquirer_channel = CodeField(label=_("Reached by"), choices=OFFERED, absences=(), required=False)
    safe_hours = PlainTextField(max_length=100, required=False)
    safe_to_leave_message = forms.BooleanField(required=False)
    shared_device = forms.BooleanField(required=False)
    speaks_as = PlainTextField(max_length=100, required=False)
    safe_question = PlainTextField(max_length=100, required=False)
    safe_word = PlainTextField(max_length=100, required=False)
    enquirer_language = LanguageField(required=False)
    interpreter_needed = forms.BooleanField(required=False)

    declared = {
        "enquirer_name": (RelativeName, "full_original"),
        "enquirer_relationship": (RelativeTie, "relationship"),
        "enquirer_contact": (Channel, "value"),
        "enquirer_channel": (Channel, "kind"),
        "safe_hours": (Channel, "safe_hours"),
        "safe_to_leave_message": (Channel, "safe_to_leave_message"),
        "shared_device": (Channel, "shared_device"),
        "speaks_as": (Channel, "speaks_as"),
        "safe_question": (Channel, "safe_question"),
        "safe_word": (Channel, "safe_word"),
        "enquirer_language": (Relative, "language"),
        "interpreter_needed": (Relative, "interpreter_needed"),
    }

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors:
            try:
                check_relative(self.entry())
            except Invalid as error:
                self.add_errors_of(error)
        return self.cleaned_data

    def entry(self) -> RelativeEntry:
        """The answers as the services take them."""
        given = self.cleaned_data
        channel = ChannelEntry(
            kind=given["enquirer_channel"] or ChannelKind.PHONE,
            value=given["enquirer_contact"],
            safe_hours=given["safe_hours"],
            safe_to_leave_message=given["safe_to_leave_message"],
            shared_device=given["shared_device"],
            speaks_as=given["speaks_as"],
            safe_question=given["safe_question"],
            safe_word=given["safe_word"],
        )
        language = given["enquirer_language"]
        return RelativeEntry(
            name=given["enquirer_name"],
            relationship=given["enquirer_relationship"],
            language="" if isinstance(language, Absence) else language,
            absences={"language": language.value} if isinstance(language, Absence) else {},
            interpreter_needed=given["interpreter_needed"],
            via_organisation=given["enquirer_via"],
            channels=(channel,) if channel.value else (),
        )
