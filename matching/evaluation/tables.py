"""The four tables of an evaluation as profiles, and what could not be read of them.

Decides which columns there are; a cell that cannot be read is named with its row and column and counts as absent, an
unknown column is named and left out.  Words outside the registry's lists (kinds and sites of marks, sectors) are kept
as they are: the reference learns them from the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from matching.engine.compare import AM_ALIVE, AM_AM, AM_PM, PM_PM
from matching.engine.profile import Indicator, Kind, Name, Place, Profile
from matching.evaluation import cells, lines
from matching.evaluation.cells import Span, Unreadable
from matching.evaluation.lines import Line

COLUMNS: dict[Kind, tuple[str, ...]] = {
    "am": ("am_id", "name", "sex", "dob", "age", "nationality", "height_cm", "last_contact", "sector", "marks",
           "medical"),
    "pm": ("pm_id", "sex", "age_lo", "age_hi", "height_cm", "condition", "found", "lat", "lon", "sector", "marks",
           "name_clue", "nationality_clue", "medical", "part"),
    "alive": ("alive_id", "name", "sex", "dob", "nationality", "seen", "place"),
}  # fmt: skip
TRUTH = ("kind", "left", "right")
TASKS = {"AM-PM": AM_PM, "AM-AM": AM_AM, "PM-PM": PM_PM, "AM-ALIVE": AM_ALIVE}
RECORDS: dict[str, tuple[Kind, Kind]] = {
    AM_PM: ("am", "pm"), AM_AM: ("am", "am"), PM_PM: ("pm", "pm"), AM_ALIVE: ("am", "alive"),
}  # fmt: skip
OLDEST = 120
NO_CODES: tuple[str, ...] = ()
T = TypeVar("T")


class NoTable(Exception):
    """A file that is no such table at all; the text says what is missing."""


@dataclass(frozen=True)
class Problem:
    """What could not be read; row 0 is the header or the whole file, row 2 the first record."""

    file: str
    row: int
    column: str
    text: str

    def __str__(self) -> str:
        where = f"row {self.row}" + (f", {self.column}" if self.column else "") if self.row else "header"
        return f"{self.file}, {where}: {self.text}"


@dataclass
class Data:
    """What was read: profiles by kind and reference, true pairs by task, and problems."""

    profiles: dict[Kind, dict[str, Profile]] = field(default_factory=lambda: {"am": {}, "pm": {}, "alive": {}})
    truth: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def load(am: Path, pm: Path, alive: Path | None, truth: Path) -> Data:
    """All tables.  Raises NoTable."""
    data = Data()
    files: tuple[tuple[Kind, Path | None], ...] = (("am", am), ("pm", pm), ("alive", alive))
    for kind, path in files:
        if path is not None:
            data.profiles[kind] = _Reader(path, data.problems).profiles(kind)
    data.truth = _Reader(truth, data.problems).pairs(data.profiles)
    return data


class _Reader:
    def __init__(self, path: Path, problems: list[Problem]) -> None:
        self.path, self.problems = path, problems
        self.row, self.cells = 0, dict[str, str]()

    def problem(self, text: str, column: str = "") -> None:
        self.problems.append(Problem(self.path.name, self.row, column, text))

    # -- rows

    def rows(self, columns: tuple[str, ...], needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
        """Every row by column name; empty rows are left out."""
        first, *rest = self._lines() or [Line([])]
        header = [name.strip().casefold() for name in first.cells]
        self.row = 0
        if first.why:
            self.problem(f"The quotation marks are not in order: {first.why}.")
        if missing := [name for name in needed if name not in header]:
            raise NoTable(f"{self.path.name} has no column {', '.join(missing)}.")
        for name in header:
            if name not in columns:
                self.problem(f"The column {name!r} is not known and is left out.")
        if len(set(header)) != len(header):
            self.problem("A column is named twice; the first counts.")
        for self.row, (line, why) in enumerate(rest, 2):
            if not any(cell.strip() for cell in line):
                continue
            if why:
                self.problem(f"The quotation marks are not in order: {why}.")
            if len(line) > len(header):
                self.problem(f"There are {len(line) - len(header)} cells too many; they are left out.")
            self.cells = {}
            for name, cell in zip(header, line, strict=False):
                if "\0" in cell:
                    self.problem("NUL characters are left out.", name)
                if name in columns:
                    self.cells.setdefault(name, cell.replace("\0", "").strip())
            yield self.cells

    def _lines(self) -> list[Line]:
        try:
            raw = self.path.read_bytes()
        except OSError as error:
            raise NoTable(f"{self.path.name} cannot be read: {error.strerror}.") from None
        text = self._text(raw)
        first = text.partition("\n")[0]
        delimiter = max(",;\t|", key=lambda c: (first.count(c), c == ","))
        return lines.split(text, delimiter)

    def _text(self, raw: bytes) -> str:
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return raw.decode("utf-16", errors="replace")
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.problem("The file is not UTF-8; it was read as Windows-1252.")
            return raw.decode("cp1252", errors="replace")

    # -- cells

    def read(self, column: str, reader: Callable[..., T], *args: Any, absent: T) -> T:
        """A cell; what cannot be read is named, and absent unless a part of it could be."""
        text = self.cells.get(column)
        if text is None:
            return absent
        try:
            return reader(text, *args)
        except Unreadable as error:
            self.problem(str(error), column)
            return absent if error.kept is None else error.kept

    def number(self, column: str, low: float, high: float, what: str) -> float | None:
        return self.read(column, cells.number, low, high, what, absent=None)

    def span(self, column: str) -> Span | None:
        return self.read(column, cells.days, absent=None)

    # -- records

    def profiles(self, kind: Kind) -> dict[str, Profile]:
        """The records of a table by their id; of a repeated id the first."""
        build = {"am": self._am, "pm": self._pm, "alive": self._alive}[kind]
        column, out = COLUMNS[kind][0], dict[str, Profile]()
        for row in self.rows(COLUMNS[kind], (column,)):
            ref = row.get(column, "")
            if not ref:
                self.problem("The record has no id and is left out.", column)
            elif ref in out:
                self.problem(f"{ref!r} stands here a second time and is left out.", column)
            else:
                out[ref] = build(ref)
        return _silent(out) if kind == "am" else out

    def _born(self, until: Span | None) -> dict[str, Any]:
        """Birth date, unless it lies after the person was heard of, or longer before that than people live."""
        born = self.span("dob")
        if born is None:
            return {}
        if until is not None and born[0] > until[1]:
            self.problem("The date of birth lies after the person was last heard of.", "dob")
            return {}
        if until is not None and until[0] - born[1] > OLDEST * 365.25:
            self.problem(f"The person would have been older than {OLDEST} when last heard of.", "dob")
            return {}
        first_of_january = born[0] == born[1] and self.cells["dob"].strip()[4:] in ("-01-01", "-1-1")
        basis = "default_jan1" if first_of_january else None
        return {"birth_earliest": born[0], "birth_latest": born[1], "birth_basis": basis}

    def _things(self, column: str) -> tuple[cells.Things, tuple[str, ...] | None]:
        absent: tuple[cells.Things, tuple[str, ...] | None] = ((), None)
        return self.read(column, cells.things, absent=absent)

    def _names(self) -> tuple[Name, ...]:
        text = self.read("name", cells.name, absent=None)
        return (Name(text),) if text else ()

    def _am(self, ref: str) -> Profile:
        last = self.span("last_contact")
        age, height = self.number("age", 0, OLDEST, "age in years"), self.number("height_cm", 30, 260, "height in cm")
        marks, where = self._things("marks")
        medical, looked = self._things("medical")
        return Profile(
            ref, "am", sex=self.read("sex", cells.sex, absent=None), age_low=age, age_high=age, **self._born(last),
            stature_low=height, stature_high=height, **_span("last_contact", last),
            area=self.read("sector", cells.word, absent=None),
            nationalities=self.read("nationality", cells.countries, absent=NO_CODES),
            marks=cells.marks(marks), marks_asked=None if where is None else bool(where),
            medical=cells.medical(medical), medical_asked=None if looked is None else bool(looked),
            names=self._names(),
        )  # fmt: skip

    def _pm(self, ref: str) -> Profile:
        low, high = (self.number(column, 0, OLDEST, "age in years") for column in ("age_lo", "age_hi"))
        if low is not None and high is not None and low > high:
            self.problem("The least age is greater than the greatest.", "age_lo")
            low = high = None
        height = self.number("height_cm", 30, 260, "height in cm")
        condition = self.read("condition", cells.condition, absent=None)
        lat, lon = self.number("lat", -90, 90, "latitude"), self.number("lon", -180, 180, "longitude")
        marks, where = self._things("marks")
        medical, looked = self._things("medical")
        clue = self.read("name_clue", cells.name, absent=None)
        nations = self.read("nationality_clue", cells.countries, absent=NO_CODES)
        sex = self.read("sex", cells.sex, absent=None)
        return Profile(
            ref, "pm", sex=sex if sex in ("m", "f") else None, age_low=low, age_high=high,
            stature_low=height, stature_high=height, condition=condition,
            stature_basis={"d1": "measured", "d6": "long_bone"}.get(condition or "", "mixed"),
            **_span("found", self.span("found")), area=self.read("sector", cells.word, absent=None),
            place=Place(lat, lon) if lat is not None and lon is not None else None,
            marks=cells.marks(marks), marks_observable=where, medical=cells.medical(medical),
            medical_observable=looked, names=(Name(clue, "document"),) if clue else (),
            indicators=tuple(Indicator("other", nation) for nation in nations),
            elements=self.read("part", cells.elements, absent=NO_CODES),
        )  # fmt: skip

    def _alive(self, ref: str) -> Profile:
        seen = self.span("seen")
        return Profile(
            ref, "alive", sex=self.read("sex", cells.sex, absent=None), **self._born(seen), **_span("found", seen),
            area=self.read("place", cells.word, absent=None), names=self._names(),
            nationalities=self.read("nationality", cells.countries, absent=NO_CODES),
        )  # fmt: skip

    # -- truth

    def pairs(self, profiles: dict[Kind, dict[str, Profile]]) -> dict[str, list[tuple[str, str]]]:
        """True pairs by task, the missing person left; pairs of unknown records are named."""
        out: dict[str, dict[tuple[str, str], None]] = {}
        for row in self.rows(TRUTH, TRUTH):
            task = TASKS.get(row.get("kind", "").upper().replace("_", "-"))
            if task is None:
                self.problem(f"{row.get('kind', '')!r} is not one of {', '.join(TASKS)}.", "kind")
                continue
            left, right = row.get("left", ""), row.get("right", "")
            first, second = (profiles[kind] for kind in RECORDS[task])
            if left not in first and left in second and right in first:
                left, right = right, left
            lost = [ref for ref, known in ((left, first), (right, second)) if ref not in known]
            if lost:
                self.problem(f"There is no record {', '.join(lost)}.", "left" if lost[0] == left else "right")
            elif left == right and first is second:
                self.problem("A record is paired with itself.", "right")
            else:
                out.setdefault(task, {})[left, right] = None
        return {task: list(pairs) for task, pairs in out.items()}


def _span(name: str, span: Span | None) -> dict[str, Any]:
    return {} if span is None else {f"{name}_earliest": span[0], f"{name}_latest": span[1]}


def _silent(reports: dict[str, Profile]) -> dict[str, Profile]:
    """Reports whose empty cells say "none" only where the table knows how to say "not asked".

    A table that never writes `?` has no word for it: there an empty cell may be either, and says nothing.
    """
    marks = any(p.marks_asked is False for p in reports.values())
    medical = any(p.medical_asked is False for p in reports.values())
    return {
        ref: replace(
            p,
            marks_asked=p.marks_asked if marks or p.marks else None,
            medical_asked=p.medical_asked if medical or p.medical else None,
        )
        for ref, p in reports.items()
    }
