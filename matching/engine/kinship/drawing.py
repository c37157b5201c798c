"""A pedigree as a picture, as geneticists draw it: squares are men, circles women, diamonds where it is not known.

Layout only.  Who has a profile bears a dot and who is missing a question mark, so that no colour is needed; the table
of the pedigree says the same in words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import groupby

from matching.engine.kinship.pedigree import Member, Pedigree

SIDE, GAP_X, GAP_Y, EDGE = 36, 64, 74, 48
STEP = SIDE + GAP_X
LABEL = 22
HALF = SIDE // 2
# Attributes and no style element: what is shown in a page may bring none (CSP).
DRAWN = 'fill="none" stroke="currentColor" stroke-width="2"'
SHAPES = {
    "m": f'<rect x="{{left}}" y="{{top}}" width="{{side}}" height="{{side}}" {DRAWN}/>',
    "f": f'<circle cx="{{x}}" cy="{{y}}" r="{{half}}" {DRAWN}/>',
    "": f'<path d="M{{x}} {{top}}L{{right}} {{y}}L{{x}} {{bottom}}L{{left}} {{y}}Z" {DRAWN}/>',
}
TEXT = 'font-family="sans-serif" font-size="13" text-anchor="middle" fill="currentColor"'


@dataclass(frozen=True, slots=True)
class Place:
    x: int
    y: int


def drawing(
    pedigree: Pedigree, sexes: Mapping[str, str], typed: Collection[str] = (), missing: Collection[str] = (),
    *, labels: Mapping[str, str] | None = None,
) -> str:  # fmt: skip
    """The picture as SVG.  labels: what is written below each member instead of their code."""
    places = layout(pedigree)
    width = max(place.x for place in places.values()) + EDGE
    height = max(place.y for place in places.values()) + EDGE
    shapes = [*_lines(pedigree, places)]
    named = {one.code: (labels or {}).get(one.code, one.code if labels is None else "") for one in pedigree.members}
    for one in pedigree.members:
        sex = sexes.get(one.code) or _by_place(one.code, pedigree)
        shapes += _person(named[one.code], places[one.code], sex)
        if one.code in typed:
            shapes.append(f'<circle cx="{places[one.code].x}" cy="{places[one.code].y}" r="6" fill="currentColor"/>')
        if one.code in missing:
            shapes.append(f'<text x="{places[one.code].x}" y="{places[one.code].y + 5}">?</text>')
    body = "\n".join(shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(", ".join(filter(None, named.values())))}">\n'
        f"<g {TEXT}>\n{body}\n</g></svg>\n"
    )


def layout(pedigree: Pedigree) -> dict[str, Place]:
    """Where the middle of each member is: below the parents, if there is room, a generation a row."""
    depth = generations(pedigree)
    places: dict[str, Place] = {}
    for row in range(max(depth.values()) + 1):
        here = [one for one in pedigree.members if depth[one.code] == row]
        below = {one.code: _below_parents(one, places) for one in here}
        order = sorted(here, key=partial(_turn, below=below, pedigree=pedigree))
        x = EDGE - STEP
        for middle, group in groupby(order, key=lambda one: _turn(one, below, pedigree)[0]):
            together = list(group)
            x = max(x, middle - (len(together) + 1) * STEP // 2)
            for one in together:
                x += STEP
                places[one.code] = Place(x, EDGE + row * (SIDE + GAP_Y))
    return places


def _below_parents(one: Member, places: Mapping[str, Place]) -> int | None:
    above = [places[parent].x for parent in (one.father, one.mother) if parent]
    return sum(above) // len(above) if above else None


def _turn(one: Member, below: Mapping[str, int | None], pedigree: Pedigree) -> tuple[int, str, bool]:
    """From left to right below the parents; who married in stands right of whom they married."""
    own = below[one.code]
    if own is not None:
        return own, one.code, False
    partners = [(x, mate) for mate in _mates(one.code, pedigree) if (x := below.get(mate)) is not None]
    return (*min(partners, default=(0, min([one.code, *_mates(one.code, pedigree)]))), True)


def generations(pedigree: Pedigree) -> dict[str, int]:
    """0 for the eldest; who married in stands beside whom they married."""
    depth: dict[str, int] = {}
    for one in pedigree.members:
        depth[one.code] = 1 + max((depth[parent] for parent in (one.father, one.mother) if parent), default=-1)
    for one in pedigree.members:
        children = [depth[other.code] for other in pedigree.members if one.code in (other.father, other.mother)]
        if children and not (one.father or one.mother):
            depth[one.code] = min(children) - 1
    return depth


def _mates(code: str, pedigree: Pedigree) -> set[str]:
    couples = [{one.father, one.mother} for one in pedigree.members]
    return {mate for couple in couples if code in couple for mate in couple} - {code, ""}


def _lines(pedigree: Pedigree, places: Mapping[str, Place]) -> Iterator[str]:
    """From each couple, or from the one parent who is named, down to the children they have together."""
    with_parents = [one for one in pedigree.members if one.father or one.mother]
    couple = lambda one: (one.father, one.mother)  # noqa: E731
    for number, (parents, children) in enumerate(groupby(sorted(with_parents, key=couple), key=couple)):
        known = [places[code] for code in parents if code]
        x, y = sum(place.x for place in known) // len(known), max(place.y for place in known)
        if len(known) == 2:
            left, right = sorted(known, key=lambda place: place.x)
            yield _path(Place(left.x + HALF, left.y), Place(right.x - HALF, right.y))
        bar = y + HALF + LABEL + number % 4 * 7  # those of several couples do not run into one another
        yield _path(Place(x, y if len(known) == 2 else y + HALF + LABEL), Place(x, bar))
        for child in children:
            below = places[child.code]
            yield _path(Place(x, bar), Place(below.x, bar))
            yield _path(Place(below.x, bar), Place(below.x, below.y - HALF))


def _path(start: Place, end: Place) -> str:
    return f'<path d="M{start.x} {start.y}L{end.x} {end.y}" {DRAWN}/>'


def _person(label: str, place: Place, sex: str) -> Iterator[str]:
    yield SHAPES[sex].format(
        x=place.x, y=place.y, left=place.x - HALF, right=place.x + HALF, top=place.y - HALF, bottom=place.y + HALF,
        side=SIDE, half=HALF,
    )  # fmt: skip
    if label:
        yield f'<text x="{place.x}" y="{place.y + HALF + 16}">{escape(label)}</text>'


def _by_place(code: str, pedigree: Pedigree) -> str:
    if any(one.father == code for one in pedigree.members):
        return "m"
    return "f" if any(one.mother == code for one in pedigree.members) else ""
