"""What is typed on a family's own page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, PlainTextField, RegistryForm
from families.codes import Amendable, RequestKind
from families.models.page import TEXT_LENGTH
from families.services.requests import Asked

# Done on the page by themselves.
DONE_HERE = frozenset({RequestKind.WITHDRAW})


class EnterForm(RegistryForm):
    """The code and the PIN; no browser is to keep either."""

    code = forms.CharField(
        label=_("Code"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )
    pin = forms.CharField(
        label=_("PIN"),
        max_length=12,
        widget=forms.PasswordInput({"autocomplete": "off", "inputmode": "numeric"}),
    )


class AskForm(RegistryForm):
    """Something asked, told or to be corrected."""

    kind = CodeField(
        label=_("What do you want?"),
        choices=[(code, label) for code, label in RequestKind.choices if code not in DONE_HERE],
        absences=(),
    )
    about = CodeField(
        label=_("If something is to be corrected or added: what?"),
        choices=[("", _("Something else, or not only one thing")), *Amendable.choices],
        absences=(),
        required=False,
    )
    text = PlainTextField(label=_("In your words"), max_length=TEXT_LENGTH, rows=5, required=False)

    def asked(self) -> Asked:
        data = self.cleaned_data
        return Asked(kind=str(data["kind"]), about=str(data["about"] or ""), text=data["text"] or "")
