"""A dental chart as a form: a picture, a plain field for each tooth, and the chart as text for whoever has it so.

The text is in the numbering that the form names beside it.  Its value is the chart in its one spelling, in FDI numbers.
What cannot be is told at the field; what was typed stands there again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accessctl.forms import PlainTextField
from accessctl.forms.base import as_validation_error
from cases.codes import ToothMaterial, ToothNumbering, ToothStatus
from cases.pictures import mouth
from cases.vocabulary.numbering import MILK, PERMANENT, named, written_in
from cases.vocabulary.teeth import (
    LONGEST_CHART,
    LONGEST_NOTE,
    parse_chart,
    quoted_note,
    read_chart,
    spell,
    surfaces_of,
    told_apart,
    vanished,
)
from registry.lib.errors import BadText, Invalid
from registry.lib.names import clean_text

ALL = (*PERMANENT, *MILK)
WISDOM = frozenset({"18", "28", "38", "48"})
# What "the others" can be said to be, so that nobody charts 28 sound teeth one by one.
REST = {
    "": _("The others were not seen"),
    "28": _("The others are sound; wisdom teeth were not seen"),
    "32": _("The others are sound, wisdom teeth too"),
}
_OTHERS = {"28": [fdi for fdi in PERMANENT if fdi not in WISDOM], "32": list(PERMANENT)}
_PARTS = ("status", "surfaces", "material", "note")
NUMBERED_BY = "chart_numbering"  # the field of the same form that says in which numbering the text is
_UNSEEN = frozenset({ToothStatus.UNERUPTED, ToothStatus.IMPACTED, ToothStatus.NEVER, ToothStatus.NO_DATA})
Said = tuple[str, str, str, str]


@dataclass(frozen=True)
class Typed:
    """What stands in the form: the chart as text in its numbering, what is said by tooth, and what the others are.

    teeth: FDI number, and state, surfaces, material, note.
    """

    text: str = ""
    teeth: tuple[tuple[str, Said], ...] = ()
    rest: str = ""
    sure: bool = False
    numbering: str = ToothNumbering.FDI

    def __bool__(self) -> bool:
        return bool(self.text.strip() or self.teeth or self.rest)

    def written(self) -> str:
        """The whole as one text in its numbering; a tooth that both tell alike is told once."""
        told = told_apart(self.text)
        rows = [
            " ".join(filter(None, (written_in(fdi, self.numbering), *said[:3], quoted_note(said[3]))))
            for fdi, said in self.teeth
        ]
        text = "; ".join(filter(None, [self.text, *(row for row in rows if row.lower() not in told)]))
        if self.rest not in _OTHERS:
            return text
        held, _faults = read_chart(text, self.numbering)
        taken = {tooth.fdi for tooth in held} | {
            f"{int(t.fdi[0]) - 4}{t.fdi[1]}" for t in held if t.fdi in MILK and t.status not in _UNSEEN
        }
        sound = [fdi for fdi in _OTHERS[self.rest] if fdi not in taken]
        others = [f"{written_in(fdi, self.numbering)} {ToothStatus.SOUND.value}" for fdi in sound]
        return "; ".join(filter(None, [text, *others]))


class ToothChartWidget(forms.Widget):
    """held: the chart that stands, to tell what vanishes between the two; numbering: in which it was charted."""

    template_name = "django/forms/widgets/tooth_chart.html"
    use_fieldset = True
    held = ""
    numbering: str = ToothNumbering.FDI

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        teeth = []
        for fdi in ALL:
            typed = (str(data.get(f"{name}_{fdi}_{part}") or "").split() for part in _PARTS)
            status, surfaces, material, note = (" ".join(words) for words in typed)
            if status or surfaces or material or note:
                letters = "".join(letter for letter in surfaces.upper() if letter not in " -./")
                teeth.append((fdi, (status, letters, material, note)))
        numbering = str(data.get(NUMBERED_BY) or "")
        return Typed(
            text=str(data.get(name) or ""), teeth=tuple(teeth), rest=str(data.get(f"{name}_rest") or ""),
            sure=bool(data.get(f"{name}_sure")),
            numbering=numbering if numbering in ToothNumbering.values else ToothNumbering.FDI,
        )  # fmt: skip

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key == name or key.startswith(f"{name}_") for key in data)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        typed = value if isinstance(value, Typed) else _shown(str(value or ""), self.numbering)
        teeth, faults = read_chart(replace(typed, rest="").written(), typed.numbering)
        wrong = {fdi for fdi, _message in faults}
        context["widget"] |= {
            "text": typed.text,
            "quadrants": list(_quadrants(name, context["widget"]["attrs"].get("id", ""), dict(typed.teeth), wrong)),
            "rest": [{"value": code, "label": label, "chosen": code == typed.rest} for code, label in REST.items()],
            "halves": mouth.halves(teeth),
            "surfaces": mouth.SURFACES.items(),
            "states": ToothStatus.choices,
            "materials": ToothMaterial.choices,
            "longest_note": LONGEST_NOTE,
            "vanished": bool(vanished(read_chart(self.held)[0], teeth)) or typed.sure,
            "sure": typed.sure,
        }
        return context


@dataclass(frozen=True)
class _Row:
    fdi: str
    own: list[tuple[str, str]]  # ways of numbering, and the tooth in them
    tooth: str
    id: str
    name: str
    offers: str
    states: SafeString
    surfaces: str
    materials: SafeString
    note: str
    is_wrong: bool


@dataclass(frozen=True)
class _Quadrant:
    title: Any
    rows: list[_Row]
    is_open: bool


def _quadrants(name: str, auto_id: str, said: Mapping[str, Said], wrong: set[str]) -> Iterator[_Quadrant]:
    states, materials = _Options(ToothStatus.choices), _Options(ToothMaterial.choices)
    for quadrant, title in mouth.QUADRANTS.items():
        rows = []
        for fdi in (fdi for fdi in ALL if fdi[0] == quadrant):
            status, surfaces, material, note = said.get(fdi, ("", "", "", ""))
            own = [(way.value, written_in(fdi, way)) for way in ToothNumbering if way is not ToothNumbering.FDI]
            names = (f"{name}_{fdi}", f"{auto_id}_{fdi}", mouth.tooth_name(fdi), " ".join(surfaces_of(fdi)))
            chosen = (states.chosen(status), surfaces, materials.chosen(material), note)
            rows.append(_Row(fdi, own, *names, *chosen, fdi in wrong))
        yield _Quadrant(title, rows, any(row.fdi in said for row in rows))


class _Options:
    """The options of one list as HTML, drawn once for each choice: a chart shows them 52 times."""

    def __init__(self, choices: Any) -> None:
        self.choices, self.drawn = [("", "–"), *choices], dict[str, SafeString]()

    def chosen(self, code: str) -> SafeString:
        if code not in self.drawn:
            marked = SafeString(" selected")
            options = [(value, marked if value == code else "", label) for value, label in self.choices]
            if code not in dict(self.choices):
                options.append((code, marked, code))
            self.drawn[code] = format_html_join("", '<option value="{}"{}>{}</option>', options)
        return self.drawn[code]


def _shown(chart: str, numbering: str) -> Typed:
    """A chart that is held, by tooth; supernumerary teeth stand in the text."""
    teeth, _faults = read_chart(chart)
    rows = tuple((one.fdi, (one.status, one.surfaces, one.material, one.note)) for one in teeth if one.fdi in ALL)
    beside = tuple(replace(one, fdi=written_in(one.fdi, numbering)) for one in teeth if one.fdi not in ALL)
    return Typed(spell(beside), rows, numbering=numbering)


class ToothChartField(PlainTextField):
    """A dental chart.  Cleaned: its one spelling, "" where nothing was charted.

    A form that changes a chart calls `compare_with` with what is held: a filling that is gone is asked about.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_CHART, widget=ToothChartWidget(), **kwargs)

    def compare_with(self, held: str, numbering: str = ToothNumbering.FDI) -> None:
        self.widget.held, self.widget.numbering = held, numbering

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.clean(data) != (initial or ""))
        except ValidationError:
            return True

    def clean(self, value: Any) -> str:
        typed = value if isinstance(value, Typed) else Typed(text=str(value or ""), numbering=self.widget.numbering)
        if typed.rest not in REST:
            raise ValidationError(_("Choose one of the answers that are offered for the other teeth."), code="rest")
        stateless = [fdi for fdi, said in typed.teeth if not said[0]]
        if stateless:
            raise ValidationError(
                _("Choose the state of tooth %(number)s too."), code="state", params={"number": ", ".join(stateless)}
            )
        try:
            teeth = parse_chart(clean_text(typed.written()), typed.numbering)
        except (Invalid, BadText) as error:
            raise as_validation_error(error) from error
        gone = vanished(read_chart(self.widget.held)[0], teeth)
        if gone and not typed.sure:
            said = _(
                "What the chart held says of %(teeth)s cannot have become this: fillings, crowns and gaps do not heal. "
                "Look again; if the chart held is wrong, tick the box below the chart."
            )
            teeth_named = ", ".join(named(fdi, typed.numbering) for fdi in gone)
            raise ValidationError(said, code="vanished", params={"teeth": teeth_named})
        text = spell(teeth)
        if len(text) > LONGEST_CHART:
            raise ValidationError(_("Use at most %(limit)s characters."), params={"limit": LONGEST_CHART})
        return text
