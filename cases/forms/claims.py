"""What somebody says who is sought and not missing, without an account; and what the unit writes down of it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import (
    CodeField,
    CountriesField,
    CountryField,
    NameField,
    PartialDateField,
    PlainTextField,
    RegistryForm,
)
from cases.codes import ClaimOutcome, LivingWish
from cases.services.claims import ClaimEntry

WANTS = [
    (LivingWish.TELL_NOTHING.value, _("Tell nobody anything")),
    (LivingWish.TELL_ALIVE_ONLY.value, _("Tell my family that I am alive, and nothing else")),
    (LivingWish.MESSAGE_ONLY.value, _("Give my family my message, and nothing else")),
    (LivingWish.CONTACT_OK.value, _("My family may reach me")),
    (LivingWish.NOT_YET_ASKED.value, _("I want to speak with somebody first")),
]


class NotMissingForm(RegistryForm):
    """Who they are, how they are reached without harm, what they want."""

    name = NameField(label=_("Your name, as others know you"))
    other_name = NameField(label=_("Another name or spelling, if there is one"), required=False)
    date_of_birth = PartialDateField(label=_("Your date of birth; a year is enough"), required=False)
    nationalities = CountriesField(boxes=2, label=_("Your nationality"), absences=(), required=False)
    country = CountryField(label=_("In which country are you now?"), absences=())
    contact = PlainTextField(
        label=_("How can somebody reach you without harm to you?"),
        help_text=_("A number or an address, at which hours, whom else they may meet there. Only the unit reads it."),
        max_length=300,
        rows=2,
    )
    wants = CodeField(
        label=_("What do you want?"),
        help_text=_("Nothing is told before somebody has spoken with you and you say it again."),
        choices=WANTS,
        absences=(),
        radios=True,
        initial=LivingWish.NOT_YET_ASKED.value,
    )
    said = PlainTextField(
        label=_("What have you seen or heard? Leave it empty if you do not wish to say."),
        max_length=2000,
        rows=4,
        required=False,
    )
    message = PlainTextField(
        label=_("A message, if you want one to be passed on"), max_length=2000, rows=3, required=False
    )

    def entry(self) -> ClaimEntry:
        given = self.cleaned_data
        return ClaimEntry(
            names=tuple(name for name in (given["name"], given["other_name"]) if name), contact=given["contact"],
            country=given["country"], wants=given["wants"], date_of_birth=given["date_of_birth"],
            nationalities=tuple(given["nationalities"]), said=given["said"], message=given["message"],
        )  # fmt: skip


class ExamineForm(RegistryForm):
    """Which case is meant."""

    prefix = "examine"

    case = forms.CharField(label=_("Reference of the case that is meant"), max_length=30)


class DecideForm(RegistryForm):
    """What was found; a second person of the unit has to agree."""

    prefix = "decide"

    outcome = CodeField(label=_("What you found"), choices=ClaimOutcome.choices, absences=(), radios=True)
