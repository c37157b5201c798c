"""What layer 1 holds of a case: codes derived from exact values that lie in the rings."""

from __future__ import annotations

from datetime import date
from typing import Any

from cases.codes import AgeClass
from cases.services.entry import CaseEntry

ADULT_FROM = 18
# Asked answers that layer 1 shows, and why there is none.
COMMON_ANSWERS = frozenset({"sex", "nationalities", "route_code", "destination_country"})
_BANDS = (
    (1, AgeClass.INFANT),
    (11, AgeClass.CHILD),
    (17, AgeClass.ADOLESCENT),
    (30, AgeClass.YOUNG),
    (50, AgeClass.MIDDLE),
    (150, AgeClass.OLDER),
)


def common_columns(entry: CaseEntry) -> dict[str, Any]:
    """The derived columns of a case's layer-1 row.  A flagged case's nationality is left empty: it lies in 4p."""
    age = age_at_last_contact(entry)
    place, contact = entry.place_last_contact, entry.date_last_contact
    columns = {
        "sex": entry.sex,
        "age_band": age_band(age),
        "is_child": is_child(age),
        "nationalities": [] if entry.is_flagged else list(entry.nationalities),
        "last_contact_country": place.country if place else None,
        "last_contact_admin1": place.admin1_code if place else None,
        "last_contact_month": contact.earliest.replace(day=1) if contact and not contact.is_open else None,
        "last_contact_month_max": contact.latest.replace(day=1) if contact and not contact.is_open else None,
        "route_code": entry.route_code or None,
        "destination_country": entry.destination_country or None,
        "circumstance_codes": list(entry.circumstance_codes),
        "purposes": list(entry.purposes),
        "has_marks": bool(entry.marks or entry.distinguishing_features),
        "has_documents": bool(entry.documents),
        "absences": {name: code for name, code in entry.absences.items() if name in COMMON_ANSWERS},
    }
    return columns if entry.belongings is None else columns | {"has_belongings": bool(entry.belongings)}


def age_at_last_contact(entry: CaseEntry) -> tuple[int, int] | None:
    """(low, high) in completed years, from the birth date where there is one, else as told."""
    birth, contact = entry.date_of_birth, entry.date_last_contact
    if birth is None or birth.is_open or contact is None or contact.is_open:
        return entry.age
    low = max(0, completed_years(birth.latest, contact.earliest))
    return low, max(low, completed_years(birth.earliest, contact.latest))


def completed_years(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def age_band(age: tuple[int, int] | None) -> AgeClass:
    """The band both ends fall in, else that of the middle, else adult or not known."""
    if age is None:
        return AgeClass.UNKNOWN
    low, high = age
    if low >= ADULT_FROM and _band(low) is not _band(high):
        return AgeClass.ADULT if high - low > 20 else _band((low + high) // 2)
    return _band((low + high) // 2)


def is_child(age: tuple[int, int] | None) -> bool | None:
    """True or False when sure, None when the age straddles the limit or is not known."""
    if age is None or age[0] < ADULT_FROM <= age[1]:
        return None
    return age[1] < ADULT_FROM


def _band(years: int) -> AgeClass:
    return next(band for limit, band in _BANDS if years <= limit)
