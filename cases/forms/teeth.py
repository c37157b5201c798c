"""A dental chart as a form: a picture, a plain field for each tooth, and the chart as text for whoever has it so.

Its value is the chart in its one spelling.  What cannot be is told at the field; what was typed stands there again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accessctl.forms import PlainTextField
from accessctl.forms.base import as_validation_error
from cases.codes import ToothMaterial, ToothStatus
from cases.pictures import mouth
from cases.vocabulary.teeth import (
    LONGEST_CHART,
    MILK,
    PERMANENT,
    parse_chart,
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
_PARTS = ("status", "surfaces", "material")
_UNSEEN = frozenset({ToothStatus.UNERUPTED, ToothStatus.IMPACTED, ToothStatus.NEVER, ToothStatus.NO_DATA})
Said = tuple[str, str, str]


@dataclass(frozen=True)
class Typed:
    """What stands in the form: the chart as text, state, surfaces and material by tooth, and what the others are."""

    text: str = ""
    teeth: tuple[tuple[str, Said], ...] = ()
    rest: str = ""
    sure: bool = False

    def __bool__(self) -> bool:
        return bool(self.text.strip() or self.teeth or self.rest)

    def written(self) -> str:
        """The whole as one text; a tooth that both tell alike is told once."""
        told = told_apart(self.text)
        rows = [" ".join(filter(None, (fdi, *said))) for fdi, said in self.teeth]
        text = "; ".join(filter(None, [self.text, *(row for row in rows if row.lower() not in told)]))
        if self.rest not in _OTHERS:
            return text
        held, _faults = read_chart(text)
        taken = {tooth.fdi for tooth in held} | {
            f"{int(t.fdi[0]) - 4}{t.fdi[1]}" for t in held if t.fdi in MILK and t.status not in _UNSEEN
        }
        others = [f"{fdi} {ToothStatus.SOUND.value}" for fdi in _OTHERS[self.rest] if fdi not in taken]
        return "; ".join(filter(None, [text, *others]))


class ToothChartWidget(forms.Widget):
    """held: the chart that stands, to tell what vanishes between the two."""

    template_name = "django/forms/widgets/tooth_chart.html"
    use_fieldset = True
    held = ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        teeth = []
        for fdi in ALL:
            status, surfaces, material = (str(data.get(f"{name}_{fdi}_{part}") or "").strip() for part in _PARTS)
            if status or surfaces or material:
                letters = "".join(letter for letter in surfaces.upper() if letter not in " -./")
                teeth.append((fdi, (status, letters, material)))
        return Typed(
            text=str(data.get(name) or ""), teeth=tuple(teeth), rest=str(data.get(f"{name}_rest") or ""),
            sure=bool(data.get(f"{name}_sure")),
        )  # fmt: skip

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key == name or key.startswith(f"{name}_") for key in data)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        typed = value if isinstance(value, Typed) else _shown(str(value or ""))
        teeth, faults = read_chart(Typed(typed.text, typed.teeth).written())
        wrong = {fdi for fdi, _message in faults}
        context["widget"] |= {
            "text": typed.text,
            "quadrants": list(_quadrants(name, context["widget"]["attrs"].get("id", ""), dict(typed.teeth), wrong)),
            "rest": [{"value": code, "label": label, "chosen": code == typed.rest} for code, label in REST.items()],
            "halves": mouth.halves(teeth),
            "surfaces": mouth.SURFACES.items(),
            "states": ToothStatus.choices,
            "materials": ToothMaterial.choices,
            "vanished": bool(vanished(read_chart(self.held)[0], teeth)) or typed.sure,
            "sure": typed.sure,
        }
        return context


@dataclass(frozen=True)
class _Row:
    fdi: str
    tooth: str
    id: str
    name: str
    offers: str
    states: SafeString
    surfaces: str
    materials: SafeString
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
            status, surfaces, material = said.get(fdi, ("", "", ""))
            names = (f"{name}_{fdi}", f"{auto_id}_{fdi}", mouth.tooth_name(fdi), " ".join(surfaces_of(fdi)))
            chosen = (states.chosen(status), surfaces, materials.chosen(material))
            rows.append(_Row(fdi, *names, *chosen, fdi in wrong))
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


def _shown(chart: str) -> Typed:
    """A chart that is held, by tooth; supernumerary teeth stand in the text."""
    teeth, _faults = read_chart(chart)
    rows = tuple((tooth.fdi, (tooth.status, tooth.surfaces, tooth.material)) for tooth in teeth if tooth.fdi in ALL)
    return Typed(spell(tuple(tooth for tooth in teeth if tooth.fdi not in ALL)), rows)


class ToothChartField(PlainTextField):
    """A dental chart.  Cleaned: its one spelling, "" where nothing was charted.

    A form that changes a chart calls `compare_with` with what is held: a filling that is gone is asked about.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_CHART, widget=ToothChartWidget(), **kwargs)

    def compare_with(self, held: str) -> None:
        self.widget.held = held

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.clean(data) != (initial or ""))
        except ValidationError:
            return True

    def clean(self, value: Any) -> str:
        typed = value if isinstance(value, Typed) else Typed(text=str(value or ""))
        if typed.rest not in REST:
            raise ValidationError(_("Choose one of the answers that are offered for the other teeth."), code="rest")
        stateless = [fdi for fdi, said in typed.teeth if not said[0]]
        if stateless:
            raise ValidationError(
                _("Choose the state of tooth %(number)s too."), code="state", params={"number": ", ".join(stateless)}
            )
        try:
            teeth = parse_chart(clean_text(typed.written()))
        except (Invalid, BadText) as error:
            raise as_validation_error(error) from error
        gone = vanished(read_chart(self.widget.held)[0], teeth)
        if gone and not typed.sure:
            said = _(
                "What the chart held says of %(teeth)s cannot have become this: fillings, crowns and gaps do not heal. "
                "Look again; if the chart held is wrong, tick the box below the chart."
            )
            raise ValidationError(said, code="vanished", params={"teeth": ", ".join(gone)})
        text = spell(teeth)
        if len(text) > LONGEST_CHART:
            raise ValidationError(_("Use at most %(limit)s characters."), params={"limit": LONGEST_CHART})
        return text
