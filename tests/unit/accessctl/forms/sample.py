"""A form with every kind of field, as pages use them."""

from __future__ import annotations

from django import forms

from accessctl.forms import (
    CodeField,
    CodesField,
    CountriesField,
    HeightField,
    NameField,
    OrAbsent,
    PartialDateField,
    PhoneField,
    PhotoField,
    PlaceField,
    PlainTextField,
    RangeField,
    RefField,
    RegistryForm,
    RowsField,
    YesNoField,
)


class NameRow(RegistryForm):
    kind = CodeField(label="Kind", choices=[("nick", "nickname"), ("alias", "alias")], absences=(), required=False)
    original = NameField(label="Name", required=False)


class Sample(RegistryForm):
    name = NameField(label="Name", why="So we look for the right person")
    names = RowsField(NameRow, label="Other names", required=False, most=3)
    sex = CodeField(label="Sex", choices=[("1", "male"), ("2", "female")], radios=True, required=False)
    born = OrAbsent(PartialDateField(label="Date of birth", why="Narrows the search; a year is enough"))
    height = OrAbsent(HeightField(label="Height", required=False))
    age = RangeField(label="Age", unit="y", lowest=0, highest=120, required=False)
    interval = RangeField(
        label="Time since death",
        unit="d",
        lowest=0,
        highest=36_500,
        units=[("d", "days", 1), ("m", "months", 30.44)],
        required=False,
    )
    nationality = CountriesField(label="Nationality", required=False)
    place = PlaceField(label="Place", parts=("as_said", "country", "point"), required=False)
    found = CodesField(label="Found", choices=[("phone", "phone"), ("ring", "ring")], required=False, most=1)
    story = PlainTextField(
        label="What happened", max_length=2000, rows=4, required=False, help_text="Up to 2,000 characters."
    )
    phone = PhoneField(label="Phone", required=False)
    photo = PhotoField(label="Photo", required=False)
    ref = RefField(label="Reference", prefixes=("MMR",), required=False)
    glasses = YesNoField(label="Glasses", required=False)
    explained = forms.BooleanField(label="The risks were explained")
