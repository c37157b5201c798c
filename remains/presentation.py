"""How remains are worded on a page: facts by section, what would help most.  Formatting only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cases import codes as words
from cases.charted import CHART, chart_line
from cases.presentation import Fact, illness_parts, item_line, line, mark_line, months, place_words, quoted, span
from cases.services import MedicalEntry
from cases.vocabulary.looks import LOOKS
from cases.vocabulary.medical import site_label
from registry.lib.world import country_name
from remains import codes
from remains.models import ForensicFile, PostMortemProfile, Remains
from remains.services import FoundDocument, IndicatorEntry, RemainsEntry

Words = str | Promise
NOT_RECORDED = _("not recorded")
STRENGTHS: dict[int, Words] = {
    1: pgettext_lazy("strength of an indicator", "weak"),
    2: pgettext_lazy("strength of an indicator", "medium"),
    3: pgettext_lazy("strength of an indicator", "strong"),
}
CODED: dict[str, type[words.CodeList]] = {
    "status": codes.RemainsStatus,
    "setting": codes.Setting,
    "burial_context": codes.BurialContext,
    "finder_kind": codes.Finder,
    "completeness": codes.Completeness,
    "condition": codes.Condition,
    "sex_estimated": codes.SexEstimate,
    "sex_method": codes.SexMethod,
    "age_method": codes.AgeMethod,
    "stature_method": codes.StatureMethod,
    "build": words.Build,
    "hair_colour": words.HairColour,
    "eye_colour": words.EyeColour,
    **LOOKS,
    "skin_tone": words.SkinTone,
    "smile": words.Smile,
    "pmi_method": codes.IntervalMethod,
    "presumptive_basis": codes.PresumptiveBasis,
    "not_recovered": codes.PartNotRecovered,
    "elements": codes.Element,
    "alterations": codes.Alteration,
    "skin_examined": words.BodyRegion,
    "bones_examined": words.BodyRegion,
}
# Labels of what has no single column of its own.
LABELS: dict[str, Words] = {
    "age": _("Age in years"),
    "stature_cm": _("Stature in cm"),
    "weight_kg": _("Weight in kg"),
    "pmi_days": _("Days since death when found"),
    "point": _("Point and radius"),
    "marks": _("Marks"),
    "medical": _("Old fractures and implants"),
    "dental_chart": _("Dental chart"),
    "belongings": _("Belongings"),
    "documents": _("Papers found"),
    "indicators": _("What points to a country"),
}


@dataclass(frozen=True)
class Topic:
    """One section of the description, in the form and on the page."""

    id: str
    title: Words
    fields: tuple[str, ...]
    note: Words = ""


TOPICS: tuple[Topic, ...] = (
    Topic(
        "recovery",
        _("Place and time of finding"),
        (
            "found_place",
            "found_at",
            "found_time",
            "setting",
            "burial_context",
            "finder_kind",
            "informal_report",
        ),
    ),
    Topic(
        "state",
        _("State of the remains"),
        ("status", "completeness", "not_recovered", "elements", "condition", "alterations", "skin_examined"),
    ),
    Topic(
        "profile",
        _("Sex, age, stature"),
        (
            "sex_estimated",
            "sex_method",
            "age",
            "age_method",
            "stature_cm",
            "stature_method",
            "weight_kg",
            "build",
            "hair_colour",
            "hair_dyed",
            "hair_length",
            "hair_form",
            "baldness",
            "facial_hair",
            "facial_hair_colour",
            "eye_colour",
            "eye_colour_left",
            "skin_tone",
            "ancestry_note",
            "pm_altered",
        ),
        _("Estimates are ranges with their method. A wide true range finds more than a narrow guess."),
    ),
    Topic("interval", _("Time since death"), ("pmi_days", "pmi_method")),
    Topic("marks", _("Marks"), ("marks",), _("Left and right are the person’s own.")),
    Topic("medical", _("Old fractures and implants"), ("bones_examined", "medical")),
    Topic(
        "teeth",
        _("Teeth"),
        ("smile", *CHART),
        _("A tooth that is not named counts as not seen, never as sound."),
    ),
    Topic("belongings", _("Clothes and belongings"), ("belongings",)),
    Topic("documents", _("Papers found"), ("documents",), _("A paper found nearby is a lead. It identifies nobody.")),
    Topic("indicators", _("What points to a country"), ("indicators",)),
    Topic(
        "presumption",
        _("Presumed name"),
        ("presumptive_identity", "presumptive_basis", "minimum_number_of_individuals"),
        _("A presumed name is a lead for forensic teams. It is shown to nobody else and identifies nobody."),
    ),
)
FORENSIC_SHOWN = (
    "minimum_number_of_individuals", "not_recovered", "elements", "alterations", "weight_kg", "build", "skin_tone",
    "ancestry_note", "bones_examined", "medical", "dental_chart", "presumptive_identity", "presumptive_basis",
)  # fmt: skip
# Told at the head of the page, or only when it is so.
_ELSEWHERE = frozenset({"status", *CHART})
_WHEN_SO = frozenset({"informal_report", "pm_altered", *LOOKS})


def label(name: str) -> Words:
    """What a field of an entry is called."""
    if name in LABELS:
        return LABELS[name]
    model = next(model for model in (Remains, PostMortemProfile, ForensicFile) if hasattr(model, name))
    named: Words = model._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return named


def facts(entry: RemainsEntry, names: Iterable[str]) -> list[Fact]:
    """These fields of an entry in words; what nobody recorded is said to be so."""
    return [fact(entry, name) for name in names]


@dataclass(frozen=True)
class TopicFacts:
    title: Words
    facts: list[Fact]


def profile_facts(entry: RemainsEntry) -> list[TopicFacts]:
    """What layer 2 holds of recovery, state, estimates and time since death, topic by topic."""
    found = []
    for topic in TOPICS:
        names = [name for name in topic.fields if name not in {*FORENSIC_SHOWN, *_ELSEWHERE, *ROWS}]
        shown = facts(entry, [name for name in names if name not in _WHEN_SO or getattr(entry, name)])
        if topic.id == "recovery" and (point := point_words(entry)):
            shown.insert(1, Fact(label("point"), point, ltr=True))
        if shown:
            found.append(TopicFacts(topic.title, shown))
    return found


def fact(entry: RemainsEntry, name: str) -> Fact:
    value = getattr(entry, name)
    if name in RANGES:
        return Fact(label(name), span(*value) if value else None, NOT_RECORDED, ltr=True)
    if name == "found_time":
        return Fact(label(name), f"{value:%H:%M}" if value else None, NOT_RECORDED, ltr=True)
    if name in CODED:
        return Fact(label(name), code_words(name, value), NOT_RECORDED)
    if isinstance(value, bool):
        return Fact(label(name), _("yes") if value else _("no"))
    if name in ROWS:
        return Fact(label(name), "; ".join(ROWS[name](row) for row in value), NOT_RECORDED)
    if name == "dental_chart":
        return Fact(label(name), chart_line(value) or None, NOT_RECORDED)
    if name == "found_at":
        return Fact(label(name), value.label() if value else None, NOT_RECORDED)
    if name == "found_place":
        return Fact(label(name), place_words(value), NOT_RECORDED)
    return Fact(label(name), str(value) if value else None, NOT_RECORDED)


def code_words(name: str, value: Any) -> Words | None:
    """A code, or several, in words."""
    if value is None or value == "":
        return None
    if isinstance(value, tuple):
        nowhere = _("none") if name.endswith("_examined") else None
        return _joined([CODED[name](code).label for code in value]) or nowhere
    return CODED[name](value).label


def point_words(entry: RemainsEntry) -> str | None:
    """Latitude, longitude and radius as figures."""
    place = entry.found_place
    if place is None or place.lat is None:
        return None
    return f"{place.lat:.4f}, {place.lon:.4f} ± {(place.radius_m or 0) / 1000:g} km"


def medical_line(item: MedicalEntry) -> str:
    """Something in the body in one line: what, where, which side, old or new, its number."""
    parts: list[Words] = [words.MedicalKind(item.item_type).label, site_label(item.site), words.Side(item.side).label]
    if item.healed != words.Healed.UNKNOWN:
        parts.append(words.Healed(item.healed).label)
    return line([*parts, *illness_parts(item), item.device_maker, item.device_serial, item.description])


def paper_line(paper: FoundDocument) -> str:
    country = country_name(paper.issuing_country) if paper.issuing_country else ""
    return line([words.DocumentType(paper.doc_type).label, country, paper.doc_number, quoted(paper.name_on_doc)])


def indicator_line(item: IndicatorEntry) -> str:
    country = country_name(item.country) if item.country else ""
    kind = codes.OriginIndicatorKind(item.kind).label
    return line([kind, country, item.region_text, STRENGTHS.get(item.strength, "")])


ROWS: dict[str, Callable[[Any], str]] = {
    "marks": mark_line,
    "medical": medical_line,
    "belongings": item_line,
    "documents": paper_line,
    "indicators": indicator_line,
}
RANGES = ("age", "stature_cm", "weight_kg", "pmi_days")
LISTED = ("marks", "belongings", "indicators")


def lists(entry: RemainsEntry) -> list[tuple[Words, list[tuple[str, str]]]]:
    """The rows of layer 2 in words, each with the name by which its images are found, under their titles."""
    wanted = [(label(name), named_lines(name, getattr(entry, name))) for name in LISTED]
    return [(title, lines) for title, lines in wanted if lines]


def named_lines(name: str, rows: Iterable[Any]) -> list[tuple[str, str]]:
    """The rows of one list in words, each with its name; "" for those that have none."""
    return [(ROWS[name](row), getattr(row, "key", "")) for row in rows]


def _joined(parts: Iterable[Words]) -> str:
    return ", ".join(str(part) for part in parts)


def common_facts(remains: Remains) -> list[Fact]:
    """Layer 1 in words."""
    return [
        Fact(label("status"), remains.get_status_display()),
        Fact(label("sex"), remains.get_sex_display()),
        Fact(_("Age"), remains.get_age_class_display()),
        Fact(_("Month of finding"), months(remains.found_month, remains.found_month_max), NOT_RECORDED),
        Fact(
            _("Country of finding"),
            country_name(remains.found_country) if remains.found_country else None,
            NOT_RECORDED,
        ),
    ]


def missing(entry: RemainsEntry) -> list[Words]:
    """What would help the comparison most and is not recorded yet, best first."""
    place = entry.found_place
    wanted: list[tuple[bool, Words]] = [
        (not entry.marks and not entry.skin_examined, _("marks on the skin, or where skin could be examined")),
        (not entry.sex_estimated, _("an estimate of sex with its method")),
        (entry.age is None, _("a range of age with its method")),
        (entry.stature_cm is None, _("a range of stature with its method")),
        (entry.pmi_days is None, _("a range for the time since death")),
        (place is None or place.lat is None, _("the point of finding with its radius")),
        (not entry.belongings, _("clothes and belongings")),
        (not entry.indicators, _("what points to a country")),
        (not entry.completeness, _("how complete the remains are")),
    ]
    return [line for is_missing, line in wanted if is_missing]


@dataclass(frozen=True)
class Difference:
    """A field that two people set differently: as it is saved now, and as typed here."""

    name: str
    label: Words
    saved: Words
    typed: Words


def differences(saved: RemainsEntry, typed: RemainsEntry, names: Iterable[str]) -> list[Difference]:
    """The fields on which two versions of an entry differ, in words."""
    nothing = gettext("not recorded")
    return [
        Difference(name, label(name), fact(saved, name).value or nothing, fact(typed, name).value or nothing)
        for name in names
        if getattr(saved, name) != getattr(typed, name)
    ]
