"""A dental record in words, of an entry or of a row alike: for pages, papers and copies.  Formatting only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext

from cases.codes import ChartOrigin, CulturalModification, Dentition, ToothNumbering
from cases.pictures.mouth import tooth_name, words_of
from cases.presentation import line
from cases.vocabulary.numbering import named
from cases.vocabulary.teeth import parse_chart, spell

Words = str | Promise
# The fields of a form that make up a dental record, and the parts of its entry that they fill.
CHART = {
    "chart_numbering": "numbering", "teeth": "teeth", "chart_origin": "origin", "charted_on": "charted_on",
    "dentition": "dentition", "prostheses": "prostheses", "occlusion_note": "occlusion_note", "wear": "wear",
    "staining": "staining", "cultural_modification": "cultural_modification",
}  # fmt: skip


def head_line(chart: Any) -> str:
    """What a chart rests on, when it was made, and how it numbered teeth where that is not as we do."""
    origin = ChartOrigin(chart.origin).label if chart.origin else ""
    own = chart.teeth and chart.numbering != ToothNumbering.FDI
    numbers = ToothNumbering(chart.numbering).label if own else ""
    return line([origin, chart.charted_on.label() if chart.charted_on else "", numbers])


def tooth_rows(chart: Any) -> list[str]:
    """A chart tooth by tooth, in words, in the order of the FDI numbers; the chart's own number stands beside."""
    return [
        f"{named(tooth.fdi, chart.numbering)} · {tooth_name(tooth.fdi)}: {words_of(tooth)}"
        for tooth in parse_chart(chart.teeth)
    ]


def mouth_rows(chart: Any) -> list[str]:
    """What is said of the mouth as a whole, one thing a line."""
    own = [str(CulturalModification(code).label) for code in chart.cultural_modification]
    told: list[tuple[str, Words | None]] = [
        (gettext("Which teeth there are"), Dentition(chart.dentition).label if chart.dentition else None),
        (gettext("How the teeth meet"), chart.occlusion_note),
        (gettext("Stains"), chart.staining),
        (gettext("What custom did to the teeth"), ", ".join(own)),
    ]
    wear = [] if chart.wear is None else [wear_words(chart.wear)]
    worn = [gettext("Worn: %(what)s") % {"what": str(one)} for one in chart.prostheses or ()]
    return [*(f"{label}: {value}" for label, value in told if value), *wear, *worn]


def wear_words(grade: int) -> str:
    return gettext("Wear (0–4): %(grade)s") % {"grade": grade}


def chart_line(chart: Any) -> str:
    """The whole record in one line, the teeth as they are written, with the chart's own numbers beside ours."""
    teeth = spell(tuple(replace(tooth, fdi=named(tooth.fdi, chart.numbering)) for tooth in parse_chart(chart.teeth)))
    return line([head_line(chart), teeth, *mouth_rows(chart)])
