"""What is said of somebody found alive, or of a trace of life, as services, forms and lists exchange it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from cases.codes import MarkSite, Sex, Side, Verification
from cases.vocabulary.place import Place
from registry.lib.dates import PartialDate


@dataclass(frozen=True, kw_only=True)
class FoundMark:
    """A mark of somebody who cannot speak for themselves."""

    mark_type: str
    site: str = MarkSite.UNKNOWN
    side: str = Side.UNKNOWN
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class WhereaboutsEntry:
    """What a list or a witness says; age in years as (low, high), countries alpha-3, languages ISO 639-3."""

    kind: str
    names: tuple[str, ...] = ()
    informant: str = ""
    verification: str = Verification.UNVERIFIED
    sex: str = Sex.NOT_KNOWN
    date_of_birth: PartialDate | None = None
    age: tuple[int, int] | None = None
    nationalities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    description: str = ""
    marks: tuple[FoundMark, ...] = ()
    seen_at: PartialDate | None = None
    seen_place: Place | None = None
    facility_kind: str = ""
    facility_name: str = ""
    facility_reference: str = ""
    condition: str = ""
    message_for_family: str = ""
    contact: str = ""

    def to_json(self) -> dict[str, Any]:
        """As a staged row keeps it."""
        plain = asdict(replace(self, date_of_birth=None, seen_at=None, seen_place=None))
        return plain | {
            "date_of_birth": self.date_of_birth and self.date_of_birth.to_json(),
            "seen_at": self.seen_at and self.seen_at.to_json(),
            "seen_place": self.seen_place and self.seen_place.to_json(),
        }

    @classmethod
    def from_json(cls, held: dict[str, Any]) -> WhereaboutsEntry:
        """The entry of a staged row."""
        return cls(
            **held
            | {name: tuple(held[name]) for name in ("names", "nationalities", "languages")}
            | {
                "marks": tuple(FoundMark(**mark) for mark in held["marks"]),
                "age": tuple(held["age"]) if held["age"] else None,
                "date_of_birth": PartialDate.from_json(held["date_of_birth"]) if held["date_of_birth"] else None,
                "seen_at": PartialDate.from_json(held["seen_at"]) if held["seen_at"] else None,
                "seen_place": Place.from_json(held["seen_place"]) if held["seen_place"] else None,
            }
        )
