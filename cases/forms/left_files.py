"""What somebody leaves in case they go missing, and the codes that end or open it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import NameField, PlainTextField, RegistryForm


class PaperCodeField(forms.CharField):
    """A code from paper; no browser is to keep it."""

    widget = forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"})


class LeaveForm(RegistryForm):
    """A file about oneself; everything but the name may stay empty."""

    prefix = "leave"

    name = NameField(label=_("Your name, as others know you"))
    born = PlainTextField(label=_("When and where you were born"), max_length=200, required=False)
    way = PlainTextField(
        label=_("Where you are going, by which way, with whom"), max_length=2000, rows=4, required=False
    )
    known_by = PlainTextField(
        label=_("What you can be known by: scars, teeth, tattoos, what you always carry"),
        max_length=2000,
        rows=3,
        required=False,
    )
    reached = PlainTextField(
        label=_("Numbers and accounts at which you can be reached"), max_length=1000, rows=2, required=False
    )
    tell = PlainTextField(label=_("Who should be told, and how to reach them"), max_length=1000, rows=3, required=False)
    never = PlainTextField(
        label=_("Who must never be told, and what must not be done"), max_length=1000, rows=3, required=False
    )
    words = PlainTextField(label=_("Words for those you love"), max_length=2000, rows=3, required=False)

    def said(self) -> dict[str, str]:
        """Field -> text, those that were filled in."""
        return {name: text for name, text in self.cleaned_data.items() if text}


class EndForm(RegistryForm):
    """The person's own code."""

    prefix = "end"

    code = PaperCodeField(label=_("Your own code"), max_length=80)


class OpenForm(RegistryForm):
    """The code that somebody brings whom the person trusted."""

    code = PaperCodeField(label=_("The code that opens the file"), max_length=80)
