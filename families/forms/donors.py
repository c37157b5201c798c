"""A relative who agrees to give a sample, as a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.codes import RecipientClass
from accessctl.forms import CodeField, CodesField, PlainTextField, RegistryForm
from cases.codes import Bool3, DonorKind
from cases.models import Donor
from families.codes import ConsentForm, FamilySide
from families.models import ConsentTaking, DonorLink
from families.relatives import Person
from families.services.donating import LABORATORIES, DonorEntry


class DonorForm(RegistryForm):
    """people: the relatives who can be asked."""

    relative = CodeField(label=_("Who gives it"), choices=(), absences=())
    kind = CodeField(choices=DonorKind.choices, absences=(), radios=True, initial=DonorKind.RELATIVE.value)
    biological = CodeField(choices=Bool3.choices, absences=(), radios=True)
    side = CodeField(
        choices=FamilySide.choices, absences=(), required=False,
        help_text=_("Of half brothers and sisters, grandparents, uncles, aunts and cousins."),
    )  # fmt: skip
    laboratories = CodesField(
        label=_("Who may test it and compare it, for this identification and for nothing else?"),
        choices=[(code.value, RecipientClass(code).label) for code in LABORATORIES],
    )
    how = CodeField(choices=ConsentForm.choices, absences=())
    interpreter = PlainTextField(max_length=120, required=False)
    witness = PlainTextField(max_length=120, required=False)
    is_minor = forms.BooleanField(label=_("The person who answers is under 18"), required=False)
    guardian = PlainTextField(
        help_text=_("Name of the parent or guardian who decides with them."), max_length=120, required=False
    )

    declared = {
        "kind": (Donor, "kind"),
        "biological": (DonorLink, "biological"),
        "side": (DonorLink, "side"),
        "how": (ConsentTaking, "how"),
        "interpreter": (ConsentTaking, "interpreter"),
        "witness": (ConsentTaking, "witness"),
        "guardian": (ConsentTaking, "guardian"),
    }

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["relative"]
        offered.choices = [("", _("Choose…")), *((one.token, one.name) for one in people)]

    def entry(self) -> DonorEntry:
        """After `is_valid`."""
        said = self.cleaned_data
        return DonorEntry(
            laboratories=tuple(said["laboratories"]), kind=said["kind"], biological=said["biological"],
            side=said["side"] or "",
        )  # fmt: skip
