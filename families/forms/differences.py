"""Two versions of a case side by side: which answers differ, each in words, and the choice between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import Absence, RegistryForm
from cases.charted import chart_line
from cases.codes import (
    Build,
    Circumstance,
    DocumentType,
    EyeColour,
    HairColour,
    HeightClass,
    ItemClass,
    MarkSite,
    MarkType,
    MedicalKind,
    ProtectionFlag,
    Route,
    Sex,
    Smile,
)
from cases.models import CaseSearchFile
from cases.presentation import span
from cases.services import CaseEntry
from cases.told_facts import kilograms
from cases.vocabulary.looks import TOLD_LOOKS
from cases.vocabulary.medical import site_label
from registry.lib.world import country_name

NO_RANGE = (None, None)
MINE, THEIRS = "mine", "theirs"
Words = Callable[[CaseEntry], str]


@dataclass(frozen=True)
class Answer:
    """A part of an entry that is chosen as a whole; `key` also names it among the absences."""

    key: str
    label: Any
    attributes: tuple[str, ...]
    words: Words

    def value(self, entry: CaseEntry) -> tuple[Any, ...]:
        return (*(getattr(entry, name) for name in self.attributes), entry.absences.get(self.key))


def _listed(parts: Iterable[Any]) -> str:
    return " · ".join(str(part) for part in parts if part)


def _names(entry: CaseEntry) -> str:
    return _listed(part for name in entry.names for part in (name.full_original, name.latn))


def _parents(entry: CaseEntry) -> str:
    return _listed(part for name in entry.names for part in (name.father_name, name.mother_name))


def _place(name: str) -> Words:
    def words(entry: CaseEntry) -> str:
        place = getattr(entry, name)
        if place is None:
            return ""
        point = f"{place.lat}, {place.lon} ± {place.radius_m / 1000:g} km" if place.lat is not None else ""
        return _listed((place.as_said, place.country and country_name(place.country), point))

    return words


def _date(name: str) -> Words:
    return lambda entry: found.label() if (found := getattr(entry, name)) else ""


def _text(name: str) -> Words:
    return lambda entry: str(getattr(entry, name))


def _code(name: str, codes: Any) -> Words:
    return lambda entry: str(codes(found).label) if (found := getattr(entry, name)) else ""


def _countries(name: str) -> Words:
    return lambda entry: _listed(country_name(code) for code in getattr(entry, name))


def _destination(entry: CaseEntry) -> str:
    return country_name(entry.destination_country) if entry.destination_country else ""


def _label(name: str) -> Any:
    return CaseSearchFile._meta.get_field(name).verbose_name  # type: ignore[union-attr] # a column


def _height(entry: CaseEntry) -> str:
    if entry.height_cm:
        low, high = entry.height_cm
        return f"{low} cm" if low == high else f"{low}–{high} cm"
    return _code("height_class", HeightClass)(entry)


def _age(entry: CaseEntry) -> str:
    return "–".join(str(years) for years in dict.fromkeys(entry.age or ()))


def _documents(entry: CaseEntry) -> str:
    return _listed(f"{DocumentType(paper.doc_type).label} {paper.doc_number}".strip() for paper in entry.documents)


def _marks(entry: CaseEntry) -> str:
    return _listed(f"{MarkType(mark.mark_type).label}, {MarkSite(mark.site).label}" for mark in entry.marks)


def _smile(entry: CaseEntry) -> str:
    return _listed(Smile(code).label for code in entry.smile)


def _happened(entry: CaseEntry) -> str:
    return _listed(Circumstance(code).label for code in entry.circumstance_codes)


def _medical(entry: CaseEntry) -> str:
    return _listed(
        f"{MedicalKind(item.item_type).label}, {site_label(item.site)} {item.device_serial}".strip()
        for item in entry.medical or ()
    )


def _chart(entry: CaseEntry) -> str:
    return chart_line(entry.dental_chart) if entry.dental_chart else ""


def _belongings(entry: CaseEntry) -> str:
    return _listed(
        f"{ItemClass(item.item_class).label} {item.brand} {item.size} {item.inscription} {item.serial}".strip()
        for item in entry.belongings or ()
    )


ANSWERS: tuple[Answer, ...] = (
    Answer("names", _("Names and spellings"), ("names",), lambda entry: _listed((_names(entry), _parents(entry)))),
    Answer("sex", _("Sex"), ("sex",), _code("sex", Sex)),
    Answer("date_of_birth", _("Date of birth"), ("date_of_birth", "dob_basis"), _date("date_of_birth")),
    Answer("age", _("Age at last contact"), ("age",), _age),
    Answer("nationalities", _("Nationality"), ("nationalities",), _countries("nationalities")),
    Answer("place_of_origin", _("Place of origin"), ("place_of_origin",), _place("place_of_origin")),
    Answer("documents", _("Papers"), ("documents",), _documents),
    Answer("height", _("Height"), ("height_cm", "height_class"), _height),
    Answer("hair_colour", _("Hair colour"), ("hair_colour",), _code("hair_colour", HairColour)),
    Answer("eye_colour", _("Eye colour"), ("eye_colour",), _code("eye_colour", EyeColour)),
    Answer("build", _("Build"), ("build",), _code("build", Build)),
    *(Answer(name, _label(name), (name,), _code(name, listed)) for name, listed in TOLD_LOOKS.items()),
    Answer("weight_kg", _("Weight"), ("weight_kg",), lambda entry: kilograms(*entry.weight_kg or NO_RANGE) or ""),
    Answer("shoe_size_eu", _("Shoe size (EU)"), ("shoe_size_eu",),
           lambda entry: span(*entry.shoe_size_eu or NO_RANGE) or ""),
    Answer("voice_gait_habits", _label("voice_gait_habits"), ("voice_gait_habits",), _text("voice_gait_habits")),
    Answer("observed_at", _label("observed_at"), ("observed_at",), _date("observed_at")),
    Answer("smile", _("What one sees when they smile"), ("smile",), _smile),
    Answer("medical", _("Old fractures, operations and implants"), ("medical",), _medical),
    Answer("dental_chart", _("Dental chart"), ("dental_chart",), _chart),
    Answer("belongings", _("Clothes and belongings"), ("belongings",), _belongings),
    Answer(
        "distinguishing_features",
        _("Distinguishing features"),
        ("distinguishing_features",),
        _text("distinguishing_features"),
    ),
    Answer("marks", _("The most striking marks"), ("marks",), _marks),
    Answer("date_last_contact", _("Date of last contact"), ("date_last_contact",), _date("date_last_contact")),
    Answer("place_last_contact", _("Place of last contact"), ("place_last_contact",), _place("place_last_contact")),
    Answer("circumstances_text", _("What happened"), ("circumstances_text",), _text("circumstances_text")),
    Answer("circumstance_codes", _("What happened, in codes"), ("circumstance_codes",), _happened),
    Answer("destination_country", _("Country of destination"), ("destination_country",), _destination),
    Answer("route_code", _("Route"), ("route_code",), _code("route_code", Route)),
    Answer("companions_text", _("Travel companions"), ("companions_text",), _text("companions_text")),
    Answer(
        "protection",
        _("Protection"),
        ("protection_flag", "protection_states"),
        lambda entry: _listed(
            (_code("protection_flag", ProtectionFlag)(entry), _countries("protection_states")(entry))
        ),
    ),
)  # fmt: skip


def differing(mine: CaseEntry, theirs: CaseEntry) -> list[Answer]:
    """The answers in which two entries differ."""
    return [answer for answer in ANSWERS if answer.value(mine) != answer.value(theirs)]


def in_words(answer: Answer, entry: CaseEntry) -> Any:
    """An answer as it is read: its words, or why there are none."""
    code = entry.absences.get(answer.key)
    return answer.words(entry) or (Absence(code).label if code in Absence.values else _("no answer"))


def merged(mine: CaseEntry, theirs: CaseEntry, chosen: dict[str, str]) -> CaseEntry:
    """Mine, with theirs where theirs was chosen."""
    taken = [answer for answer in ANSWERS if chosen.get(answer.key) == THEIRS]
    absences = dict(mine.absences)
    for answer in taken:
        absences.pop(answer.key, None)
        if answer.key in theirs.absences:
            absences[answer.key] = theirs.absences[answer.key]
    values = {name: getattr(theirs, name) for answer in taken for name in answer.attributes}
    return replace(mine, **values, absences=absences)


class ChoiceForm(RegistryForm):
    """One choice for each answer that differs; nothing is chosen beforehand."""

    def __init__(self, mine: CaseEntry, theirs: CaseEntry, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="_keep", **kwargs)
        self.rows = [(answer, in_words(answer, mine), in_words(answer, theirs)) for answer in differing(mine, theirs)]
        for answer, _mine, _theirs in self.rows:
            self.fields[answer.key] = forms.ChoiceField(
                label=answer.label,
                choices=[(MINE, _("Keep mine")), (THEIRS, _("Keep theirs"))],
                widget=forms.RadioSelect(),
                error_messages={"required": _("Choose one of the two.")},
            )

    def drawn(self) -> Iterator[tuple[Answer, Any, Any, Any]]:
        """Rows of the page: the answer, mine and theirs in words, the bound choice."""
        for answer, mine, theirs in self.rows:
            yield answer, mine, theirs, self[answer.key]
