"""Measures as people give them: a height in centimetres or feet and inches, a range from and to with its unit.

A value is always an interval in the stored unit beside what was said; a point estimate has both ends equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl.forms.base import Asked, as_validation_error
from accessctl.forms.parts import PartsWidget, number_input, typed
from registry.lib.errors import BadMeasure
from registry.lib.units import KG_PER_POUND, height_cm

# Units that a weight is offered in, for a `RangeField` of kilograms.
KILOGRAMS = [("kg", _("kilograms"), 1.0), ("lb", _("pounds"), KG_PER_POUND)]


@dataclass(frozen=True)
class Interval:
    """low ≤ high, both inclusive, in `unit`; `said` is what was typed, in the unit it was typed in."""

    low: int
    high: int
    unit: str
    said: str


def whole(text: str, *, low: int, high: int, name: str | Promise) -> int:
    """The whole number typed, in any script's digits, rounded; ValidationError naming the part and its limits."""
    try:
        number = round(float(text.replace(",", ".").replace("٫", ".")))
    except (ValueError, OverflowError):
        raise ValidationError(_("%(name)s: write a number."), code="not_a_number", params={"name": name}) from None
    if not low <= number <= high:
        limits = {"name": name, "low": low, "high": high}
        raise ValidationError(_("%(name)s: between %(low)s and %(high)s."), code="out_of_range", params=limits)
    return number


class HeightWidget(PartsWidget):
    template_name = "django/forms/widgets/height.html"

    def __init__(self) -> None:
        super().__init__(
            {"cm": number_input(), "ft": number_input(), "in": number_input()},
            {"cm": _("Centimetres"), "ft": _("Feet"), "in": _("Inches")},
        )


class HeightField(Asked, forms.Field):
    """A person's height, in centimetres or in feet and inches; limits are those of `registry.lib.units`.

    The first box also reads "1.75 m" or "5'9".  Cleaned: `Interval` in cm, whose `said` keeps what was typed, or None.
    """

    widget = HeightWidget

    def prepare_value(self, value: Any) -> Any:
        return {"cm": value.low} if isinstance(value, Interval) else value

    def clean(self, value: Any) -> Interval | None:
        cm, feet, inches = typed(value, "cm"), typed(value, "ft"), typed(value, "in")
        if not (cm or feet or inches):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if cm and (feet or inches):
            raise ValidationError(_("Give the height once: in centimetres, or in feet and inches."), code="two_answers")
        said = cm or f"{feet or 0} ft {inches or 0} in"
        try:
            height = round(height_cm(said))
        except BadMeasure as error:
            raise as_validation_error(error) from error
        return Interval(height, height, "cm", said)


class RangeField(Asked, forms.Field):
    """From and to, whole numbers of a unit; one of them alone is a point.

    Constructor: `unit` (stored), `lowest`, `highest` in that unit, and `units` to offer others as
    `[(code, label, factor)]`, which multiply into the stored unit.  Cleaned: `Interval` or None.
    """

    def __init__(
        self,
        *args: Any,
        unit: str,
        lowest: int,
        highest: int,
        units: Sequence[tuple[str, str | Promise, float]] = (),
        **kwargs: Any,
    ) -> None:
        parts: dict[str, forms.Widget] = {"low": number_input(), "high": number_input()}
        if units:
            parts["unit"] = forms.Select(choices=[(code, label) for code, label, _factor in units])
        kwargs.setdefault("widget", PartsWidget(parts, {"low": _("From"), "high": _("To"), "unit": _("Unit")}))
        super().__init__(*args, **kwargs)
        self.unit, self.lowest, self.highest = unit, lowest, highest
        self.factors = {code: factor for code, _label, factor in units}

    def prepare_value(self, value: Any) -> Any:
        return {"low": value.low, "high": value.high, "unit": value.unit} if isinstance(value, Interval) else value

    def clean(self, value: Any) -> Interval | None:
        first, last = typed(value, "low"), typed(value, "high")
        if not (first or last):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        chosen = typed(value, "unit") or self.unit
        if self.factors and chosen not in self.factors:
            raise ValidationError(_("Choose a unit of the list."), code="invalid_choice")
        factor = self.factors.get(chosen, 1)
        top = int(self.highest / factor)
        low = whole(first or last, low=int(self.lowest / factor), high=top, name=_("From"))
        high = whole(last or first, low=int(self.lowest / factor), high=top, name=_("To"))
        if low > high:
            raise ValidationError(_("“From” is larger than “To”. Exchange them."), code="order")
        said = f"{low}–{high} {chosen}" if low != high else f"{low} {chosen}"
        return Interval(round(low * factor), round(high * factor), self.unit, said)
