"""What a cell of a table means, or why it means nothing: dates, numbers, codes, marks.

Decides one cell at a time and raises `Unreadable` with a sentence for a person; the cell then counts as absent, but for
the parts of a list that could be read.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date
from typing import Any

from matching.engine.compare.body import SITES
from matching.engine.profile import Mark, Medical
from registry.lib.world import find_country

Span = tuple[int, int]
_SITES = frozenset(SITES)
_SEXES = {"f": "f", "m": "m", "x": "other", "female": "f", "male": "m", "other": "other", "w": "f"}
_UNKNOWN = frozenset({"", "u", "unknown", "unk", "?", "-", "na", "n/a", "none", "null", "nan"})
_NO_COUNTRY = _UNKNOWN - {"na"}
"""NA is Namibia."""
_NO_NAME = frozenset({"", "?", "-", "unknown", "unk"})
"""Na, U and None are names."""
_CONDITIONS = {"fleshed": "d1", "fresh": "d1", "decomposed": "d3", "mummified": "d3", "skeletal": "d6",
               "skeletonised": "d6", "skeletonized": "d6"}  # fmt: skip
_LEFT, _RIGHT = frozenset({"l", "left", "sin"}), frozenset({"r", "right", "dex"})
_WHOLE = frozenset({"whole", "whole_body", "full_body", "complete", "complete_body"})
_SIDES = _LEFT | _RIGHT | _UNKNOWN
_OBSERVED: tuple[str, ...] = ("hd", "nk", "tr", "ul", "ll")
Things = tuple[tuple[str, str, str, str], ...]
"""Type, motif, site, side."""


class Unreadable(ValueError):
    """A cell, or a part of it, that says nothing; the text says why, `kept` is what the rest of it says."""

    def __init__(self, text: str, kept: Any = None) -> None:
        super().__init__(text)
        self.kept = kept


def word(text: str, unknown: frozenset[str] = _UNKNOWN) -> str | None:
    """A free word in one spelling: small letters, single blanks, NFC; None if the cell says unknown."""
    plain = " ".join(unicodedata.normalize("NFC", text).split()).casefold()
    return None if plain in unknown else plain


def name(text: str) -> str | None:
    """A name as it is written."""
    return text if word(text, _NO_NAME) else None


def sex(text: str) -> str | None:
    """m, f or other."""
    said = word(text)
    if said is None:
        return None
    if said not in _SEXES:
        raise Unreadable(f"{text!r} is not F, M, X or U.")
    return _SEXES[said]


def number(text: str, low: float, high: float, what: str) -> float | None:
    """A number within a range."""
    said = word(text)
    if said is None:
        return None
    try:
        value = float(said.replace(",", ".") if said.count(",") == 1 and "." not in said else said)
    except ValueError:
        raise Unreadable(f"{text!r} is not a number.") from None
    if not math.isfinite(value) or not low <= value <= high:
        raise Unreadable(f"{text!r} is no {what} between {low:g} and {high:g}.")
    return value


def days(text: str) -> Span | None:
    """First and last day of `2021-03-14`, `2021-03` or `2021`; a time behind the day is left out, 00 is not known."""
    said = word(text)
    if said is None:
        return None
    found = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[t ].*)?)?)?", said)
    if not found:
        raise Unreadable(f"{text!r} is not a date as YYYY, YYYY-MM or YYYY-MM-DD.")
    year, month, day = (int(part or 0) for part in found.groups())
    if not (year or month or day):
        return None
    try:
        first = date(year, month or 1, day if month and day else 1)
    except ValueError:
        raise Unreadable(f"{text!r} is not a day of the calendar.") from None
    if month and day:
        return first.toordinal(), first.toordinal()
    after = (first.year + 1, 1) if month in (0, 12) else (first.year, first.month + 1)
    last = date(*after, 1).toordinal() - 1 if after[0] <= date.max.year else date.max.toordinal()
    return first.toordinal(), last


def countries(text: str) -> tuple[str, ...]:
    """Alpha-3 codes; several are separated by `;`, `/` or blanks."""
    said = word(text, _NO_COUNTRY)
    if said is None:
        return ()
    found: list[str] = []
    lost: list[str] = []
    for part in [said.upper()] if find_country(said) else re.split(r"[;/|+\s]+", said.upper()):
        code = find_country(part) if part else None
        (found if code else lost).append(code or part)
    known = tuple(sorted(set(found)))
    if any(lost):
        raise Unreadable(f"{', '.join(filter(None, lost))!r} is not a country code of ISO 3166.", known)
    return known


def condition(text: str) -> str | None:
    """CL-DECOMP."""
    said = word(text)
    if said is None:
        return None
    if said not in _CONDITIONS and not re.fullmatch(r"d[0-7]", said):
        raise Unreadable(f"{text!r} is not fleshed, decomposed or skeletal.")
    return _CONDITIONS.get(said, said)


def elements(text: str) -> tuple[str, ...]:
    """`body`, or elements with their side as `femur@l`."""
    said = word(text)
    if said is None:
        return ()
    out, lost = set[str](), list[str]()
    for part in _items(said):
        what, _, where = part.partition("@")
        what = "body" if _code(what) in _WHOLE else what
        rest, side = _side(_code(what)) if not where else (_code(what), _side(_code(where))[1])
        if rest:
            out.add(rest if side == "unknown" else f"{rest}@{side}")
        if not rest or _code(where) not in _SIDES:
            lost.append(part)
    found = tuple(sorted(out))
    if lost:
        raise Unreadable(f"{', '.join(lost)!r} is not an element with its side.", found)
    return found


def things(text: str) -> tuple[Things, tuple[str, ...] | None]:
    """`type@site` items separated by `;` (`type:motif@site_left` says more), and the regions where they could be seen.

    `?` says that nothing could be observed (beside items: nothing else); an empty cell that none was seen.
    """
    out, lost, observable = [], list[str](), True
    for item in _items(" ".join(text.split()).casefold()):
        if item in _UNKNOWN and item not in ("none", "-"):
            observable = False
            continue
        if item in ("none", "-"):
            continue
        kind, *where = (piece.strip() for piece in item.split("@"))
        place = [] if not where or where[0] in _UNKNOWN else where
        site, side = _side(_code("_".join(place))) if place else ("unknown", "unknown")
        if not kind:
            lost.append(item)
            continue
        kind, _, motif = kind.partition(":")
        out.append((_code(kind), _code(motif), site or "unknown", side))
    found = tuple(sorted(set(out))), _OBSERVED if observable else ()
    if lost:
        raise Unreadable(f"{', '.join(lost)!r} does not say what it is: write type@site.", found if out else None)
    return found


def marks(found: Things) -> tuple[Mark, ...]:
    """As marks on the skin."""
    return tuple(Mark(kind, site, side, (motif,) if motif else ()) for kind, motif, site, side in found)


def medical(found: Things) -> tuple[Medical, ...]:
    """As what stays in the body."""
    return tuple(Medical(f"{kind}:{motif}" if motif else kind, site, side) for kind, motif, site, side in found)


def _items(text: str) -> list[str]:
    """The parts of a list; a comma divides where what follows it has a site of its own."""
    return [item for part in re.split(r"[;|]|,(?=[^,;|]*@)", text) if (item := part.strip())]


def _code(text: str) -> str:
    return re.sub(r"[\s\-/.,]+", "_", text.strip()).strip("_")


def _side(code: str) -> tuple[str, str]:
    """A site without its side, and the side."""
    if code in _SITES:
        return code, "unknown"
    pieces = code.split("_")
    for edge in (0, -1):
        if len(pieces) == 1 and pieces[0] not in ("left", "right"):
            break
        for side, names in (("l", _LEFT), ("r", _RIGHT)):
            if pieces[edge] in names:
                rest = pieces[1:] if edge == 0 else pieces[:-1]
                return "_".join(rest), side
    return code, "l" if code in _LEFT else "r" if code in _RIGHT else "unknown"
