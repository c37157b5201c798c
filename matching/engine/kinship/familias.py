"""Tables as Familias and its relatives in R read and write them, from and to the tables of this registry.

- Frequencies: a marker alone on a line, then `allele TAB frequency` lines, then an empty line; one population a file.
- Profiles: `Name`, then two columns a marker, `TH01 1` and `TH01 2` or twice `TH01`; a line a person, tabs between.
- A pedigree: `id`, `fid`, `mid`, `sex` (0 unknown, 1 male, 2 female), parents `0` where there are none.

Its own project files (`.fam`) hold more than tables and are neither read nor written.  Sources: the manual of Familias
3; help of `readFreqDatabase` and `readPed` of pedtools.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from matching.engine.kinship.genotypes import COLUMNS, Profiles
from matching.engine.kinship.panels import Panel
from matching.engine.kinship.pedigree import ImpossiblePedigree, Member, Pedigree
from matching.engine.kinship.tables import Findings, marker_key, refuse, rows_of
from registry.lib.speech import mark as _

UNTYPED = ("", "0", "-", "NA")
SEX = {"m": "1", "f": "2"}
SEX_OF = {code: sex for sex, code in SEX.items()}


def frequencies_from(text: str) -> str:
    """Our table `marker,allele,freq` of a list of frequencies.  Raises: Refused."""
    rows, marker = ["marker,allele,freq"], ""
    found = Findings()
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        cells = line.split("\t") if "\t" in line.strip() else line.split()
        cells = [cell.strip() for cell in cells if cell.strip()]
        if not cells:
            marker = ""
        elif not marker:
            marker = " ".join(cells)
        elif len(cells) == 2:
            rows.append(",".join(_cell(cell) for cell in (marker, cells[0], cells[1].replace(",", "."))))
        else:
            found.add(number, "", _("Here an allele and its frequency should stand."))
    found.settle()
    if len(rows) == 1:
        raise refuse(_("The panel holds no frequency."))
    return "\n".join(rows) + "\n"


def frequencies_to(panel: Panel, names: Mapping[str, str]) -> str:
    """A list of frequencies of a panel.  names: of markers by their keys, as they are to be written."""
    parts = []
    for marker, shares in panel.markers.items():
        lines = [f"{allele}\t{share:.10g}" for allele, share in shares.items()]
        parts.append("\n".join([names.get(marker, marker), *lines]))
    return "\n\n".join(parts) + "\n"


def profiles_from(text: str) -> str:
    """Our table of profiles of a line a person.  Raises: Refused."""
    lines = [line.split("\t") for line in text.removeprefix("\ufeff").splitlines() if line.strip()]
    header = [name.strip() for name in lines[0]] if lines else []
    if len(header) < 3 or len(header) % 2 == 0:
        raise refuse(_("The first row should name the person and then each marker twice, with tabs between."), 1)
    markers = [_marker(header, place) for place in range(1, len(header), 2)]
    found, rows = Findings(), [",".join(COLUMNS)]
    for number, cells in enumerate(lines[1:], 2):
        if len(cells) != len(header):
            found.add(number, "", _("The row has %(cells)s cells and the table %(columns)s columns."),
                      cells=len(cells), columns=len(header))  # fmt: skip
            continue
        for marker, one, other in zip(markers, cells[1::2], cells[2::2], strict=True):
            alleles = ["" if cell.strip() in UNTYPED else cell.strip().replace(",", ".") for cell in (one, other)]
            rows.append(",".join(_cell(cell) for cell in (cells[0].strip(), marker, *alleles)))
    found.settle()
    return "\n".join(rows) + "\n"


def _marker(header: list[str], place: int) -> str:
    """The name that two columns share."""
    one, other = (re.sub(r"[ ._][12]$", "", name) if pair_ends else name
                  for name, pair_ends in ((header[place + i], _numbered(header, place)) for i in (0, 1)))  # fmt: skip
    if marker_key(one) != marker_key(other) or not marker_key(one):
        raise refuse(_("%(one)s and %(other)s are not two columns of one marker."), 1, header[place],
                     one=header[place], other=header[place + 1])  # fmt: skip
    return one


def _numbered(header: list[str], place: int) -> bool:
    return header[place] != header[place + 1]


def profiles_to(profiles: Profiles) -> str:
    """A line a person, for Familias; what was not typed is empty."""
    markers = list(profiles.names)
    lines = ["\t".join(["Name", *(f"{profiles.names[m]} {i}" for m in markers for i in (1, 2))])]
    for sample, profile in profiles.samples.items():
        cells = [allele for m in markers for allele in profile.get(m, ("", ""))]
        lines.append("\t".join([sample, *cells]))
    return "\n".join(lines) + "\n"


def pedigree_from(text: str) -> tuple[Pedigree, dict[str, str]]:
    """A pedigree, and the sexes that it says.  Raises: Refused."""
    found, members, sexes = Findings(), [], {}
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    for row in rows_of(text, ("id", "fid", "mid", "sex"), found, delimiter):
        if row["id"] in UNTYPED:
            found.add(row.number, "id", _("The cell is empty."))
        if row["sex"] not in ("", "0", "1", "2"):
            found.add(row.number, "sex", _("Write 1 for a man, 2 for a woman, 0 where it is not known."))
        if row["sex"] in SEX_OF:
            sexes[row["id"]] = SEX_OF[row["sex"]]
        members.append(Member(row["id"], *("" if row[side] in UNTYPED else row[side] for side in ("fid", "mid"))))
    found.settle()
    try:
        pedigree = Pedigree(tuple(members))
    except ImpossiblePedigree as problem:
        raise refuse("%(why)s", 0, "", why=problem) from problem
    for one in members:
        for side, parent, sex in (("fid", one.father, "m"), ("mid", one.mother, "f")):
            if parent and sexes.get(parent, sex) != sex:
                raise refuse(_("%(parent)s stands as a parent of the other sex."), 0, side, parent=parent)
    return pedigree, sexes


def pedigree_to(pedigree: Pedigree, sexes: Mapping[str, str]) -> str:
    """A pedigree for Familias and pedtools."""
    return "\n".join("\t".join(row) for row in _pedigree_rows(pedigree, sexes)) + "\n"


def _pedigree_rows(pedigree: Pedigree, sexes: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """Parents come in twos there: for one that nobody named, somebody unknown is added."""
    yield "id", "fid", "mid", "sex"
    fathers, mothers = ({getattr(one, side) for one in pedigree.members} for side in ("father", "mother"))
    for one in pedigree.members:
        father, mother = one.father, one.mother
        if bool(father) != bool(mother):
            unknown = f"{one.code}_{'mother' if father else 'father'}"
            yield unknown, "0", "0", "2" if father else "1"
            father, mother = father or unknown, mother or unknown
        by_place = "1" if one.code in fathers else "2" if one.code in mothers else "0"
        yield one.code, father or "0", mother or "0", SEX.get(sexes.get(one.code, ""), by_place)


def _cell(text: str) -> str:
    """A cell of CSV."""
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if any(sign in text for sign in ',"\n') else text
