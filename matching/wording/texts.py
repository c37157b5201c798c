"""Names, places, dates and ranges as texts.  Pure: values in clear in, words out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from cases.vocabulary.place import Place
from matching.wording.bodies import joined
from registry.lib.dates import PartialDate
from registry.lib.speech import in_order
from registry.lib.world import country_name


def names(rows: Iterable[Any]) -> Iterable[str]:
    """Names as given, with their Latin form and the parents' names."""
    for row in rows:
        latin = row.latn if row.latn and row.latn.casefold() != row.full_original.casefold() else ""
        yield joined([row.full_original, latin])
        if row.father_name:
            yield gettext("father: %(name)s") % {"name": row.father_name}
        if row.mother_name:
            yield gettext("mother: %(name)s") % {"name": row.mother_name}


def country(code: str | None) -> str:
    return country_name(code) if code else ""


def date(when: PartialDate | None) -> str:
    return when.label() if when else ""


def place(place: Place | None) -> str:
    if not place:
        return ""
    return joined([place.as_said or place.locality, country(place.country)])


def years(low: int | None, high: int | None) -> str:
    held = span(low, high)
    return gettext("%(range)s years") % {"range": held} if held else ""


def centimetres(low: int | None, high: int | None) -> str:
    held = span(low, high)
    return gettext("%(range)s cm") % {"range": held} if held else ""


def span(low: int | None, high: int | None) -> str:
    if low is None and high is not None:
        return gettext("at most %(number)s") % {"number": high}
    if low is not None and high is None:
        return gettext("at least %(number)s") % {"number": low}
    return in_order("–".join(str(value) for value in dict.fromkeys([low, high]) if value is not None))
