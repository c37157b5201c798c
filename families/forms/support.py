"""What a family needs, referrals and papers as forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, CountryField, PlainTextField, RegistryForm
from families.codes import ConsentForm, Need, PaperKind, PaperStatus, Urgency
from families.forms.consent import BriefingForm
from families.models import ConsentTaking, LegalPaper, Referral, SupportNeed
from families.papers import Procedure
from families.services.papers import PaperMove
from families.services.support import Move, NeedEntry


class NeedForm(RegistryForm):
    need = CodeField(choices=Need.choices, absences=())
    urgency = CodeField(choices=Urgency.choices, absences=(), radios=True)
    note = PlainTextField(
        help_text=_("Nothing about health or what was talked about in confidence: it stays with who heard it."),
        max_length=500, rows=2, required=False,
    )  # fmt: skip

    declared = {name: (SupportNeed, name) for name in ("need", "urgency", "note")}

    def entry(self) -> NeedEntry:
        return NeedEntry(**self.cleaned_data)


class ReferralForm(RegistryForm):
    """needs: (token, label); providers: (reference, name)."""

    need = CodeField(label=_("Which need"), choices=(), absences=())
    provider = CodeField(choices=(), absences=())
    told = PlainTextField(
        help_text=_("All that they will learn: read it to the family first. Leave out names that are not needed."),
        max_length=1000, rows=4,
    )  # fmt: skip

    declared = {"provider": (Referral, "provider"), "told": (Referral, "told")}

    def __init__(
        self, *args: Any, needs: Iterable[tuple[str, Any]], providers: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("need", needs), ("provider", providers)):
            field: Any = self.fields[name]
            field.choices = [("", _("Choose…")), *choices]


class FamilyYesForm(BriefingForm):
    """The family's yes to one provider, taken like every other consent."""

    how = CodeField(choices=ConsentForm.choices, absences=())
    interpreter = PlainTextField(max_length=120, required=False)
    is_minor = forms.BooleanField(label=_("The person who answers is under 18"), required=False)
    guardian = PlainTextField(max_length=120, required=False)

    declared = {name: (ConsentTaking, name) for name in ("how", "interpreter", "guardian")}


class MoveForm(RegistryForm):
    status = CodeField(label=_("How far is it now?"), choices=(), absences=())
    outcome = PlainTextField(max_length=500, rows=2, required=False)
    feedback = PlainTextField(max_length=500, rows=2, required=False)

    declared = {"outcome": (Referral, "outcome"), "feedback": (Referral, "feedback")}

    def __init__(self, *args: Any, choices: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["status"]
        field.choices = [("", _("Choose…")), *choices]

    def move(self) -> Move:
        return Move(**self.cleaned_data)


class ProviderAnswerForm(RegistryForm):
    """choices: where the provider may take the referral from here."""

    status = CodeField(label=_("What do you answer?"), choices=(), absences=(), radios=True)
    words = PlainTextField(
        label=_("In a few words"), max_length=500, rows=2, required=False,
        help_text=_("Such as a day and a place. Nothing that was talked about in confidence."),
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["status"]
        field.choices = list(choices)


class PaperForm(RegistryForm):
    kind = CodeField(choices=PaperKind.choices, absences=())
    country = CountryField(absences=())
    note = PlainTextField(max_length=500, rows=2, required=False)

    declared = {name: (LegalPaper, name) for name in ("kind", "country", "note")}


class PaperMoveForm(RegistryForm):
    """procedure: how this paper is asked for; its steps are ticked as they are done."""

    status = CodeField(label=_("How far is it now?"), choices=PaperStatus.choices, absences=())
    steps_done = forms.MultipleChoiceField(label=_("Steps done"), widget=forms.CheckboxSelectMultiple(), required=False)
    due_on = forms.DateField(
        label=_("Deadline the office named"), widget=forms.DateInput({"type": "date"}), required=False
    )
    note = PlainTextField(max_length=500, rows=2, required=False)

    declared = {"note": (LegalPaper, "note")}

    def __init__(self, *args: Any, procedure: Procedure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["steps_done"]
        field.choices = [(step.key, str(step.text)) for step in procedure.steps]

    def move(self) -> PaperMove:
        given = self.cleaned_data
        return PaperMove(
            status=given["status"], steps_done=tuple(given["steps_done"]), due_on=given["due_on"], note=given["note"]
        )
