"""What a cell of a table means, or why it means nothing: dates, numbers, codes, marks.

Decides one cell at a time and raises `Unreadable` with a sentence for a person; the cell then counts as absent.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date

from matching.engine.compare.body import SITES
from matching.engine.profile import Mark, Medical
from registry.lib.world import find_country

Span = tuple[int, int]
_SITES = frozenset(SITES)
_SEXES = {"f": "f", "m": "m", "x": "other", "female": "f", "male": "m", "other": "other", "w": "f"}
_UNKNOWN = frozenset({"", "u", "unknown", "unk", "?", "-", "na", "n/a", "none", "null", "nan"})
_CONDITIONS = {"fleshed": "d1", "fresh": "d1", "decomposed": "d3", "mummified": "d3", "skeletal": "d6",
               "skeletonised": "d6", "skeletonized": "d6"}  # fmt: skip
_LEFT, _RIGHT = frozenset({"l", "left", "sin"}), frozenset({"r", "right", "dex"})
_WHOLE = frozenset({"whole", "whole_body", "full_body", "complete", "complete_body"})
_OBSERVED = ("hd", "nk", "tr", "ul", "ll")
Things = tuple[tuple[str, str, str, str], ...]
"""Type, motif, site, side."""


class Unreadable(ValueError):
    """A cell that says nothing; the text says why."""


def word(text: str) -> str | None:
    """A free word in one spelling: small letters, single blanks, NFC; None if the cell says unknown."""
    plain = " ".join(unicodedata.normalize("NFC", text).split()).casefold()
    return None if plain in _UNKNOWN else plain


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
    """First and last day of `2021-03-14`, `2021-03` or `2021`; a time behind the day is left out."""
    said = word(text)
    if said is None:
        return None
    found = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[t ].*)?)?)?", said)
    if not found:
        raise Unreadable(f"{text!r} is not a date as YYYY, YYYY-MM or YYYY-MM-DD.")
    year, month, day = (None if part is None else int(part) for part in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        raise Unreadable(f"{text!r} is not a day of the calendar.") from None
    if day is not None:
        return first.toordinal(), first.toordinal()
    after = (first.year + 1, 1) if month in (None, 12) else (first.year, first.month + 1)
    last = date(*after, 1).toordinal() - 1 if after[0] <= date.max.year else date.max.toordinal()
    return first.toordinal(), last


def countries(text: str) -> tuple[str, ...]:
    """Alpha-3 codes; several are separated by `;`, `/` or blanks."""
    said = word(text)
    if said is None:
        return ()
    found: list[str] = []
    lost: list[str] = []
    for part in [said.upper()] if find_country(said) else re.split(r"[;/|+\s]+", said.upper()):
        code = find_country(part) if part else None
        (found if code else lost).append(code or part)
    if lost and any(lost):
        raise Unreadable(f"{text!r} is not a country code of ISO 3166.")
    return tuple(sorted(set(found)))


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
    out = set()
    for part in re.split(r"[;|]", said):
        name, _, where = part.strip().partition("@")
        name = "body" if _code(name) in _WHOLE else name
        rest, side = _side(_code(name)) if not where else (_code(name), _side(_code(where))[1])
        if rest:
            out.add(rest if side == "unknown" else f"{rest}@{side}")
    return tuple(sorted(out))


def things(text: str) -> tuple[Things, tuple[str, ...] | None]:
    """`type@site` items separated by `;` (`type:motif@site_left` says more), and the regions where they could be seen.

    `?` says that nothing could be observed (beside items: nothing else); an empty cell that none was seen.
    """
    out, observable = [], True
    for part in re.split(r"[;|]", " ".join(text.split()).casefold()):
        item = part.strip()
        if not item:
            continue
        if item in _UNKNOWN and item not in ("none", "-"):
            observable = False
            continue
        if item in ("none", "-"):
            continue
        kind, *where = (piece.strip() for piece in item.split("@"))
        place = [] if not where or where[0] in _UNKNOWN else where
        site, side = _side(_code("_".join(place))) if place else ("unknown", "unknown")
        if not kind:
            raise Unreadable(f"{part.strip()!r} does not say what it is: write type@site.")
        kind, _, motif = kind.partition(":")
        out.append((_code(kind), _code(motif), site or "unknown", side))
    return tuple(sorted(set(out))), _OBSERVED if observable else ()


def marks(found: Things) -> tuple[Mark, ...]:
    """As marks on the skin."""
    return tuple(Mark(kind, site, side, (motif,) if motif else ()) for kind, motif, site, side in found)


def medical(found: Things) -> tuple[Medical, ...]:
    """As what stays in the body."""
    return tuple(Medical(f"{kind}:{motif}" if motif else kind, site, side) for kind, motif, site, side in found)


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
