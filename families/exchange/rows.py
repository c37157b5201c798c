"""Between the columns of the catalogue and what the services take: a row to a registration, an entry to a row.

Decides nothing that the page does not decide alike: the same answers make the same registration on either way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from accessctl.codes import Purpose, RecipientClass
from cases.codes import (
    BirthDateBasis,
    NameKind,
)
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
from cases.services import CaseEntry, DocumentEntry, MedicalEntry, NameEntry
from cases.vocabulary.looks import TOLD_LOOKS
from families.codes import ChannelKind, ConsentForm
from families.exchange.catalogue import MEDICAL, NAMES, PAPERS
from families.exchange.cells import Values, written
from families.services.consent import OWN_LAYER, ConsentEntry, Conversation
from families.services.registration import ChannelEntry, Registration, RelativeEntry
from registry.lib.dates import looks_like_default

SIMPLE: Final = (
    "age", "height_class", "hair_colour", "eye_colour", "build", "distinguishing_features", "date_last_contact",
    "circumstances_text", "destination_country", "route_code", "companions_text", "weight_kg", "shoe_size_eu",
    "voice_gait_habits", "observed_at", *TOLD_LOOKS,
)  # fmt: skip
# Parts of repeated rows: our column -> name in the entry.
IMPLANT: Final = {
    "type": "item_type", "site": "site", "side": "side", "serial": "device_serial", "description": "description",
}  # fmt: skip
PAPER: Final = {"type": "doc_type", "number": "doc_number", "country": "issuing_country"}


@dataclass(frozen=True, kw_only=True)
class About:
    """What holds for a whole table of cases: whose numbers it has, how days are written, how families were asked.

    agreed, compared: what every family of the table agreed to, where it has no column that says so.
    """

    system: str
    wording: str
    wording_language: str = "en"
    explained: bool = False
    how: str = ConsentForm.WRITTEN.value
    agreed: bool = False
    compared: bool = False
    month_first: bool = False

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> About:
        return cls(**held)

    def with_columns(self, columns: Mapping[str, str]) -> About:
        """For a table that has these columns.  SECURITY: an answer left empty in one of them is no yes."""
        agreed, compared = (name not in columns for name in ("consent_search", "consent_comparison"))
        return replace(self, agreed=self.agreed and agreed, compared=self.compared and compared)

    @property
    def conversation(self) -> Conversation:
        return Conversation(
            wording_version=OWN_WORDING, wording_language=self.wording_language, wording=self.wording,
            risks_explained=self.explained, rights_explained=self.explained, how=self.how,
        )  # fmt: skip


OWN_WORDING: Final = "own"


def registration_of(values: Values, absences: Mapping[str, str], about: About) -> Registration:
    """The registration that a row says."""
    consents = tuple(_consents(values, about))
    purposes = tuple(sorted(one.purpose for one in consents if one.given))
    return Registration(
        case=replace(entry_of(values, absences), purposes=purposes), relative=_relative(values),
        conversation=about.conversation, consents=consents,
    )  # fmt: skip


def entry_of(values: Values, absences: Mapping[str, str], base: CaseEntry | None = None) -> CaseEntry:
    """The case that a row says; `base`: what is held already, of which the row changes what it names."""
    base, born = base or CaseEntry(), values.get("date_of_birth")
    changes: dict[str, Any] = {name: values[name] for name in SIMPLE if name in values}
    if "date_of_birth" in values:
        basis = BirthDateBasis.DEFAULT_JAN1.value if looks_like_default(values["date_of_birth"]) else ""
        changes |= {"date_of_birth": born, "dob_basis": basis, "age": None}
    if born or base.date_of_birth:
        changes["age"] = None
    for name, entry_name in (
        ("sex", "sex"),
        ("nationalities", "nationalities"),
        ("smile", "smile"),
        ("protection_flag", "protection_flag"),
        ("protection_states", "protection_states"),
    ):
        if name in values:
            changes[entry_name] = values[name]
    if "height_cm" in values:
        changes |= {"height_cm": values["height_cm"], "height_class": ""}
    for name in ("place_of_origin", "place_last_contact"):
        if place := place_of(values, name):
            changes[name] = place
    for name, found in (
        ("names", names_of(values)), ("documents", several(values, "paper", PAPERS, PAPER, DocumentEntry)),
        ("marks", marks_of(values)), ("medical", several(values, "implant", MEDICAL, IMPLANT, MedicalEntry)),
        ("belongings", things_of(values)),
    ):  # fmt: skip
        if found:
            changes[name] = tuple(found.values())
    return replace(base, **changes, absences={**base.absences, **absences})


def names_of(values: Values) -> dict[int, NameEntry]:
    """The names that a row says, by their number in the table, 0 the main one; the parents' are with the first."""
    names = dict[int, NameEntry]()
    if main := values.get("name"):
        names[0] = NameEntry(full_original=main, latn=values.get("name_latn", ""))
    for row in range(1, NAMES + 1):
        if other := values.get(f"other_name_{row}_name"):
            kind = values.get(f"other_name_{row}_kind", NameKind.SPELLING.value)
            names[row] = NameEntry(full_original=other, kind=kind)
    for first in list(names)[:1]:
        parents = {name: values.get(name, "") for name in ("father_name", "mother_name")}
        names[first] = replace(names[first], **parents)
    return names


def _relative(values: Values) -> RelativeEntry:
    hours = values.get("enquirer_safe_hours", "")
    channels = tuple(
        ChannelEntry(kind=kind.value, value=values[name], safe_hours=hours)
        for name, kind in (("enquirer_phone", ChannelKind.PHONE), ("enquirer_email", ChannelKind.EMAIL))
        if name in values
    )
    return RelativeEntry(
        name=values.get("enquirer_name", ""), relationship=values.get("enquirer_relationship", ""),
        language=values.get("enquirer_language", ""), country_of_residence=values.get("enquirer_country", ""),
        via_organisation=not channels, channels=channels,
    )  # fmt: skip


def _consents(values: Values, about: About) -> Iterable[ConsentEntry]:
    for name, purpose, everyone in (
        ("consent_search", Purpose.SEARCH, about.agreed),
        ("consent_comparison", Purpose.FORENSIC_COMPARISON, about.compared),
    ):
        if name in values or everyone:
            yield ConsentEntry(
                purpose=purpose, recipient_class=RecipientClass.OWN_ORG, given=values.get(name, everyone),
                max_layer=OWN_LAYER,
            )  # fmt: skip


def values_of(entry: CaseEntry) -> Values:
    """An entry as the columns of the catalogue, those that have an answer."""
    values: Values = {name: getattr(entry, name) for name in (*SIMPLE, "date_of_birth", "smile", "height_cm")}
    values |= {"sex": entry.sex, "nationalities": entry.nationalities}
    if entry.is_flagged:
        values |= {"protection_flag": entry.protection_flag, "protection_states": entry.protection_states}
    values |= _names_of(entry)
    for name in ("place_of_origin", "place_last_contact"):
        values |= place_values(name, getattr(entry, name))
    for stem, most, columns, rows in (
        ("paper", PAPERS, PAPER, entry.documents), ("mark", MARKS, MARK, entry.marks),
        ("implant", MEDICAL, IMPLANT, entry.medical or ()), ("thing", THINGS, THING, entry.belongings or ()),
    ):  # fmt: skip
        values |= row_values(stem, most, columns, rows)
    return said(values)


def _names_of(entry: CaseEntry) -> Values:
    has_main = "names" not in entry.absences and bool(entry.names)
    main, others = (entry.names[0], entry.names[1:]) if has_main else (None, entry.names)
    first = entry.names[0] if entry.names else NameEntry(full_original="")
    values: Values = {"father_name": first.father_name, "mother_name": first.mother_name}
    if main:
        values |= {"name": main.full_original, "name_latn": main.latn}
    for number, other in enumerate(others[:NAMES], start=1):
        values |= {f"other_name_{number}_name": other.full_original, f"other_name_{number}_kind": other.kind}
    return values


def cells_of(entry: CaseEntry) -> dict[str, str]:
    """An entry as cells by our columns."""
    return {name: written(value) for name, value in values_of(entry).items()}
