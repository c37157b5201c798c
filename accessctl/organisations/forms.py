"""Forms of the directory: conditions, admitting, changing, inviting, suspending."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accessctl.agreements.forms import DayField
from accessctl.codes import RecipientClass, Role
from accessctl.forms import CodeField, FilterForm, NameField, PlainTextField, RegistryForm
from accessctl.forms.places import CountryField
from accessctl.models import Organisation
from accessctl.models.people import CompulsionRisk, SuspensionReason
from accessctl.organisations.services import ADMITTED_ROLES, Invitation

KINDS = [(kind.value, kind.label) for kind in RecipientClass if kind is not RecipientClass.OWN_ORG]
FUNCTIONS = ("is_state_body", "law_enforcement", "immigration_function", "child_competent")
FIRST_ROLES = [(role.value, role.label) for role in Role if role in ADMITTED_ROLES]


class DirectoryForm(FilterForm):
    words = PlainTextField(label=_("Name"), max_length=100, required=False)
    kind = CodeField(label=_("Kind"), choices=KINDS, absences=(), required=False)
    country = CountryField(label=_("Country"), absences=(), required=False)


class OrganisationForm(RegistryForm):
    """What an organisation says of itself: any of those who answer for it may change it."""

    mandate = PlainTextField(label=_("What it does"), max_length=500, rows=3, required=False)
    focal_point = PlainTextField(
        label=_("Whom to ask"), help_text=_("A name or an office. Everybody signed in reads it."), max_length=200,
        required=False,
    )  # fmt: skip
    focal_point_channel = PlainTextField(label=_("How to reach them"), max_length=200, required=False)
    focal_point_hours = PlainTextField(label=_("When to reach them"), max_length=100, required=False)

    @classmethod
    def of(cls, row: Organisation, data: Any = None) -> OrganisationForm:
        return cls(data, initial={name: getattr(row, name) for name in cls.base_fields})


class StandingForm(OrganisationForm):
    """What an organisation is: kept by who runs the registry, because the firewalls rely on it."""

    name = PlainTextField(label=_("Name"), max_length=200)
    kind = CodeField(label=_("Kind"), choices=KINDS, absences=())
    country = CountryField(label=_("Country"), absences=())
    is_state_body = forms.BooleanField(label=_("It belongs to the State of that country"), required=False)
    under_state_control = CountryField(label=_("It is controlled by a State"), absences=(), required=False)
    law_enforcement = forms.BooleanField(label=_("It has a law-enforcement function"), required=False)
    immigration_function = forms.BooleanField(
        label=_("It has an immigration or border function"),
        help_text=_("Then it is told nothing, ever: its people see nothing and its agreements stop."),
        required=False,
    )
    child_competent = forms.BooleanField(
        label=_("It may receive data of children"),
        help_text=_("Only if it is competent in child protection: safe staff, a child-protection policy, training."),
        required=False,
    )
    legal_compulsion_risk = CodeField(
        label=_("Risk that the law forces it to hand data over"), choices=CompulsionRisk.choices, absences=(),
        radios=True, initial=CompulsionRisk.LOW,
    )  # fmt: skip
    field_order = (
        "name", "kind", "country", "is_state_body", "under_state_control", "law_enforcement", "immigration_function",
        "child_competent", "legal_compulsion_risk",
    )  # fmt: skip


class AdmitForm(StandingForm):
    """An organisation and the first person who answers for it."""

    first_name = NameField(label=_("Name of the first person"), max_length=150)
    first_email = forms.EmailField(label=_("Their e-mail address at work"))
    first_role = CodeField(label=_("Their role"), choices=FIRST_ROLES, absences=())

    def organisation(self) -> dict[str, Any]:
        """The columns of the organisation.  After `is_valid`."""
        return {name: value or "" for name, value in self.cleaned_data.items() if name in StandingForm.base_fields} | {
            name: self.cleaned_data[name] for name in FUNCTIONS
        }

    def first(self) -> Invitation:
        data = self.cleaned_data
        return Invitation(email=data["first_email"], full_name=data["first_name"], role=Role(data["first_role"]))


class InviteForm(RegistryForm):
    """A person, their role, and until when for roles that end."""

    full_name = NameField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address at work"))
    role = CodeField(label=_("Role"), choices=(), absences=())
    until = DayField(
        label=_("Until"), help_text=_("An auditor is named for a time; for other roles it may stay empty."),
        required=False,
    )  # fmt: skip
    language = CodeField(label=_("Language"), choices=settings.LANGUAGES, absences=(), initial="en")

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["role"]
        assert isinstance(offered, forms.ChoiceField)
        offered.choices = [("", _("Choose…")), *((role.value, role.label) for role in roles)]

    def invitation(self) -> Invitation:
        data = self.cleaned_data
        return Invitation(
            email=data["email"], full_name=data["full_name"], role=Role(data["role"]), until=data["until"],
            language=data["language"],
        )  # fmt: skip


class SuspendForm(RegistryForm):
    """Why, as a code: a sentence about a person would be data of that person."""

    reason = CodeField(label=_("Why?"), choices=SuspensionReason.choices, absences=(), radios=True)
