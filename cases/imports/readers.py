"""Cells of any table to values: names, days, ages, countries, languages, codes.  Shared by every kind of import.

A cell that cannot be read raises BadCell with what would do.  Codes are known by their code and by their label in each
language of the interface: a table that one colleague filled in in French and another in Arabic reads alike.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from typing import Final

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from cases.imports.cells import BadCell, words
from cases.imports.headings import SEXES, plain
from registry.lib.dates import PartialDate, parse_edtf, parse_parts
from registry.lib.errors import BadDate, BadText
from registry.lib.names import clean_name
from registry.lib.world import LANGUAGES, UI_LANGUAGES, find_country, language_name

OLDEST: Final = 120
NAME_MAX: Final = 200
_AGE: Final = re.compile(r"~?\s*(\d{1,5})(?:\s*[-\u2013]\s*(\d{1,5}))?")
_YEAR_FIRST: Final = re.compile(r"(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?(?:T00:00:00)?")
_YEAR_LAST: Final = re.compile(r"(?:(\d{1,2})[-./ ])?(\d{1,2})[-./ ](\d{4})")
_NOTATION: Final = re.compile(r"[\d?~%X./-]+")
_SEVERAL: Final = re.compile(r"[,;/]")
_KNOWN_SHOWN: Final = 12
YES: Final = frozenset(["yes", "y", "true", "1", "oui", "o", "vrai", "si", "sí", "s", "نعم", "да", "д"])
NO: Final = frozenset(["no", "n", "false", "0", "non", "faux", "لا", "нет", "н"])


def name(text: str) -> str:
    if any(map(str.isdigit, text)):
        raise BadCell(_("A name has no digits. Does another column hold the names?"))
    try:
        return clean_name(short(text, NAME_MAX))
    except BadText as error:
        raise BadCell(error.message) from error


def short(text: str, longest: int) -> str:
    if len(text) > longest:
        said = _("This is longer than %(longest)s characters. Does the cell hold more than one thing?")
        raise BadCell(said % {"longest": longest})
    return words(text)


def sex(text: str) -> str:
    found = SEXES.get(plain(text))
    if found is None:
        raise BadCell(_("This is no sex that we know. Write M, F, or leave the cell empty."))
    return found.value


def age(text: str) -> tuple[int, int]:
    found = _AGE.fullmatch(text)
    low = int(found[1]) if found else -1
    high = int(found[2]) if found and found[2] else low
    if not 0 <= low <= high <= OLDEST:
        raise BadCell(
            _("This is no age in years up to %(oldest)s. Write 25, or 20-25 if it is an estimate.") % {"oldest": OLDEST}
        )
    return low, high


def day(text: str, month_first: bool, today: date) -> PartialDate:
    """A day, a month or a year, the year in four digits."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := _YEAR_LAST.fullmatch(text):
        day, month, year = found.groups()
        if day and (int(month) > 12 or (month_first and int(day) <= 12)):  # 03/25/2020 is no day of a 25th month
            day, month = month, day
    elif _NOTATION.fullmatch(text):
        return _noted(text, today)
    else:
        raise BadCell(_("This is not a date. Write it as 2020-01-05 or 05/01/2020; a month or a year alone will do."))
    try:
        return parse_parts(year, month, day, raw=text, today=today)
    except BadDate as error:
        raise BadCell(error.message) from error


def _noted(text: str, today: date) -> PartialDate:
    """A date in the notation of the registry itself, as it writes them into tables: 2019~, 2020-03-01/2020-03-20."""
    try:
        return parse_edtf(text, raw=text, today=today)
    except BadDate as error:
        raise BadCell(error.message) from error


def countries(text: str) -> tuple[str, ...]:
    parts = several(text)
    codes = [find_country(part) for part in parts]
    unknown = [part for part, code in zip(parts, codes, strict=True) if code is None]
    if unknown:
        raise BadCell(_("“%(word)s” is no country that we know by that name or code.") % {"word": unknown[0]})
    return tuple(dict.fromkeys(code for code in codes if code))


def languages(text: str) -> tuple[str, ...]:
    parts = several(text)
    codes = [language(part) for part in parts]
    unknown = [part for part, code in zip(parts, codes, strict=True) if code is None]
    if unknown:
        raise BadCell(_("“%(word)s” is no language that we know by that name or code.") % {"word": unknown[0]})
    return tuple(dict.fromkeys(code for code in codes if code))


@lru_cache(maxsize=1000)
def language(text: str) -> str | None:
    """The code of a language by its name or code; None if it is not known."""
    word = text.casefold()
    if word in LANGUAGES:
        return word
    return next(
        (one for one in LANGUAGES for known in UI_LANGUAGES if language_name(one, known).casefold() == word), None
    )


def yes_or_no(text: str) -> bool:
    word = text.strip().casefold()
    if word not in YES | NO:
        raise BadCell(_("Write yes or no."))
    return word in YES


def span(text: str, lowest: int, highest: int) -> tuple[int, int]:
    """A whole number, or two with a hyphen between."""
    found = _AGE.fullmatch(text)
    low = int(found[1]) if found else -1
    high = int(found[2]) if found and found[2] else low
    if not lowest <= low <= high <= highest:
        said = _("This is no whole number from %(lowest)s to %(highest)s. Write 165, or 160-170 if it is an estimate.")
        raise BadCell(said % {"lowest": lowest, "highest": highest})
    return low, high


def number(text: str, lowest: float, highest: float) -> float:
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        found = highest + 1
    if not lowest <= found <= highest:
        said = _("This is no number from %(lowest)s to %(highest)s.")
        raise BadCell(said % {"lowest": lowest, "highest": highest})
    return found


def code(text: str, codes: type[models.TextChoices]) -> str:
    """A code of a list, written as the code or as its label in any language of the interface."""
    found = text if text in codes.values else _by_word(codes).get(plain(text)) if plain(text) else None
    if found is None:
        known = ", ".join(str(one.label) for one in list(codes)[:_KNOWN_SHOWN])
        raise BadCell(_("This is not in the list. Write one of: %(known)s …") % {"known": known})
    return found


def several(text: str) -> list[str]:
    """What a cell lists."""
    return [part.strip() for part in _SEVERAL.split(text) if part.strip()]


def several_codes(text: str, codes: type[models.TextChoices]) -> tuple[str, ...]:
    whole = _by_word(codes).get(plain(text))  # a label may hold a comma
    parts = [whole] if whole else [code(part, codes) for part in several(text)]
    return tuple(dict.fromkeys(parts))


@cache
def _by_word(codes: type[models.TextChoices]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in UI_LANGUAGES:
        with translation.override(name):
            for one in codes:
                found.setdefault(plain(str(one.label)), one.value)
    # Of codes that differ by a sign alone, as m and m?, the word is the first.
    return found | {plain(one.value): one.value for one in reversed(list(codes))}


def country(text: str) -> str:
    found = countries(text)
    if len(found) != 1:
        raise BadCell(_("Write one country."))
    return found[0]


def one_language(text: str) -> str:
    found = languages(text)
    if len(found) != 1:
        raise BadCell(_("Write one language."))
    return found[0]
