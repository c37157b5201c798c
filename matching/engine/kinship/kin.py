"""The pedigree around one missing person, from how each relative is related to them.

Decides where each relative stands, and which of them cannot be placed.  What a relationship leaves open is not guessed:
whether two cousins are brother and sister, or two half brothers share their other parent as well, gives a pedigree
each way (`readings`), and whoever weighs takes the least.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product

from matching.engine.kinship.pedigree import Member, Pedigree

MISSING = "?"
HIDDEN = "~"  # before the code of a member whom nobody named
FATHER, MOTHER = 0, 1  # places of parents
VARIED = 3  # open questions that are tried both ways; of further ones the first relative alone is placed


class Kin(StrEnum):
    """What a relative is to the missing person."""

    MOTHER = "mother"
    FATHER = "father"
    CHILD = "child"
    FULL_SIBLING = "full_sibling"
    HALF_SIBLING = "half_sibling"
    GRANDMOTHER = "grandmother"
    GRANDFATHER = "grandfather"
    AUNT = "aunt"
    UNCLE = "uncle"
    NIECE = "niece"
    NEPHEW = "nephew"
    COUSIN = "cousin"
    GRANDCHILD = "grandchild"


K = Kin
SIDED = frozenset({K.HALF_SIBLING, K.GRANDMOTHER, K.GRANDFATHER, K.AUNT, K.UNCLE, K.COUSIN})
SEXES: Mapping[Kin, str] = {
    K.MOTHER: "f", K.GRANDMOTHER: "f", K.AUNT: "f", K.NIECE: "f",
    K.FATHER: "m", K.GRANDFATHER: "m", K.UNCLE: "m", K.NEPHEW: "m",
}  # fmt: skip
# Those of whom several may or may not share more than what is said.
_OPEN: Mapping[Kin, str] = {
    K.CHILD: "children", K.HALF_SIBLING: "half", K.NIECE: "nieces", K.NEPHEW: "nieces", K.COUSIN: "cousins",
    K.GRANDCHILD: "grandchildren",
}  # fmt: skip
# Who may descend from somebody who is placed: nobody knows whether they do, and they would say little more.
_THROUGH: Mapping[Kin, frozenset[Kin]] = {
    K.NIECE: frozenset({K.FULL_SIBLING}), K.NEPHEW: frozenset({K.FULL_SIBLING}), K.GRANDCHILD: frozenset({K.CHILD}),
    K.COUSIN: frozenset({K.AUNT, K.UNCLE}),
}  # fmt: skip
_ORDER = (K.MOTHER, K.FATHER, K.GRANDMOTHER, K.GRANDFATHER)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relative by code.  side: "mother" or "father", through whom somebody is related; "" where nobody knows."""

    code: str
    kin: Kin
    side: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One pedigree that the relationships allow.  sexes: "m", "f" or "" by member."""

    pedigree: Pedigree
    sexes: Mapping[str, str]


def placed(relations: Iterable[Relation]) -> list[Relation]:
    """The relatives who have one place: known by side where it matters, no second mother, nobody's grandchild twice."""
    found: list[Relation] = []
    once = set[tuple[Kin, str]]()
    for one in sorted(relations, key=lambda one: _ORDER.index(one.kin) if one.kin in _ORDER else len(_ORDER)):
        if one.kin in SIDED and not one.side:
            continue
        place = (one.kin, one.side if one.kin in SIDED else "")
        if one.kin in _ORDER and place in once:
            continue
        once.add(place)
        found.append(one)
    found = [one for one in found if not any(_is_between(other, one) for other in found)]
    extra = {code for codes in list(_groups(found).values())[VARIED:] for code in codes[1:]}
    return [one for one in found if one.code not in extra]


def readings(relations: Sequence[Relation], sex: str = "") -> list[Reading]:
    """Every pedigree of these relatives, around the missing person of this sex ("m", "f" or "").

    relations: as `placed` leaves them.
    """
    groups = list(_groups(relations))[:VARIED]
    return [
        _tree(relations, sex, {group for group, yes in zip(groups, choice, strict=True) if yes})
        for choice in product((True, False), repeat=len(groups))
    ]


def _is_between(other: Relation, one: Relation) -> bool:
    same_side = other.side == one.side if one.kin is K.COUSIN else True
    return other.kin in _THROUGH.get(one.kin, frozenset()) and same_side


def _group(one: Relation) -> tuple[str, str] | None:
    name = _OPEN.get(one.kin)
    return (name, one.side if one.kin in SIDED else "") if name else None


def _groups(relations: Iterable[Relation]) -> dict[tuple[str, str], list[str]]:
    """Open questions: those of whom there are two at least."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in relations:
        if (group := _group(one)) is not None:
            found.setdefault(group, []).append(one.code)
    return {group: codes for group, codes in found.items() if len(codes) > 1}


@dataclass
class _Growing:
    """A pedigree that is being put together: father and mother by member."""

    sexes: dict[str, str]
    rows: dict[str, list[str]] = field(default_factory=lambda: {MISSING: ["", ""]})

    def member(self, code: str, father: str = "", mother: str = "", *, sex: str = "") -> str:
        if code not in self.rows:
            self.rows[code] = [father, mother]
            self.sexes[code] = sex
        return code

    def parent(self, of: str, place: int) -> str:
        """Who stands there, somebody hidden if nobody was named."""
        held = self.rows[of]
        held[place] = held[place] or self.member(f"{HIDDEN}{of}{'fm'[place]}", sex="mf"[place])
        return held[place]

    def parents(self, of: str) -> tuple[str, str]:
        return self.parent(of, FATHER), self.parent(of, MOTHER)

    def child(self, code: str, of: str, place: int, other: str, *, sex: str = "") -> str:
        """A child of somebody who is its father or its mother.  other: the other parent, "" for somebody unknown."""
        pair = [other, other]
        pair[place] = of
        if other:
            self.member(other, sex="fm"[place])
        return self.member(code, pair[FATHER], pair[MOTHER], sex=sex)


def _tree(relations: Iterable[Relation], sex: str, together: set[tuple[str, str]]) -> Reading:
    tree = _Growing({MISSING: sex})
    for one in relations:
        _place(tree, one, shares=_group(one) in together)
    return Reading(Pedigree(tuple(Member(code, *parents) for code, parents in tree.rows.items())), tree.sexes)


def _place(tree: _Growing, one: Relation, *, shares: bool) -> None:
    code, sex = one.code, SEXES.get(one.kin, "")
    side = MOTHER if one.side == "mother" else FATHER
    own = MOTHER if tree.sexes[MISSING] == "f" else FATHER
    group = _group(one)
    through = HIDDEN + ("".join(group) if group and shares else code)  # whoever stands in between
    if one.kin in (K.MOTHER, K.FATHER):
        tree.rows[MISSING][MOTHER if one.kin is K.MOTHER else FATHER] = tree.member(code, sex=sex)
    elif one.kin in (K.GRANDMOTHER, K.GRANDFATHER):
        tree.rows[tree.parent(MISSING, side)][MOTHER if sex == "f" else FATHER] = tree.member(code, sex=sex)
    elif one.kin is K.FULL_SIBLING:
        tree.member(code, *tree.parents(MISSING))
    elif one.kin is K.HALF_SIBLING:
        tree.child(code, tree.parent(MISSING, side), side, f"{through}x" if shares else "")
    elif one.kin in (K.AUNT, K.UNCLE):
        tree.member(code, *tree.parents(tree.parent(MISSING, side)), sex=sex)
    elif one.kin is K.CHILD:
        tree.child(code, MISSING, own, f"{through}x" if shares else "")
    else:
        _place_below(tree, one, through, own, f"{through}x" if shares else "")


def _place_below(tree: _Growing, one: Relation, through: str, own: int, other: str) -> None:
    """Children of somebody whom nobody named: a child, a brother or sister of the missing person, or of a parent."""
    if one.kin is K.GRANDCHILD:
        between = tree.child(through, MISSING, own, "", sex="f")
    elif one.kin is K.COUSIN:
        side = MOTHER if one.side == "mother" else FATHER
        between = tree.member(through, *tree.parents(tree.parent(MISSING, side)), sex="f")
    else:
        between = tree.member(through, *tree.parents(MISSING), sex="f")
    tree.child(one.code, between, MOTHER, other, sex=SEXES.get(one.kin, ""))
