"""Forms of an identification: drawing up, signing, a second opinion, taking back, passing wishes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, CodesField, CountryField, LanguageField, PlainTextField, RegistryForm
from families.codes import IdMethod, OpinionResult
from matching.codes import ReviewRole
from matching.identification import rules
from matching.identification.codes import Conclusion
from matching.models import Identification, ReleaseOrder, SecondOpinion, Signature
from matching.models.identification import GROUNDS_MAX, LINE_MAX, REASON_MAX, SUMMARY_MAX
from matching.models.release import NOTE_MAX
from matching.services.identifying import Draft
from matching.services.releasing import PassedOn
from matching.services.revoking import Opinion


def day_input() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class DraftForm(RegistryForm):
    """What two people are to sign."""

    conclusion = CodeField(choices=Conclusion.choices, absences=(), radios=True)
    parts = CodesField(
        choices=(), required=False,
        help_text=_("The signatures cover the remains of this pair and what is ticked here, and nothing joined later."),
    )  # fmt: skip
    methods = CodesField(
        choices=IdMethod.choices,
        help_text=_("DNA, teeth, fingerprints or an implant’s number establish an identity; others only together."),
    )  # fmt: skip
    panel = PlainTextField(
        max_length=2000, rows=3, required=False,
        help_text=_("If several count together: who agreed, one person a line, the name, a comma, the profession."),
    )  # fmt: skip
    grounds = PlainTextField(
        max_length=GROUNDS_MAX, rows=6, help_text=_("What each method found, and what speaks against it.")
    )
    authority = PlainTextField(
        max_length=LINE_MAX, help_text=_("Who issues it. The registry never identifies anybody.")
    )
    country = CountryField(absences=())
    legal_act = PlainTextField(max_length=LINE_MAX)
    established_on = forms.DateField(widget=day_input())
    family_summary = PlainTextField(
        max_length=SUMMARY_MAX, rows=4, required=False,
        help_text=_("What was found and how it is known. The family reads it beside the report, in their language."),
    )  # fmt: skip
    summary_lang = LanguageField(absences=(), required=False)

    declared: ClassVar[Any] = {
        name: (Identification, name)
        for name in (
            "conclusion", "parts", "methods", "panel", "grounds", "authority", "country", "legal_act", "established_on",
            "family_summary", "summary_lang",
        )
    }  # fmt: skip

    def __init__(self, *args: Any, parts: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["parts"]
        field.choices = [(ref, ref) for ref in parts]
        field.initial = list(parts)
        if not parts:
            del self.fields["parts"]

    def draft(self) -> Draft:
        """After `is_valid`."""
        given: dict[str, Any] = {"parts": []} | self.cleaned_data
        given["panel"] = rules.read_panel(given["panel"])
        return Draft(
            **given | {"conclusion": Conclusion(given["conclusion"]), "summary_lang": given["summary_lang"] or ""}
        )


class SignForm(RegistryForm):
    role = CodeField(choices=(), absences=())
    read = forms.BooleanField(label=_("I have read it, and I stand by it"))

    declared: ClassVar[Any] = {"role": (Signature, "role")}

    def __init__(self, *args: Any, roles: list[ReviewRole], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.choices = [("", _("Choose…")), *((role.value, role.label) for role in roles)]
        if len(roles) == 1:
            field.initial = roles[0].value


class OpinionForm(RegistryForm):
    given_by = PlainTextField(max_length=LINE_MAX)
    result = CodeField(choices=OpinionResult.choices, absences=(), radios=True)
    given_on = forms.DateField(widget=day_input())
    words = PlainTextField(max_length=REASON_MAX, rows=3, required=False)

    declared: ClassVar[Any] = {name: (SecondOpinion, name) for name in ("given_by", "result", "given_on", "words")}

    def opinion(self) -> Opinion:
        """After `is_valid`."""
        given = dict(self.cleaned_data)
        return Opinion(**given | {"result": OpinionResult(given["result"])})


class RevokeForm(RegistryForm):
    reason = PlainTextField(
        max_length=REASON_MAX, rows=3,
        help_text=_("Everything is then as it was before. The family is told in person, by those who serve them."),
    )  # fmt: skip

    declared: ClassVar[Any] = {"reason": (Identification, "revocation_reason")}


class PassOnForm(RegistryForm):
    handed_to = PlainTextField(
        max_length=LINE_MAX, help_text=_("The institution reads this. Name nobody who should not be known there.")
    )
    rite = PlainTextField(max_length=LINE_MAX, required=False)
    note = PlainTextField(max_length=NOTE_MAX, rows=3, required=False)

    declared: ClassVar[Any] = {name: (ReleaseOrder, name) for name in ("handed_to", "rite", "note")}

    def said(self) -> PassedOn:
        """After `is_valid`."""
        return PassedOn(**self.cleaned_data)
