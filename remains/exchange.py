"""Tables of remains: which columns there are, and between them and what the services take.

Columns are of rings 1 and 2 alone.  What forensic teams alone need, intimate marks among it, is written on the pages of
the remains, and no table changes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.translation import gettext_lazy

from cases import codes as words
from cases.imports import answers
from cases.imports.answers import Values, written
from cases.imports.catalogue import Catalogue, Item, Kind, Words, place, rows
from cases.imports.entries import (
    MARK,
    MARKS,
    THING,
    THINGS,
    marks_of,
    place_of,
    place_values,
    row_values,
    said,
    several,
    things_of,
)
from cases.imports.merging import changed_rows
from cases.vocabulary.looks import LOOKS
from remains import codes
from remains.models import OriginIndicator, PostMortemProfile, Remains, RemainsBelonging, RemainsMark
from remains.services.entry import IndicatorEntry, RemainsEntry
from remains.services.validate import BOUNDS

SECTIONS: Final[dict[str, Words]] = {
    "found": gettext_lazy("Where and when they were found"),
    "state": gettext_lazy("State of the remains"),
    "profile": gettext_lazy("Biological profile"),
    "marks": gettext_lazy("Marks and belongings"),
}
INDICATORS: Final = 2
INDICATOR: Final = {"kind": "kind", "country": "country", "region": "region_text"}
OPEN_SITES: Final = tuple(site.value for site in words.MarkSite if site not in words.INTIMATE_SITES)
_CODED: Final[dict[str, dict[str, Any]]] = {
    "found": {"setting": codes.Setting, "burial_context": codes.BurialContext, "finder_kind": codes.Finder},
    "state": {"completeness": codes.Completeness, "condition": codes.Condition},
    "profile": {
        "sex_estimated": codes.SexEstimate, "sex_method": codes.SexMethod, "age_method": codes.AgeMethod,
        "stature_method": codes.StatureMethod, "hair_colour": words.HairColour, "eye_colour": words.EyeColour,
        **LOOKS, "pmi_method": codes.IntervalMethod,
    },
}  # fmt: skip
_SPANS: Final[dict[str, Words]] = {
    "age": gettext_lazy("Age, estimated, in years"),
    "stature_cm": gettext_lazy("Stature, estimated, in cm"),
    "pmi_days": gettext_lazy("Days since death when found"),
}
_YES_NO: Final = {"informal_report": "found", "pm_altered": "state"}
_SEVERAL: Final[dict[str, tuple[str, Any]]] = {
    "skin_examined": ("state", words.BodyRegion),
    "smile": ("profile", words.Smile),
}
K = Kind


def _items() -> Iterator[Item]:
    profile = PostMortemProfile
    yield Item("status", K.CODE, Remains, "status", "found", codes=codes.RemainsStatus,
               own_label=gettext_lazy("State of the work on the remains"),
               only=tuple(one.value for one in codes.LOGGED_AS))  # fmt: skip
    yield Item("found_at", K.DATE, profile, "found_at", "found")
    yield from place(profile, "found_place", "found", point=True)
    for section in SECTIONS:
        for name, list_ in _CODED.get(section, {}).items():
            yield Item(name, K.CODE, profile, name, section, codes=list_)
        for name in (one for one, at in _YES_NO.items() if at == section):
            yield Item(name, K.YES_NO, profile, name, section)
        for name, (at, list_) in _SEVERAL.items():
            if at == section:
                yield Item(name, K.CODES, profile, name, section, codes=list_)
    for name, label in _SPANS.items():
        low, high = BOUNDS[name]
        yield Item(name, K.SPAN, profile, f"{name}_low", "profile", own_label=label, low=low, high=high)
    for item in rows(
        "mark", gettext_lazy("Mark"), MARKS, "marks",
        ("type", K.CODE, RemainsMark, "mark_type", words.MarkType, 0),
        ("site", K.CODE, RemainsMark, "site", words.MarkSite, 0),
        ("side", K.CODE, RemainsMark, "side", words.Side, 0),
        ("motifs", K.CODES, RemainsMark, "motifs", words.Motif, 0),
        ("words", K.TEXT, RemainsMark, "inscription", None, 100),
        ("since", K.DATE, RemainsMark, "acquired", None, 0),
        ("description", K.TEXT, RemainsMark, "description", None, 300),
    ):  # fmt: skip
        yield replace(item, only=OPEN_SITES) if item.field == "site" else item
    yield from rows(
        "thing", gettext_lazy("Thing worn or carried"), THINGS, "marks",
        ("class", K.CODE, RemainsBelonging, "item_class", words.ItemClass, 0),
        ("colours", K.CODES, RemainsBelonging, "colours", words.Colour, 0),
        ("brand", K.TEXT, RemainsBelonging, "brand", None, 60),
        ("size", K.TEXT, RemainsBelonging, "size", None, 60),
        ("words", K.TEXT, RemainsBelonging, "inscription", None, 120),
        ("serial", K.TEXT, RemainsBelonging, "serial", None, 60),
        ("description", K.TEXT, RemainsBelonging, "description", None, 200),
        ("worn", K.CODE, RemainsBelonging, "worn_or_carried", words.WornOrCarried, 0),
    )  # fmt: skip
    yield from rows(
        "indicator", gettext_lazy("Sign of an origin"), INDICATORS, "marks",
        ("kind", K.CODE, OriginIndicator, "kind", codes.OriginIndicatorKind, 0),
        ("country", K.COUNTRY, OriginIndicator, "country", None, 0),
        ("region", K.TEXT, OriginIndicator, "region_text", None, 120),
    )  # fmt: skip


REMAINS: Final = Catalogue(
    items={item.name: item for item in _items()},
    sections=SECTIONS,
    external=gettext_lazy("Your number of the remains"),
    needed=("found_at", "found_place"),
    other_names={
        "body number": "external_id", "tag": "external_id", "tag number": "external_id", "number": "external_id",
        "date found": "found_at", "place found": "found_place", "sex": "sex_estimated", "age": "age",
        "height": "stature_cm", "stature": "stature_cm",
    },
)  # fmt: skip
ITEMS: Final = REMAINS.items
PLAIN: Final = (
    "status", "found_at", *(name for section in _CODED.values() for name in section), *_SPANS, *_YES_NO, *_SEVERAL
)  # fmt: skip


class Read(answers.Read):
    """One row of a table of remains."""

    catalogue = REMAINS


@dataclass(frozen=True, kw_only=True)
class About:
    """What holds for a whole table of remains: whose numbers it has, and how days are written."""

    system: str
    month_first: bool = False

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> About:
        return cls(**held)


def entry_of(values: Values, base: RemainsEntry | None = None) -> RemainsEntry:
    """The remains that a row says; `base`: what is held already, of which the row changes what it names.

    Raises BadPlace.
    """
    changes: dict[str, Any] = {name: values[name] for name in PLAIN if name in values}
    if found := place_of(values, "found_place"):
        changes["found_place"] = found
    for name, listed in (
        ("marks", marks_of(values)), ("belongings", things_of(values)), ("indicators", indicators_of(values)),
    ):  # fmt: skip
        if listed:
            changes[name] = tuple(listed.values())
    return replace(base or RemainsEntry(), **changes)


def indicators_of(values: Values) -> dict[int, IndicatorEntry]:
    """The signs of an origin that a row says, by their number in the table."""
    return several(values, "indicator", INDICATORS, INDICATOR, IndicatorEntry)


def changed_entry(base: RemainsEntry, before: Values, now: Values, columns: Iterable[str]) -> RemainsEntry:
    """What is held of remains, with what a partner says otherwise.

    before, now: all that the partner said then, and says since; columns: in which of them the two differ.
    """
    names = set(columns)
    fields = {ITEMS[name].field for name in names if name in ITEMS}
    answers = {
        name: value for name, value in now.items()
        if name in ITEMS and not ITEMS[name].row
        and (name in names or (ITEMS[name].field == "found_place" and "found_place" in fields))
    }  # fmt: skip
    return replace(
        entry_of(answers, base),
        marks=changed_rows(base.marks, marks_of(before), marks_of(now)),
        belongings=changed_rows(base.belongings, things_of(before), things_of(now)),
        indicators=changed_rows(base.indicators, indicators_of(before), indicators_of(now)),
    )


def cells_of(entry: RemainsEntry) -> dict[str, str]:
    """An entry as cells by our columns."""
    values: Values = {name: getattr(entry, name) for name in PLAIN}
    values |= place_values("found_place", entry.found_place)
    values |= row_values("mark", MARKS, MARK, (mark for mark in entry.marks if not mark.intimate))
    values |= row_values("thing", THINGS, THING, entry.belongings)
    values |= row_values("indicator", INDICATORS, INDICATOR, entry.indicators)
    return {name: written(value) for name, value in said(values).items()}
