"""Places as people know them: words, country, and a point with the radius in which the true point lies.

A point never stands without its radius.  Countries and languages come from the standards, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import CallableChoiceIterator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl.forms.absence import Absence, CodeField
from accessctl.forms.base import Asked, as_validation_error
from accessctl.forms.parts import PartsWidget, number_input, typed
from registry.lib.errors import BadText
from registry.lib.names import clean_text
from registry.lib.world import country_choices, language_choices

LONGEST_RADIUS_M = 2_000_000
LENGTHS = {"as_said": 200, "admin1": 120, "locality": 120, "water_body": 120}
LABELS: dict[str, str | Promise] = {
    "as_said": _("Where, in their words"),
    "country": _("Country"),
    "admin1": _("Region"),
    "locality": _("Town or village"),
    "place_kind": _("Kind of place"),
    "water_body": _("Sea, river or lake"),
    "lat": _("Latitude"),
    "lon": _("Longitude"),
    "radius_km": _("Within how many kilometres"),
}
POINT = ("lat", "lon", "radius_km")


@dataclass(frozen=True)
class PlaceValue:
    """One place; empty texts and None where nothing is known.  `radius_m` is set whenever `lat` and `lon` are."""

    as_said: str = ""
    country: str = ""
    admin1: str = ""
    locality: str = ""
    place_kind: str = ""
    water_body: str = ""
    lat: float | None = None
    lon: float | None = None
    radius_m: int | None = None

    def as_dict(self) -> dict[str, Any]:
        return {item.name: getattr(self, item.name) for item in fields(self)}

    @property
    def geo_method(self) -> str:
        """How precise the place can be: a picked or typed point, or words only."""
        return "map_pick" if self.lat is not None else "text_only"


class PlaceWidget(PartsWidget):
    """The parts asked for, and a map that fills the point; the inputs alone do the same."""

    template_name = "django/forms/widgets/place.html"

    def __init__(self, parts: Sequence[str], kinds: Iterable[tuple[Any, Any]]) -> None:
        inputs: dict[str, forms.Widget] = {}
        for part in parts:
            if part == "country":
                inputs[part] = forms.Select(choices=CallableChoiceIterator(_countries))
            elif part == "place_kind":
                inputs[part] = forms.Select(choices=[("", _("Choose…")), *kinds])
            elif part in POINT:
                inputs[part] = number_input(inputmode="decimal")
            else:
                inputs[part] = forms.TextInput({"dir": "auto", "autocomplete": "off"})
        super().__init__(inputs, LABELS)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["has_map"] = set(POINT) <= set(self.keys)
        return context


class PlaceField(Asked, forms.Field):
    """A place.  `parts` are the inputs shown, in order; "point" stands for latitude, longitude and radius.

    Constructor: `parts`, `kinds` (choices of CL-PLACE where "place_kind" is asked).  Cleaned: `PlaceValue` or None.
    """

    def __init__(
        self,
        *args: Any,
        parts: Sequence[str] = ("as_said", "country"),
        kinds: Iterable[tuple[Any, Any]] = (),
        **kwargs: Any,
    ) -> None:
        keys = [key for part in parts for key in (POINT if part == "point" else (part,))]
        self.kinds = {str(code) for code, _label in kinds}
        kwargs.setdefault("widget", PlaceWidget(keys, kinds))
        super().__init__(*args, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, PlaceValue):
            return value
        drawn = {**value.as_dict(), "radius_km": ""}
        if value.radius_m is not None:
            drawn["radius_km"] = f"{value.radius_m / 1000:g}"
        return drawn

    def clean(self, value: Any) -> PlaceValue | None:
        words: dict[str, Any] = {
            part: _words(typed(value, part), LABELS[part], longest) for part, longest in LENGTHS.items()
        }
        country, kind = typed(value, "country"), typed(value, "place_kind")
        if country and country not in dict(country_choices()):
            raise ValidationError(_("Choose a country of the list."), code="invalid_choice")
        if kind and kind not in self.kinds:
            raise ValidationError(_("Choose a kind of place of the list."), code="invalid_choice")
        place = PlaceValue(**words, country=country, place_kind=kind, **_point(value or {}))
        if place == PlaceValue():
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return place


def _words(text: str, label: str | Promise, longest: int) -> str:
    if len(text) > longest:
        limits = {"name": label, "longest": longest}
        raise ValidationError(_("%(name)s: at most %(longest)s characters."), code="too_long", params=limits)
    try:
        return clean_text(text)
    except BadText as error:
        raise as_validation_error(error) from error


def _point(value: Mapping[str, Any]) -> dict[str, Any]:
    lat, lon, radius = (typed(value, part) for part in POINT)
    if not (lat or lon or radius):
        return {}
    if not (lat and lon):
        raise ValidationError(
            _("A point needs both latitude and longitude. Leave both empty to give words only."), code="half_point"
        )
    if not radius:
        raise ValidationError(
            _("Say how exact the point is: within how many kilometres the true place lies."), code="no_radius"
        )
    metres = round(_decimal(radius, LABELS["radius_km"], 0.001, LONGEST_RADIUS_M / 1000) * 1000)
    return {
        "lat": round(_decimal(lat, LABELS["lat"], -90, 90), 6),
        "lon": round(_decimal(lon, LABELS["lon"], -180, 180), 6),
        "radius_m": metres,
    }


def _decimal(text: str, name: str | Promise, low: float, high: float) -> float:
    try:
        number = float(text.replace(",", ".").replace("٫", ".").replace("−", "-"))
    except ValueError:
        raise ValidationError(_("%(name)s: write a number."), code="not_a_number", params={"name": name}) from None
    if not low <= number <= high:  # also refuses "nan"
        limits = {"name": name, "low": f"{low:g}", "high": f"{high:g}"}
        raise ValidationError(_("%(name)s: between %(low)s and %(high)s."), code="out_of_range", params=limits)
    return number


def _countries() -> list[tuple[str, Any]]:
    return [("", _("Choose…")), *country_choices()]


class CountryField(CodeField):
    """One country (ISO 3166-1 alpha-3, or stateless).  Cleaned: the code, an `Absence`, or ""."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, choices=(), **kwargs)
        # A callable: names of countries are sorted for the language of the reader, at every drawing.
        self.choices = lambda: [self.offered[0], *country_choices(), *self.offered[1:]]


class LanguageField(CodeField):
    """One language (ISO 639-3).  Cleaned: the code, an `Absence`, or ""."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, choices=(), **kwargs)
        self.choices = lambda: [self.offered[0], *language_choices(), *self.offered[1:]]


class SeveralSelects(forms.SelectMultiple):
    """A few select boxes instead of one long list: usable with keyboard and phone for 250 countries."""

    template_name = "django/forms/widgets/several_selects.html"
    use_fieldset = True

    def __init__(self, *, boxes: int) -> None:
        super().__init__()
        self.boxes = boxes

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        chosen = [item for item in (value or []) if item]
        select, base = forms.Select(choices=list(self.choices)), dict(attrs or {})
        context["widget"]["boxes"] = [
            select.get_context(
                name,
                chosen[number] if number < len(chosen) else "",
                {**base, "id": f"{base['id']}_{number}"} if base.get("id") else base,
            )["widget"]
            for number in range(max(self.boxes, len(chosen)))
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        found = super().value_from_datadict(data, files, name) or []
        return list(dict.fromkeys(item for item in ([found] if isinstance(found, str) else found) if item))


class CountriesField(Asked, forms.MultipleChoiceField):
    """A few countries, as nationalities; `boxes` selects are shown.  Cleaned: `list[str]`, or an `Absence`."""

    def __init__(
        self,
        *args: Any,
        boxes: int = 2,
        absences: Sequence[Absence] = (Absence.UNKNOWN, Absence.DECLINED),
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", SeveralSelects(boxes=boxes))
        super().__init__(*args, **kwargs)
        self.absences = frozenset(absences)
        extra = [(item.value, item.label) for item in absences]
        self.choices = lambda: [("", _("Choose…")), *country_choices(), *extra]

    def prepare_value(self, value: Any) -> Any:
        return [value.value] if isinstance(value, Absence) else value

    def clean(self, value: Any) -> list[str] | Absence:
        codes = [str(code) for code in super().clean(value)]
        absent = [item for item in self.absences if item.value in codes]
        if absent and len(codes) > 1:
            raise ValidationError(_("Keep the countries, or the answer that there is none."), code="two_answers")
        return absent[0] if absent else codes
