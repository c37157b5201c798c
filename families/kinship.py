"""The kinship graph of a case as a drawing: generations above and below the person who is sought, others at the foot.

Layout only: who is drawn, and that the reader may know them, is decided before.  The list beside the drawing says the
same in words, so nothing is told by the drawing alone.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import get_language_bidi

from families.codes import Relationship

WIDTH, HEIGHT, GAP_X, GAP_Y = 168, 52, 18, 44
GENERATION: dict[str, int] = {
    Relationship.GRANDMOTHER: -2,
    Relationship.GRANDFATHER: -2,
    Relationship.MOTHER: -1,
    Relationship.FATHER: -1,
    Relationship.AUNT: -1,
    Relationship.UNCLE: -1,
    Relationship.GUARDIAN: -1,
    Relationship.FOSTER: -1,
    Relationship.FULL_SIBLING: 0,
    Relationship.HALF_SIBLING: 0,
    Relationship.STEP_SIBLING: 0,
    Relationship.MILK: 0,
    Relationship.COUSIN: 0,
    Relationship.SPOUSE: 0,
    Relationship.PARTNER: 0,
    Relationship.FIANCE: 0,
    Relationship.IN_LAW: 0,
    Relationship.CHILD: 1,
    Relationship.NIECE: 1,
    Relationship.NEPHEW: 1,
    Relationship.GRANDCHILD: 2,
}
OTHERS = 3


@dataclass(frozen=True)
class Node:
    """One box.  name: empty for the person who is sought, whom the page names itself."""

    x: int
    y: int
    name: str
    words: Any
    is_sought: bool = False
    is_first: bool = False
    is_kin: bool = True
    gave: bool = False

    @property
    def dot(self) -> int:
        """Where the dot of somebody who gave a sample is."""
        return self.x + WIDTH - 12

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2

    @property
    def centre(self) -> int:
        return self.y + HEIGHT // 2


@dataclass(frozen=True)
class Line:
    """From a relative to the person who is sought, or from a child to its guardian."""

    start: Node
    end: Node
    is_guardian: bool = False


@dataclass(frozen=True)
class Graph:
    nodes: list[Node]
    lines: list[Line]
    width: int
    height: int
    box: tuple[int, int] = (WIDTH, HEIGHT)


def graph_of(people: Iterable[Any], gave: Container[Any] = ()) -> Graph | None:
    """The drawing of several relatives; None where there is nothing to draw.

    people: with `key`, `name`, `tie` (or None), `is_first` and `guardian` (a key or None).
    gave: keys of those who gave a sample, who get a dot.
    """
    drawn = [one for one in people if one.tie is not None]
    if len(drawn) < 2:
        return None
    rows: dict[int, list[Any]] = {0: [None]}
    placed = sorted(drawn, key=lambda one: GENERATION.get(one.tie.relationship, OTHERS))
    for generation, group in groupby(placed, key=lambda one: GENERATION.get(one.tie.relationship, OTHERS)):
        rows.setdefault(generation, []).extend(group)
    widest = max(len(row) for row in rows.values())
    width = widest * (WIDTH + GAP_X) - GAP_X
    nodes = {}
    for line, (generation, row) in enumerate(sorted(rows.items())):
        indent = (width - len(row) * (WIDTH + GAP_X) + GAP_X) // 2
        for place, one in enumerate(row):
            x = indent + place * (WIDTH + GAP_X)
            x = width - x - WIDTH if get_language_bidi() else x
            key = one.key if one else None
            nodes[key] = _node(one, x, line * (HEIGHT + GAP_Y), is_kin=generation != OTHERS, gave=key in gave)
    lines = [Line(node, nodes[None]) for key, node in nodes.items() if key is not None]
    lines += [Line(nodes[one.key], nodes[one.guardian], is_guardian=True) for one in drawn if one.guardian in nodes
              and one.guardian is not None]  # fmt: skip
    return Graph(list(nodes.values()), lines, width, len(rows) * (HEIGHT + GAP_Y) - GAP_Y)


def _node(one: Any, x: int, y: int, *, is_kin: bool, gave: bool) -> Node:
    if one is None:
        return Node(x, y, "", "", is_sought=True)
    return Node(x, y, one.name, one.tie.get_relationship_display(), is_first=one.is_first, is_kin=is_kin, gave=gave)
