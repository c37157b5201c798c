"""What a clerk writes when a name is spoken: variants, slips, lost surnames, swapped order, other scripts.

A name leaves here as it would stand in a record, together with the tokens it goes back to; the second part belongs to
the truth and is never written beside the first.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np

from registry.site.invented.own_script import in_own_script
from registry.site.invented.rates import ClerkRates
from registry.site.invented.traditions import Tradition, TrueName, name_slots, tradition

LONG = ("spanish", "arabic", "ethiopian", "somali")  # names of which the last part is often left out
Slots = tuple[tuple[str, str], ...]
_NEAR = {
    "a": "e",
    "e": "a",
    "i": "y",
    "o": "u",
    "u": "o",
    "m": "n",
    "n": "m",
    "s": "z",
    "t": "d",
    "d": "t",
    "b": "v",
    "r": "l",
}


@dataclass(frozen=True)
class Written:
    """A name in a record, and (truth) the slot and canonical token of each word that survived."""

    text: str
    script: str
    slots: Slots


def plain(text: str) -> str:
    """Without diacritics."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _respelled(rng: np.random.Generator, names: Tradition, token: str) -> str:
    """Another romanisation: one of the listed spellings, or one or two rules of the tradition applied."""
    listed = names.clusters.get(token)
    if listed and rng.random() < 0.7:
        return listed[int(rng.integers(len(listed)))]
    text = token.lower()
    applicable = [(a, b) for a, b in names.spelling if a in text]
    for _ in range(1 + int(rng.random() < 0.35)):
        if applicable:
            a, b = applicable[int(rng.integers(len(applicable)))]
            text = text.replace(a, b, 1)
    return text.title() if len(text) > 1 else token


def _slipped(rng: np.random.Generator, token: str) -> str:
    """One slip of the pen: a letter lost, doubled, exchanged with its neighbour or mistaken for a near one."""
    if len(token) < 3:
        return token
    k = 1 + int(rng.integers(len(token) - 2))
    match int(rng.integers(4)):
        case 0:
            return token[:k] + token[k + 1 :]
        case 1:
            return token[:k] + token[k] + token[k:]
        case 2:
            return token[:k] + token[k + 1] + token[k] + token[k + 2 :]
        case _:
            return token[:k] + _NEAR.get(token[k].lower(), "e") + token[k + 1 :]


def _with_particles(rng: np.random.Generator, name: TrueName, slots: list[tuple[str, str]], lost: float) -> list[str]:
    """The words between which a tradition puts its particles, unless the clerk leaves them out."""
    words = []
    for slot, token in slots:
        if slot == "family" and name.tradition == "arabic" and not token.startswith(("Ben", "Bou", "Abou")):
            words.append(("" if rng.random() < lost else "al-") + token)
        elif name.tradition == "bengali" and (slot, token) == ("given", "Mohammed") and rng.random() > lost:
            words.append("Md.")
        else:
            words.append(token)
    return words


def write_name(rng: np.random.Generator, name: TrueName, rates: ClerkRates, *, allow_script: bool = True) -> Written:
    """One transcription of a full name."""
    names = tradition(name.tradition)
    slots = name_slots(name)
    families = [k for k, (slot, _) in enumerate(slots) if slot in ("family", "grandfather")]
    if name.tradition in LONG and len(slots) > 2 and rng.random() < rates.second_surname_lost:
        del slots[families[-1]]
    if allow_script and rng.random() < rates.other_script:
        own = in_own_script(name.tradition, [token for _, token in slots])
        if own is not None:
            return Written(own[0], own[1], tuple(slots))
    words = _with_particles(rng, name, slots, rates.particle_lost)
    for k, (slot, token) in enumerate(slots):
        prefix = "al-" if words[k].startswith("al-") else ""
        bare = words[k][len(prefix) :]
        if bare == token:
            short = names.short.get(token)
            if slot == "given" and short and rng.random() < rates.hypocoristic:
                bare = short[int(rng.integers(len(short)))]
            elif rng.random() < rates.variant:
                bare = _respelled(rng, names, token)
        if rng.random() < rates.slip:
            bare = _slipped(rng, bare)
        words[k] = prefix + bare
    kept = list(slots)
    if len(words) > 1 and rng.random() < rates.order_swap:
        words, kept = [*words[1:], words[0]], [*kept[1:], kept[0]]
    text = " ".join(words)
    if rng.random() < rates.diacritics_lost:
        text = plain(text)
    if rng.random() < rates.upper_case:
        text = text.upper()
    return Written(text, "Latn", tuple(kept))


def write_tokens(rng: np.random.Generator, code: str, tokens: tuple[str, ...], rates: ClerkRates) -> str:
    """A father's or mother's name: the same hand, without order or loss."""
    names = tradition(code)
    words = [_respelled(rng, names, t) if rng.random() < rates.variant else t for t in tokens]
    words = [_slipped(rng, w) if rng.random() < rates.slip else w for w in words]
    return " ".join(words)
