"""All that a comparison of everything goes through, in the order of references, whole or piece by piece."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from accessctl import door
from accessctl.rings import Ring
from cases.models import Case, Whereabouts
from matching import extract
from matching.models import Compared
from matching.sides import MODELS


def every_ref() -> list[str]:
    """References of all that may be compared, and of what is still held though it may not."""
    return sorted({ref for source in _sources() for ref in source})


def counted(refs: Iterable[str]) -> int:
    """How many of them a run may name a number of: that somebody was found alive shows in none."""
    return sum(not ref.startswith(Whereabouts.REF_PREFIX) for ref in refs)


def following(after: str, size: int) -> list[str]:
    """The next so many references."""
    near = {ref for source in _sources(after) for ref in source[:size]}
    return sorted(near)[:size]


def within(after: str, upto: str) -> list[str]:
    """The references behind one and not behind another, as they are now."""
    return sorted({ref for source in _sources(after, upto) for ref in source})


def _sources(after: str = "", upto: str = "") -> list[QuerySet[Any, str]]:
    actor = extract.matcher()
    cases = door.visible(actor, Case, ring=Ring.SEARCH).filter(status=extract.COMPARED_STATUS)
    held = Compared.objects.filter(live=True)
    return [
        _part(cases, "ref", after, upto),
        _part(extract.in_care(), "ref", after, upto),
        _part(door.visible(extract.finder(), Whereabouts, ring=Ring.WHEREABOUTS), "ref", after, upto),
        *(_part(held, f"{column}__ref", after, upto) for column in MODELS),
    ]


def _part(rows: QuerySet[Any], path: str, after: str, upto: str) -> QuerySet[Any, str]:
    """The references of one source in their order; `__gt` also leaves out rows that are about something else."""
    rows = rows.filter(**{f"{path}__gt": after}, **({f"{path}__lte": upto} if upto else {}))
    return rows.order_by(path).values_list(path, flat=True)
