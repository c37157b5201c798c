"""Form fields for what people know: partial dates, heights in their units, names in any script, "we do not know"."""

from accessctl.forms.absence import (
    ASKED_ANSWERS,
    Absence,
    CodeField,
    CodesField,
    FoldedBoxes,
    OrAbsent,
    YesNoField,
)
from accessctl.forms.base import FilterForm, NameField, PlainTextField, RegistryForm
from accessctl.forms.contacts import Phone, PhoneField, PhotoField, RefField
from accessctl.forms.dates import PartialDateField
from accessctl.forms.images import ImageForm, ShowsForm, ViewingForm
from accessctl.forms.measures import KILOGRAMS, HeightField, Interval, RangeField
from accessctl.forms.places import CountriesField, CountryField, LanguageField, PlaceField, PlaceValue
from accessctl.forms.rows import RowsField

__all__ = [
    "ASKED_ANSWERS",
    "KILOGRAMS",
    "Absence",
    "CodeField",
    "CodesField",
    "CountriesField",
    "CountryField",
    "FilterForm",
    "FoldedBoxes",
    "HeightField",
    "ImageForm",
    "Interval",
    "LanguageField",
    "NameField",
    "OrAbsent",
    "PartialDateField",
    "Phone",
    "PhoneField",
    "PhotoField",
    "PlaceField",
    "PlaceValue",
    "PlainTextField",
    "RangeField",
    "RefField",
    "RegistryForm",
    "RowsField",
    "ShowsForm",
    "ViewingForm",
    "YesNoField",
]
