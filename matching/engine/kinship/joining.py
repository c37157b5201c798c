"""One pedigree of several missing people of a family, put together from the pedigrees around each.

Decides who of two pedigrees is one person: where the missing are brothers, or parent and child, the rest follows, since
one person has one father and one mother; so do relatives who gave a sample in both.  What says more than that, such as
a cousin, is left to who weighs each alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from matching.engine.kinship.kin import FATHER, HIDDEN, MISSING, MOTHER, Kin, Reading
from matching.engine.kinship.pedigree import ImpossiblePedigree, Member, Pedigree

TYING = frozenset({Kin.FULL_SIBLING, Kin.MOTHER, Kin.FATHER, Kin.CHILD})


@dataclass(frozen=True, slots=True)
class Tie:
    """What one missing person is to another, both by the number of their pedigree.  kin: one of `TYING`."""

    one: int
    kin: Kin
    other: int  # is the `kin` of `one`


@dataclass(frozen=True, slots=True)
class Joined:
    """names: the member that somebody became, by the number of their pedigree and their code in it."""

    pedigree: Pedigree
    names: Mapping[tuple[int, str], str]

    def missing(self, number: int) -> str:
        return self.names[number, MISSING]


@dataclass
class _Net:
    """Members with their parents; who was found to be one person with somebody stands for nobody any more."""

    rows: dict[str, list[str]] = field(default_factory=dict)
    sexes: dict[str, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)

    def head(self, code: str) -> str:
        while code in self.heads:
            code = self.heads[code]
        return code

    def parent(self, of: str, place: int) -> str:
        """Who stands there, somebody hidden if nobody was named."""
        row = self.rows[of]
        if not row[place]:
            row[place] = f"{HIDDEN}{of}{'fm'[place]}"
            self.rows[row[place]], self.sexes[row[place]] = ["", ""], "mf"[place]
        return self.head(row[place])

    def join(self, one: str, other: str) -> None:
        """They are one person, and so are their fathers and their mothers."""
        one, other = self.head(one), self.head(other)
        if one == other:
            return
        sexes = {self.sexes[one], self.sexes[other]} - {""}
        if len(sexes) > 1:
            raise ImpossiblePedigree(f"{one} and {other} are of different sexes.")
        gone = self.rows.pop(other)
        self.heads[other] = one
        self.sexes[one] = next(iter(sexes), "")
        for place in (FATHER, MOTHER):
            mine, theirs = self.rows[one][place], gone[place]
            if mine and theirs:
                self.join(mine, theirs)
            self.rows[self.head(one)][place] = mine or theirs


def joined(parts: Sequence[Reading], ties: Iterable[Tie], same: Iterable[Sequence[tuple[int, str]]] = ()) -> Joined:
    """One pedigree of all.  same: people who stand in several of them, by number and code.

    Raises: ImpossiblePedigree, where that is no family.
    """
    net, names = _Net(), {}
    for number, part in enumerate(parts):
        for one in part.pedigree.members:
            names[number, one.code] = code = f"{number}{one.code}"
            net.rows[code] = [f"{number}{parent}" if parent else "" for parent in (one.father, one.mother)]
            net.sexes[code] = part.sexes.get(one.code, "")
    for tie in ties:
        _tie(net, tie)
    for people in same:
        for other in people[1:]:
            net.join(names[people[0]], names[other])
    members = tuple(
        Member(code, *(net.head(parent) if parent else "" for parent in parents)) for code, parents in net.rows.items()
    )
    return Joined(Pedigree(members), {key: net.head(code) for key, code in names.items()})


def _tie(net: _Net, tie: Tie) -> None:
    one, other = net.head(f"{tie.one}{MISSING}"), net.head(f"{tie.other}{MISSING}")
    if tie.kin is Kin.FULL_SIBLING:
        for place in (FATHER, MOTHER):
            net.join(net.parent(one, place), net.parent(other, place))
    elif tie.kin is Kin.MOTHER:
        net.join(other, net.parent(one, MOTHER))
    elif tie.kin is Kin.FATHER:
        net.join(other, net.parent(one, FATHER))
    elif tie.kin is Kin.CHILD:
        net.join(one, net.parent(other, MOTHER if net.sexes[one] == "f" else FATHER))
    else:
        raise ValueError(f"{tie.kin} does not join two pedigrees.")
