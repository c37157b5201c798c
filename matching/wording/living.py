"""What a report about somebody found alive says, line by line.  Pure: rows in clear in, words out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from accessctl.rings import Ring
from cases.codes import Facility, Sex
from cases.models import Whereabouts, WhereaboutsFile, WhereaboutsName
from matching.wording import texts
from matching.wording.bodies import joined, label

if TYPE_CHECKING:
    from accessctl.door import Opened


def of(record: Whereabouts, rings: Mapping[Ring, Opened]) -> dict[str, list[str]]:
    """Line -> what the report says about it; nothing where ring 4w was not opened."""
    opened = rings.get(Ring.WHEREABOUTS)
    file = opened.one(record, WhereaboutsFile) if opened else None
    if opened is None or file is None:
        return {}
    lines = {
        "sex": [label(Sex, file.sex)] if file.sex in (Sex.MALE, Sex.FEMALE) else [],
        "age": [texts.years(*(file.age or (None, None)))],
        "birth": _born(file),
        "lag": [gettext("seen %(date)s") % {"date": texts.date(file.seen_at)}] if file.seen_at else [],
        "place": [texts.place(file.seen_place), _facility(file)],
        "origin": [texts.country(code) for code in file.nationalities or ()],
        "name": texts.names(opened.rows(record, WhereaboutsName)),
    }
    return {line: [text for text in said if text] for line, said in lines.items()}


def _born(file: Any) -> Iterable[str]:
    return [gettext("born %(date)s") % {"date": file.date_of_birth.label()}] if file.date_of_birth else []


def _facility(file: Any) -> str:
    held = file.facility or {}
    return joined([label(Facility, held.get("kind")), held.get("name")])
