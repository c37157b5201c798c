"""Refusing text that disguises itself, and finding contact data where it does not belong.

Characters that are invisible, change the direction of writing, or control a terminal let one name look like another.
The two joiners that Persian and Indic scripts need are kept where those scripts need them. Nothing is replaced
silently but line ends and outer blanks: what a family wrote stays as written.
"""

import re
import unicodedata
from typing import Final

from registry.lib.errors import BadText
from registry.lib.speech import mark as _

_JOINERS: Final = "\u200c\u200d"
_BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_SEPARATORS: Final = re.compile("\r\n?|\u0085|\u2028|\u2029")
_MARKUP: Final = re.compile(r"[<>]|&(?:#\w+|[A-Za-z]{2,8});|\{\{|\{%|javascript:", re.IGNORECASE)
_MAX_MARKS: Final = 6  # Vietnamese, vocalised Hebrew and Tibetan stay below; stacks of marks overwrite other lines


class DirectionControl(BadText):
    code = "text_direction_control"
    template = _(
        "The text holds an invisible character that turns the direction of writing and can disguise a name. "
        "Type it again instead of pasting it."
    )


class ControlCharacter(BadText):
    code = "text_control_character"
    template = _("The text holds a control character that cannot be shown. Type it again instead of pasting it.")


class InvisibleCharacter(BadText):
    code = "text_invisible_character"
    template = _("The text holds an invisible character. Type it again instead of pasting it.")


class StackedMarks(BadText):
    code = "text_stacked_marks"
    template = _("Too many accents are stacked on one letter. Type the text again with the accents it needs.")


class MarkupInName(BadText):
    code = "text_markup_in_name"
    template = _("A name cannot hold < or >, or other computer code. Write the name only.")


class LineBreakInName(BadText):
    code = "text_line_break_in_name"
    template = _("A name stands on one line. Remove the line break.")


class NoLetterInName(BadText):
    code = "text_no_letter_in_name"
    template = _("A name needs at least one letter. If the name is not known, say so instead.")


def clean_text(text: str, *, part: str = "") -> str:
    """Free text as typed, composed (NFC), with plain line ends and without outer blanks. Raises: BadText."""
    text = unicodedata.normalize("NFC", _LINE_SEPARATORS.sub("\n", text)).strip()
    if text.isascii() and text.isprintable():
        return text
    _refuse_controls(text, part)
    return text


def clean_name(text: str, *, part: str = "") -> str:
    """A name as typed, on one line, single blanks between words. Refuses what looks like markup. Raises: BadText."""
    text = clean_text(text, part=part)
    if "\n" in text:
        raise LineBreakInName(part=part)
    if _MARKUP.search(text):
        raise MarkupInName(part=part)
    if text and not any(map(str.isalpha, text)):
        raise NoLetterInName(part=part)
    return " ".join(text.split())


def _refuse_controls(text: str, part: str) -> None:
    marks = 0
    for place, character in enumerate(text):
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > _MAX_MARKS:
            raise StackedMarks(part=part)
        if character in _BIDI:
            raise DirectionControl(part=part)
        if category in ("Cc", "Cs", "Co") and character not in "\n\t":
            raise ControlCharacter(part=part)
        if category == "Cf" and not _is_needed_joiner(text, place):
            raise InvisibleCharacter(part=part)
        if category == "Cn" and ord(character) & 0xFFFE == 0xFFFE:
            raise ControlCharacter(part=part)


def _is_needed_joiner(text: str, place: int) -> bool:
    """A joiner directly behind a letter or sign of a script that joins: not Latin, not a blank."""
    return text[place] in _JOINERS and place > 0 and ord(text[place - 1]) > 0x58F and not text[place - 1].isspace()


_OWN_REFERENCE: Final = re.compile(r"\bM[A-Z]{2}-?[0-9A-Z]{5}-?[0-9A-Z]{5}-?[0-9A-Z]\b", re.IGNORECASE)
_DATE: Final = re.compile(r"(?<![\d+])(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4})(?!\d)")
_PERIOD: Final = re.compile(r"(?<![\d+])(?:1[89]|20)\d{2}\s?[-/\u2013]\s?(?:(?:1[89]|20)\d{2}|\d{2})(?![\d])")
_GROUPED: Final = re.compile(r"(?<![\d+])[1-9]\d{0,2}(?:[ .,'\u00a0\u202f]\d{3})+(?![\d])(?![ .-]?\d)")
_DEGREES: Final = re.compile(r"\d{1,3}\s?[°º]\s?\d{1,2}(?:\s?['\u2032\u2019]|[.,]\d)")
_DECIMALS: Final = re.compile(r"-?\b\d{1,3}[.,]\d{3,}\s?°?\s?[NS]?\s?[,;/ ]\s?-?\d{1,3}[.,]\d{3,}\b", re.IGNORECASE)
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_LINK: Final = re.compile(r"\b(?:https?://|www\.)\S+|\b(?:wa|t|m|fb)\.me/\S+", re.IGNORECASE)
_PHONE: Final = re.compile(r"(?<![\w.])(?:\+|00)?\(?\d(?:[ ().\-/]{0,2}\d){6,14}(?!\w)")
_DOCUMENT: Final = re.compile(
    r"\b(?=[A-Z0-9-]*[A-Z])[A-Z]{1,3}-?\d{5,12}[A-Z]?\d{0,3}\b|\b\d{6,12}[A-Z]\b|\b\d{9,20}\b"
)


def contact_patterns(text: str) -> frozenset[str]:
    """Kinds of data in a free text that belong into fields of their own.

    Any of ``phone``, ``document``, ``coordinates``, ``email``, ``link``. Dates, years, amounts and our own references
    are not taken for them. A warning rests on this, never a refusal: it may be wrong.
    """
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() and not c.isascii() else c for c in text)
    found = {kind for kind, pattern in (("email", _EMAIL), ("link", _LINK)) if pattern.search(text)}
    for pattern in (_EMAIL, _LINK, _OWN_REFERENCE):
        text = pattern.sub(" ", text)
    if _DEGREES.search(text) or _DECIMALS.search(text):
        found.add("coordinates")
        text = _DECIMALS.sub(" ", text)
    for pattern in (_DATE, _PERIOD, _GROUPED):
        text = pattern.sub(" ; ", text)
    if _DOCUMENT.search(text):
        found.add("document")
    if _PHONE.search(text):
        found.add("phone")
    return frozenset(found)


def has_contact_pattern(text: str) -> bool:
    """Whether a free text seems to hold a phone or document number, coordinates, an e-mail address or a link."""
    return bool(contact_patterns(text))
