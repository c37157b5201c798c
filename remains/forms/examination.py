"""The examination, its checklist, an estimate and a row of the accountability file as forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, CodesField, PlainTextField, RangeField, RegistryForm, RowsField
from cases.codes import MarkSite
from remains.examination import codes, methods
from remains.examination.checklist import Check
from remains.examination.codes import StepState, Trait
from remains.examination.methods import LongBone
from remains.forms.rows import Row
from remains.models import Examination, InstitutionRef, RemainsAccountabilityNote
from remains.services import CheckEntry, EstimateEntry, ExaminationEntry, NoteEntry, NumberEntry
from remains.services.estimating import BY_HAND
from remains.services.examining import MOST_NUMBERS
from remains.services.validate import BOUNDS

CHOOSE = ("", _("Choose…"))
MILLIMETRES = {"mm": 1.0, "cm": 10.0}
PARTS = ("state", "who", "day", "reason")


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **options)


def _code(choices: Iterable[Any]) -> CodeField:
    return CodeField(choices=choices, absences=(), required=False)


def _text(longest: int, **options: Any) -> PlainTextField:
    return PlainTextField(max_length=longest, required=False, **options)


class NumberRow(Row):
    kind = CodeField(choices=codes.InstitutionRefKind.choices, absences=())
    value = PlainTextField(max_length=60)
    institution = _text(120)

    declared = {name: (InstitutionRef, name) for name in ("kind", "value", "institution")}


class ExaminationForm(RegistryForm):
    kinds = CodesField(choices=codes.ExaminationKind.choices, required=False)
    examined_on = _day()
    examiner = _text(120)
    fingers = CodesField(choices=codes.Finger.choices, required=False)
    print_quality = _code(codes.PrintQuality.choices)
    prints_searched_in = _text(200)
    print_result = _code(codes.PrintResult.choices)
    tbs = forms.IntegerField(
        required=False, help_text=_("Between 3 and 35; it is not calibrated for hot deserts."),
        widget=forms.TextInput({"inputmode": "numeric", "dir": "ltr", "class": "input--short", "autocomplete": "off"}),
    )  # fmt: skip
    tbs_method = _code(codes.BodyScore.choices)
    cause = _code(codes.CauseOfDeath.choices)
    cause_text = _text(300, rows=2)
    scene_marker = _text(64)
    position_note = _text(1000, rows=3)
    scene_description = _text(1000, rows=3)
    numbers = RowsField(NumberRow, label=_("Numbers at other institutions"), most=MOST_NUMBERS, required=False)

    declared = {
        name: (Examination, name)
        for name in (
            "kinds", "examined_on", "examiner", "fingers", "print_quality", "prints_searched_in", "print_result", "tbs",
            "tbs_method", "cause", "cause_text", "scene_marker", "position_note", "scene_description",
        )
    }  # fmt: skip

    def entry(self) -> ExaminationEntry:
        given = dict(self.cleaned_data)
        numbers = tuple(NumberEntry(**row) for row in given.pop("numbers"))
        lists: dict[str, Any] = {name: tuple(given.pop(name)) for name in ("kinds", "fingers")}
        return ExaminationEntry(**given, **lists, numbers=numbers)


class ChecklistForm(RegistryForm):
    """A row for each step.  checks: as they stand."""

    mark_optional = False

    def __init__(self, *args: Any, checks: tuple[Check, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checks = checks
        for check in checks:
            step, name = check.step.value, {"step": check.step.label}
            labels = {
                "state": _("%(step)s: state"), "who": _("%(step)s: who"), "day": _("%(step)s: day"),
                "reason": _("%(step)s: not possible because"),
            }  # fmt: skip
            states = [StepState.DONE] if check.is_written else list(StepState)
            made: dict[str, forms.Field] = {
                "state": forms.ChoiceField(choices=[(one.value, one.label) for one in states]),
                "who": _text(120), "day": _day(), "reason": _text(200),
            }  # fmt: skip
            for part, field in made.items():
                field.label = labels[part] % name
                field.widget.attrs["aria-label"] = field.label
                field.initial = getattr(check, part)
                field.disabled = check.is_written and part in ("state", "day")
                self.fields[f"{step}_{part}"] = field

    def rows(self) -> list[tuple[Check, list[Any]]]:
        return [(check, [self[f"{check.step.value}_{part}"] for part in PARTS]) for check in self.checks]

    def entries(self) -> list[CheckEntry]:
        return [
            CheckEntry(
                step=check.step.value, **{part: self.cleaned_data[f"{check.step.value}_{part}"] for part in PARTS}
            )
            for check in self.checks
        ]  # fmt: skip


def methods_of(trait: str) -> list[Any]:
    """The methods of a trait for a drop-down: the published ones, then those by hand."""
    published: list[tuple[str, Any]] = (
        list(methods.AGE.items())
        if trait == Trait.AGE
        else [(code, method.label) for code, method in methods.STATURE.items()]
    )
    return [CHOOSE, (_("Published method"), published), (_("Range by another method"), BY_HAND[trait].choices)]


class EstimateForm(RegistryForm):
    """One estimate.  trait: of what; its method asks for a bone, for a phase or for the range.

    standing: (key, words) of those of the trait that it may take the place of.
    """

    method = forms.ChoiceField(label=_("Method"))
    bone = forms.ChoiceField(
        label=_("Bone"), required=False, choices=[CHOOSE, *((one.value, one.label) for one in LongBone)]
    )
    length = forms.FloatField(
        label=_("Greatest length"), required=False, localize=True,
        help_text=_("On an osteometric board, of one side: the left one if it is whole."),
        widget=forms.TextInput({"inputmode": "decimal", "dir": "ltr", "class": "input--short", "autocomplete": "off"}),
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=_("Unit of the length"), required=False, choices=[("mm", _("millimetres")), ("cm", _("centimetres"))]
    )
    phase = forms.ChoiceField(
        label=_("Phase"), required=False,
        choices=[CHOOSE, *((str(number), name) for number, name in enumerate(methods.PHASES, start=1))],
    )  # fmt: skip
    range = RangeField(label=_("Range"), unit="y", lowest=0, highest=250, required=False)
    note = _text(200, label=_("Note"))
    corrects = forms.ChoiceField(
        label=_("Corrects"),
        required=False,
        help_text=_("The one that was wrong stays to be read, and is compared no more."),
    )
    reason = _text(200, label=_("What was wrong"))

    def __init__(self, *args: Any, trait: str, standing: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trait = trait
        method: Any = self.fields["method"]
        method.choices = methods_of(trait)
        low, high = BOUNDS[trait]
        is_age = trait == Trait.AGE
        self.fields["range"] = RangeField(
            label=_("Range in years") if is_age else _("Range in cm"), unit="y" if is_age else "cm", lowest=low,
            highest=high, required=False, help_text=_("For a method that is not calculated here."),
        )  # fmt: skip
        corrects: Any = self.fields["corrects"]
        corrects.choices = [("", _("None of those above")), *standing]
        for name in (
            *(("bone", "length", "unit") if is_age else ("phase",)),
            *(() if standing else ("corrects", "reason")),
        ):
            del self.fields[name]

    def entry(self) -> EstimateEntry:
        given = self.cleaned_data
        length, held = given.get("length"), given["range"]
        return EstimateEntry(
            trait=self.trait, method=given["method"], bone=given.get("bone") or "",
            length_mm=length * MILLIMETRES[given.get("unit") or "mm"] if length is not None else None,
            phase=int(given["phase"]) if given.get("phase") else None,
            range=(held.low, held.high) if held else None, note=given["note"],
            corrects=UUID(given["corrects"]) if given.get("corrects") else None, reason=given.get("reason") or "",
        )  # fmt: skip


class WithdrawalForm(RegistryForm):
    """Why an estimate no longer stands."""

    reason = _text(200, label=_("What was wrong"))


class InjuryForm(RegistryForm):
    """A row of the accountability file."""

    injury_kind = _code(codes.InjuryKind.choices)
    injury_site = _code(MarkSite.choices)
    injury_time = _code(codes.InjuryTime.choices)
    injury_text = _text(500, rows=3)
    manner = _code(codes.MannerOfDeath.choices)
    investigation = _text(120)
    finder_contact = _text(300, rows=2)

    declared = {
        name: (RemainsAccountabilityNote, name)
        for name in (
            "injury_kind", "injury_site", "injury_time", "injury_text", "manner", "investigation", "finder_contact",
        )
    }  # fmt: skip

    def entry(self) -> NoteEntry:
        return NoteEntry(**{name: value or "" for name, value in self.cleaned_data.items()})
