"""Forms of a case that another organisation takes over: the offer with the family's yes, and the refusal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, PlainTextField, RegistryForm
from families.codes import ConsentForm, TransferReason, TransferRefusal
from families.forms.feedback import day_input
from families.models import TransferAgreement
from families.services.leaving import LeaveEntry
from families.services.transferring import TransferEntry


class TransferForm(RegistryForm):
    """organisations: (reference, name) of those that take part; relatives: (token, name) of the family."""

    receiver = CodeField(choices=(), absences=())
    reason = CodeField(label=_("Why"), choices=TransferReason.choices, absences=(), radios=True)
    relative = CodeField(label=_("Who of the family agreed"), choices=(), absences=())
    agreed_on = forms.DateField(widget=day_input())
    how = CodeField(choices=ConsentForm.choices, absences=())
    interpreter = PlainTextField(max_length=120, required=False)
    explained = forms.BooleanField(
        label=_(
            "They were told who goes on with the search, that this organisation will read and answer for everything "
            "that we hold, and that they may say no."
        ),
        error_messages={"required": _("Explain it first. Without the family’s yes a case is not handed on.")},
    )

    declared = {name: (TransferAgreement, name) for name in ("receiver", "agreed_on", "how", "interpreter")}

    def __init__(
        self, *args: Any, organisations: Iterable[tuple[str, str]], relatives: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("receiver", organisations), ("relative", relatives)):
            field: Any = self.fields[name]
            field.choices = [("", _("Choose…")), *choices]

    def entry(self) -> TransferEntry:
        """After `is_valid`."""
        given = self.cleaned_data
        return TransferEntry(
            receiver=given["receiver"], reason=TransferReason(given["reason"]), relative=given["relative"],
            agreed_on=given["agreed_on"], how=ConsentForm(given["how"]), interpreter=given["interpreter"],
        )  # fmt: skip


class LeaveForm(RegistryForm):
    """An organisation that is not in this registry goes on.  relatives: (token, name) of the family."""

    outside_name = PlainTextField(max_length=200)
    outside_reached = PlainTextField(max_length=300, rows=2)
    outside_yes_on = forms.DateField(widget=day_input())
    reason = CodeField(label=_("Why"), choices=TransferReason.choices, absences=(), radios=True)
    relative = CodeField(label=_("Who of the family agreed"), choices=(), absences=())
    agreed_on = forms.DateField(widget=day_input())
    how = CodeField(choices=ConsentForm.choices, absences=())
    interpreter = PlainTextField(max_length=120, required=False)
    explained = forms.BooleanField(
        label=_(
            "They were told who goes on with the search, that nobody searches here any more from then on, that they "
            "may take their copy along, and that they may say no."
        ),
        error_messages={"required": _("Explain it first. Without the family’s yes a case does not end here.")},
    )

    declared = {
        name: (TransferAgreement, name)
        for name in ("outside_name", "outside_reached", "outside_yes_on", "agreed_on", "how", "interpreter")
    }

    def __init__(self, *args: Any, relatives: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["relative"]
        field.choices = [("", _("Choose…")), *relatives]

    def entry(self) -> LeaveEntry:
        """After `is_valid`."""
        given = self.cleaned_data
        return LeaveEntry(
            name=given["outside_name"], reached=given["outside_reached"], yes_on=given["outside_yes_on"],
            reason=TransferReason(given["reason"]), relative=given["relative"], agreed_on=given["agreed_on"],
            how=ConsentForm(given["how"]), interpreter=given["interpreter"],
        )  # fmt: skip


class DeclineForm(RegistryForm):
    """transfer: the reference of the offer that is declined."""

    transfer = forms.CharField(widget=forms.HiddenInput, max_length=20)
    refusal = CodeField(label=_("Why not?"), choices=TransferRefusal.choices, absences=(), radios=True)
