"""What is known of an incident, as it is handed to the services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cases.codes import CauseCategory, IncidentRegion, IncidentSource, IncidentType
from cases.vocabulary.place import Place
from registry.lib.dates import PartialDate


@dataclass(frozen=True, kw_only=True)
class IncidentEntry:
    """Counts: None is unknown, 0 is none.  `*_quoted`: the source's own words."""

    source_system: str = IncidentSource.REGISTRY
    external_id: str = ""
    external_main_id: str = ""
    incident_type: str = IncidentType.INCIDENT
    event_kind: str = ""
    date: PartialDate | None = None
    place: Place | None = None
    region: str = IncidentRegion.UNKNOWN
    unsd_region: str = ""
    route_code: str = ""
    route_quoted: str = ""
    n_dead_recovered: int | None = None
    n_missing_min: int | None = None
    n_survivors: int | None = None
    n_females: int | None = None
    n_males: int | None = None
    n_children: int | None = None
    cause_category: str = CauseCategory.MIXED_UNKNOWN
    cause_quoted: str = ""
    countries_of_origin: tuple[str, ...] = ()
    information_source: str = ""
    article_title: str = ""
    source_url: str = ""
    source_quality: int | None = None

    def to_json(self) -> dict[str, Any]:
        """For staging: everything as JSON."""
        plain = dict(vars(self))
        plain["date"] = self.date.to_json() if self.date else None
        plain["place"] = self.place.to_json() if self.place else None
        plain["countries_of_origin"] = list(self.countries_of_origin)
        return plain

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> IncidentEntry:
        return cls(
            **data
            | {
                "date": PartialDate.from_json(data["date"]) if data["date"] else None,
                "place": Place.from_json(data["place"]) if data["place"] else None,
                "countries_of_origin": tuple(data["countries_of_origin"]),
            }
        )
