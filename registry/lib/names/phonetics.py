"""How a folded word may sound: a row of symbols, and what it costs to take one symbol for another.

Decides which letters may stand for which sounds, by the script a word was written in: Latin letters are read by many
habits (c as k, s, ch, ts or j), Arabic ones leave short vowels out and have no p, v or hard g, Cyrillic ones write a
foreign h as g or kh. It does not decide when two words are one name: that is for the matching engine, which sums these
costs along the best alignment.

A word carries its script as a last sign (`marked`): nothing for Latin and most others, ``~`` where short vowels are
not written, ``^`` for Cyrillic. Costs are by hand, from the usual tables of romanisation (BGN/PCGN, ICAO 9303, GOST,
DIN 31635 and the newspapers' habits); 1 is a consonant that has no counterpart.
"""

import re
from functools import lru_cache
from typing import Final

from registry.lib.names.fold import VOWELLESS_SCRIPTS, tokens
from registry.lib.names.scripts import detect_script

VOWELLESS, CYRILLIC = "~", "^"

# Sounds that are taken for one another, whoever writes. Any other two consonants cost 1, two vowels `_OTHER_VOWEL`.
_NEAR: Final = {
    "pb": 0.4, "td": 0.4, "kg": 0.4, "fv": 0.3, "sz": 0.2, "Sx": 0.3, "Cj": 0.3, "vw": 0.12, "uw": 0.08, "ow": 0.25,
    "vu": 0.25, "Hh": 0.12, "Hk": 0.25, "hg": 0.5, "Gg": 0.08, "Gh": 0.35, "GH": 0.3, "Tt": 0.12, "Ts": 0.3,
    "Dd": 0.12, "Dz": 0.2, "Ss": 0.35, "SC": 0.25, "cs": 0.3, "cz": 0.22, "cC": 0.3, "ct": 0.4, "jx": 0.1, "jg": 0.35,
    "jy": 0.35, "mn": 0.5, "lr": 0.7, "bv": 0.35, "xz": 0.3, "xs": 0.5, "kC": 0.5, "iy": 0.08, "ey": 0.25, "Tf": 0.4,
    "wb": 0.6, "jz": 0.5, "Sj": 0.5, "Cx": 0.4, "fp": 0.5, "Hg": 0.5, "GR": 0.4, "fh": 0.7, "wg": 0.7, "jd": 0.6,
    "ck": 0.6, "SH": 0.5, "yl": 0.8,
    "ae": 0.22, "ao": 0.28, "ai": 0.42, "au": 0.42, "eo": 0.42, "ei": 0.14, "eu": 0.42, "io": 0.48, "iu": 0.42,
    "ou": 0.12,
}  # fmt: skip
_OTHER_VOWEL: Final = 0.45
_VOWELS: Final = frozenset("aeiou")
_HALF: Final = frozenset("wy")  # a vowel to one writer and a consonant to the next
_HALF_AND_VOWEL, _APART = 0.7, 1.3

# symbol: (the sounds it may stand for and what the reading costs, cost without a counterpart, the same where the other
# word leaves vowels out)
_Reading = tuple[dict[str, float], float, float]


def _r(sounds: str, alone: float = 0.85, unwritten: float | None = None) -> _Reading:
    readings: dict[str, float] = {}
    for part in sounds.split():
        sound, _, cost = part.partition(":")
        readings[sound] = float(cost or 0)
    return readings, alone, alone if unwritten is None else unwritten


_LATIN: Final[dict[str, _Reading]] = {
    "a": _r("a", 0.36, 0.10), "e": _r("e i:.1", 0.30, 0.05), "i": _r("i", 0.34, 0.09), "o": _r("o", 0.36, 0.12),
    "u": _r("u w:.05", 0.34, 0.12), "aa": _r("a", 0.4, 0.2), "oo": _r("u o:.05", 0.36, 0.15),
    "ou": _r("u o:.05 w:.05 a:.2", 0.36, 0.15), "ee": _r("i e:.05", 0.36, 0.15), "ea": _r("i:.02 e a:.1", 0.36, 0.15),
    "eau": _r("o", 0.4, 0.25), "oi": _r("o a:.1", 0.36, 0.15),
    # first, last, and beside another vowel
    "a-": _r("a", 0.5, 0.4), "e-": _r("e i:.1 a:.25", 0.5, 0.4), "i-": _r("i", 0.5, 0.4), "o-": _r("o", 0.5, 0.4),
    "u-": _r("u", 0.5, 0.4), "-a": _r("a", 0.34, 0.26), "-e": _r("e i:.1 a:.15", 0.14, 0.10),
    "-i": _r("i", 0.38, 0.3),
    "-o": _r("o", 0.4, 0.34), "-u": _r("u", 0.38, 0.34),
    "+a": _r("a", 0.22, 0.12), "+e": _r("e i:.1", 0.14, 0.06), "+i": _r("i y", 0.18, 0.10), "+o": _r("o", 0.24, 0.14),
    "+u": _r("u w", 0.2, 0.12),
    "b": _r("b"), "p": _r("p"), "t": _r("t"), "d": _r("d"), "k": _r("k"), "f": _r("f"), "m": _r("m"), "n": _r("n"),
    "l": _r("l"), "r": _r("r"), "ll": _r("l y:.12"), "q": _r("k g:.25 C:.2 c:.2"), "v": _r("v f:.1 w:.05"),
    "w": _r("w v", 0.5), "y": _r("y i", 0.3, 0.18), "y-": _r("y i:.05", 0.35), "-y": _r("i y:.05 e:.1", 0.36, 0.3),
    "h": _r("h g:.25", 0.16), "h-": _r("h g:.15", 0.34), "-h": _r("h", 0.1),
    "s": _r("s z:.1 S:.25"), "-s": _r("s z:.1 S:.22", 0.34), "-t": _r("t", 0.42), "-d": _r("d t:.2", 0.5),
    "-x": _r("s", 0.35), "-z": _r("z s:.05 c:.1 x:.2", 0.5), "-n": _r("n", 0.65), "-r": _r("r", 0.55),
    "-p": _r("p", 0.6),
    "z": _r("z s:.1 c:.1 x:.15"), "sch": _r("S"), "sh": _r("S s:.3"), "ch": _r("C S:.04 H:.06 k:.1 h:.15"),
    "tch": _r("C"), "cz": _r("C c:.15"), "sz": _r("S s:.1"), "rz": _r("x r:.3"), "zh": _r("x"),
    "j": _r("j x:.05 y:.04 h:.16 H:.08"),
    "dj": _r("j x:.2"), "g": _r("g G j:.3 h:.4"), "ge": _r("g j:.04 x:.04 h:.12 H:.12"),
    "-g": _r("g G k:.15 H:.2", 0.7),
    "ng": _r("g G k:.2", 0.22), "gh": _r("g G h:.2", 0.2), "ck": _r("k"), "c": _r("k C:.22 c:.2 j:.2 s:.3"),
    "ce": _r("s C:.08 c:.05 k:.2 T:.1 j:.2 S:.15"), "-c": _r("k C:.04 c:.04", 0.85), "ph": _r("f"),
    "th": _r("T t s:.2 f:.25"),
    "dh": _r("D d z:.1"), "kh": _r("H h:.1 k:.1"), "ts": _r("c"), "x": _r("k", 0.3), "xk": _r("k", 0.15),
    "x+": _r("s z:.1 S:.15 H:.2"),
    "x-": _r("s:.1 z:.1 S:.05 H:.08 h:.05 k:.15"), "(a": _r("a e", 0.5, 0.15), "(l": _r("l", 0.85, 0.15),
    "gn": _r("g", 0.22), "mc": _r("k"),
}  # fmt: skip
_UNVOWELLED: Final[dict[str, _Reading]] = {
    "a": _r("a e:.08 o:.1 i:.2 u:.2", 0.26), "i": _r("i e:.04 y a:.2", 0.3), "u": _r("u o w:.02 v:.1 e:.35", 0.32),
    "w": _r("w v:.06 u o:.05", 0.6), "y": _r("y i e:.1 j:.15", 0.5), "v": _r("v w"), "e": _r("e i:.05 a:.1", 0.2),
    "o": _r("o u", 0.3),
    "a-": _r("a e:.03 i:.06 o:.04 u:.05", 0.34), "-a": _r("a e:.1 o:.15", 0.2), "-i": _r("i e:.05 y", 0.3),
    "b": _r("b p:.04"), "p": _r("p"), "t": _r("t d:.3 T:.05"), "d": _r("d D t:.35"), "k": _r("k g:.2 C:.3"),
    "g": _r("g"),
    "q": _r("k g:.15 G:.25"), "f": _r("f v:.03 p:.25"), "m": _r("m"), "n": _r("n"), "l": _r("l"), "r": _r("r"),
    "j": _r("j g:.06 x:.05 C:.25 y:.3"), "gh": _r("g G j:.2 k:.35 r:.45"), "kh": _r("H h:.08 k:.12"),
    "h": _r("h H:.12", 0.4),
    "-h": _r("h e:.1 a:.1", 0.1), "s": _r("s z:.15 c:.25 S:.35"), "z": _r("z s:.15 D:.1 c:.2 d:.4"),
    "sh": _r("S C:.08 s:.3 x:.2"),
    "ch": _r("C S:.15 c:.2"), "zh": _r("x j:.05"), "th": _r("T t:.05 s:.15"), "dh": _r("D d:.05 z:.1"),
    "ts": _r("c z:.05"), "ng": _r("g j G", 0.24),
}  # fmt: skip
_CYRILLIC: Final[dict[str, _Reading]] = {
    "a": _r("a e:.15", 0.4, 0.12), "e": _r("e i:.1 a:.15", 0.36, 0.08), "i": _r("i e:.1", 0.38, 0.12),
    "o": _r("o a:.15 u:.1", 0.4, 0.15), "u": _r("u w:.05 o:.05", 0.36, 0.15), "y": _r("y i", 0.24, 0.15),
    "-a": _r("a e:.2", 0.45, 0.3), "-i": _r("i e:.05", 0.34, 0.25), "-y": _r("y i", 0.14, 0.1),
    "+y": _r("y i", 0.14, 0.1),
    "ay": _r("a e:.15", 0.22, 0.1),
    "b": _r("b"), "v": _r("v w:.02 f:.15 b:.15 u:.1", 0.8), "g": _r("g h:.12 G j:.35"), "d": _r("d"),
    "zh": _r("x j:.03"),
    "z": _r("z s:.12"), "k": _r("k"), "l": _r("l"), "m": _r("m"), "n": _r("n"), "p": _r("p"), "r": _r("r"),
    "s": _r("s T:.15 z:.2"), "t": _r("t T:.02"), "f": _r("f T:.2"), "kh": _r("h H k:.2"), "ts": _r("c s:.15"),
    "ch": _r("C"),
    "sh": _r("S s:.2"), "j": _r("j x:.2 z:.15"), "ng": _r("g h:.12 j:.3", 0.4), "dz": _r("z:.04 j:.06 c:.1", 0.85),
    # Japanese names are written in Cyrillic by a habit of their own (Polivanov): si is shi, ti is chi.
    # And Chinese ones by theirs (Palladius): chzh is zh, tsz is j or z.
    "chzh": _r("x j:.05"), "tsz": _r("z j:.02 c:.05"), "si": _r("s T:.15 z:.2 S:.08"), "ti": _r("t T:.02 C:.1"),
}  # fmt: skip

_PLAIN_UNITS: Final = re.compile(
    r"tsch|tch|sch|eau|cz|sz|ch|sh|zh|dzh|dj|dg(?=[eiy])|dz|ph|th|kh|dh|gh|ck|ts|tz|ou|oo|ee|ea|aa|ll|gn|ng"
    r"|ge|gi|gy|ce|ci|cy|mc|(.)",
)
_MARKED_UNITS: Final = re.compile("chzh|tsz|tsh|ay|dz|ngh|nj|kh|gh|sh|ch|zh|th|dh|ts|ng|si|sy|ti|ty|(.)")
_DOUBLED: Final = re.compile(r"([bcdfghjkmnpqrstvwxz])\1+")
_JOINED_ARTICLE: Final = re.compile("[ae]l(?=[b-df-hj-kmnp-tvwxz][a-z]{2})")
_SAME: Final = {"tsch": "tch", "dzh": "dj", "dg": "dj", "dz": "dj", "tz": "ts"}

SYMBOLS: Final[tuple[str, ...]] = (
    *_LATIN, *(name + VOWELLESS for name in _UNVOWELLED), *(name + CYRILLIC for name in _CYRILLIC),
)  # fmt: skip
_CODES: Final = {name: code for code, name in enumerate(SYMBOLS)}
_READINGS: Final = (*_LATIN.values(), *_UNVOWELLED.values(), *_CYRILLIC.values())


def marked(text: str) -> tuple[str, ...]:
    """The words of a name as :func:`tokens` gives them, each with the sign of its script."""
    if text.isascii():
        return tokens(text)
    script = detect_script(text)
    sign = VOWELLESS if script in VOWELLESS_SCRIPTS else CYRILLIC if script == "Cyrl" else ""
    return tuple(word + sign for word in tokens(text))


def unmarked(word: str) -> str:
    """The folded word without the sign of its script."""
    return word.rstrip(VOWELLESS + CYRILLIC)


@lru_cache(maxsize=262_144)
def sounds(word: str) -> tuple[int, ...]:
    """A marked word as codes of `SYMBOLS`."""
    sign = word[-1:] if word[-1:] in (VOWELLESS, CYRILLIC) else ""
    letters = re.sub("[^a-z]", "", word)
    table = _UNVOWELLED if sign == VOWELLESS else _CYRILLIC if sign else _LATIN
    letters = _DOUBLED.sub(r"\1", letters)
    units = _marked_units(letters, sign) if sign else _units(letters)
    last = len(units) - 1
    out = []
    for place, unit in enumerate(units):
        name = unit if sign else _SAME.get(unit, unit)
        beside = place > 0 and units[place - 1][-1:] in _VOWELS
        tried = (
            [f"{name}-"] if place == 0 else [f"-{name}"] if place == last else []
        ) + ([f"+{name}"] if beside else []) + [name]  # fmt: skip
        code = next((_CODES[one + sign] for one in tried if one in table), None)
        if code is not None:
            out.append(code)
    return tuple(out)


def _marked_units(letters: str, sign: str) -> list[str]:
    units: list[str] = []
    for found in _MARKED_UNITS.finditer(letters):
        unit = found[0]
        if unit in ("ngh", "ng", "nj"):
            units += ["n", "ng"] if unit != "nj" or sign == VOWELLESS else ["n", "j"]
        elif unit in ("si", "sy", "ti", "ty"):
            units += [unit[0] + "i" if sign == CYRILLIC else unit[0], unit[1]]
        elif unit == "tsh":
            units.append("ch")
        elif unit == "ay":
            units += ["ay" if sign == CYRILLIC else "a", "y"]
        elif sign == VOWELLESS and unit in ("dz", "tsz", "chzh"):
            units += {"dz": ["d", "z"], "tsz": ["ts", "z"], "chzh": ["ch", "zh"]}[unit]
        else:
            units.append(unit)
    return units


def _units(letters: str) -> list[str]:
    units: list[str] = []
    if _JOINED_ARTICLE.match(letters):
        units, letters = ["(a", "(l"], letters[2:]
    letters = letters.removeprefix("w") if letters.startswith("wr") else letters
    for found in _PLAIN_UNITS.finditer(letters):
        unit = found[0]
        if unit in ("ge", "gi", "gy", "ce", "ci", "cy"):
            units += [unit[0] + "e", unit[1]]
        elif unit == "gn":
            units += ["gn", "n"]
        elif unit == "ng":
            units += ["n", "ng"]
        elif unit == "mc":
            units += ["m", "mc"] if found.start() == 0 else ["m", "c"]
        elif unit == "x":
            silent = letters[found.start() - 1 :] == "ux"
            units += ["xk", "x-"] if found.start() == 0 else ["x"] if silent else ["x", "x+"]
        else:
            units.append(unit)
    return units


def alone() -> list[tuple[float, float]]:
    """Cost of each symbol without a counterpart: in a word that writes its vowels, and in one that does not."""
    return [(usual, unwritten) for _, usual, unwritten in _READINGS]


def swapped() -> list[list[float]]:
    """Cost of taking one symbol for another: of the nearest two sounds they may stand for."""
    return [[0.0 if one is other else _cost(one[0], other[0]) for other in _READINGS] for one in _READINGS]


def _cost(one: dict[str, float], other: dict[str, float]) -> float:
    return min(_apart(x, y) + max(by_x, by_y) for x, by_x in one.items() for y, by_y in other.items())


def _apart(one: str, other: str) -> float:
    if one == other:
        return 0.0
    near = _NEAR.get(one + other, _NEAR.get(other + one))
    if near is not None:
        return near
    vowels = (one in _VOWELS) + (other in _VOWELS)
    if vowels == 2:
        return _OTHER_VOWEL
    if vowels == 1:
        return _HALF_AND_VOWEL if not _HALF.isdisjoint((one, other)) else _APART
    return 1.0
