"""Who is whose child: a family as kinship is reckoned in it.

Decides what a possible pedigree is.  A parent who is not named is somebody unknown of the population, another for each
child: brothers and sisters share a parent only where one is named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Member:
    """A person by a code; parents by theirs, "" for somebody unknown."""

    code: str
    father: str = ""
    mother: str = ""


class ImpossiblePedigree(ValueError):
    """No family is like that; says who is concerned."""


@dataclass(frozen=True)
class Pedigree:
    """Members, each after its parents.  Loops (cousins who marry) are allowed.  Raises: ImpossiblePedigree."""

    members: tuple[Member, ...]
    by_code: dict[str, Member] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_code = {one.code: one for one in self.members}
        if len(by_code) != len(self.members):
            twice = next(one.code for one in self.members if by_code[one.code] is not one)
            raise ImpossiblePedigree(f"{twice} stands twice in the pedigree.")
        for one in self.members:
            for parent in (one.father, one.mother):
                if parent and parent not in by_code:
                    raise ImpossiblePedigree(f"{parent}, a parent of {one.code}, is not in the pedigree.")
        fathers, mothers = ({getattr(one, side) for one in self.members} - {""} for side in ("father", "mother"))
        if both := fathers & mothers:
            raise ImpossiblePedigree(f"{min(both)} is a father and a mother.")
        object.__setattr__(self, "members", _ordered(by_code))
        object.__setattr__(self, "by_code", by_code)

    @classmethod
    def of(cls, *rows: tuple[str, str, str]) -> Pedigree:
        """From rows of code, father, mother."""
        return cls(tuple(Member(*row) for row in rows))

    def with_strangers(self, codes: Iterable[str]) -> Pedigree:
        """The family, and people who are related to nobody."""
        return Pedigree((*self.members, *(Member(code) for code in codes)))

    def ancestry(self, codes: Iterable[str]) -> list[Member]:
        """These and all their ancestors, in the order of the pedigree."""
        wanted = set(codes)
        for one in reversed(self.members):
            if one.code in wanted:
                wanted |= {one.father, one.mother} - {""}
        return [one for one in self.members if one.code in wanted]


def _ordered(by_code: dict[str, Member]) -> tuple[Member, ...]:
    """Parents before children."""
    placed: dict[str, Member] = {"": Member("")}
    while len(placed) <= len(by_code):
        ready = [one for one in by_code.values()
                 if one.code not in placed and one.father in placed and one.mother in placed]  # fmt: skip
        if not ready:
            around = min(code for code in by_code if code not in placed)
            raise ImpossiblePedigree(f"{around} is an ancestor of itself, or descends from somebody who is.")
        placed |= {one.code: one for one in ready}
    del placed[""]
    return tuple(placed.values())
