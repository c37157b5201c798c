"""Forms about further relatives: who they are, and what they are to the family."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, CodesField, PlainTextField, RegistryForm
from families.codes import IdentityCheck, Mandate
from families.forms.enquirer import EnquirerForm
from families.forms.feedback import day_input
from families.models import Relative, RelativeMandate
from families.relatives import Person
from families.services.relatives import Standing


class NewRelativeForm(EnquirerForm):
    """The same questions as of the first who asked."""


class StandingForm(RegistryForm):
    """people: who may be a guardian; person: whose standing it is, none for a new relative."""

    is_first = forms.BooleanField(required=False)
    is_minor = forms.BooleanField(required=False)
    guardian = CodeField(choices=(), absences=(), required=False)
    do_not_contact = forms.BooleanField(required=False)
    own_case = PlainTextField(
        max_length=40,
        required=False,
        help_text=_("Where somebody looks for them as well: the reference of their case."),
    )
    id_verified = CodeField(choices=IdentityCheck.choices, absences=(), required=False)
    mandates = CodesField(
        choices=Mandate.choices, required=False, help_text=_("Only for who acts for the family with its word.")
    )
    mandate_until = forms.DateField(widget=day_input(), required=False)
    mandate_paper_seen = forms.BooleanField(required=False)
    mandate_organisation = PlainTextField(max_length=200, required=False)

    declared = {
        "is_first": (Relative, "is_primary_contact"),
        "is_minor": (Relative, "is_minor"),
        "guardian": (Relative, "guardian"),
        "do_not_contact": (Relative, "do_not_contact"),
        "own_case": (Relative, "own_case"),
        "id_verified": (Relative, "id_verified"),
        "mandates": (RelativeMandate, "scope"),
        "mandate_until": (RelativeMandate, "valid_until"),
        "mandate_paper_seen": (RelativeMandate, "paper_seen"),
        "mandate_organisation": (RelativeMandate, "organisation_name"),
    }

    def __init__(self, *args: Any, people: list[Person], person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(person) if person else {}, **kwargs)
        offered: Any = self.fields["guardian"]
        grown = [(one.token, one.name) for one in people if not one.relative.is_minor]
        offered.choices = [("", _("Nobody")), *grown]
        if person is not None and person.guardian is not None:
            guardian = next((one.token for one in people if one.key == person.guardian), "")
            self.initial["guardian"] = guardian

    def standing(self) -> Standing:
        """After `is_valid`."""
        given: dict[str, Any] = dict(self.cleaned_data)
        return Standing(
            **given | {
                "id_verified": IdentityCheck(given["id_verified"] or IdentityCheck.NONE),
                "mandates": [Mandate(code) for code in given["mandates"]],
            }
        )  # fmt: skip


def _initial(person: Person) -> dict[str, Any]:
    row, mandate = person.relative, person.mandate
    found = {
        "is_first": row.is_primary_contact, "is_minor": row.is_minor, "do_not_contact": row.do_not_contact,
        "own_case": person.own_case, "id_verified": row.id_verified,
    }  # fmt: skip
    if mandate is not None:
        found |= {
            "mandates": list(mandate.scope), "mandate_until": mandate.valid_until,
            "mandate_paper_seen": mandate.paper_seen, "mandate_organisation": mandate.organisation_name or "",
        }  # fmt: skip
    return found
