"""How often things go missing or wrong on the way from a person to two records: every rate of the generator.

Source of the figures: the design of the matching (section 9, generator; section 2.1, errors of each evidence line;
section 1, measured shares).  Rates without a published source are assumptions and are marked [A].
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

CONDITIONS = ("fleshed", "decomposed", "skeletal")
CONDITION_SHARE = (0.38, 0.27, 0.35)

# Time between death and finding, lognormal: (median days, sd of the logarithm) by condition.
FIND_DELAY = ((4.0, 0.9), (20.0, 0.8), (220.0, 1.1))
JOURNEY_DAYS = 6.0  # mean of the exponential between last contact and death

MALE_SHARE = 0.85
AGE_MEAN, AGE_SD = 28.0, 9.0
CHILD_SHARE = 0.03  # [A] drawn apart, 1-17 years
STATURE = {"m": (167.0, 6.8), "f": (155.0, 6.3)}  # [A for women] cm

SECTOR_SAME, SECTOR_NEXT = 0.70, 0.20  # the rest: elsewhere on the route, and one in ten of that anywhere
SCATTER_KM = {"desert": 15.0, "land": 15.0, "forest": 15.0, "river": 10.0, "sea": 60.0}
DRIFT_KM_PER_DAY, DRIFT_CAP_KM = 5.0, 300.0
SCATTER_FREEDOM = 3.0  # degrees of freedom of the two-dimensional Student scatter [A]
POSITION_RADIUS_KM = (0.1, 2.0, 15.0, 50.0)
POSITION_SHARE = (0.68, 0.16, 0.14, 0.02)


@dataclass(frozen=True)
class ReportRates:
    """Ante-mortem reports: what relatives leave out or get wrong."""

    duplicate: float = 0.08
    birth_missing: float = 0.55
    birth_january: float = 0.10  # of the given: 1 January of about that year
    birth_swapped: float = 0.06  # of the given: day and month exchanged
    age_missing: float = 0.08
    age_sd: float = 1.5
    age_heaped: float = 0.25  # [A] stated as the nearest 0 or 5
    height_missing: float = 0.45
    height_sd: float = 3.5
    contact_missing: float = 0.07
    contact_off: float = 0.15  # off by 7-30 days
    contact_month: float = 0.10  # [A] only the month is known
    route_missing: float = 0.28
    place_missing_with_route: float = 0.65  # [A]
    place_missing_without_route: float = 0.85  # [A]
    marks_not_asked: float = 0.35
    mark_told: float = 0.75
    mark_motif_right: float = 0.90  # [A]
    mark_site_right: float = 0.92  # [A]
    nationality_missing: float = 0.04
    photo_missing: float = 0.50
    document_missing: float = 0.85  # [A]
    phone_missing: float = 0.75  # [A]
    incident_missing: float = 0.50  # [A] of those in a known event
    incident_wrong: float = 0.02  # [A] linked to another event of that route
    own_script: float = 0.60  # [A] the name is also written in its own script


@dataclass(frozen=True)
class FindRates:
    """Post-mortem records, by condition (fleshed, decomposed, skeletal) where three figures stand."""

    without_report: float = 0.05
    second_part: float = 0.03
    group: float = 0.24
    sex_missing: tuple[float, float, float] = (0.0, 0.03, 0.12)
    sex_wrong: tuple[float, float, float] = (0.005, 0.02, 0.053)
    sex_probable: tuple[float, float, float] = (0.10, 0.20, 0.25)  # [A] "m?" or "f?"; wrong three times as often
    age_missing: tuple[float, float, float] = (0.04, 0.12, 0.25)
    age_sd: tuple[float, float, float] = (5.0, 6.5, 8.0)  # adults; children 1.2, 16-24 years 2.5
    height_missing: tuple[float, float, float] = (0.08, 0.30, 0.45)
    height_sd: tuple[float, float, float] = (2.0, 4.2, 3.3)
    marks_hidden: tuple[float, float, float] = (0.08, 0.50, 0.95)
    mark_seen: float = 0.93  # [A]
    mark_motif_right: float = 0.80
    mark_site_right: float = 0.85
    name_clue: tuple[float, float, float] = (0.30, 0.20, 0.12)
    clue_companion: float = 0.10
    clue_borrowed: float = 0.05
    nationality_clue: float = 0.20
    document_clue: float = 0.12  # [A] a number can be read on a paper
    document_slip: float = 0.08  # [A] one character misread
    phone_clue: float = 0.08  # [A]
    pmi_given: float = 0.60  # [A]
    pmi_sd: float = 0.5  # [A] of the logarithm
    incident_missing: float = 0.30  # [A] of the remains of a known event
    incident_wrong: float = 0.01  # [A]


@dataclass(frozen=True)
class ClerkRates:
    """What happens to a name when a clerk writes it down: a light or a heavy hand."""

    variant: float = 0.35
    other_script: float = 0.09
    second_surname_lost: float = 0.30
    order_swap: float = 0.07
    slip: float = 0.06  # per token
    hypocoristic: float = 0.05
    particle_lost: float = 0.20
    upper_case: float = 0.35
    diacritics_lost: float = 0.40


HEAVY = ClerkRates(variant=0.60, other_script=0.15, second_surname_lost=0.55, order_swap=0.12, slip=0.11)


@dataclass(frozen=True)
class Rates:
    """All of them.  `shifted(1.5)` is the world a registry was not tuned for."""

    report: ReportRates = ReportRates()
    find: FindRates = FindRates()
    light: ClerkRates = ClerkRates()
    heavy: ClerkRates = HEAVY

    def shifted(self, factor: float) -> Rates:
        """Every error and every omission `factor` times as frequent, every success as much rarer; none beyond .95."""
        return Rates(**{f.name: _shift(getattr(self, f.name), factor) for f in fields(self)})


# What goes right (its complement is shifted), what is a size, and what is a circumstance rather than an error.
_SUCCESS = {"mark_told", "mark_motif_right", "mark_site_right", "mark_seen"}
_AVAILABLE = {"name_clue", "nationality_clue", "document_clue", "phone_clue", "pmi_given"}
_CIRCUMSTANCE = {"group", "without_report", "duplicate", "own_script"}


_Group = TypeVar("_Group", ReportRates, FindRates, ClerkRates)


def _shift(group: _Group, factor: float) -> _Group:
    values: dict[str, Any] = {}
    for f in fields(group):
        value = getattr(group, f.name)
        if f.name not in _CIRCUMSTANCE:
            many = isinstance(value, tuple)
            moved = tuple(_moved(f.name, v, factor) for v in (value if many else (value,)))
            values[f.name] = moved if many else moved[0]
    return replace(group, **values)


def _moved(name: str, value: float, factor: float) -> float:
    if name in _SUCCESS:
        return 1 - min(0.95, (1 - value) * factor)
    if name in _AVAILABLE:
        return value / factor
    return value * factor if name.endswith("_sd") else min(0.95, value * factor)
