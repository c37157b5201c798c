"""What a file is opened for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accessctl.codes import Purpose
from accessctl.forms import CodeField, RegistryForm
from cases.dvi.paper import PURPOSES
from cases.partner_forms import AM, FORMS, Form
from cases.partner_forms.declare import About


class PurposeForm(RegistryForm):
    """The purpose, which agreements and consents are asked for."""

    purpose = CodeField(
        label=_("What do you open it for?"), choices=[(one.value, one.label) for one in PURPOSES], absences=(),
        radios=True, initial=Purpose.FORENSIC_COMPARISON,
        help_text=_("It is written into the journal, and stands on the paper with your name and the time."),
    )  # fmt: skip

    def chosen(self) -> Purpose:
        """After `is_valid`."""
        return Purpose(self.cleaned_data["purpose"])


def layouts() -> list[tuple[str, str]]:
    """The forms that a case can be put into, as choices."""
    return [(form.code, form.name) for form in FORMS.values() if form.about is About.CASE]


class LayoutForm(PurposeForm):
    """The purpose, and in the order and words of which form a case is opened."""

    layout = CodeField(
        label=_("In the order of which form?"), choices=layouts(), absences=(), required=False,
        help_text=_("The names of forms are their own. What each of them asks and we hold stands on the page “Forms”."),
    )  # fmt: skip

    def chosen_layout(self) -> Form:
        """After `is_valid`; nothing chosen is the AM file."""
        return FORMS.get(self.cleaned_data["layout"], AM)
