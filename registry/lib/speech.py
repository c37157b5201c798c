"""How code that may not import Django still speaks the reader's language.

Sentences stand in English, marked with ``_`` so that ``makemessages`` collects them; the mark returns its argument.
The site installs ``gettext`` and ``get_language`` once, at start (:func:`speak_through`); from then on
:func:`translated` and :func:`locale` answer for the reader of the moment. Before that, everything is English.

    from registry.lib.speech import mark as _
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, Protocol

from babel import Locale, UnknownLocaleError
from babel.lists import format_list

ENGLISH: Final = "en"
# English outside America: 27 April 2021, as dates stand on every page.
WORLD_ENGLISH: Final = "en_001"
LEFT_TO_RIGHT: Final = "\N{LEFT-TO-RIGHT ISOLATE}"
ISOLATE_ENDS: Final = "\N{POP DIRECTIONAL ISOLATE}"


class Sentence(Protocol):
    """A string, or a lazy translation that becomes one."""

    def __str__(self) -> str: ...


def mark(message: str) -> str:
    """Return the message unchanged; imported as ``_`` so that the message is found by ``makemessages``."""
    return message


def _english() -> str:
    return ENGLISH


_translate: Callable[[str], str] = mark
_language: Callable[[], str | None] = _english


def speak_through(translate: Callable[[str], str], language: Callable[[], str | None] = _english) -> None:
    """Translate with this function (``gettext``) into the language this one names (``get_language``), from now on."""
    global _translate, _language
    _translate, _language = translate, language


def translated(message: Sentence) -> str:
    """A marked message in the reader's language."""
    return _translate(str(message))


def locale(code: str | None = None) -> Locale:
    """Names and formats of the Unicode locale data for a language code; the reader's language if none is given."""
    return _locale(code or _language() or ENGLISH)


def in_order(figures: str) -> str:
    """Figures such as `174–178` for use within a sentence: read from left to right where the sentence is not."""
    if not figures:
        return ""  # marks around nothing are no figures either
    return f"{LEFT_TO_RIGHT}{figures}{ISOLATE_ENDS}" if locale().text_direction == "rtl" else figures


def listed(parts: Iterable[Sentence]) -> str:
    """Several things named in one sentence, joined as the reader's language joins them: `a, b and c`."""
    return format_list([str(part) for part in parts], locale=locale())


@lru_cache(maxsize=64)
def _locale(code: str) -> Locale:
    try:
        return Locale.parse(WORLD_ENGLISH if code == ENGLISH else code.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale.parse(WORLD_ENGLISH)
