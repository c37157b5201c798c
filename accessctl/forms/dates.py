"""Dates as people know them: day, month, year apart, each may be missing, "about", in the calendar they were said in.

Which days exist and how a calendar converts is decided in `registry.lib.dates`; here are the inputs and their wording.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext_lazy as _

from accessctl.forms.base import Asked, as_validation_error
from accessctl.forms.parts import PartsWidget, number_input, typed
from registry.lib.dates import (
    GREGORY,
    TEXT_ONLY,
    PartialDate,
    calendar_choices,
    estimated,
    month_choices,
    parse_parts,
    parts_of,
)
from registry.lib.errors import BadDate, BadText
from registry.lib.names import clean_text

LONGEST_WORDS = 200


class CalendarSelect(forms.Select):
    """The calendars; each option carries its months, so that the page can name them when the calendar changes."""

    def __init__(self) -> None:
        super().__init__(choices=CallableChoiceIterator(calendar_choices))

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        months = [label for _number, label in month_choices(str(value))]
        option["attrs"]["data-months"] = "|".join(months)
        return option


def _months() -> list[tuple[str, str]]:
    named = dict(month_choices(GREGORY))
    return [
        ("", "–"),
        *((str(month), f"{month} · {named[month]}" if month in named else str(month)) for month in range(1, 14)),
    ]


class PartialDateWidget(PartsWidget):
    """Day, month, year, calendar, "about"; below, for what no calendar converts: the words and the span meant."""

    template_name = "django/forms/widgets/partial_date.html"

    def __init__(self) -> None:
        day = {"dir": "auto", "autocomplete": "off"}
        super().__init__(
            {
                "day": number_input(maxlength="2"),
                "month": forms.Select(choices=CallableChoiceIterator(_months), attrs={"data-month": "true"}),
                "year": number_input(maxlength="5"),
                "calendar": CalendarSelect(),
                "about": forms.CheckboxInput(),
                "said": forms.TextInput({**day, "maxlength": str(LONGEST_WORDS)}),
                "earliest": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
                "latest": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            },
            {
                "day": _("Day"),
                "month": _("Month"),
                "year": _("Year"),
                "calendar": _("Calendar"),
                "about": _("About this date"),
                "said": _("In their words"),
                "earliest": _("Earliest day it can mean"),
                "latest": _("Latest day it can mean"),
            },
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        drawn = {"calendar": GREGORY, **{key: item for key, item in (value or {}).items() if item}}
        context = super().get_context(name, drawn, attrs)
        context["widget"]["in_words"] = any(drawn.get(key) for key in ("said", "earliest", "latest"))
        context["widget"]["main"] = [context["widget"]["parts"][key] for key in ("day", "month", "year", "calendar")]
        context["widget"]["words"] = [context["widget"]["parts"][key] for key in ("said", "earliest", "latest")]
        return context


class PartialDateField(Asked, forms.Field):
    """A date of which parts may be unknown.  The future is refused unless `future=True`.

    Cleaned: `PartialDate`, or None.  For "we do not know": `OrAbsent(PartialDateField(…))`.
    """

    widget = PartialDateWidget

    def __init__(self, *args: Any, future: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.future = future

    def prepare_value(self, value: Any) -> Any:
        return shown(value) if isinstance(value, PartialDate) else value

    def clean(self, value: Any) -> PartialDate | None:
        given = {part: typed(value, part) for part in ("year", "month", "day", "said", "earliest", "latest")}
        calendar = typed(value, "calendar") or GREGORY
        if not any(given.values()):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        try:
            return self._read(given, calendar, about=bool((value or {}).get("about")))
        except (BadDate, BadText) as error:
            raise as_validation_error(error) from error

    def _read(self, given: dict[str, str], calendar: str, *, about: bool) -> PartialDate:
        words = clean_text(given["said"])
        today = None if self.future else timezone.localdate()
        if calendar not in TEXT_ONLY and any(given[part] for part in ("year", "month", "day")):
            return parse_parts(
                given["year"], given["month"], given["day"], calendar=calendar, about=about, raw=words, today=today
            )
        first, last = _day(given["earliest"]), _day(given["latest"])
        if first is None or last is None:
            raise ValidationError(
                _("Give the earliest and the latest day these words can mean, in the Gregorian calendar."),
                code="no_span",
            )
        return estimated(words, first, last, calendar if calendar in TEXT_ONLY else "event", today=today)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValidationError(_("Write a day as year-month-day, such as 2021-03-27."), code="invalid_date") from None


def shown(value: PartialDate) -> dict[str, Any]:
    """What the inputs hold for a date that is already there."""
    parts = parts_of(value)
    if parts is None:
        return {"said": value.raw, "earliest": value.earliest, "latest": value.latest, "calendar": value.calendar}
    return {
        "year": parts.year,
        "month": parts.month,
        "day": parts.day,
        "calendar": parts.calendar,
        "about": parts.about,
        "said": value.raw,
    }
