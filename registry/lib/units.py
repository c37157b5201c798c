"""Heights and weights as people say them, in centimetres and kilograms.

Accepts "175", "175 cm", "1.75", "1,75 m", "1m75", 5'9", "5 ft 9 in", "69 in", "70 kg", "154 lb", "11 st 4", with digits
of any script. A bare number is read in the unit that makes sense (1.75 is metres, 175 centimetres, 5.9 is refused:
five feet nine, or five point nine feet?). What was said is kept by whoever calls; here is only the number.
"""

import re
import unicodedata
from typing import Final

from registry.lib.errors import BadMeasure
from registry.lib.speech import mark as _

HEIGHT_CM: Final = (30.0, 250.0)
WEIGHT_KG: Final = (0.4, 350.0)
CM_PER_INCH: Final = 2.54
KG_PER_POUND: Final = 0.45359237


class NotAHeight(BadMeasure):
    code = "height_unreadable"
    template = _("“%(text)s” is not a height. Write it as 175 cm, 1.75 m or 5 ft 9 in.")


class ImpossibleHeight(BadMeasure):
    code = "height_impossible"
    template = _("A height lies between %(low)s and %(high)s cm; “%(text)s” does not. Check the number and its unit.")


class NotAWeight(BadMeasure):
    code = "weight_unreadable"
    template = _("“%(text)s” is not a weight. Write it as 70 kg or 154 lb.")


class ImpossibleWeight(BadMeasure):
    code = "weight_impossible"
    template = _("A weight lies between %(low)s and %(high)s kg; “%(text)s” does not. Check the number and its unit.")


_NUMBER: Final = r"(\d{1,4}(?:[.,]\d{1,2})?)"
_INCHES: Final = rf"{_NUMBER}\s?(?:\"|''|in(?:ch(?:es)?)?)?"
_CENTIMETRES: Final = re.compile(rf"{_NUMBER}\s?(?:cm|centimet(?:er|re)s?)")
_METRES: Final = re.compile(rf"{_NUMBER}\s?(?:m|met(?:er|re)s?)")
_METRES_CENTIMETRES: Final = re.compile(r"([0-2])\s?(?:m|met(?:er|re)s?)\s?(\d{1,2})\s?(?:cm)?")
_FEET: Final = re.compile(rf"(\d)\s?(?:'|ft|feet|foot)\s?(?:{_INCHES})?")
_ONLY_INCHES: Final = re.compile(rf"{_NUMBER}\s?(?:\"|''|in(?:ch(?:es)?)?)")
_BARE: Final = re.compile(_NUMBER)
_KILOGRAMS: Final = re.compile(rf"{_NUMBER}\s?(?:kg|kgs|kilos?|kilogram(?:me)?s?)?")
_POUNDS: Final = re.compile(rf"{_NUMBER}\s?(?:lbs?|pounds?)")
_STONE: Final = re.compile(rf"(\d{{1,2}})\s?(?:st|stones?)\s?(?:{_NUMBER}\s?(?:lbs?|pounds?)?)?")

_WRITTEN_ALIKE: Final = str.maketrans(
    {
        "\u2032": "'", "\u2019": "'", "\u2018": "'", "\u00b4": "'", "`": "'",
        "\u2033": '"', "\u201c": '"', "\u201d": '"', "\u066b": ".", "\u060c": ",",
    }
)  # fmt: skip


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.translate(_WRITTEN_ALIKE)).casefold().translate(_WRITTEN_ALIKE)
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)
    return " ".join(digits.split()).rstrip(".")


def _value(number: str | None) -> float:
    return float(number.replace(",", ".")) if number else 0.0


def height_cm(text: str, *, part: str = "") -> float:
    """A height in centimetres, to the millimetre. Raises: BadMeasure if it cannot be read or lies outside 30 to 250."""
    found = _height(_plain(text))
    if found is None:
        raise NotAHeight(part=part, text=text.strip())
    if not HEIGHT_CM[0] <= found <= HEIGHT_CM[1]:
        raise ImpossibleHeight(part=part, text=text.strip(), low=int(HEIGHT_CM[0]), high=int(HEIGHT_CM[1]))
    return round(found, 1)


def _height(plain: str) -> float | None:
    if match := _CENTIMETRES.fullmatch(plain):
        return _value(match[1])
    if match := _METRES_CENTIMETRES.fullmatch(plain):
        return _value(match[1]) * 100 + _value(match[2]) * (10 if len(match[2]) == 1 else 1)
    if match := _METRES.fullmatch(plain):
        return _value(match[1]) * 100
    if match := _FEET.fullmatch(plain):
        inches = _value(match[2])
        return (_value(match[1]) * 12 + inches) * CM_PER_INCH if inches < 12 else None
    if match := _ONLY_INCHES.fullmatch(plain):
        return _value(match[1]) * CM_PER_INCH
    match = _BARE.fullmatch(plain)
    return _bare_height(_value(match[1])) if match else None


def _bare_height(number: float) -> float | None:
    """1.75 can only be metres, 175 only centimetres; between 3 and 10 it may be feet, and is not guessed."""
    if number < 3:
        return number * 100
    return None if number < 10 else number


def weight_kg(text: str, *, part: str = "") -> float:
    """A weight in kilograms, to 100 g. Raises: BadMeasure if it cannot be read or lies outside 0.4 to 350."""
    found = _weight(_plain(text))
    if found is None:
        raise NotAWeight(part=part, text=text.strip())
    if not WEIGHT_KG[0] <= found <= WEIGHT_KG[1]:
        raise ImpossibleWeight(part=part, text=text.strip(), low=WEIGHT_KG[0], high=int(WEIGHT_KG[1]))
    return round(found, 1)


def _weight(plain: str) -> float | None:
    if match := _KILOGRAMS.fullmatch(plain):
        return _value(match[1])
    if match := _POUNDS.fullmatch(plain):
        return _value(match[1]) * KG_PER_POUND
    if match := _STONE.fullmatch(plain):
        pounds = _value(match[2])
        return (_value(match[1]) * 14 + pounds) * KG_PER_POUND if pounds < 14 else None
    return None


def feet_inches(cm: float) -> tuple[int, int]:
    """A height in whole feet and inches, for showing it beside centimetres."""
    feet, inches = divmod(round(cm / CM_PER_INCH), 12)
    return feet, inches
