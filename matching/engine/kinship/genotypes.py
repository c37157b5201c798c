"""Profiles of samples as a laboratory tables them: `sample,marker,allele1,allele2`.

Decides what is a profile and which pairs are asked for; says nothing about kinship.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from matching.engine.kinship.panels import Panel
from matching.engine.kinship.tables import (
    CELL_LIMIT,
    SEX_MARKERS,
    Findings,
    Row,
    allele_of,
    marker_key,
    refuse,
    rows_of,
)
from registry.lib.speech import mark as _

COLUMNS = ("sample", "marker", "allele1", "allele2")
# Two alleles in order.  (a, a) is what was seen: of two equal alleles, or of one where the other may have dropped out.
Genotype = tuple[str, str]
Profile = Mapping[str, Genotype]


def genotype(one: str, other: str) -> Genotype:
    """A genotype in its one spelling."""
    return (one, other) if one <= other else (other, one)


@dataclass(frozen=True)
class Profiles:
    """Profiles by sample, in the order of the table, and each locus as it is written, with its row."""

    samples: Mapping[str, Profile]
    rows: Mapping[tuple[str, str], tuple[int, Genotype]]
    names: Mapping[str, str]  # of markers, as they are written

    def check(self, panel: Panel) -> None:
        """Whether a panel can weigh every locus.  Raises: Refused."""
        found = Findings()
        for (_sample, marker), (row, written) in self.rows.items():
            name = self.names[marker]
            if marker not in panel:
                found.add(row, "marker", _("The panel %(panel)s has no frequencies of %(marker)s."),
                          panel=panel.name, marker=name)  # fmt: skip
                continue
            for column, allele in zip(("allele1", "allele2"), written, strict=True):
                _check_allele(found, panel, (row, column), (marker, name), allele)
        found.settle()


def _check_allele(found: Findings, panel: Panel, cell: tuple[int, str], marker: tuple[str, str], allele: str) -> None:
    key, name = marker
    if not panel.could_have(key, allele):
        found.add(*cell, _("%(marker)s has no allele %(allele)s: it lies far beyond all alleles of the panel."),
                  marker=name, allele=allele)  # fmt: skip
    elif panel.frequency(key, allele) <= 0:
        found.add(*cell, _("Allele %(allele)s of %(marker)s is not in the panel: give a least frequency of alleles."),
                  marker=name, allele=allele)  # fmt: skip


def read_profiles(text: str, *, single: bool = False) -> Profiles:
    """The profiles of a table.  single: one allele alone is taken as what was seen.  Raises: Refused."""
    found = Findings()
    samples: dict[str, dict[str, Genotype]] = {}
    lines: dict[tuple[str, str], tuple[int, Genotype]] = {}
    names: dict[str, str] = {}
    for row in rows_of(text, COLUMNS, found):
        marker = marker_key(row["marker"])
        if not _named(row, marker, found):
            continue
        known = samples.setdefault(row["sample"], {})
        seen = () if marker in SEX_MARKERS else _alleles(row, found, single=single)
        if not seen:
            continue
        if (row["sample"], marker) in lines:
            found.add(row.number, "marker", _("%(marker)s of %(sample)s stands in row %(row)s already."),
                      marker=row["marker"], sample=row["sample"], row=lines[row["sample"], marker][0])  # fmt: skip
            continue
        lines[row["sample"], marker] = row.number, (seen[0], seen[-1])
        names.setdefault(marker, row["marker"])
        known[marker] = genotype(seen[0], seen[-1])
    found.settle()
    if not samples:
        raise refuse(_("The table holds no sample."))
    return Profiles(samples, lines, names)


def _named(row: Row, marker: str, found: Findings) -> bool:
    for column, there in (("sample", row["sample"]), ("marker", marker)):
        if not there:
            found.add(row.number, column, _("The cell is empty."))
            return False
        if len(row[column]) > CELL_LIMIT:
            found.add(row.number, column, _("The cell is longer than %(limit)s characters."), limit=CELL_LIMIT)
            return False
    return True


def _alleles(row: Row, found: Findings, *, single: bool) -> tuple[str, ...]:
    """The alleles of a row: none where it was not typed or does not hold."""
    seen = []
    for column in ("allele1", "allele2"):
        if not row[column]:
            continue
        allele = allele_of(row[column])
        if allele is None:
            found.add(row.number, column, _("“%(text)s” is no allele: write a number such as 9 or 9.3."),
                      text=row[column][:40])  # fmt: skip
            return ()
        seen.append(allele)
    if len(seen) == 1 and not single:
        empty = "allele1" if not row["allele1"] else "allele2"
        found.add(row.number, empty,
                  _("One allele alone: write it twice, leave both empty, or allow for drop-out."))  # fmt: skip
        return ()
    return tuple(seen)


def all_pairs(profiles: Profiles) -> Iterator[tuple[str, str]]:
    """Every two samples, in the order of the table."""
    return combinations(profiles.samples, 2)


def read_pairs(text: str, profiles: Profiles) -> list[tuple[str, str]]:
    """The pairs of a table `a,b`, the elder first.  Raises: Refused."""
    found = Findings()
    pairs = []
    for row in rows_of(text, ("a", "b"), found):
        known = [_known(row, column, profiles, found) for column in ("a", "b")]
        if all(known) and row["a"] == row["b"]:
            found.add(row.number, "b", _("A sample is not compared with itself."))
        elif all(known):
            pairs.append((row["a"], row["b"]))
    found.settle()
    if not pairs:
        raise refuse(_("The table holds no pair."))
    return pairs


def _known(row: Row, column: str, profiles: Profiles, found: Findings) -> bool:
    if row[column] in profiles.samples:
        return True
    found.add(row.number, column, _("There is no sample %(sample)s in the table of genotypes."),
              sample=row[column][:40] or "-")  # fmt: skip
    return False
