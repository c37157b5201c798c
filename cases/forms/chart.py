"""The dental record as fields of a form: the chart with its numbering, and what is said of the mouth as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, CodesField, PartialDateField, PlainTextField, RegistryForm, RowsField
from accessctl.forms.drafts import DraftRow
from cases.charted import CHART
from cases.codes import (
    ChartOrigin,
    CulturalModification,
    Dentition,
    Jaw,
    ProsthesisKind,
    ToothMaterial,
    ToothNumbering,
)
from cases.forms.teeth import ToothChartField
from cases.services import ChartEntry
from cases.vocabulary.dental import HEAVIEST_WEAR, LONGEST, LONGEST_INSCRIPTION, MOST_PROSTHESES, Prosthesis


class ProsthesisRow(DraftRow):
    kind = CodeField(label=_("What is worn"), choices=ProsthesisKind.choices, absences=())
    jaw = CodeField(label=_("In which jaw"), choices=Jaw.choices, absences=(), required=False)
    material = CodeField(label=_("Made of"), choices=ToothMaterial.choices, absences=(), required=False)
    inscription = PlainTextField(label=_("What is written on it"), max_length=LONGEST_INSCRIPTION, required=False)


class ChartFields(RegistryForm):
    """Mixin of forms that ask for a dental record; the names of its fields are the keys of `CHART`."""

    chart_numbering = CodeField(
        choices=ToothNumbering.choices, absences=(), initial=ToothNumbering.FDI.value, required=False,
        help_text=_("Numbers typed as text below are read so. The registry keeps FDI numbers and shows both."),
    )  # fmt: skip
    teeth = ToothChartField(required=False)
    chart_origin = CodeField(choices=ChartOrigin.choices, absences=(), required=False)
    charted_on = PartialDateField(required=False)
    dentition = CodeField(choices=Dentition.choices, absences=(), required=False)
    prostheses = RowsField(ProsthesisRow, most=MOST_PROSTHESES, required=False)
    occlusion_note = PlainTextField(max_length=LONGEST["occlusion_note"], required=False)
    wear = CodeField(
        choices=[(str(grade), str(grade)) for grade in range(HEAVIEST_WEAR + 1)], absences=(), required=False,
        help_text=_("0: none. 4: worn down to the root."),
    )  # fmt: skip
    staining = PlainTextField(max_length=LONGEST["staining"], required=False)
    cultural_modification = CodesField(choices=CulturalModification.choices, required=False)

    def chart_entry(self) -> ChartEntry:
        """The record as it was typed.  After `is_valid`."""
        given = {part: self.cleaned_data[name] for name, part in CHART.items()}
        given["numbering"] = given["numbering"] if given["teeth"] and given["numbering"] else ToothNumbering.FDI.value
        return ChartEntry(
            **given | {
                "wear": int(given["wear"]) if given["wear"] else None,
                "prostheses": tuple(Prosthesis(**row) for row in given["prostheses"]),
                "cultural_modification": tuple(given["cultural_modification"]),
            }
        )  # fmt: skip

    def compare_chart(self, held: ChartEntry) -> None:
        """What is held, to tell what vanishes between the two."""
        field: Any = self.fields["teeth"]
        field.compare_with(held.teeth, held.numbering)


def chart_initial(chart: ChartEntry) -> dict[str, Any]:
    """A record as the fields show it."""
    shown = {name: getattr(chart, part) for name, part in CHART.items()}
    return shown | {
        "wear": "" if chart.wear is None else str(chart.wear),
        "prostheses": [asdict(one) for one in chart.prostheses],
        "cultural_modification": list(chart.cultural_modification),
    }


def chart_declared(table: type[models.Model]) -> Mapping[str, tuple[type[models.Model], str]]:
    """Where labels and reasons of the fields are written."""
    return {name: (table, part) for name, part in CHART.items()}
