"""Recording somebody found alive, the steps on the way to them, and what they decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.clear import Clear
from accessctl.forms import (
    CodeField,
    CodesField,
    CountriesField,
    Interval,
    NameField,
    PartialDateField,
    PlaceField,
    PlaceValue,
    PlainTextField,
    RangeField,
    RegistryForm,
    RowsField,
)
from accessctl.forms.places import SeveralSelects
from cases import codes
from cases.models import WhereaboutsFile
from cases.services.steps import StepEntry
from cases.services.whereabouts import OLDEST
from cases.vocabulary.place import Place
from cases.vocabulary.whereabouts import FoundMark, WhereaboutsEntry
from registry.lib.world import language_choices

MOST_NAMES, MOST_MARKS = 6, 10
KINDS = [(kind.value, kind.label) for kind in codes.WhereaboutsKind if kind is not kind.RUMOUR_REDIRECT]
DECISIONS = [(wish.value, wish.label) for wish in codes.LivingWish if wish is not wish.NOT_YET_ASKED]
STEPS = [(step.value, step.label) for step in codes.ApproachStep if step not in codes.STEPS_OF_DEEDS]


class NameRow(RegistryForm):
    name = NameField(label=_("Name, in any script"))


class MarkRow(RegistryForm):
    mark_type = CodeField(
        label=_("Kind of mark"), choices=[(code.value, code.label) for code in codes.SEARCH_MARK_TYPES], absences=()
    )
    site = CodeField(label=_("Where on the body"), choices=codes.MarkSite.choices, absences=(), required=False)
    side = CodeField(label=_("Side: theirs, not yours"), choices=codes.Side.choices, absences=(), required=False)
    description = PlainTextField(label=_("In your words"), max_length=300, required=False)


def _languages() -> forms.MultipleChoiceField:
    field = forms.MultipleChoiceField(required=False, widget=SeveralSelects(boxes=2))
    field.choices = lambda: [("", _("Choose…")), *language_choices()]
    return field


class LivingForm(RegistryForm):
    """What is known of somebody alive.  `verifies`: whether the writer may say how far it is verified."""

    kind = CodeField(choices=KINDS, absences=())
    names = RowsField(
        NameRow,
        label=_("Names"),
        help_text=_("As the person says them or as the list has them; one row for each spelling or script."),
        most=MOST_NAMES,
        blank=1,
        required=False,
    )
    sex = CodeField(choices=codes.Sex.choices, absences=(), initial=codes.Sex.NOT_KNOWN)
    date_of_birth = PartialDateField(required=False)
    age = RangeField(label=_("Age in years"), unit="y", lowest=0, highest=OLDEST, required=False)
    nationalities = CountriesField(boxes=2, absences=(), required=False)
    languages = _languages()
    seen_at = PartialDateField(label=_("When they were there"), required=False)
    seen_place = PlaceField(label=_("Where they were"), parts=("as_said", "country", "point"), required=False)
    facility_kind = CodeField(
        label=_("Kind of facility"), choices=codes.Facility.choices, absences=(), required=False
    )  # fmt: skip
    facility_name = PlainTextField(label=_("Name of the facility"), max_length=120, required=False)
    facility_reference = PlainTextField(label=_("Their number for the person"), max_length=60, required=False)
    condition = CodeField(choices=codes.LivingCondition.choices, absences=(), required=False)
    informant = CodeField(choices=codes.SourceKind.choices, absences=(), required=False)
    verification = CodeField(
        choices=codes.Verification.choices, absences=(), initial=codes.Verification.UNVERIFIED
    )  # fmt: skip
    description = PlainTextField(max_length=500, rows=3, required=False)
    marks = RowsField(
        MarkRow,
        label=_("Marks"),
        help_text=_("Only if the person cannot speak for themselves."),
        most=MOST_MARKS,
        blank=1,
        required=False,
    )
    message_for_family = PlainTextField(
        max_length=2000, rows=4, help_text=_("Passed on only if the person decides so."), required=False
    )
    contact = PlainTextField(
        max_length=300,
        help_text=_("A number, somebody whom they trust, hours. Passed on only if they welcome contact."),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    declared = {
        name: (WhereaboutsFile, name)
        for name in (
            "kind", "sex", "date_of_birth", "age", "nationalities", "languages", "seen_at", "seen_place", "condition",
            "informant", "verification", "description", "message_for_family", "contact",
        )
    }  # fmt: skip

    def __init__(self, *args: Any, verifies: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not verifies:
            del self.fields["verification"]

    def entry(self) -> WhereaboutsEntry:
        """The answers as the services take them."""
        given = self.cleaned_data
        age: Interval | None = given["age"]
        return WhereaboutsEntry(
            **{name: given[name] for name in _AS_GIVEN},
            verification=given.get("verification") or codes.Verification.UNVERIFIED,
            names=tuple(row["name"] for row in given["names"]),
            age=(age.low, age.high) if age else None,
            nationalities=tuple(given["nationalities"]),
            languages=tuple(given["languages"]),
            seen_place=_place(given["seen_place"]),
            marks=tuple(
                FoundMark(
                    mark_type=row["mark_type"],
                    site=row["site"] or codes.MarkSite.UNKNOWN,
                    side=row["side"] or codes.Side.UNKNOWN,
                    description=row["description"],
                )
                for row in given["marks"]
            ),
        )


_AS_GIVEN = (
    "kind", "sex", "date_of_birth", "seen_at", "facility_kind", "facility_name", "facility_reference", "condition",
    "informant", "description", "message_for_family", "contact",
)  # fmt: skip


def initial_of(file: Clear, names: list[Clear], marks: list[Clear], version: int) -> dict[str, Any]:
    """What is held, as the form shows it."""
    facility, held = file.facility or {}, file.seen_place
    place = held and PlaceValue(
        as_said=held.as_said or "", country=held.country or "", lat=held.lat, lon=held.lon, radius_m=held.radius_m
    )
    plain = ("kind", "sex", "date_of_birth", "nationalities", "languages", "seen_at", "condition", "informant",
             "verification", "description", "message_for_family", "contact")  # fmt: skip
    return {
        **{name: getattr(file, name) for name in plain},
        "names": [{"name": name.full_original} for name in names],
        "age": file.age and Interval(file.age[0], file.age[1], "y", ""),
        "seen_place": place,
        "facility_kind": facility.get("kind", ""),
        "facility_name": facility.get("name", ""),
        "facility_reference": facility.get("reference", ""),
        "marks": [
            {name: getattr(mark, name) or "" for name in ("mark_type", "site", "side", "description")} for mark in marks
        ],
        "version": version,
    }  # fmt: skip


def _place(given: PlaceValue | None) -> Place | None:
    if given is None:
        return None
    return Place(
        as_said=given.as_said or None, country=given.country or None, lat=given.lat, lon=given.lon,
        radius_m=given.radius_m, geo_method=given.geo_method,
    )  # fmt: skip


class StepForm(RegistryForm):
    """A step on the way to the person."""

    prefix = "step"

    step = CodeField(label=_("Step"), choices=STEPS, absences=())
    taken_on = forms.DateField(label=_("On"), widget=forms.DateInput({"type": "date"}), required=False)
    who = PlainTextField(label=_("Who may approach, or did"), max_length=120, required=False)
    way = CodeField(label=_("How"), choices=codes.ApproachWay.choices, absences=(), required=False)
    may_say = CodesField(label=_("What may be said"), choices=codes.MaySay.choices, required=False)
    note = PlainTextField(label=_("In your words"), max_length=1000, rows=3, required=False)

    def entry(self) -> StepEntry:
        given = self.cleaned_data
        return StepEntry(
            step=given["step"], taken_on=given["taken_on"], who=given["who"], way=given["way"],
            may_say=tuple(given["may_say"]), note=given["note"],
        )  # fmt: skip


class WishForm(RegistryForm):
    """What the person decided.  It holds from the moment it is saved."""

    prefix = "wish"

    wish = CodeField(label=_("What the person decided"), choices=DECISIONS, absences=(), radios=True)
    taken_on = forms.DateField(label=_("On"), widget=forms.DateInput({"type": "date"}), required=False)
    way = CodeField(label=_("How they said it"), choices=codes.ApproachWay.choices, absences=(), required=False)
    note = PlainTextField(label=_("In their words"), max_length=1000, rows=3, required=False)
