"""What came back of a question, weighed: pure, on codes and what our own record says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accessctl.codes import Purpose
from accessctl.peers.blind import Multiplier, any_point, code_of, point_of
from matching.engine.profile import Profile
from matching.peers import coding
from matching.peers.entries import Given, trait_of
from matching.peers.protocol import ALIAS, CLAIMS, POINTS, split

FLAG = 1  # byte behind an alias: whether it was met by what is one person's alone


@dataclass(frozen=True)
class Met:
    """A record of theirs by what it is called in their table; decisive: by a paper's or a telephone's number."""

    alias: bytes
    decisive: bool


def packed(met: Iterable[Met]) -> bytes:
    return b"".join(one.alias + bytes([one.decisive]) for one in met)


def unpacked(held: bytes) -> list[Met]:
    return [Met(one[:ALIAS], bool(one[ALIAS])) for one in split(held, ALIAS + FLAG)]


def meetings(profile: Profile, purpose: Purpose) -> list[tuple[str, str]]:
    """The first round: (name of the meeting, text)."""
    return coding.asked(profile, purpose, POINTS)


def traits(profile: Profile, purpose: Purpose, met: Sequence[Met]) -> list[tuple[Met, str, str]]:
    """The second round: (record that was met, trait, text); as many whole records as a round has points for."""
    tests = coding.tests(profile, purpose)
    most = POINTS // max(len(tests), 1)
    return [(one, name, trait_of(one.alias, text)) for one in met[:most] for name, text in tests]


def blinded(texts: Sequence[str], blind: Multiplier) -> bytes:
    """A round's points, filled up with points of nothing."""
    points = [blind.times(point_of(text)) for text in texts]
    return b"".join([*points, *(any_point() for _place in range(POINTS - len(points)))])


def found(texts: Sequence[str], products: Sequence[bytes], blind: Multiplier) -> list[bytes]:
    """The codes of the texts, of what came back for them."""
    unblind = blind.inverse()
    return [code_of(text, unblind.times(product)) for text, product in zip(texts, products, strict=False)]


def meet(asked: Sequence[tuple[str, str]], codes: Sequence[bytes], table: Given) -> list[Met]:
    """The records that were met, those first that were met oftenest."""
    counted: dict[bytes, int] = defaultdict(int)
    decisive = set[bytes]()
    for (name, _text), code in zip(asked, codes, strict=True):
        for alias in table.met(code):
            counted[alias] += 1
            if name in coding.DECISIVE:
                decisive.add(alias)
    ordered = sorted(counted, key=lambda alias: (alias not in decisive, -counted[alias], alias))
    return [Met(alias, alias in decisive) for alias in ordered[: coding.MOST_MET]]


def claim(
    purpose: Purpose, asked: Sequence[tuple[Met, str, str]], codes: Sequence[bytes], table: Given
) -> list[bytes]:  # fmt: skip
    """What the records are called that are likely the same person."""
    agreed: dict[Met, list[str]] = defaultdict(list)
    for (one, name, _text), code in zip(asked, codes, strict=True):
        if table.holds(code):
            agreed[one].append(name)
    weighed = {one: coding.weight(purpose, names, [coding.PAPER] * one.decisive) for one, names in agreed.items()}
    return [one.alias for one, weight in sorted(weighed.items(), key=lambda item: -item[1]) if weight > 0][:CLAIMS]
