"""Forms of what follows an identification: the family's answer, their wishes, the steps, the rite."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, CodesField, PlaceField, PlaceValue, PlainTextField, RegistryForm
from cases.vocabulary.place import Place
from families.codes import (
    BelongingsWish,
    ConsularAnswer,
    CostCover,
    Disposition,
    FamilyAnswer,
    LaterParts,
    ReturnKind,
    WantsToSee,
)
from families.forms.feedback import day_input
from families.models import ConsularWish, FamilyWishes, Finding, ReturnStep, RiteNotice
from families.wishes.services import Step, Wishes
from registry.lib.errors import Invalid

OPTIONAL = [("", _("Not asked"))]


class AnswerForm(RegistryForm):
    answer = CodeField(
        label=_("What the family says to it"), absences=(), radios=True,
        choices=[(code, label) for code, label in FamilyAnswer.choices if code != FamilyAnswer.NOT_TOLD],
    )  # fmt: skip
    on = forms.DateField(label=_("They said so on"), widget=day_input())
    words = PlainTextField(max_length=1000, rows=3, required=False)

    declared = {"words": (Finding, "answer_words")}

    def answered(self) -> dict[str, Any]:
        """After `is_valid`."""
        given: dict[str, Any] = dict(self.cleaned_data)
        return given | {"answer": FamilyAnswer(given["answer"])}


class WishesForm(RegistryForm):
    disposition = CodeField(choices=Disposition.choices, absences=(), radios=True)
    destination = PlaceField(required=False, help_text=_("For a return home: the country at least."))
    rite = PlainTextField(max_length=200, required=False)
    faith_contact = PlainTextField(max_length=200, required=False)
    wants_to_see = CodesField(choices=WantsToSee.choices, required=False)
    belongings_return = CodeField(choices=[*OPTIONAL, *BelongingsWish.choices], absences=(), required=False)
    belongings_list = PlainTextField(max_length=500, rows=2, required=False)
    cost_cover = CodeField(choices=CostCover.choices, absences=())
    decides = PlainTextField(max_length=200, required=False)
    disagreement = forms.BooleanField(required=False)
    later_parts = CodeField(choices=[*OPTIONAL, *LaterParts.choices], absences=(), required=False)
    memorial_contact = forms.NullBooleanField(
        required=False,
        widget=forms.Select(choices=[("unknown", _("Not asked")), ("true", _("Yes")), ("false", _("No"))]),
    )
    asked_on = forms.DateField(widget=day_input())

    declared = {
        name: (FamilyWishes, name)
        for name in (
            "disposition", "destination", "rite", "faith_contact", "wants_to_see", "belongings_return",
            "belongings_list", "cost_cover", "decides", "disagreement", "later_parts", "memorial_contact", "asked_on",
        )
    }  # fmt: skip

    def clean_destination(self) -> Place | None:
        given: PlaceValue | None = self.cleaned_data["destination"]
        if given is None:
            return None
        try:
            return Place(as_said=given.as_said, country=given.country)
        except Invalid as error:
            raise ValidationError([text for messages in error.fields.values() for text in messages]) from error

    @staticmethod
    def shown(held: Any) -> dict[str, Any]:
        """What is known, as the form shows it; held: a row in clear."""
        known = {name: getattr(held, name) for name in WishesForm.declared if name != "asked_on"}
        place = known["destination"]
        return known | {"destination": place and PlaceValue(as_said=place.as_said or "", country=place.country or "")}

    def wishes(self) -> Wishes:
        """After `is_valid`."""
        given: dict[str, Any] = dict(self.cleaned_data)
        texts = {name: given[name] or "" for name in ("belongings_return", "later_parts")}
        return Wishes(**given | texts | {"wants_to_see": tuple(given["wants_to_see"] or ())})


class ConsularForm(RegistryForm):
    answer = CodeField(choices=ConsularAnswer.choices, absences=(), radios=True)
    note = PlainTextField(max_length=500, rows=2, required=False)

    declared = {"answer": (ConsularWish, "consular_involved"), "note": (ConsularWish, "note")}

    def said(self) -> dict[str, Any]:
        """After `is_valid`."""
        given: dict[str, Any] = dict(self.cleaned_data)
        return given | {"answer": ConsularAnswer(given["answer"])}


class StepForm(RegistryForm):
    """One step of the way; `kinds`: those that belong to the way that the family chose."""

    kind = CodeField(choices=(), absences=())
    who = PlainTextField(max_length=200)
    due_on = forms.DateField(widget=day_input(), required=False)
    done_on = forms.DateField(widget=day_input(), required=False)
    document = PlainTextField(max_length=200, required=False)
    cost = PlainTextField(max_length=200, required=False)

    declared = {name: (ReturnStep, name) for name in ("kind", "who", "due_on", "done_on", "document", "cost")}

    def __init__(self, *args: Any, kinds: list[ReturnKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [("", _("Choose…")), *((kind.value, kind.label) for kind in kinds)]

    def step(self) -> Step:
        """After `is_valid`."""
        given: dict[str, Any] = dict(self.cleaned_data)
        return Step(**given | {"kind": ReturnKind(given["kind"])})


class RiteForm(RegistryForm):
    """What people of a faith organisation are to read."""

    organisation = CodeField(choices=(), absences=())
    rite = PlainTextField(max_length=200)
    place = PlainTextField(max_length=200)
    time = PlainTextField(max_length=200)

    declared = {name: (RiteNotice, name) for name in ("organisation", "rite", "place", "time")}

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.choices = [("", _("Choose…")), *organisations]
