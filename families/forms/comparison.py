"""What is asked for a comparison with remains: teeth, body, marks, prints, samples; a form each, saved by itself."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, CodesField, PartialDateField, PlainTextField, RegistryForm, RowsField
from accessctl.forms.places import SeveralSelects
from accessctl.tokens import token_of
from cases.charted import CHART
from cases.codes import (
    INTIMATE_SITES,
    SEARCH_MOTIFS,
    Aspect,
    Colour,
    Healed,
    MarkSite,
    Side,
    Smile,
    Visibility,
)
from cases.forms.chart import ChartFields, chart_declared, chart_initial
from cases.forms.marks import MarksField
from cases.forms.medical import clean_condition
from cases.models import CaseDentalChart, CaseHolders, CaseMark, CaseMedical, CaseSearchFile
from cases.models.holders import Held, SampleOffered
from cases.services import CaseEntry, ChartEntry, MarkEntry, MedicalEntry
from cases.services.validate import MAX_MARKS, MOST_MEDICAL
from cases.vocabulary.marks import LARGEST_MARK_MM
from cases.vocabulary.medical import LONGEST_CONDITION, LONGEST_MEDICATION
from families.comparing import Comparison
from families.forms.person import MarkRow, MedicalRow

CHOOSE = ("", _("Choose…"))


class SectionForm(RegistryForm):
    """One section.  held: what is known; `holders`: the fields that say who holds something."""

    key: ClassVar[str] = ""
    title: ClassVar[str | Promise] = ""
    reason: ClassVar[str | Promise] = ""
    holders: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, held: Comparison, **kwargs: Any) -> None:
        self.held = held
        initial = {name: held.holders[name] for name in self.holders}
        super().__init__(*args, initial=initial | self.known(held.edited.entry), **kwargs)
        tellers = held.edited.tellers
        self.sources = {token_of(key): key for key, _name in tellers}
        if len(tellers) > 1:
            self.fields["told_by"] = CodeField(
                label=_("Who says so?"), choices=[(token_of(key), name) for key, name in tellers], absences=()
            )

    @property
    def told_by(self) -> UUID | None:
        """After `is_valid`: whose words are new; None where the case has no relative."""
        return self.sources.get(self.cleaned_data.get("told_by", next(iter(self.sources), "")))

    def known(self, entry: CaseEntry) -> dict[str, Any]:
        return {}

    def entry(self) -> CaseEntry | None:
        """The whole case with these answers; None where they are none of its own."""
        return None

    def said_of_holders(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.holders}


class TeethForm(ChartFields, SectionForm):
    key, title = "teeth", _("Teeth")
    reason = _("Teeth last longest. What one sees when they smile helps, even without a dentist.")
    holders = ("dentist",)

    smile = CodesField(choices=Smile.choices, required=False)
    dentist = PlainTextField(max_length=300, rows=2, required=False)

    field_order = ("smile", *CHART, "dentist")
    declared = {
        "smile": (CaseSearchFile, "smile"), "dentist": (CaseHolders, "dentist"), **chart_declared(CaseDentalChart),
    }  # fmt: skip

    def known(self, entry: CaseEntry) -> dict[str, Any]:
        return {"smile": list(entry.smile), **chart_initial(entry.dental_chart or ChartEntry())}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teeth"].help_text = _("If a dentist’s chart is at hand, or you are sure of a tooth.")
        self.compare_chart(self.held.edited.entry.dental_chart or ChartEntry())

    def entry(self) -> CaseEntry:
        smile = tuple(self.cleaned_data["smile"])
        return replace(self.held.edited.entry, smile=smile, dental_chart=self.chart_entry())


class FullMedicalRow(MedicalRow):
    healed = CodeField(label=_("Old or new"), choices=Healed.choices, absences=(), required=False)
    device_maker = PlainTextField(label=_("Maker of the device"), max_length=60, required=False)
    happened = PartialDateField(required=False)
    condition_code = PlainTextField(max_length=LONGEST_CONDITION, required=False)
    medication = PlainTextField(max_length=LONGEST_MEDICATION, required=False)
    urgent_if_alive = forms.BooleanField(required=False)

    declared = {name: (CaseMedical, name) for name in ("happened", "condition_code", "medication", "urgent_if_alive")}

    clean_condition_code = clean_condition


class BodyForm(SectionForm):
    key, title = "medical", _("Old injuries, operations, implants")
    reason = _("What leaves a trace in the body, and an illness if they need care. Nobody need speak of it.")
    holders = ("record_holder",)

    medical = RowsField(FullMedicalRow, label=_("What stays in the body"), most=MOST_MEDICAL, required=False)
    record_holder = PlainTextField(max_length=300, rows=2, required=False)

    declared = {"medical": (CaseMedical, "item_type"), "record_holder": (CaseHolders, "record_holder")}

    def known(self, entry: CaseEntry) -> dict[str, Any]:
        return {"medical": [vars(item) for item in entry.medical or ()]}

    def entry(self) -> CaseEntry:
        usual = {"site": MarkSite.UNKNOWN.value, "side": Side.UNKNOWN.value, "healed": Healed.UNKNOWN.value}
        rows = [row | {name: row[name] or code for name, code in usual.items()} for row in self.cleaned_data["medical"]]
        return replace(self.held.edited.entry, medical=tuple(MedicalEntry(**row) for row in rows))


class FullMarkRow(MarkRow):
    """A mark with all that it shows."""

    motif = None  # type: ignore[assignment] # several may be told here
    motifs = forms.MultipleChoiceField(
        label=_("If a tattoo: what it shows"), required=False, widget=SeveralSelects(boxes=3),
        choices=[CHOOSE, *((code.value, code.label) for code in SEARCH_MOTIFS)],
    )  # fmt: skip
    aspect = CodeField(label=_("Which face of it"), choices=Aspect.choices, absences=(), required=False)
    length_mm = forms.IntegerField(label=_("Length in mm"), min_value=1, max_value=LARGEST_MARK_MM, required=False)
    width_mm = forms.IntegerField(label=_("Width in mm"), min_value=1, max_value=LARGEST_MARK_MM, required=False)
    colours = forms.MultipleChoiceField(
        label=_("Colours"), required=False, widget=SeveralSelects(boxes=2), choices=[CHOOSE, *Colour.choices]
    )
    acquired = PartialDateField(label=_("Since when they have it"), required=False)
    field_order = ("mark_type", "site", "side", "aspect", "length_mm", "width_mm", "colours", "motifs")


class MarksForm(SectionForm):
    key, title = "marks", _("Marks on the body")
    reason = _("A scar or tattoo can settle a doubt. Left and right are theirs, not yours.")

    marks = MarksField(FullMarkRow, most=MAX_MARKS, required=False)

    declared = {"marks": (CaseMark, "mark_type")}

    def known(self, entry: CaseEntry) -> dict[str, Any]:
        return {"marks": [_mark_row(mark) for mark in entry.marks]}

    def entry(self) -> CaseEntry:
        return replace(self.held.edited.entry, marks=tuple(_mark(row) for row in self.cleaned_data["marks"]))


class PrintsForm(SectionForm):
    key, title = "prints", _("Fingerprints")
    reason = _("Many authorities took fingerprints for a passport or at a border. We note where, and ask nobody yet.")
    holders = ("prints_held", "prints_held_by")

    prints_held = CodeField(choices=Held.choices, absences=(), required=False, radios=True)
    prints_held_by = PlainTextField(max_length=300, rows=2, required=False)

    declared = {name: (CaseHolders, name) for name in ("prints_held", "prints_held_by")}


class SamplesForm(SectionForm):
    key, title = "samples", _("Samples for genetic testing")
    reason = _(
        "Only whether you would be willing. Nothing is taken or tested by answering, and you can change your mind."
    )
    holders = ("samples_offered", "samples_note")

    samples_offered = CodesField(choices=SampleOffered.choices, required=False)
    samples_note = PlainTextField(max_length=300, rows=2, required=False)

    declared = {name: (CaseHolders, name) for name in ("samples_offered", "samples_note")}


SECTIONS: tuple[type[SectionForm], ...] = (TeethForm, BodyForm, MarksForm, PrintsForm, SamplesForm)


def _mark_row(mark: MarkEntry) -> dict[str, Any]:
    said = asdict(mark) | {"acquired": mark.acquired, "motifs": list(mark.motifs), "colours": list(mark.colours)}
    usual = mark.intimate == (mark.site in INTIMATE_SITES)
    stated = Visibility.INTIMATE.value if said.pop("intimate") else Visibility.VISIBLE.value
    return said | {"visibility": "" if usual else stated}


def _mark(row: dict[str, Any]) -> MarkEntry:
    site = row["site"] or MarkSite.UNKNOWN.value
    intimate = row["visibility"] == Visibility.INTIMATE or (not row["visibility"] and site in INTIMATE_SITES)
    return MarkEntry(
        mark_type=row["mark_type"], site=site, side=row["side"] or Side.UNKNOWN.value,
        aspect=row["aspect"] or Aspect.UNKNOWN.value, length_mm=row["length_mm"], width_mm=row["width_mm"],
        colours=tuple(row["colours"]), motifs=tuple(code for code in row["motifs"] if code),
        inscription=row["inscription"], acquired=row["acquired"], description=row["description"], intimate=intimate,
        key=row["key"],
    )  # fmt: skip
