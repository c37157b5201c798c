"""The values of the two records as a reviewer reads them, line by line.

Built from rows that the door opened for this reader and from nothing else: a ring that was not opened leaves its facts
out.  Pure: rows in clear in, words out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext

from accessctl.rings import Ring
from cases.codes import (
    BirthDateBasis,
    DocumentType,
    HeightClass,
    HeightReference,
    ItemClass,
    MarkSite,
    MarkType,
    Motif,
    Route,
    Sex,
    Side,
)
from cases.codes import StatementTopic as Topic
from cases.models import (
    Case,
    CaseBelonging,
    CaseDentalChart,
    CaseDocument,
    CaseIncident,
    CaseIntimateMark,
    CaseMark,
    CaseMedical,
    CaseName,
    CaseSearchFile,
    CaseStatement,
    Whereabouts,
    WhereaboutsFile,
    WhereaboutsName,
)
from matching import numbers
from matching.sides import Side as Record
from matching.wording import bodies, living, texts
from matching.wording.bodies import joined as _joined
from matching.wording.bodies import label as _label
from remains.codes import Condition, OriginIndicatorKind, SexEstimate, SexMethod
from remains.models import (
    ForensicFile,
    OriginIndicator,
    PostMortemProfile,
    Remains,
    RemainsBelonging,
    RemainsDentalChart,
    RemainsDocument,
    RemainsIncident,
    RemainsIntimateMark,
    RemainsMark,
    RemainsMedical,
)

if TYPE_CHECKING:
    from accessctl.door import Opened

Rings = Mapping[Ring, "Opened"]
Words = list[str]
# What of each ring is read for the table, and nothing else.
TABLES: dict[type[Any], dict[Ring, list[type[Any]]]] = {
    Case: {
        Ring.SEARCH: [CaseSearchFile, CaseStatement, CaseName, CaseMark, CaseBelonging, CaseIncident],
        Ring.RESERVED: [CaseDocument],
        Ring.FORENSIC: [CaseIntimateMark, CaseMedical, CaseDentalChart],
    },
    Remains: {
        Ring.SEARCH: [PostMortemProfile, OriginIndicator, RemainsMark, RemainsBelonging, RemainsIncident],
        Ring.RESERVED: [],
        Ring.FORENSIC: [ForensicFile, RemainsDocument, RemainsIntimateMark, RemainsMedical, RemainsDentalChart],
    },
    Whereabouts: {Ring.WHEREABOUTS: [WhereaboutsFile, WhereaboutsName]},
}
# What a line compares, in the parts that an agreement can keep closed: then neither value nor size is told.
PARTS: dict[type[Any], dict[str, frozenset[str]]] = {
    Case: {
        "sex": frozenset({"case.codes"}),
        "origin": frozenset({"case.codes"}),
        "age": frozenset({"case.birth"}),
        "birth": frozenset({"case.birth"}),
        "stature": frozenset({"case.appearance"}),
        "build": frozenset({"case.appearance"}),
        "looks": frozenset({"case.appearance"}),
        "lag": frozenset({"case.last_contact"}),
        "contact_day": frozenset({"case.last_contact"}),
        "place": frozenset({"case.last_contact", "case.journey", "case.codes"}),
        "incident": frozenset({"case.incidents"}),
        "companions": frozenset({"case.companions", "case.names", "case.papers"}),
        "marks": frozenset({"case.marks", "case.intimate_marks"}),
        "medical": frozenset({"case.medical"}),
        "smile": frozenset({"case.teeth"}),
        "teeth": frozenset({"case.teeth"}),
        "things": frozenset({"case.belongings"}),
        "name": frozenset({"case.names", "case.papers"}),
        "paper": frozenset({"case.papers", "case.belongings"}),
    },
    Remains: {
        "sex": frozenset({"remains.profile"}),
        "age": frozenset({"remains.profile"}),
        "stature": frozenset({"remains.profile"}),
        "build": frozenset({"remains.profile"}),
        "looks": frozenset({"remains.profile"}),
        "lag": frozenset({"remains.finding", "remains.interval", "remains.state"}),
        "place": frozenset({"remains.finding"}),
        "incident": frozenset({"remains.incidents"}),
        "companions": frozenset({"remains.presumption", "remains.papers", "remains.belongings", "remains.marks"}),
        "marks": frozenset({"remains.marks", "remains.intimate_marks"}),
        "medical": frozenset({"remains.medical", "remains.state"}),
        "smile": frozenset({"remains.teeth"}),
        "teeth": frozenset({"remains.teeth"}),
        "things": frozenset({"remains.belongings"}),
        "origin": frozenset({"remains.indicators"}),
        "name": frozenset({"remains.presumption", "remains.papers", "remains.belongings", "remains.marks"}),
        "paper": frozenset({"remains.papers", "remains.belongings"}),
        "parts": frozenset({"remains.state"}),
    },
    Whereabouts: {},  # no agreement opens it, so none keeps a part of it closed
}


def closed_lines(record: Record, rings: Rings) -> set[str]:
    """The lines that rest on a part of this record which an agreement keeps closed to the reader."""
    closed = frozenset[str]().union(*(opened.closed(record) for opened in rings.values()))
    return {line for line, parts in PARTS[type(record)].items() if closed & parts}


def of(record: Record, rings: Rings, events: Mapping[Any, str]) -> dict[str, Words]:
    """Line -> what this record says about it.  `events`: references of the incidents the reader may know of."""
    if isinstance(record, Whereabouts):
        return living.of(record, rings)
    view = _CaseView(record, rings, events) if isinstance(record, Case) else _RemainsView(record, rings, events)
    return {line: [str(text) for text in read() if text] for line, read in view.lines.items()}


class _View:
    """Reads rows of a record from whichever ring was opened."""

    def __init__(self, record: Any, rings: Rings, events: Mapping[Any, str]) -> None:
        self.record, self.rings, self.events = record, rings, events

    def rows(self, model: type[models.Model]) -> list[Any]:
        opened = self.rings.get(model.RING)  # type: ignore[attr-defined]
        return opened.rows(self.record, model) if opened else []

    def one(self, model: type[models.Model]) -> Any:
        return next(iter(self.rows(model)), None)

    def incidents(self, model: type[models.Model]) -> Iterable[str]:
        return [self.events.get(row.incident_id, gettext("an event you may not see")) for row in self.rows(model)]

    def papers(self, model: type[models.Model]) -> Iterable[str]:
        for row in self.rows(model):
            parts = [_label(DocumentType, row.doc_type), row.doc_number, texts.country(row.issuing_country)]
            if row.doc_number:
                yield _joined(parts)

    def things(self, model: type[models.Model]) -> Iterable[str]:
        for row in self.rows(model):
            written = (row.inscription or row.label_text) if row.item_class in numbers.PHONES else ""
            serial = gettext("number %(serial)s") % {"serial": row.serial} if row.serial else ""
            if written or serial:
                yield _joined([_label(ItemClass, row.item_class), written, serial])

    def marks(self, *tables: type[models.Model]) -> Words:
        return [_mark(row) for table in tables for row in self.rows(table)]


class _CaseView(_View):
    def __init__(self, record: Case, rings: Rings, events: Mapping[Any, str]) -> None:
        super().__init__(record, rings, events)
        self.file = self.one(CaseSearchFile)
        self.lines: dict[str, Callable[[], Iterable[Any]]] = {
            "sex": lambda: self._stated(lambda row: _sex(row.sex), Topic.SEX),
            "age": self._age,
            "birth": lambda: self._told(self._birth, Topic.BIRTH),
            "stature": lambda: self._told(self._stature, Topic.HEIGHT),
            "lag": self._contact,
            "contact_day": self._contact,
            "place": self._place,
            "incident": lambda: self.incidents(CaseIncident),
            "companions": lambda: self._told(lambda row: [row.companions_text or ""], Topic.COMPANIONS),
            "build": lambda: self._told(bodies.build, Topic.BUILD),
            "looks": lambda: self._told(bodies.looks, Topic.HAIR, Topic.EYES),
            "marks": lambda: self.marks(CaseMark, CaseIntimateMark),
            "medical": lambda: bodies.medical(self.rows(CaseMedical)),
            "smile": lambda: self._told(bodies.smile, Topic.SMILE),
            "teeth": lambda: bodies.chart(self.rows(CaseDentalChart)),
            "things": lambda: bodies.things(self.rows(CaseBelonging)),
            "origin": lambda: [texts.country(code) for code in record.nationalities],
            "name": self._names,
            "paper": lambda: [*self.papers(CaseDocument), *self.things(CaseBelonging)],
        }

    def _told(self, words: Callable[[Any], Iterable[Any]], *topics: Topic) -> list[Any]:
        """What is shown of these topics, and beside it what other sources state: all of it is compared."""
        if self.file is None:
            return []
        return list(dict.fromkeys(word for row in (self.file, *self._others(topics)) for word in words(row) if word))

    def _others(self, topics: Iterable[Topic]) -> list[Any]:
        return [row for row in self.rows(CaseStatement) if row.topic in topics and row.withdrawn_at is None]

    def _stated(self, words: Callable[[Any], Any], topic: Topic) -> list[Any]:
        """The same of what the case itself shows in codes."""
        return list(dict.fromkeys(word for row in (self.record, *self._others([topic])) if (word := words(row))))

    def _age(self) -> Iterable[Any]:
        years = self._told(lambda row: [texts.years(row.age_low, row.age_high)], Topic.BIRTH)
        return [*years, *self._told(self._birth, Topic.BIRTH)]

    @staticmethod
    def _birth(row: Any) -> Iterable[Any]:
        if row.date_of_birth is None:
            return []
        born = gettext("born %(date)s") % {"date": row.date_of_birth.label()}
        return [_joined([born, _label(BirthDateBasis, row.dob_basis)])]

    @staticmethod
    def _stature(row: Any) -> Iterable[Any]:
        height = texts.centimetres(row.height_cm_low, row.height_cm_high)
        words = height or _label(HeightClass, row.height_class)
        return [_joined([words, _label(HeightReference, row.height_reference)])] if words else []

    def _contact(self) -> Iterable[Any]:
        days = self._told(lambda row: [texts.date(row.date_last_contact)], Topic.LAST_CONTACT)
        return [*days, *self._told(self._alive, Topic.SIGN_OF_LIFE)]

    @staticmethod
    def _alive(row: Any) -> Iterable[Any]:
        proof = texts.date(row.last_proof_of_life)
        return [gettext("last sign of life %(date)s") % {"date": proof}] if proof else []

    def _place(self) -> Iterable[Any]:
        heading = self._stated(lambda row: texts.country(row.destination_country), Topic.DESTINATION)
        toward = [gettext("heading for %(country)s") % {"country": country} for country in heading]
        where = self._told(lambda row: [texts.place(row.place_last_contact)], Topic.LAST_PLACE)
        where = where or [texts.country(self.record.last_contact_country)]
        return [*where, *self._stated(lambda row: _label(Route, row.route_code), Topic.ROUTE), *toward]

    def _names(self) -> Iterable[Any]:
        yield from texts.names(self.rows(CaseName))
        yield from _on_papers(self.rows(CaseDocument))


class _RemainsView(_View):
    def __init__(self, record: Remains, rings: Rings, events: Mapping[Any, str]) -> None:
        super().__init__(record, rings, events)
        self.profile = self.one(PostMortemProfile)
        self.lines: dict[str, Callable[[], Iterable[Any]]] = {
            "sex": self._sex,
            "age": lambda: [texts.years(self.profile.age_low, self.profile.age_high)] if self.profile else [],
            "stature": self._stature,
            "lag": self._found,
            "place": self._place,
            "incident": lambda: self.incidents(RemainsIncident),
            "companions": self._names,
            "build": lambda: bodies.build(self.one(ForensicFile)),
            "looks": lambda: bodies.looks(self.profile),
            "marks": lambda: self.marks(RemainsMark, RemainsIntimateMark),
            "medical": lambda: bodies.medical(self.rows(RemainsMedical)),
            "smile": lambda: bodies.smile(self.profile),
            "teeth": lambda: bodies.chart(self.rows(RemainsDentalChart)),
            "things": lambda: bodies.things(self.rows(RemainsBelonging)),
            "origin": self._origin,
            "name": self._names,
            "paper": lambda: [*self.papers(RemainsDocument), *self.things(RemainsBelonging)],
            "parts": lambda: bodies.parts(self.profile, self.one(ForensicFile)),
        }

    def _sex(self) -> Iterable[Any]:
        if self.profile is None or not self.profile.sex_estimated:
            return []
        estimate = _label(SexEstimate, self.profile.sex_estimated)
        return [_joined([estimate, _label(SexMethod, self.profile.sex_method)])]

    def _stature(self) -> Iterable[Any]:
        return [texts.centimetres(self.profile.stature_cm_low, self.profile.stature_cm_high)] if self.profile else []

    def _found(self) -> Iterable[Any]:
        if self.profile is None:
            return []
        found = texts.date(self.profile.found_at)
        low, high = self.profile.pmi_days_low, self.profile.pmi_days_high
        interval = texts.span(low, high)
        since = gettext("%(days)s days since death") % {"days": interval} if interval else ""
        return [
            gettext("found %(date)s") % {"date": found} if found else "",
            _label(Condition, self.profile.condition),
            since,
        ]

    def _place(self) -> Iterable[Any]:
        where = texts.place(self.profile.found_place) if self.profile else ""
        return [where or texts.country(self.record.found_country)]

    def _origin(self) -> Iterable[Any]:
        for row in self.rows(OriginIndicator):
            yield _joined([_label(OriginIndicatorKind, row.kind), texts.country(row.country), row.region_text])

    def _names(self) -> Iterable[Any]:
        file = self.one(ForensicFile)
        if file is not None and file.presumptive_identity:
            yield gettext("presumed: %(name)s") % {"name": file.presumptive_identity}
        yield from _on_papers(self.rows(RemainsDocument))
        for row in (*self.rows(RemainsBelonging), *self.rows(RemainsMark)):
            if row.inscription:
                yield gettext("written: %(words)s") % {"words": row.inscription}


def _sex(code: str | None) -> str:
    return _label(Sex, code) if code in (Sex.MALE, Sex.FEMALE) else ""


def _on_papers(rows: Iterable[Any]) -> Iterable[str]:
    return [gettext("on a paper: %(name)s") % {"name": row.name_on_doc} for row in rows if row.name_on_doc]


def _mark(row: Any) -> str:
    side = "" if row.side == Side.UNKNOWN else _label(Side, row.side)
    site = "" if row.site == MarkSite.UNKNOWN else _label(MarkSite, row.site)
    words = f"“{row.inscription}”" if row.inscription else ""
    motifs = [_label(Motif, motif) for motif in row.motifs]
    return _joined([_label(MarkType, row.mark_type), site, side, *motifs, words, row.description])
