"""Forms of an invitation: whom it is for, and what somebody from outside says on one page without script.

The answers have the names of the registration's own fields, so that who works on the draft goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accessctl.forms import CodeField, NameField, PlainTextField, RegistryForm, YesNoField
from cases.codes import ProtectionFlag, Sex
from families import briefing, questions
from families.codes import IntakeWay, Relationship
from families.forms.enquirer import OFFERED

OWN = {
    "own_search": _("May we look for the person, and keep what you write here for that?"),
    "own_compare": _("May we compare what you write with remains of people whose name is not known?"),
}
# A yes to it is a protection that stands until somebody has spoken with them.
FEARS = "fears"
WAYS = [
    (IntakeWay.LINK.value, pgettext_lazy("invited", "A relative")),
    (IntakeWay.CONSULATE.value, pgettext_lazy("invited", "A consulate")),
    (IntakeWay.PARTNER.value, pgettext_lazy("invited", "A partner organisation")),
]


class InviteForm(RegistryForm):
    """languages: (code, own name)."""

    way = CodeField(label=_("Whom do you invite?"), choices=WAYS, absences=(), radios=True)
    language = CodeField(label=_("In which language do they read?"), choices=(), absences=())

    def __init__(self, *args: Any, languages: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["language"]
        offered.choices = languages

    def clean_language(self) -> str:
        chosen = str(self.cleaned_data["language"])
        return chosen if chosen in briefing.LANGUAGES else briefing.FALLBACK


class InvitedForm(RegistryForm):
    """Consent question by question, none answered beforehand; then the person, then who writes."""

    name = NameField(label=_("Name of the person you miss"))
    father_name = NameField(label=_("Name of their father"), required=False)
    sex = CodeField(label=_("Sex"), choices=Sex.choices, absences=(), required=False)
    date_of_birth_year = forms.IntegerField(
        label=_("Year of birth, if you know it"), min_value=1900, max_value=2100, required=False
    )
    date_last_contact_year = forms.IntegerField(
        label=_("Year in which you last heard of them"), min_value=1950, max_value=2100, required=False
    )
    date_last_contact_month = forms.IntegerField(
        label=_("Month (1 to 12), if you know it"), min_value=1, max_value=12, required=False
    )
    place_last_contact_as_said = PlainTextField(label=_("Where they were then"), max_length=200, required=False)
    circumstances_text = PlainTextField(label=_("What happened"), max_length=2000, rows=5, required=False)
    enquirer_name = NameField(label=_("Your name"))
    enquirer_relationship = CodeField(
        label=_("You are the missing person’s …"), choices=Relationship.choices, absences=()
    )
    enquirer_contact = PlainTextField(
        label=_("How can we reach you?"), max_length=200,
        help_text=_("A phone number with its country code, such as +220 300 00 00."),
    )  # fmt: skip
    enquirer_channel = CodeField(label=_("Reached by"), choices=OFFERED, absences=())
    safe_hours = PlainTextField(label=_("When is it safe to call?"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in OWN.items():
            self.fields[name] = YesNoField(label=label, absences=())
        self.fields[FEARS] = YesNoField(
            label=_("Do you, or does the person, fear a State? Then its offices are told nothing."), absences=()
        )
        for _group, recipient in questions.asked(is_flagged=False):
            for purpose in recipient.purposes:
                name = questions.field_name(purpose, recipient.code)
                self.fields[name] = YesNoField(
                    label=questions.in_words(purpose, recipient.code), absences=(), required=False
                )

    def own_questions(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in (*OWN, FEARS))

    def groups(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """The questions about others, under the heading of each table."""
        for group in questions.GROUPS:
            names = [questions.field_name(purpose, one.code) for one in group.recipients for purpose in one.purposes]
            yield group, [self[name] for name in names]

    def about(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.base_fields)

    def parts(self) -> dict[str, dict[str, list[str]]]:
        """What they wrote, as the steps of a registration keep it.  After `is_valid`."""
        said = {name: str(value) for name, value in self.cleaned_data.items() if value not in (None, "")}
        person = {name: [said[name]] for name in self.base_fields if name in said}
        for day in ("date_of_birth", "date_last_contact"):
            if f"{day}_year" in person:
                person[f"{day}_calendar"] = ["gregory"]
        flag = ProtectionFlag.POSSIBLE if said.get(FEARS) == "yes" else ProtectionFlag.NONE
        consent = {name: [value] for name, value in said.items() if name not in person and name != FEARS}
        return {"person": person, "consent": consent | {"protection_flag": [flag.value]}}
