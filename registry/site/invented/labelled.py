"""An invented registry as the four tables of `evaluate_matching`: fewer facts than the registry keeps, and the truth.

The sector of last contact stands in for town and route, as a caseworker would name it; a report that knows neither
leaves it empty.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

from registry.site.invented.finds import STAGES
from registry.site.invented.marks import MarkRecord
from registry.site.invented.rates import CONDITIONS
from registry.site.invented.records import CaseRecord, Invented, RemainsRecord

_REMAINS = (
    "pm_id,sex,age_lo,age_hi,height_cm,condition,found,lat,lon,sector,marks,name_clue,nationality_clue,medical,part"
)


def write(invented: Invented, folder: Path) -> list[Path]:
    """am.csv, pm.csv, alive.csv and truth.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, tuple[str, Iterable[Iterable[object]]]] = {
        "am": ("am_id,name,sex,dob,age,nationality,height_cm,last_contact,sector,marks,medical",
               (_report(invented, case) for case in invented.cases)),
        "pm": (_REMAINS, (_remains(invented, remains) for remains in invented.remains)),
        "alive": ("alive_id,name,sex,dob,nationality,seen,place", _alive(invented)),
        "truth": ("kind,left,right", _truth(invented)),
    }  # fmt: skip
    written = []
    for name, (header, rows) in tables.items():
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(header.split(","))
            writer.writerows(rows)
        written.append(path)
    return written


def _marks(marks: Iterable[MarkRecord]) -> str:
    sides = {"l": "_left", "r": "_right"}
    return ";".join(f"{m.type}{':' + m.motif if m.motif else ''}@{m.site}{sides.get(m.side, '')}" for m in marks)


def _report(invented: Invented, case: CaseRecord) -> list[object]:
    person = invented.truth.people[invented.truth.case_person[case.key]]
    where = person.sector.name if case.route_code or case.place_last_contact else ""
    return [
        case.key, case.name_as_given, case.sex.upper(), case.date_of_birth, case.age_at_last_contact, case.nationality,
        case.height_cm, case.date_last_contact, where, _marks(case.marks) if case.marks_asked else "?", "?",
    ]  # fmt: skip


def _remains(invented: Invented, remains: RemainsRecord) -> list[object]:
    person = invented.truth.people[invented.truth.remains_person[remains.key]]
    sector = person.event.sector if person.event else person.found_sector
    condition = next(name for name, stages in zip(CONDITIONS, STAGES, strict=True) if remains.condition in stages)
    height = None
    if remains.stature_low is not None and remains.stature_high is not None:
        height = round((remains.stature_low + remains.stature_high) / 2)
    sex = {"m": "M", "f": "F"}.get((remains.sex_estimated or "")[:1], "U")
    marks = _marks(remains.marks) if remains.regions else "?"
    if remains.regions and len(remains.regions) < 5:
        marks = f"{marks};?" if marks else "?"
    return [
        remains.key, sex, remains.age_low, remains.age_high, height, condition, remains.found_on,
        remains.found_place.lat, remains.found_place.lon, sector.name, marks,
        remains.names[0].text if remains.names else "",
        remains.indicators[0].country if remains.indicators else "", "?",
        "limb" if remains.completeness == "limb_only" else "body",
    ]  # fmt: skip


def _alive(invented: Invented) -> Iterable[list[object]]:
    for person in invented.alive:
        year = None if person.age is None else int(person.seen_on[:4]) - person.age
        yield [person.key, person.name, person.sex.upper(), year, person.nationality, person.seen_on,
               person.place.as_said]  # fmt: skip


def _truth(invented: Invented) -> Iterable[list[str]]:
    truth = invented.truth
    reports: dict[int, list[str]] = {}
    for key, number in truth.case_person.items():
        reports.setdefault(number, []).append(key)
    finds: dict[int, list[str]] = {}
    for key, number in truth.remains_person.items():
        finds.setdefault(number, []).append(key)
        yield from (["AM-PM", report, key] for report in reports.get(number, []))
    for kind, groups in (("AM-AM", reports), ("PM-PM", finds)):
        for keys in groups.values():
            yield from ([kind, a, b] for a, b in combinations(sorted(keys), 2))
    for key, number in truth.alive_person.items():
        yield from (["AM-ALIVE", report, key] for report in reports.get(number, []))
