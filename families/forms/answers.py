"""Between the form and the services: answers to an entry, and an entry to the answers a form shows.

What a form does not show (a second motif, a region of a place, a date that no calendar field can say) is kept as it
was wherever the shown part was not touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from accessctl.forms import Absence, Interval, PlaceValue
from accessctl.forms.absence import Answer
from accessctl.images import Picture
from cases.codes import INTIMATE_SITES, BirthDateBasis, MarkSite, NameKind, Sex, Side, Visibility, WornOrCarried
from cases.services import CaseEntry, ChartEntry, DocumentEntry, ItemEntry, MarkEntry, MedicalEntry, NameEntry
from cases.vocabulary.looks import TOLD_LOOKS
from cases.vocabulary.place import Place
from families.forms.looks import RANGES
from families.forms.person import PersonForm
from registry.lib.dates import PartialDate, looks_like_default

T = TypeVar("T")
HeldT = TypeVar("HeldT", MarkEntry, MedicalEntry)
# Form fields whose absence is recorded under another name of the entry.
RECORDED_AS = {"name": "names"}
TEXTS = ("distinguishing_features", "circumstances_text", "companions_text", "voice_gait_habits")
CHART = {"teeth": "teeth", "chart_origin": "origin", "charted_on": "charted_on"}
ITEM_WORDS = ("brand", "size", "inscription", "serial", "description")
CODES = ("hair_colour", "eye_colour", "build", "destination_country", "route_code", *TOLD_LOOKS)
RANGE_UNITS = {"weight_kg": "kg", "shoe_size_eu": "EU"}


def entry_from(form: PersonForm, base: CaseEntry | None = None, *, photo: Picture | None = None) -> CaseEntry:
    """The entry that a valid form says.  `base`: the entry the form was filled from, when a case is changed."""
    given, base = form.cleaned_data, base or CaseEntry()
    absences = {RECORDED_AS.get(name, name): value.value for name, value in given.items() if isinstance(value, Absence)}
    born = _date(form, "date_of_birth", base.date_of_birth)
    age, height = _value(given, "age"), _height(form, base)
    return replace(
        base,
        names=_names(given, base),
        sex=_value(given, "sex") or Sex.NOT_KNOWN.value,
        date_of_birth=born,
        dob_basis=_basis(born, base),
        age=(age.low, age.high) if age and not born else None,
        nationalities=tuple(_value(given, "nationalities") or ()),
        place_of_origin=_place(given, "place_of_origin", base.place_of_origin),
        documents=tuple(DocumentEntry(**row) for row in _value(given, "documents") or ()),
        photo=photo,
        height_cm=height,
        height_class="" if height else given["height_class"],
        marks=_marks(given, base),
        date_last_contact=_date(form, "date_last_contact", base.date_last_contact),
        place_last_contact=_place(given, "place_last_contact", base.place_last_contact),
        distinguishing_features=_value(given, "distinguishing_features") or "",
        circumstances_text=_value(given, "circumstances_text") or "",
        companions_text=_value(given, "companions_text") or "",
        circumstance_codes=tuple(given["circumstance_codes"]),
        hair_colour=_value(given, "hair_colour") or "",
        eye_colour=_value(given, "eye_colour") or "",
        build=_value(given, "build") or "",
        **_looks(form, base),
        smile=tuple(given["smile"]),
        belongings=tuple(_item(row, base) for row in given["belongings"]) or (None if base.belongings is None else ()),
        **_for_remains(given, base),
        destination_country=_value(given, "destination_country") or "",
        route_code=_value(given, "route_code") or "",
        absences=absences,
    )


def answers_of(entry: CaseEntry) -> dict[str, Any]:
    """Initial data of a `PersonForm` for an entry."""
    main = entry.names[0] if entry.names and "names" not in entry.absences else None
    parents = main or (entry.names[0] if entry.names else None)
    shown: dict[str, Any] = {
        "name": main.full_original if main else None,
        "name_latn": main.latn if main else "",
        "other_names": [_name_row(name) for name in (entry.names[1:] if main else entry.names)],
        "father_name": parents.father_name if parents else "",
        "mother_name": parents.mother_name if parents else "",
        "sex": "" if entry.sex == Sex.NOT_KNOWN else entry.sex,
        "age": Interval(*entry.age, "y", "") if entry.age and not entry.date_of_birth else None,
        "nationalities": list(entry.nationalities),
        "place_of_origin": _place_shown(entry.place_of_origin),
        "documents": [vars(document) for document in entry.documents],
        "height": Interval(*entry.height_cm, "cm", "") if entry.height_cm else None,
        "height_class": entry.height_class,
        "marks": [_mark_row(mark) for mark in entry.marks],
        **{
            name: Interval(held[0], held[1], RANGE_UNITS[name], "") if (held := getattr(entry, name)) else None
            for name in RANGES
        },
        "observed_at": entry.observed_at,
        "smile": list(entry.smile),
        "circumstance_codes": list(entry.circumstance_codes),
        "medical": [_medical_row(item) for item in entry.medical or ()],
        **{name: getattr(entry.dental_chart or ChartEntry(), part) for name, part in CHART.items()},
        "belongings": [_item_row(item) for item in entry.belongings or ()],
        "place_last_contact": _place_shown(entry.place_last_contact),
        "date_of_birth": entry.date_of_birth,
        "date_last_contact": entry.date_last_contact,
        **{name: getattr(entry, name) for name in (*TEXTS, *CODES)},
    }
    return {name: value or _absence(entry, name) or value for name, value in shown.items()}


def _absence(entry: CaseEntry, name: str) -> Absence | None:
    code = entry.absences.get(RECORDED_AS.get(name, name))
    return Absence(code) if code in Absence.values else None


def _value(given: Mapping[str, Any], name: str) -> Any:
    value = given[name]
    return None if isinstance(value, Absence) else value


def _names(given: Mapping[str, Any], base: CaseEntry) -> tuple[NameEntry, ...]:
    known = {name.full_original: name for name in base.names}
    wanted = [(_value(given, "name"), NameKind.MAIN.value, given["name_latn"])] if _value(given, "name") else []
    wanted += [
        (row["full_original"], row["kind"] or NameKind.SPELLING.value, row["latn"]) for row in given["other_names"]
    ]
    names = [
        replace(known.get(text) or NameEntry(full_original=text), kind=kind, latn=latn) for text, kind, latn in wanted
    ]
    if names:
        parents = {name: _value(given, name) or "" for name in ("father_name", "mother_name")}
        names[0] = replace(names[0], **parents)
    return tuple(names)


def _name_row(name: NameEntry) -> dict[str, str]:
    return {"full_original": name.full_original, "kind": name.kind, "latn": name.latn}


def _date(form: PersonForm, name: str, held: PartialDate | None) -> PartialDate | None:
    return held if held is not None and _is_untouched(form, name) else _value(form.cleaned_data, name)


def _basis(born: PartialDate | None, base: CaseEntry) -> str:
    """The first day of a year on papers mostly means that only the year is known (section 8.3 of the dictionary)."""
    if born is None:
        return ""
    if born == base.date_of_birth:
        return base.dob_basis
    return BirthDateBasis.DEFAULT_JAN1.value if looks_like_default(born) else ""


def _height(form: PersonForm, base: CaseEntry) -> tuple[int, int] | None:
    if base.height_cm and _is_untouched(form, "height"):
        return base.height_cm
    height = _value(form.cleaned_data, "height")
    return (height.low, height.high) if height else None


def _looks(form: PersonForm, base: CaseEntry) -> dict[str, Any]:
    given = form.cleaned_data
    ranges = {name: _value(given, name) for name in RANGES}
    return {
        **{name: _value(given, name) or "" for name in TOLD_LOOKS},
        **{name: (held.low, held.high) if held else None for name, held in ranges.items()},
        "voice_gait_habits": _value(given, "voice_gait_habits") or "",
        "observed_at": _date(form, "observed_at", base.observed_at),
    }


def _is_untouched(form: PersonForm, name: str) -> bool:
    """Whether the inputs of a field still hold what they showed; a height or a decade can say more than its inputs."""
    field, initial = form.fields[name], form.get_initial_for_field(form.fields[name], name)
    shown, sent = field.prepare_value(initial), form[name].data
    return _typed(shown) == _typed(sent)


def _typed(answer: Any) -> tuple[dict[str, str], list[str]]:
    value, absent = (answer.value, answer.absent) if isinstance(answer, Answer) else (answer, [])
    parts = {key: str(part) for key, part in (value or {}).items() if part}
    parts.pop("calendar", None)  # a select: it says something only beside a year
    return parts, list(absent)


def _place(given: Mapping[str, Any], name: str, held: Place | None) -> Place | None:
    """The place that was typed; of a place that was there, the parts the form does not show stay."""
    value: PlaceValue | None = _value(given, name)
    if value is None:
        return None
    if held is not None and value == _place_shown(held):
        return held
    kept = held.to_json() if held else {}
    point = {"lat": value.lat, "lon": value.lon, "radius_m": value.radius_m}
    method = value.geo_method if value.lat is not None else None
    return Place(**{**kept, "as_said": value.as_said, "country": value.country, **point, "geo_method": method})


def _place_shown(place: Place | None) -> PlaceValue | None:
    if place is None:
        return None
    return PlaceValue(
        as_said=place.as_said or "", country=place.country or "", lat=place.lat, lon=place.lon, radius_m=place.radius_m
    )


def _marks(given: Mapping[str, Any], base: CaseEntry) -> tuple[MarkEntry, ...]:
    return tuple(
        held if held is not None and _same(_mark_row(held), row) else _mark(row, held)
        for row, held in _said_anew(given["marks"], base.marks, _mark_row, "mark_type")
    )


def _said_anew(
    rows: Sequence[Mapping[str, str]], known: Sequence[HeldT], row_of: Callable[[HeldT], Mapping[str, str]], kind: str
) -> Iterator[tuple[Mapping[str, str], HeldT | None]]:
    """Each row with what was held that it says anew, and nothing twice.

    By its name; one without a name says what was shown like it, or else what is held of its kind at its place, and
    never what another row names.  What this form does not ask is the held one's own.
    """
    by_key = {one.key: one for one in known if one.key}
    named = {row["key"] for row in rows}
    left = [one for one in known if not one.key or one.key not in named]
    shown = [by_key.get(row["key"]) or _take(left, partial(_is_shown_as, row, row_of)) for row in rows]
    for row, held in zip(rows, shown, strict=True):
        place = (row[kind], row["site"] or MarkSite.UNKNOWN)
        yield row, held or (None if row["key"] else _take(left, partial(_is_there, kind, place)))


def _take(held: list[T], fits: Callable[[T], bool]) -> T | None:
    """The first of these that fits, taken out: what is held once is the answer to one row."""
    at = next((at for at, one in enumerate(held) if fits(one)), None)
    return None if at is None else held.pop(at)


def _is_shown_as(row: Mapping[str, str], row_of: Callable[[HeldT], Mapping[str, str]], held: HeldT) -> bool:
    return _same(row_of(held), row)


def _is_there(kind: str, place: tuple[str, str], held: MarkEntry | MedicalEntry) -> bool:
    return (getattr(held, kind), held.site) == place


def _same(shown: Mapping[str, str], sent: Mapping[str, str]) -> bool:
    """Whether a row was sent as it was shown; one that was sent without its name too."""
    return dict(shown) == {**sent, "key": sent["key"] or shown["key"]}


def _mark(row: Mapping[str, str], held: MarkEntry | None) -> MarkEntry:
    """A mark as it was typed; what this form does not ask stays as it is held."""
    proposed = row["site"] in INTIMATE_SITES
    intimate = row["visibility"] == Visibility.INTIMATE or (not row["visibility"] and proposed)
    kept = held or MarkEntry(mark_type=row["mark_type"])
    return replace(
        kept,
        key=row["key"],
        mark_type=row["mark_type"],
        site=row["site"] or MarkSite.UNKNOWN.value,
        side=row["side"] or Side.UNKNOWN.value,
        motifs=kept.motifs if row["motif"] in kept.motifs[:1] else (row["motif"],) if row["motif"] else (),
        inscription=row["inscription"],
        description=row["description"],
        intimate=intimate,
    )


def _mark_row(mark: MarkEntry) -> dict[str, str]:
    as_proposed = mark.intimate == (mark.site in INTIMATE_SITES)
    stated = Visibility.INTIMATE.value if mark.intimate else Visibility.VISIBLE.value
    return {
        "mark_type": mark.mark_type,
        "site": "" if mark.site == MarkSite.UNKNOWN else mark.site,
        "side": "" if mark.side == Side.UNKNOWN else mark.side,
        "motif": mark.motifs[0] if mark.motifs else "",
        "inscription": mark.inscription,
        "description": mark.description,
        "visibility": "" if as_proposed else stated,
        "key": mark.key,
    }


def _for_remains(given: Mapping[str, Any], base: CaseEntry) -> dict[str, Any]:
    """What only a comparison with remains needs; where it was not asked, it stays as it is."""
    if "medical" not in given:
        return {"medical": base.medical, "dental_chart": base.dental_chart}
    medical = tuple(
        held if held is not None and _same(_medical_row(held), row) else _medical(row, held)
        for row, held in _said_anew(given["medical"], base.medical or (), _medical_row, "item_type")
    )
    chart = replace(base.dental_chart or ChartEntry(), **{part: given[name] for name, part in CHART.items()})
    # What was not open to the writer and is not added to stays as it is.
    return {
        "medical": medical or (None if base.medical is None else ()),
        "dental_chart": base.dental_chart if base.dental_chart is None and chart == ChartEntry() else chart,
    }


def _medical(row: Mapping[str, str], held: MedicalEntry | None) -> MedicalEntry:
    """As it was typed; what this form does not ask stays as it is held."""
    return replace(
        held or MedicalEntry(item_type=row["item_type"]),
        key=row["key"],
        item_type=row["item_type"],
        site=row["site"] or MarkSite.UNKNOWN.value,
        side=row["side"] or Side.UNKNOWN.value,
        device_serial=row["device_serial"],
        description=row["description"],
    )


def _medical_row(item: MedicalEntry) -> dict[str, str]:
    return {
        "item_type": item.item_type,
        "site": "" if item.site == MarkSite.UNKNOWN else item.site,
        "side": "" if item.side == Side.UNKNOWN else item.side,
        "device_serial": item.device_serial,
        "description": item.description,
        "key": item.key,
    }


def _item(row: Mapping[str, str], base: CaseEntry) -> ItemEntry:
    """A thing; of one that was there, the further colours that the form does not show stay."""
    held = next((item for item in base.belongings or () if _same(_item_row(item), row)), None)
    if held is not None:
        return held
    words = {name: row[name] for name in ITEM_WORDS}
    was = next((item for item in base.belongings or () if row["key"] and item.key == row["key"]), None)
    shown = was.colours[:1] if was else ()
    return ItemEntry(
        item_class=row["item_class"],
        colours=was.colours if was and row["colour"] in shown else (row["colour"],) if row["colour"] else (),
        worn_or_carried=row["worn_or_carried"] or WornOrCarried.UNKNOWN.value,
        key=row["key"],
        **words,
    )


def _item_row(item: ItemEntry) -> dict[str, str]:
    return {
        "item_class": item.item_class,
        "colour": item.colours[0] if item.colours else "",
        "worn_or_carried": "" if item.worn_or_carried == WornOrCarried.UNKNOWN else item.worn_or_carried,
        **{name: getattr(item, name) for name in ITEM_WORDS},
        "key": item.key,
    }
