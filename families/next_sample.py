"""Which relative to ask for a sample next: by kinship alone, without anybody's genetics.

How much a relative's sample says of remains goes by how they are related: the median of log10 of the likelihood ratio
over 20 loci is 6.8 with a parent or a child, 5.7 with a full brother or sister, 1.6 with a half brother or sister and
whoever is as near, 0.4 with a cousin (`docs/kinship.md`).  And somebody says nothing more once those through whom they
are related have given a sample themselves: inheritance goes through them.  Both are held against the engine
(`tests/unit/families/test_next_sample.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from families.codes import FamilySide, Relationship

_R = Relationship


class Says(IntEnum):
    """How much the sample of a relative says, the least first."""

    NOTHING_MORE = 0
    HARDLY = 1
    LITTLE = 2
    MUCH = 3
    MOST = 4

    @property
    def words(self) -> str | Promise:
        return WORDS[self]


WORDS: dict[Says, str | Promise] = {
    Says.MOST: _("says most: ask them first"),
    Says.MUCH: _("says much"),
    Says.LITTLE: _("says little alone, more together with others"),
    Says.HARDLY: _("says hardly anything alone"),
    Says.NOTHING_MORE: _("adds nothing: those through whom they are related have given a sample"),
}
ALONE: dict[str, Says] = {
    **dict.fromkeys((_R.MOTHER, _R.FATHER, _R.CHILD), Says.MOST),
    _R.FULL_SIBLING: Says.MUCH,
    **dict.fromkeys(
        (_R.HALF_SIBLING, _R.GRANDMOTHER, _R.GRANDFATHER, _R.AUNT, _R.UNCLE, _R.NIECE, _R.NEPHEW, _R.GRANDCHILD),
        Says.LITTLE,
    ),
    _R.COUSIN: Says.HARDLY,
}
_PARENT = {FamilySide.MOTHER: _R.MOTHER, FamilySide.FATHER: _R.FATHER}
_THROUGH_BOTH = frozenset({_R.FULL_SIBLING, _R.NIECE, _R.NEPHEW})
_THROUGH_ONE = frozenset({_R.HALF_SIBLING, _R.GRANDMOTHER, _R.GRANDFATHER, _R.AUNT, _R.UNCLE, _R.COUSIN})


def says(relationship: str, side: str, given: Collection[str]) -> Says | None:
    """How much a relative would say beside those who gave a sample; None for somebody who is no kin by blood.

    given: the relationships of those who gave; side: through which parent somebody is related, "" where nobody knows.
    """
    alone = ALONE.get(relationship)
    if alone is None:
        return None
    parents = {_R.MOTHER, _R.FATHER} & set(given)
    if relationship in _THROUGH_BOTH and len(parents) == 2:
        return Says.NOTHING_MORE
    if relationship in _THROUGH_ONE and (len(parents) == 2 or (side and _PARENT[FamilySide(side)] in parents)):
        return Says.NOTHING_MORE
    return alone


@dataclass(frozen=True)
class Next:
    """A relative who could be asked, and how much their sample would say."""

    person: Any
    says: Says


def whom_to_ask(people: Iterable[Any], given: Iterable[Any]) -> list[Next]:
    """The relatives who gave nothing yet, the most telling first.

    people: with `key` and `tie`; given: relatives who are donors, with their `person` and `link`.  Who said that they
    are not related by blood is left out.
    """
    held = {one.person.key: one for one in given}
    known = [one.person.tie.relationship for one in held.values() if one.person.tie is not None and one.until]
    found = []
    for person in people:
        if person.tie is None or (person.key in held and held[person.key].until):
            continue
        link = held[person.key].link if person.key in held else None
        if link is not None and link.biological == "no":
            continue
        worth = says(person.tie.relationship, (link.side or "") if link is not None else "", known)
        if worth is not None:
            found.append(Next(person, worth))
    return sorted(found, key=lambda one: -one.says)
