"""Names of eight traditions: which tokens exist, how common each is, how else it is spelled, how a full name is built.

The token lists are read from `data/names` and completed by composition, until a tradition has at least 300 given and
500 family tokens: with fewer, names collide far more often than real ones do.  Frequencies follow Zipf and Mandelbrot:
f(rank) ~ 1 / (rank + q) ** s.  Where there is no family name, its place is taken by the father's given name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DATA = Path(__file__).parent / "data"
ZIPF_Q, ZIPF_S = 2.7, 1.0  # [A] the commonest token of a list of 300 is then borne by about 6 %

TRADITIONS = ("spanish", "arabic", "ethiopian", "west_african", "somali", "persian", "bengali", "haitian")
NOVEL = "vietnamese"
SCRIPT = {"arabic": "Arab", "persian": "Arab", "ethiopian": "Ethi", "bengali": "Beng"}
CHAIN = ("ethiopian", "somali")  # given + father + grandfather


@dataclass(frozen=True)
class TokenList:
    """Tokens, most common first, and the share of bearers of each."""

    tokens: tuple[str, ...]
    share: NDArray[np.float64]
    cumulative: NDArray[np.float64]

    @classmethod
    def of(cls, tokens: list[str]) -> TokenList:
        unique = tuple(dict.fromkeys(tokens))
        weight = 1.0 / (np.arange(len(unique)) + ZIPF_Q) ** ZIPF_S
        share = weight / weight.sum()
        return cls(unique, share, np.cumsum(share))

    def draw(self, rng: np.random.Generator) -> str:
        return self.tokens[min(int(np.searchsorted(self.cumulative, rng.random())), len(self.tokens) - 1)]


@dataclass(frozen=True)
class Tradition:
    """One naming tradition, as read from its file."""

    code: str
    given: dict[str, TokenList]  # "m", "f"
    family: TokenList
    spelling: tuple[tuple[str, str], ...]
    clusters: dict[str, tuple[str, ...]]
    short: dict[str, tuple[str, ...]]
    script: dict[str, str]
    parts: dict[str, tuple[str, str]] = field(default_factory=dict)  # composed token -> its two parts

    @property
    def chain(self) -> bool:
        return self.code in CHAIN


def _sections(text: str) -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in map(str.strip, text.splitlines()):
        if not line or line.startswith("#"):
            continue
        heading = re.fullmatch(r"\[(.+)\]", line)
        if heading:
            lines = sections.setdefault(heading[1], [])
        else:
            lines.append(line)
    return sections


def _words(lines: list[str]) -> list[str]:
    return [word.replace("_", " ") for line in lines for word in line.split()]


def _composed(lines: list[str]) -> dict[str, tuple[str, str]]:
    """Every first part with every second part.  Interleaved, so that no first part owns the common end of the list."""
    out: dict[str, tuple[str, str]] = {}
    for line in lines:
        left, right = (side.split() for side in line.split("+"))
        pairs = [
            (a, b) for shift in range(len(right)) for k, a in enumerate(left) for b in [right[(k + shift) % len(right)]]
        ]
        for a, b in pairs:
            out.setdefault((a + b).replace("_", " "), (a.rstrip("-_"), b))
    return out


def _keyed(lines: list[str]) -> dict[str, tuple[str, ...]]:
    rows = [line.split() for line in lines]
    return {row[0]: tuple(row[1:]) for row in rows}


@cache
def tradition(code: str) -> Tradition:
    """The tradition of that code.  Raises FileNotFoundError for an unknown one."""
    sections = _sections((DATA / "names" / f"{code}.txt").read_text(encoding="utf-8"))
    parts: dict[str, tuple[str, str]] = {}
    lists: dict[str, list[str]] = {}
    for key in ("given m", "given f", "family"):
        made = _composed(sections.get(f"compose {key}", []))
        parts |= made
        lists[key] = [*_words(sections.get(key, [])), *made]
    if code in CHAIN or code == "bengali" or code == "persian":
        # No family name to speak of: the father's given name stands in its place and is the commoner by far.
        lists["family"] = [*lists["given m"], *lists["family"]]
    rules = [rule.split("=", 1) for line in sections.get("spelling", []) for rule in line.split()]
    return Tradition(
        code=code,
        given={"m": TokenList.of(lists["given m"]), "f": TokenList.of(lists["given f"])},
        family=TokenList.of(lists["family"]),
        spelling=tuple((a, b) for a, b in rules),
        clusters=_keyed(sections.get("clusters", [])),
        short=_keyed(sections.get("short", [])),
        script={k: v[0].replace("_", " ") for k, v in _keyed(sections.get("script", [])).items()},
        parts=parts,
    )


@dataclass(frozen=True)
class TrueName:
    """A person's name in canonical tokens: what every spelling of it goes back to."""

    tradition: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    father: str
    grandfather: str
    mother: tuple[str, ...]
    nick: str = ""


# Shares of the shapes of a name, by tradition [A].
_SECOND_GIVEN = {"spanish": 0.45, "west_african": 0.20, "haitian": 0.25, "persian": 0.15, "bengali": 0.70}
_NICK = {"somali": 0.55, "spanish": 0.15, "west_african": 0.15, "arabic": 0.10}
_SURNAMES = {"spanish": 2, "arabic": 1, "west_african": 1, "haitian": 1, "vietnamese": 1}


def draw_name(rng: np.random.Generator, code: str, sex: str) -> TrueName:
    """The name of one invented person."""
    names = tradition(code)
    given = [names.given[sex].draw(rng)]
    if rng.random() < _SECOND_GIVEN.get(code, 0.0):
        given.append(names.given[sex].draw(rng))
    family = tuple(names.family.draw(rng) for _ in range(_SURNAMES.get(code, 0)))
    if code == "persian" and rng.random() < 0.6:
        family = (names.family.draw(rng),)
    father, grandfather = names.given["m"].draw(rng), names.given["m"].draw(rng)
    mother_family = (family[-1],) if code == "spanish" else (names.family.draw(rng),)
    nick = ""
    if rng.random() < _NICK.get(code, 0.0):
        short = names.short.get(given[0])
        nick = names.family.tokens[-1 - int(rng.integers(80))] if code == "somali" else (short[0] if short else "")
    mother = (names.given["f"].draw(rng), *mother_family)
    return TrueName(code, tuple(dict.fromkeys(given)), family, father, grandfather, mother, nick)


def name_slots(name: TrueName) -> list[tuple[str, str]]:
    """The full name as its bearer would say it: (slot, token) in order."""
    slots = [("given", token) for token in name.given]
    if tradition(name.tradition).chain:
        return [*slots, ("father", name.father), ("grandfather", name.grandfather)]
    if name.tradition == "arabic":
        return [*slots, ("father", name.father), *(("family", token) for token in name.family)]
    if name.tradition in ("persian", "bengali"):
        return [*slots, *(("family", token) for token in name.family)]
    if name.tradition == "vietnamese":
        return [*(("family", token) for token in name.family), *slots]
    return [*slots, *(("family", token) for token in name.family)]
