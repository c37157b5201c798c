"""The form of a list that is handed over: which records, to whom, what for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.age_files import BadKey, public_key
from accessctl.codes import Purpose
from accessctl.forms import CodeField, PlainTextField, RegistryForm
from cases.forms.purpose import layouts
from cases.partner_forms import FORMS, Form
from cases.services.handing_over import CASES, Listed, Wanted, named_in
from registry.lib.errors import Invalid


class HandOverForm(RegistryForm):
    """organisations: (reference, name) of those that take part; of: which kind of record."""

    receiver = CodeField(label=_("To whom"), choices=(), absences=())
    purpose = CodeField(
        label=_("What for"), choices=(), absences=(), radios=True,
        help_text=_("Families agree to each use and each receiver apart: what goes is what they agreed to for these."),
    )  # fmt: skip
    records = PlainTextField(
        label=_("Cases"), help_text=_("One reference on each line, such as MMR-7Q2KX-4M9TB-C. At most 200."),
        max_length=6000, rows=6,
    )  # fmt: skip
    layout = CodeField(
        label=_("In the order of which form?"), choices=[("", _("As a list of ours")), *layouts()], absences=(),
        required=False, help_text=_("The same answers, under the items of the form. PFIF has an order of its own."),
    )  # fmt: skip
    key = PlainTextField(
        label=_("Their key, to seal the file"),
        help_text=_(
            "The receiver makes it with the program age and tells you the half that begins with “age1” by another way: "
            "on the telephone, in person. Then only they open the file. A file without a key can be read on its way."
        ),
        max_length=80, required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: Iterable[tuple[str, str]], of: Listed = CASES, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        purpose: Any = self.fields["purpose"]
        purpose.choices = [(one.value, one.label) for one in of.purposes]
        if of is not CASES:  # the forms of partners are of people, and families agree to uses
            del self.fields["layout"]
            purpose.help_text = _("What goes is what the agreement with them opens for this use.")
            records: Any = self.fields["records"]
            records.label, records.help_text = _("Records"), _("One reference on each line. At most 200.")
        offered: Any = self.fields["receiver"]
        offered.choices = [("", _("Choose…")), *organisations]

    def clean_records(self) -> tuple[str, ...]:
        try:
            return named_in(self.cleaned_data["records"])
        except Invalid as error:
            raise forms.ValidationError(error.fields["records"]) from None

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        try:
            return key if not key or public_key(key) else ""
        except BadKey as error:
            raise forms.ValidationError(error.message) from None

    def chosen_layout(self) -> Form | None:
        """After `is_valid`."""
        return FORMS.get(self.cleaned_data.get("layout", ""))

    def wanted(self) -> Wanted:
        """After `is_valid`."""
        given = self.cleaned_data
        return Wanted(refs=given["records"], receiver=given["receiver"], purpose=Purpose(given["purpose"]))
