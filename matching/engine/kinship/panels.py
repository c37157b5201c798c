"""Allele frequencies of populations: how a panel is read, and what frequency an allele has in it.

Two layouts: `pop,marker,allele,count,n_alleles,freq` with several populations, and `marker,allele,freq` with one.
Decides neither which population is the right one nor how many are to be tried (`lowest.py`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matching.engine.kinship.tables import (
    Findings,
    Row,
    allele_of,
    marker_key,
    refuse,
    repeats_of,
    rows_of,
)
from registry.lib.speech import mark as _

# Published tables are rounded: the frequencies of a marker may exceed 1 by so much.
ROUNDING = 0.02
# How many repeats beyond the alleles of a panel one that it never met may lie.
BEYOND = 25
# The norSTR files hold the headings "Penta D" and "Penta E" as rows, split at the space, and give the rows that
# follow the name of the marker before.
_HEADING = re.compile(r"[A-Z][a-z]+ [A-Z]")


@dataclass(frozen=True, slots=True)
class Panel:
    """Frequencies by marker and allele, as published: nothing is added to 1 or taken away.

    floor: the least frequency an allele counts with, met in the panel or not; 0 for none.
    """

    name: str
    markers: Mapping[str, Mapping[str, float]]
    floor: float = 0.0

    def __contains__(self, marker: str) -> bool:
        return marker in self.markers

    def frequency(self, marker: str, allele: str) -> float:
        """At least the floor.  Raises: KeyError, for a marker that the panel lacks."""
        return max(self.markers[marker].get(allele, 0.0), self.floor)

    def lists(self, marker: str, allele: str) -> bool:
        return self.markers[marker].get(allele, 0.0) > 0

    def could_have(self, marker: str, allele: str) -> bool:
        """Whether an allele is in the panel or close enough to its alleles to be a rare one."""
        if self.lists(marker, allele):
            return True
        known = [found for each in self.markers[marker] if (found := repeats_of(each))]
        own = repeats_of(allele)
        return bool(known and own) and min(known)[0] - BEYOND <= own[0] <= max(known)[0] + BEYOND  # type: ignore[index]

    def with_floor(self, floor: float) -> Panel:
        return Panel(self.name, self.markers, floor)


def read_panels(text: str, name: str) -> dict[str, Panel]:
    """The panels of a file by population; "" where it holds one without a name.  Raises: Refused."""
    found = Findings()
    pops: dict[str, dict[str, dict[str, float]]] = {}
    lines: dict[tuple[str, str, str], int] = {}
    for row, marker in _under_headings(rows_of(text, ("marker", "allele", "freq"), found, others=("pop",))):
        entry = _entry(row, marker, found)
        if entry is None:
            continue
        allele, share = entry
        place = (row["pop"], marker_key(marker), allele)
        if place in lines:
            found.add(row.number, "allele", _("Allele %(allele)s of %(marker)s stands in row %(row)s already."),
                      allele=allele, marker=marker, row=lines[place])  # fmt: skip
            continue
        lines[place] = row.number
        pops.setdefault(place[0], {}).setdefault(place[1], {})[allele] = share
    _check_sums(pops, lines, found)
    found.settle()
    if not pops:
        raise refuse(_("The panel holds no frequency."))
    return {pop: Panel(f"{name}: {pop}" if pop else name, markers) for pop, markers in pops.items()}


def choose(panels: Mapping[str, Panel], pop: str | None) -> Panel:
    """The panel of a population; where there is one only, none need be named.  Raises: Refused."""
    if pop is None and len(panels) == 1:
        return next(iter(panels.values()))
    if pop is None:
        raise refuse(_("The panel holds several populations: name one of %(pops)s."), pops=", ".join(sorted(panels)))
    if pop in panels:
        return panels[pop]
    if set(panels) == {""}:
        raise refuse(_("The panel holds one population without a name: there is no %(pop)s."), pop=pop)
    raise refuse(_("There is no population %(pop)s in the panel: it holds %(pops)s."),
                 pop=pop, pops=", ".join(sorted(panels)))  # fmt: skip


def _under_headings(rows: Iterable[Row]) -> Iterable[tuple[Row, str]]:
    """Rows with their marker, and without the rows that are a heading."""
    heading, under = "", ""
    for row in rows:
        words = f"{row['allele']} {row['freq']}"
        if _HEADING.fullmatch(words):
            heading, under = words, row["marker"]
            continue
        if row["marker"] != under:
            heading = under = ""
        yield row, heading or row["marker"]


def _entry(row: Row, marker: str, found: Findings) -> tuple[str, float] | None:
    """Allele and frequency of a row."""
    allele, share = allele_of(row["allele"]), _share(row["freq"])
    if not marker_key(marker):
        found.add(row.number, "marker", _("There is no marker."))
    elif allele is None:
        found.add(row.number, "allele", _("“%(text)s” is no allele: write a number such as 9 or 9.3."),
                  text=row["allele"][:40])  # fmt: skip
    elif share is None:
        found.add(row.number, "freq", _("“%(text)s” is no frequency: write a number from 0 to 1."),
                  text=row["freq"][:40])  # fmt: skip
    else:
        return allele, share
    return None


def _share(text: str) -> float | None:
    try:
        share = float(text)
    except ValueError:
        return None
    return share if math.isfinite(share) and 0 <= share <= 1 else None


def _check_sums(
    pops: Mapping[str, Mapping[str, Mapping[str, float]]], lines: Mapping[tuple[str, str, str], int], found: Findings
) -> None:
    for pop, markers in pops.items():
        for marker, alleles in markers.items():
            total = math.fsum(alleles.values())
            if total > 1 + ROUNDING:
                first = lines[pop, marker, next(iter(alleles))]
                found.add(first, "freq", _("The frequencies of this marker sum to %(total)s and not to 1."),
                          total=f"{total:.3f}")  # fmt: skip


def marker_names(text: str) -> dict[str, str]:
    """How the markers of a file are written, by their keys."""
    rows = _under_headings(rows_of(text, ("marker", "allele", "freq"), Findings()))
    return {marker_key(marker): marker for _row, marker in rows}
