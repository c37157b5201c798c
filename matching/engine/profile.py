"""One person as evidence: the only thing the matching engine knows about a record.

Decides which facts take part in matching, in which unit, and in which ring each of them lives.  It does not decide
where a fact is stored or who may read it: the application splits a profile by ring, seals each part with its record's
key for that ring, and merges the parts it may open.  Absence is `None` or an empty tuple, never a placeholder.

Dates are proleptic Gregorian ordinals (`date.toordinal()`); ages are years, lengths centimetres, distances kilometres.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, ClassVar, Literal, get_args

Kind = Literal["am", "pm", "alive"]
"""`am`: a missing person as reported; `pm`: human remains as examined; `alive`: somebody on a list of the living."""

SEARCH, RESERVED, FORENSIC = "2", "3", "3f"
VERSION = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A circle that holds the true point with 95 % (or only a country when the position is unknown)."""

    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written, in any script; folding is the engine's business.

    kind: on a missing person's record a CL-NAMEKIND code (`main`, `nick`, `alias`, `spelling`, `doc` ...); on remains
    the kind of clue: `document`, `phone`, `tattoo`, `belonging`, `presumptive`.
    role: whose name it is: `self`, `father`, `grandfather`, `mother`.
    """

    text: str
    kind: str = "main"
    role: str = "self"
    ring: str = SEARCH


@dataclass(frozen=True, slots=True)
class Mark:
    """A coded body mark: CL-MARK, CL-SITE, side (`l`, `r`, `mid`, `both`), CL-MOTIF codes and the words in it.

    aspect, length_mm, width_mm and colours are carried and not weighed: no study says how often two people who saw one
    mark agree on them, so they are for who reads the pair.
    """

    type: str
    site: str = "unknown"
    side: str = "unknown"
    motifs: tuple[str, ...] = ()
    text: str = ""
    ring: str = SEARCH
    aspect: str = "unknown"
    length_mm: int | None = None
    width_mm: int | None = None
    colours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Medical:
    """Something in the body that stays: a CL-MED code, CL-SITE or CL-BONE, the side, and a device's serial number.

    kind and site may be words outside the lists: they count by how often the registry knows them.
    """

    kind: str
    site: str = "unknown"
    side: str = "unknown"
    serial: str = ""
    ring: str = FORENSIC


@dataclass(frozen=True, slots=True)
class Item:
    """Clothing or a thing: CL-ITEM, CL-COLOUR codes, and the words on it."""

    kind: str
    colours: tuple[str, ...] = ()
    brand: str = ""
    size: str = ""
    ring: str = SEARCH


@dataclass(frozen=True, slots=True)
class Tooth:
    """A charted tooth: FDI number, CL-TOOTH, CL-SURF letters of a filling, CL-TOOTHMAT (kept, and not compared)."""

    fdi: str
    status: str
    surfaces: str = ""
    ring: str = FORENSIC
    material: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """Something found with remains that points to a country (`document`, `currency`, `sim_country`, `language` ...).

    country is an alpha-3 code; strength is 1 (weak) to 3 (strong), as the examiner stated it.
    """

    kind: str
    country: str
    strength: int = 2
    ring: str = SEARCH


@dataclass(frozen=True, slots=True)
class Document:
    """An identity paper's number: upper case, letters and digits only (`normalise_number`)."""

    number: str
    kind: str = "other"
    country: str | None = None
    ring: str = RESERVED


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number: digits with country code where it is known (`normalise_phone`)."""

    digits: str
    ring: str = RESERVED


@dataclass(frozen=True, slots=True)
class Serial:
    """A thing's serial number (IMEI, SIM card, watch), in the form in which two of them are equal."""

    number: str
    ring: str = SEARCH


@dataclass(frozen=True, slots=True)
class Alternative:
    """What another source states of some facts, in place of what the profile says: facts it names, absent or not."""

    facts: tuple[tuple[str, Any], ...]

    def applied(self, profile: Profile) -> Profile:
        """The profile as this source tells it."""
        return replace(profile, **dict(self.facts))


_ITEMS: dict[str, type[Any]] = {
    "names": Name, "companions": Name, "marks": Mark, "indicators": Indicator, "documents": Document, "phones": Phone,
    "serials": Serial, "medical": Medical, "items": Item, "teeth": Tooth,
}  # fmt: skip
_CODES = (
    "routes", "elements", "nationalities", "incidents", "marks_observable", "medical_observable", "smile",
)  # fmt: skip
# Where empty is an answer: looked and saw none.
_KEPT_EMPTY = frozenset({"marks_observable", "medical_observable", "smile"})


@dataclass(frozen=True, slots=True)
class Profile:
    """A missing person (`am`) or remains (`pm`) as evidence.  Every field may be absent except `ref` and `kind`.

    Fields marked AM or PM are read on that side only.
    """

    ref: str
    kind: Kind
    # -- biology
    sex: str | None = None  # AM: m f other; PM: CL-SEXEST m m? ind f? f
    sex_method: str | None = None  # PM: external pelvis skull DNA_amel
    age_low: float | None = None  # AM: at last contact, as stated; PM: estimated, 90 % interval
    age_high: float | None = None
    birth_earliest: int | None = None  # AM
    birth_latest: int | None = None
    birth_basis: str | None = None  # AM: document family estimated default_jan1
    stature_low: float | None = None  # cm
    stature_high: float | None = None
    stature_basis: str | None = None  # AM: measured document guess ...; PM: measured long_bone mixed other
    build: str | None = None  # CL-BUILD
    hair: str | None = None  # CL-HAIR
    eyes: str | None = None  # CL-EYE
    altered: bool | None = None  # PM: appearance changed after death
    # -- state of the remains (PM)
    condition: str | None = None  # CL-DECOMP d0..d7
    deposition: str | None = None  # surface submerged buried
    completeness: str | None = None  # CL-COMPL
    elements: tuple[str, ...] = ()  # what there is: `body`, or elements such as `femur` with `@l` or `@r`
    # -- time
    last_contact_earliest: int | None = None  # AM
    last_contact_latest: int | None = None
    last_proof_of_life: int | None = None  # AM: nothing found before this day can be this person
    found_earliest: int | None = None  # PM; alive: when seen
    found_latest: int | None = None
    pmi_low: float | None = None  # PM: days since death when found, 90 % interval
    pmi_high: float | None = None
    # -- place
    place: Place | None = None  # AM: of last contact; PM: where found
    area: str | None = None  # a word for the stretch of the route, the same on both sides; AM: of last contact
    routes: tuple[str, ...] = ()  # CL-ROUTE; AM: taken or intended; PM: of the place of finding, if stated
    destination: str | None = None  # AM: alpha-3
    nationalities: tuple[str, ...] = ()  # AM: alpha-3
    incidents: tuple[str, ...] = ()  # references of events the person may have been in
    companions: tuple[Name, ...] = ()  # AM: whom the person travelled with
    # -- things that point to one person
    indicators: tuple[Indicator, ...] = ()  # PM
    marks: tuple[Mark, ...] = ()
    marks_asked: bool | None = None  # AM: somebody was asked about marks (None: not known)
    marks_observable: tuple[str, ...] | None = None  # PM: regions hd nk tr ul ll examined
    medical: tuple[Medical, ...] = ()
    medical_asked: bool | None = None  # AM: somebody was asked about them (None: not known)
    medical_observable: tuple[str, ...] | None = None  # PM: regions hd nk tr ul ll where they would have been found
    smile: tuple[str, ...] | None = None  # CL-SMILE: what one sees when they smile; None: not asked or not seen
    teeth: tuple[Tooth, ...] = ()
    chart_day: int | None = None  # the day the chart says how the teeth were
    chart_basis: str | None = None  # dentist_chart radiograph pm_exam family_description photo_smile
    items: tuple[Item, ...] = ()
    names: tuple[Name, ...] = ()
    documents: tuple[Document, ...] = ()
    phones: tuple[Phone, ...] = ()
    serials: tuple[Serial, ...] = ()
    # -- what sources state differently (AM): each tells one topic anew, and all count
    alternatives: tuple[Alternative, ...] = ()
    # -- duplicates (AM-AM)
    reported_by: str | None = None  # opaque id of the enquirer, equal when the same person reported both
    known_different: tuple[str, ...] = field(default=())  # refs that the same enquirer stated to be other people

    RINGS: ClassVar[Mapping[str, str]] = {
        "reported_by": RESERVED, "known_different": RESERVED, "medical_asked": FORENSIC, "medical_observable": FORENSIC,
        "chart_day": FORENSIC, "chart_basis": FORENSIC,
    }  # fmt: skip
    # What an examination says of remains is the forensic file's, though a family's word of it is not.
    PM_RINGS: ClassVar[Mapping[str, str]] = {"build": FORENSIC, "elements": FORENSIC}

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"Profile {self.ref}: kind must be 'am', 'pm' or 'alive', not {self.kind!r}.")
        for low, high in _RANGES:
            a, b = getattr(self, low), getattr(self, high)
            if a is not None and b is not None and a > b:
                raise ValueError(f"Profile {self.ref}: {low} is greater than {high}.")

    def split(self) -> dict[str, Profile]:
        """The part of this profile that lives in each ring; `merge` of all parts gives the profile back."""
        parts: dict[str, dict[str, Any]] = {SEARCH: {}}
        for name in _FACTS:
            value = getattr(self, name)
            if is_absent(name, value):
                continue
            if name in _ITEMS:
                for ring in {item.ring for item in value}:
                    parts.setdefault(ring, {})[name] = tuple(item for item in value if item.ring == ring)
            else:
                parts.setdefault(ring_of(name, self.kind), {})[name] = value
        return {ring: Profile(ref=self.ref, kind=self.kind, **values) for ring, values in parts.items()}

    def to_json(self) -> str:
        """Compact and versioned: absent facts are left out."""
        out: dict[str, Any] = {"v": VERSION, "ref": self.ref, "kind": self.kind}
        for name in _FACTS:
            value = getattr(self, name)
            if is_absent(name, value):
                continue
            if name == "place":
                value = _place_out(value)
            elif name == "alternatives":
                value = [{fact: _fact_out(fact, x) for fact, x in one.facts} for one in value]
            elif name in _ITEMS:
                value = [[getattr(item, f.name) for f in fields(item)] for item in value]
            out[name] = value
        return json.dumps(out, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | bytes) -> Profile:
        """The profile written by `to_json`.  Raises ValueError on another version or an unknown fact."""
        data = json.loads(text)
        if data.pop("v", None) != VERSION:
            raise ValueError("This profile was written by another version of the engine: extract it again.")
        unknown = data.keys() - {*_FACTS, "ref", "kind"}
        if unknown:
            raise ValueError(f"Unknown facts in a profile: {', '.join(sorted(unknown))}.")
        if "place" in data:
            data["place"] = Place(*data["place"])
        if "alternatives" in data:
            told = [tuple((fact, _fact_in(fact, x)) for fact, x in one.items()) for one in data["alternatives"]]
            data["alternatives"] = tuple(Alternative(facts) for facts in told)
        for name, item in _ITEMS.items():
            if name in data:
                data[name] = tuple(item(*(tuple(v) if isinstance(v, list) else v for v in row)) for row in data[name])
        for name in (*_CODES, "known_different"):
            if name in data:
                data[name] = tuple(data[name])
        return cls(**data)


_FACTS: tuple[str, ...] = tuple(f.name for f in fields(Profile) if f.name not in ("ref", "kind"))
_RANGES = (
    ("age_low", "age_high"), ("birth_earliest", "birth_latest"), ("stature_low", "stature_high"),
    ("last_contact_earliest", "last_contact_latest"), ("found_earliest", "found_latest"), ("pmi_low", "pmi_high"),
)  # fmt: skip


def _place_out(place: Place) -> list[Any]:
    return [place.lat, place.lon, place.radius_km, place.country]


def _fact_out(fact: str, value: Any) -> Any:
    """A fact of an alternative as JSON: a circle as numbers, names as rows."""
    if value is not None and fact == "place":
        return _place_out(value)
    return [[getattr(x, f.name) for f in fields(x)] for x in value] if fact in _ITEMS else value


def _fact_in(fact: str, value: Any) -> Any:
    if value is not None and fact == "place":
        return Place(*value)
    if fact in _ITEMS:
        return tuple(_ITEMS[fact](*row) for row in value)
    return tuple(value) if isinstance(value, list) else value


def is_absent(fact: str, value: object) -> bool:
    """Whether a record says nothing of a fact."""
    return value is None or (value == () and fact not in _KEPT_EMPTY)


def ring_of(fact: str, kind: Kind) -> str:
    """The ring a fact lives in.  Items of a list (names, marks, documents ...) say their own."""
    stated = Profile.PM_RINGS.get(fact) if kind == "pm" else None
    return stated or Profile.RINGS.get(fact, SEARCH)


def merge(parts: Iterable[Profile]) -> Profile:
    """One profile from its parts by ring, in any order.

    Raises ValueError if there is no part, if parts belong to different records, or if two parts state a fact
    differently.
    """
    parts = list(parts)
    if not parts:
        raise ValueError("There is no part to merge.")
    first = parts[0]
    values: dict[str, Any] = {}
    for part in parts:
        if (part.ref, part.kind) != (first.ref, first.kind):
            raise ValueError(f"Parts of different records cannot be merged: {first.ref}, {part.ref}.")
        for name in _FACTS:
            value = getattr(part, name)
            if is_absent(name, value):
                continue
            if name in _ITEMS:
                # Sorted, so that the order in which parts are opened never changes a profile.
                items = {*values.get(name, ()), *value}
                values[name] = tuple(sorted(items, key=repr) if len(items) > 1 else items)
            elif values.setdefault(name, value) != value:
                raise ValueError(f"Parts of {first.ref} state {name} differently.")
    return Profile(ref=first.ref, kind=first.kind, **values)


def normalise_number(text: str) -> str:
    """A document number as compared: upper case letters and digits only."""
    return "".join(c for c in text.upper() if c.isalnum())


def normalise_phone(text: str) -> str:
    """A telephone number as compared: decimal digits only, whatever the script, without a leading 00."""
    digits = "".join(str(int(c)) for c in text if c.isdecimal())
    return digits.removeprefix("00")
