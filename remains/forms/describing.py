"""The description of remains on one screen: what an institute records when it logs them, and when it learns more.

Only the place and the date of finding are required.  What the writer may not read is not asked of them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accessctl.forms import (
    KILOGRAMS,
    CodeField,
    CodesField,
    FoldedBoxes,
    Interval,
    PartialDateField,
    PlaceField,
    PlaceValue,
    PlainTextField,
    RangeField,
    RowsField,
)
from accessctl.forms.drafts import DraftForm
from cases import codes as words
from cases.charted import CHART
from cases.forms.chart import ChartFields, chart_declared, chart_initial
from cases.forms.marks import MarksField
from cases.vocabulary.looks import LOOKS
from cases.vocabulary.place import Place
from registry.lib.errors import Invalid, RegistryError
from remains import codes
from remains.forms import rows
from remains.models import ForensicFile, PostMortemProfile, Remains, RemainsDentalChart
from remains.models.profile import LONGEST_ANCESTRY
from remains.presentation import LABELS, TOPICS, Topic
from remains.services import FORENSIC_FIELDS, RemainsEntry
from remains.services.validate import BOUNDS, LONGEST_NAME, MOST_INDIVIDUALS, MOST_ROWS

RANGES = {"age": "y", "stature_cm": "cm", "weight_kg": "kg", "pmi_days": "d"}
NOWHERE = "none"
DAYS = [("d", _("days"), 1.0), ("w", _("weeks"), 7.0), ("m", _("months"), 30.44), ("y", _("years"), 365.25)]
CENTIMETRES = [("cm", _("centimetres"), 1.0), ("in", _("inches"), 2.54)]


@dataclass(frozen=True)
class Section:
    """A topic with its bound fields; `is_begun`: something is there already."""

    topic: Topic
    fields: list[Any]
    is_begun: bool


def _code(choices: Any, **options: Any) -> CodeField:
    return CodeField(choices=choices, absences=(), required=False, **options)


def _range(name: str, **options: Any) -> RangeField:
    low, high = BOUNDS[name]
    return RangeField(label=LABELS[name], unit=RANGES[name], lowest=low, highest=high, required=False, **options)


class RemainsForm(ChartFields, DraftForm):
    """`held`: the entry that is changed; `forensic`: whether the writer may hold the forensic file."""

    found_place = PlaceField(
        parts=("as_said", "country", "admin1", "locality", "point"),
        help_text=_("At least the country. A point needs a radius in which the true place lies: 0.1 km for GPS."),
    )
    found_at = PartialDateField(help_text=_("As far as it is known: a year is enough."))
    found_time = forms.TimeField(
        required=False, widget=forms.TimeInput({"type": "time", "class": "input--short"}, format="%H:%M")
    )
    setting = _code(codes.Setting.choices)
    burial_context = _code(codes.BurialContext.choices)
    finder_kind = _code(codes.Finder.choices)
    informal_report = forms.BooleanField(required=False)
    status = CodeField(choices=codes.RemainsStatus.choices, absences=())
    completeness = _code(codes.Completeness.choices)
    not_recovered = CodesField(choices=codes.PartNotRecovered.choices, required=False)
    elements = CodesField(
        choices=codes.elements_by_region(),
        widget=FoldedBoxes(),
        help_text=_("Two sets of remains that both hold one of these are of two people."),
        required=False,
    )
    condition = _code(codes.Condition.choices)
    alterations = CodesField(choices=codes.Alteration.choices, required=False)
    skin_examined = CodesField(
        choices=[*words.BodyRegion.choices, (NOWHERE, _("Nowhere: no skin could be examined"))],
        help_text=_("Where marks could be seen if there were any. Elsewhere their absence says nothing."),
        required=False,
    )
    sex_estimated = _code([("", _("Not assessed")), *codes.SexEstimate.choices], radios=True)
    sex_method = _code(codes.SexMethod.choices)
    age = _range("age")
    age_method = _code(codes.AgeMethod.choices)
    stature_cm = _range("stature_cm", units=CENTIMETRES)
    stature_method = _code(codes.StatureMethod.choices)
    build = _code(words.Build.choices)
    hair_colour = _code(words.HairColour.choices)
    eye_colour = _code(words.EyeColour.choices)
    eye_colour_left = _code(words.EyeColour.choices)
    hair_dyed = _code(words.Bool3.choices)
    hair_length = _code(words.HairLength.choices)
    hair_form = _code(words.HairForm.choices)
    baldness = _code(words.Baldness.choices)
    facial_hair = _code(words.FacialHair.choices)
    facial_hair_colour = _code(words.HairColour.choices)
    weight_kg = _range("weight_kg", units=KILOGRAMS)
    skin_tone = _code(words.SkinTone.choices)
    ancestry_note = PlainTextField(
        max_length=LONGEST_ANCESTRY,
        rows=2,
        help_text=_("Name the method and how uncertain it is. It is compared with nothing and shown to few."),
        required=False,
    )
    smile = rows.some(words.Smile.choices, boxes=3)
    pm_altered = forms.BooleanField(required=False)
    pmi_days = _range("pmi_days", units=DAYS)
    pmi_method = _code(codes.IntervalMethod.choices)
    marks = MarksField(rows.MarkRow, label=LABELS["marks"], most=MOST_ROWS["marks"], required=False)
    bones_examined = CodesField(
        choices=[*words.BodyRegion.choices, (NOWHERE, _("Nowhere: they could not be looked for"))],
        help_text=_("By radiograph or by hand. Elsewhere their absence says nothing."),
        required=False,
    )
    medical = RowsField(rows.MedicalRow, label=LABELS["medical"], most=MOST_ROWS["medical"], required=False)
    belongings = RowsField(rows.ItemRow, label=LABELS["belongings"], most=MOST_ROWS["belongings"], required=False)
    documents = RowsField(rows.PaperRow, label=LABELS["documents"], most=MOST_ROWS["documents"], required=False)
    indicators = RowsField(rows.IndicatorRow, label=LABELS["indicators"], most=MOST_ROWS["indicators"], required=False)
    presumptive_identity = PlainTextField(max_length=LONGEST_NAME, required=False)
    presumptive_basis = _code(codes.PresumptiveBasis.choices)
    minimum_number_of_individuals = forms.IntegerField(
        min_value=1,
        max_value=MOST_INDIVIDUALS,
        initial=1,
        widget=forms.TextInput({"inputmode": "numeric", "dir": "ltr", "class": "input--short", "autocomplete": "off"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    declared = {
        "status": (Remains, "status"),
        **chart_declared(RemainsDentalChart),
        **{
            name: (ForensicFile, name)
            for name in (
                "not_recovered", "elements", "alterations", "build", "skin_tone", "ancestry_note", "bones_examined",
                "presumptive_identity", "presumptive_basis", "minimum_number_of_individuals",
            )
        },
        **{
            name: (PostMortemProfile, name)
            for name in (
                "found_at", "found_time", "found_place", "setting", "burial_context", "finder_kind", "informal_report",
                "completeness", "condition", "skin_examined", "sex_estimated", "sex_method", "age_method",
                "stature_method", "hair_colour", "eye_colour", "smile", "pm_altered", "pmi_method", *LOOKS,
            )
        },
    }  # fmt: skip

    def __init__(
        self,
        *args: Any,
        held: RemainsEntry | None = None,
        forensic: bool = True,
        version: int | None = None,
        **kwargs: Any,
    ) -> None:
        if held is not None:
            kwargs["initial"] = {**initial_of(held), "version": version}
        else:
            kwargs["initial"] = {"status": codes.RemainsStatus.IN_CUSTODY}
        super().__init__(*args, **kwargs)
        self.held = held
        self.fields["teeth"].help_text = _("A tooth with no state counts as not seen.")
        for field in self.fields.values():
            field.why = ""  # type: ignore[attr-defined] # reasons are written for families
        offered: list[Any] = codes.next_states(held.status) if held else list(codes.LOGGED_AS)
        self.fields["status"].choices = [(code.value, code.label) for code in offered]  # type: ignore[attr-defined]
        if not forensic:
            for name in (FORENSIC_FIELDS - {"dental_chart"}) | CHART.keys():
                del self.fields[name]
            self.fields["marks"].widget.options["forensic"] = False
        elif held is not None:
            self.compare_chart(held.dental_chart)

    def clean_found_place(self) -> Place | None:
        given: PlaceValue | None = self.cleaned_data["found_place"]
        if given is None:
            return None
        before = self.held.found_place if self.held and self.held.found_place else Place()
        asked = {
            "as_said": given.as_said, "country": given.country, "admin1": given.admin1, "locality": given.locality,
            "lat": given.lat, "lon": given.lon, "radius_m": given.radius_m,
        }  # fmt: skip
        if (given.lat, given.lon) != (before.lat, before.lon):
            asked["geo_method"] = given.geo_method
        try:
            return replace(before, **asked)  # type: ignore[arg-type] # empty texts are taken for none
        except Invalid as error:
            raise ValidationError([text for messages in error.fields.values() for text in messages]) from error

    def entry(self) -> RemainsEntry:
        """What was recorded, as the services take it; what the form does not ask stays as it is.  After `is_valid`."""
        data: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        for name in LOOKED & data.keys():
            data[name] = () if NOWHERE in data[name] else tuple(data[name]) or None
        for name in RANGES.keys() & data.keys():
            held: Interval | None = data[name]
            data[name] = None if held is None else (held.low, held.high)
        for name, read in ROWS.items():
            if name in data:
                data[name] = read(data[name])
        for name in ("not_recovered", "elements", "alterations", "smile"):
            if name in data:
                data[name] = tuple(data[name])
        if "teeth" in data:
            data = {name: value for name, value in data.items() if name not in CHART}
            data["dental_chart"] = self.chart_entry()
        return RemainsEntry(**data)

    def parts(self) -> list[str]:
        """The parts of an entry that this form asks for: a dental chart is one, in several fields."""
        plain = [name for name in self.fields if name not in {"version", *CHART}]
        return [*plain, "dental_chart"] if "teeth" in self.fields else plain

    def add_errors_of(self, error: RegistryError) -> None:
        if "dental_chart" in error.fields:
            error.fields["teeth"] = error.fields.pop("dental_chart")
        super().add_errors_of(error)

    def clean_skin_examined(self) -> list[str]:
        return self._one_answer("skin_examined")

    def clean_bones_examined(self) -> list[str]:
        return self._one_answer("bones_examined")

    def _one_answer(self, name: str) -> list[str]:
        chosen: list[str] = self.cleaned_data[name]
        if NOWHERE in chosen and len(chosen) > 1:
            raise ValidationError(_("Choose the regions, or “nowhere”."), code="two_answers")
        return chosen

    def sections(self) -> list[Section]:
        """The form by topic, in the order of the page; topics without a field for this writer are left out."""
        found = []
        for topic in TOPICS:
            names = [name for name in topic.fields if name in self.fields]
            if names:
                found.append(Section(topic, [self[name] for name in names], self._is_begun(names)))
        return found

    def _is_begun(self, names: list[str]) -> bool:
        if not self.is_bound:
            return self.held is not None and any(_shows(self.initial.get(name)) for name in names)
        ignored = {"status", "minimum_number_of_individuals", "chart_numbering"}
        return any(
            value
            for key, values in self.data.lists()  # type: ignore[attr-defined]
            for value in values
            if not key.endswith(("_calendar", "_unit", "-strength", "-key"))
            and any(key == name or key.startswith((f"{name}_", f"{name}-")) for name in names if name not in ignored)
        )


RemainsForm.base_fields["found_place"].widget.labels["as_said"] = _("Where, in words")
ROWS = {
    "marks": rows.marks, "medical": rows.medical, "belongings": rows.items, "documents": rows.papers,
    "indicators": rows.indicators,
}  # fmt: skip
LOOKED = {"skin_examined", "bones_examined"}


def _shows(value: Any) -> bool:
    return value not in (None, "", [], False, 1)


def initial_of(entry: RemainsEntry) -> dict[str, Any]:
    """An entry as the fields of the form show it."""
    initial = {name: getattr(entry, name) for name in RemainsForm.base_fields if name not in {"version", *CHART}}
    initial |= chart_initial(entry.dental_chart)
    for name, unit in RANGES.items():
        held = getattr(entry, name)
        initial[name] = Interval(held[0], held[1], unit, "") if held else None
    for name in LOOKED:
        looked = getattr(entry, name)
        initial[name] = [] if looked is None else list(looked) or [NOWHERE]
    for name in ROWS:
        initial[name] = [_row(row) for row in getattr(entry, name)]
    initial["found_place"] = _place(entry.found_place)
    return initial


def _row(row: Any) -> dict[str, Any]:
    said = {field.name: getattr(row, field.name) for field in fields(row)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}


def _place(place: Place | None) -> PlaceValue | None:
    if not place:
        return None
    names = ("as_said", "country", "admin1", "locality")
    return PlaceValue(
        **{name: getattr(place, name) or "" for name in names}, lat=place.lat, lon=place.lon, radius_m=place.radius_m
    )
