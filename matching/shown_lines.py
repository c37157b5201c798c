"""The lines of a candidate pair as one reader may see them.

Values are read live from both records, ring by ring, each reading with its own entry in the journal.  A line whose
ring the reader may not open on either side keeps its name and who holds it, and loses values, size and range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from accessctl import door
from accessctl.actor import Actor
from accessctl.rings import Ring
from cases.models import Case, CaseIncident, Incident, Whereabouts
from matching import weighing
from matching.codes import PairKind, Verdict
from matching.engine.ranges import Weighed, Width
from matching.models import CandidatePair, EvidenceLine
from matching.sides import Side
from matching.wording import kinds, strengths, values
from remains.models import RemainsIncident

COMPARED_RINGS = (Ring.SEARCH, Ring.RESERVED, Ring.FORENSIC, Ring.WHEREABOUTS)
Words = str | Promise
# Disagreements first, then what agrees, then what is held back, then what cannot be compared.
_CONFLICTS = (Verdict.CONFLICT, Verdict.WEAK_CONFLICT)
_FIRST, _THEN, _HELD, _LAST = range(4)
_DIRECTIONS = {
    Verdict.CONFLICT: "against", Verdict.WEAK_CONFLICT: "against", Verdict.AGREE: "for",
    Verdict.COMPATIBLE: "nothing", Verdict.NOT_COMPARABLE: "nothing",
}  # fmt: skip


@dataclass(frozen=True)
class Holder:
    """Who holds what the reader may not see: organisation, record, ring; `offer`: an own record to give in return."""

    name: str
    ref: str = ""
    ring: str = ""
    offer: str = ""

    @property
    def is_closed(self) -> bool:
        """Whether an agreement keeps that part closed: then no ring can be asked for."""
        return not self.ring


@dataclass(frozen=True)
class Range:
    """A log10 ratio, and where it may lie while the rates stay plausible: None until that is worked out."""

    value: float
    low: float | None = None
    high: float | None = None

    @classmethod
    def around(cls, value: float, width: Width | None) -> Range:
        return cls(value) if width is None else cls(value, value - width.down, value + width.up)


@dataclass(frozen=True)
class Row:
    """One line of the table.  verdict: None where held; held: names only, with who holds it."""

    key: str
    label: Words
    verdict: Verdict | None = None
    left: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    reason: str = ""  # code
    why: Words = ""  # its sentence: why the line reads so, or why it cannot be compared
    size: Range | None = None
    holders: list[Holder] = field(default_factory=list)

    @property
    def held(self) -> bool:
        return self.verdict is None

    @property
    def outcome(self) -> str:
        """Which way it speaks: `for`, `against` or `nothing`."""
        return _DIRECTIONS[self.verdict] if self.verdict else "nothing"

    @property
    def likelier(self) -> Words:
        """The sentence of the size."""
        return strengths.likelier(self.size.value) if self.size else ""

    @property
    def order(self) -> tuple[int, float, str]:
        """Its place in the table.  That of a held line says nothing of its size."""
        if self.verdict is None:
            return _HELD, 0.0, self.key
        if self.size is None:
            return _LAST, 0.0, self.key
        return (
            (_FIRST, self.size.value, self.key) if self.verdict in _CONFLICTS else (_THEN, -self.size.value, self.key)
        )


def width_of(line: EvidenceLine) -> Width | None:
    """The stored width of a line; None until it is worked out."""
    return None if line.down is None or line.up is None else Width(line.down, line.up)


def weighed(lines: Sequence[EvidenceLine]) -> list[Weighed] | None:
    """The compared lines with their widths; None until all are worked out."""
    compared = [line for line in lines if line.is_compared]
    widths = [width_of(line) for line in compared]
    if None in widths:
        return None
    return [
        Weighed(line.line, line.group, line.log_lr, width)
        for line, width in zip(compared, widths, strict=True) if width is not None
    ]  # fmt: skip


def rows(actor: Actor, pair: CandidatePair, lines: list[EvidenceLine], reach: dict[Any, frozenset[Ring]]) -> list[Row]:
    """The table in its order."""
    opened = {row.pk: _opened(actor, row, side, lines, reach[row.pk]) for side, row in _sides(pair)}
    events = _events(actor, opened, pair)
    denied = {row.pk: values.closed_lines(row, opened[row.pk]) for _side, row in _sides(pair)}
    left = values.of(pair.left, opened[pair.left.pk], events)
    right = values.of(pair.right, opened[pair.right.pk], events)
    shown, rates = list[Row](), weighing.rates_of(pair.version)
    for line in lines:
        name = kinds.label(PairKind(pair.kind), line.line)
        if closed := _held_back(actor, pair, line, reach) or _denied(pair, line, denied):
            shown.append(Row(line.line, name, holders=closed))
            continue
        shown.append(
            Row(
                key=line.line, label=name, verdict=strengths.verdict(line.outcome, line.log_lr, rates),
                left=left.get(line.line, []), right=right.get(line.line, []), reason=line.reason,
                why=kinds.sentence(PairKind(pair.kind), line.reason),
                size=Range.around(line.log_lr, width_of(line)) if line.is_compared else None,
            )
        )  # fmt: skip
    return sorted(shown, key=lambda row: row.order)


def _sides(pair: CandidatePair) -> tuple[tuple[str, Side], tuple[str, Side]]:
    return ("left", pair.left), ("right", pair.right)


def _opened(
    actor: Actor, record: Side, side: str, lines: list[EvidenceLine], reach: frozenset[Ring]
) -> dict[Ring, door.Opened]:
    """The rings of a record that some line needs and the reader may open; nothing is read that is not shown."""
    from_rings = {Ring(getattr(line, f"{side}_ring")) for line in lines}
    wanted = [ring for ring in COMPARED_RINGS if ring in reach and ring in from_rings | {Ring.SEARCH}]
    tables = values.TABLES[type(record)]
    return {ring: door.open(actor, record, ring, tables=tables[ring]) for ring in wanted if tables.get(ring)}


def _events(actor: Actor, opened: dict[Any, dict[Ring, door.Opened]], pair: CandidatePair) -> dict[Any, str]:
    """References of the linked incidents that the reader may know of."""
    ids = set()
    for _side, record in _sides(pair):
        table = CaseIncident if isinstance(record, Case) else RemainsIncident
        if (rows := opened[record.pk].get(Ring.SEARCH)) and not isinstance(record, Whereabouts):
            ids |= {row.incident_id for row in rows.rows(record, table)}
    if not ids:
        return {}
    return dict(door.visible(actor, Incident).filter(pk__in=ids).values_list("pk", "ref"))


def _held_back(
    actor: Actor, pair: CandidatePair, line: EvidenceLine, reach: dict[Any, frozenset[Ring]]
) -> list[Holder]:
    """The records whose part of the line is closed to the reader, with what they could offer in return."""
    rings = [(row, Ring(getattr(line, f"{side}_ring"))) for side, row in _sides(pair)]
    own = [row.ref for _side, row in _sides(pair) if row.owner_id == actor.organisation_id]
    return [
        Holder(row.owner.name, row.ref, ring.value, next((ref for ref in own if ref != row.ref), ""))
        for row, ring in rings
        if ring not in reach[row.pk]
    ]


def _denied(pair: CandidatePair, line: EvidenceLine, denied: dict[Any, set[str]]) -> list[Holder]:
    """The records of which an agreement keeps closed what the line rests on."""
    return [Holder(row.owner.name) for _side, row in _sides(pair) if line.line in denied[row.pk]]
