"""Steps of custody, burials and storage places as forms: each step asks for what belongs to it, and for no more."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, PlaceField, PlaceValue, PlainTextField, RefField, RegistryForm
from cases.vocabulary.place import Place
from registry.lib.errors import Invalid
from registry.lib.ids import normalise_ref
from remains.custody.codes import BurialWrap, ExaminationStep
from remains.custody.codes import CustodyKind as Kind
from remains.models import BurialPlace, CustodyEvent, StoragePlace
from remains.services import BurialEntry, StepEntry

_WHO = ("from_person", "to_person", "tag_no", "seal_no", "condition_note")
_OUT = ("to_person", "order_no", "condition_note")
# What each step asks for, beside its time.
ASKED: dict[str, tuple[str, ...]] = {
    Kind.RECOVERED: ("to_person", "tag_no", "seal_no", "condition_note"),
    Kind.ADMITTED: _WHO,
    Kind.STORED: ("place", "tag_no", "condition_note"),
    Kind.MOVED: ("to_org", "to_person", "due_at", "seal_no", "condition_note"),
    Kind.SAMPLED: ("seal_no", "condition_note"),
    Kind.EXAMINED: ("step", "condition_note"),
    Kind.AUDITED: ("condition_note",),
    Kind.RELEASED: _OUT,
    Kind.REPATRIATED: _OUT,
    Kind.CREMATED: _OUT,
    Kind.HANDED_TO_FAMILY: _OUT,
    Kind.BURIED: ("tag_no", "condition_note"),
    Kind.EXHUMED: _OUT,
    Kind.LOST: ("condition_note",),
}
MOMENT = "%Y-%m-%dT%H:%M"
Choices = Iterable[tuple[str, str]]


def _moment(**options: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    return forms.DateTimeField(widget=widget, **options)


def _text(longest: int, **options: Any) -> PlainTextField:
    return PlainTextField(max_length=longest, required=False, **options)


class StepForm(RegistryForm):
    """One step.  kind: which; the fields of other steps are taken away."""

    at = _moment()
    place = CodeField(choices=(), absences=(), required=False)
    to_org = CodeField(choices=(), absences=(), required=False)
    step = CodeField(choices=ExaminationStep.choices, absences=(), required=False)
    from_person = _text(120)
    to_person = _text(120)
    due_at = _moment(required=False, help_text=_("Nothing written means within a day."))
    tag_no = _text(60, help_text=_("The number on the tag that is tied to the remains."))
    seal_no = _text(60)
    order_no = _text(200, help_text=_("Who ordered it, and the number of the paper; or the law."))
    condition_note = _text(500, rows=2)

    declared = {
        name: (CustodyEvent, name)
        for name in (
            "at", "place", "to_org", "step", "from_person", "to_person", "due_at", "tag_no", "seal_no", "order_no",
            "condition_note",
        )
    }  # fmt: skip

    def __init__(self, *args: Any, kind: Kind, places: Choices = (), receivers: Choices = (), **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"at": timezone.localtime().replace(second=0, microsecond=0)})
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in set(StepForm.base_fields) - {"at", *ASKED[kind]}:
            del self.fields[name]
        for name, choices in (("place", places), ("to_org", receivers)):
            if name in self.fields:
                field: Any = self.fields[name]
                field.choices = [("", _("Choose…")), *choices]

    def entry(self) -> StepEntry:
        given = {name: self.cleaned_data.get(name) for name in ("at", *ASKED[self.kind])}
        return StepEntry(kind=self.kind.value, **{name: value for name, value in given.items() if value})


class TogetherForm(StepForm):
    """One step of several at once: without what is tied to one of them alone."""

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        self.fields.pop("tag_no", None)


class BurialForm(StepForm):
    """A burial: the step, and the place where somebody can be found again."""

    cemetery = PlainTextField(max_length=120, required=False)
    section, row, plot = _text(40), _text(40), _text(40)
    point = PlaceField(
        label=_("Point of the grave"), parts=("country", "locality", "point"), required=False,
        help_text=_("Stand at the grave and take the point there: within 0.01 km if the device can."),
    )  # fmt: skip
    outline = PlainTextField(
        max_length=400, rows=4, required=False,
        help_text=_("One corner on each line, in order round the plot: latitude, longitude."),
    )  # fmt: skip
    depth_cm = forms.IntegerField(required=False, widget=forms.NumberInput({"inputmode": "numeric"}))
    wrap = CodeField(choices=BurialWrap.choices, absences=(), required=False)
    marker = _text(200)
    neighbours = _text(300, help_text=_("What is left, right, at the head and at the foot: a number, a wall, a path."))
    is_shared = forms.BooleanField(required=False)
    beside = RefField(
        label=_("Reference of somebody in the same grave"), prefixes=("MRR",), required=False,
        help_text=_("If others of the registry lie in this grave already."),
    )  # fmt: skip
    permit_no, rite = _text(60), _text(200)
    lease_expires_at = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}))
    exception = RefField(prefixes=("MAP",), required=False, widget=forms.HiddenInput())

    declared = StepForm.declared | {
        name: (BurialPlace, name)
        for name in (
            "cemetery", "section", "row", "plot", "outline", "depth_cm", "wrap", "marker", "neighbours", "is_shared",
            "permit_no", "rite", "lease_expires_at",
        )
    }  # fmt: skip

    def clean_outline(self) -> tuple[tuple[float, float], ...]:
        try:
            lines = [line.split(",") for line in self.cleaned_data["outline"].splitlines() if line.strip()]
            return tuple((float(lat), float(lon)) for lat, lon in lines)
        except ValueError:
            said = _("Write each corner as two numbers with a comma between, such as 35.5012, 12.6034.")
            raise ValidationError(said) from None

    def clean_point(self) -> Place | None:
        given: PlaceValue | None = self.cleaned_data["point"]
        if given is None:
            return None
        try:
            return Place(
                country=given.country, locality=given.locality, lat=given.lat, lon=given.lon, radius_m=given.radius_m,
                kind="cemetery", geo_method=given.geo_method,
            )  # fmt: skip
        except Invalid as error:
            raise ValidationError([text for messages in error.fields.values() for text in messages]) from error

    def burial(self) -> BurialEntry:
        given = {**self.cleaned_data}
        step = {"at", *ASKED[Kind.BURIED]}
        place, wrap = given.pop("point"), given.pop("wrap") or BurialWrap.UNKNOWN.value
        return BurialEntry(place=place, wrap=wrap, **{name: value for name, value in given.items() if name not in step})


class ExceptionForm(RegistryForm):
    reason = PlainTextField(
        label=_("Why they must be buried before that"), max_length=500, rows=3,
        help_text=_("A second person of your institution reads it and decides."),
    )  # fmt: skip


class LeaseForm(RegistryForm):
    until = forms.DateField(
        label=_("The plot is leased until"), required=False, widget=forms.DateInput({"type": "date"}),
        help_text=_("Leave it empty if the grave is there for good."),
    )  # fmt: skip


class StorageForm(RegistryForm):
    facility = PlainTextField(max_length=80)
    room = PlainTextField(max_length=80)
    shelf = _text(80)
    capacity = forms.IntegerField(min_value=1, max_value=500, initial=1)

    declared = {name: (StoragePlace, name) for name in ("facility", "room", "shelf", "capacity")}


PART = re.compile(r"[\s-]*P\s?(\d{1,3})$", re.IGNORECASE | re.ASCII)


class LabelField(RefField):
    """A reference of remains, or of a part by its number within them (`…-P01`).  Cleaned: as `labelled` takes it."""

    def to_python(self, value: Any) -> str:
        text = str(value or "").strip()
        number = None if normalise_ref(text) else PART.search(text)
        ref = super().to_python(text[: number.start()] if number else text)
        return f"{ref}-P{int(number[1]):02}" if number else ref


class ScanForm(RegistryForm):
    """A label held under a scanner, which types what it reads and presses Enter."""

    label = LabelField(
        label=_("Scan or type a label"), prefixes=("MRR",),
        help_text=_("The scanner types the reference and opens the record, if you may see it."),
    )  # fmt: skip
