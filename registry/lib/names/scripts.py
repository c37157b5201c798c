"""Which script a text is written in, as ISO 15924 codes.

Chinese characters are ``Hani``: a name of two or three of them does not say whether its hand is simplified or
traditional. Digits, punctuation and combining signs belong to no script.
"""

import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Final

UNDETERMINED: Final = "Zyyy"

# First word of a letter's Unicode name -> ISO 15924.
_BY_NAME: Final = {
    "LATIN": "Latn", "ARABIC": "Arab", "CYRILLIC": "Cyrl", "GREEK": "Grek", "HEBREW": "Hebr", "ETHIOPIC": "Ethi",
    "DEVANAGARI": "Deva", "BENGALI": "Beng", "MYANMAR": "Mymr", "CJK": "Hani", "HIRAGANA": "Hira",
    "KATAKANA": "Kana", "HANGUL": "Hang", "TIFINAGH": "Tfng", "NKO": "Nkoo", "ADLAM": "Adlm", "ARMENIAN": "Armn",
    "GEORGIAN": "Geor", "TAMIL": "Taml", "SINHALA": "Sinh", "THAI": "Thai", "LAO": "Laoo", "KHMER": "Khmr",
    "GUJARATI": "Gujr", "GURMUKHI": "Guru", "TELUGU": "Telu", "KANNADA": "Knda", "MALAYALAM": "Mlym",
    "ORIYA": "Orya", "TIBETAN": "Tibt", "SYRIAC": "Syrc", "THAANA": "Thaa", "COPTIC": "Copt", "VAI": "Vaii",
    "OSMANYA": "Osma", "MONGOLIAN": "Mong", "BOPOMOFO": "Bopo",
}  # fmt: skip
_ROHINGYA: Final = range(0x10D00, 0x10D40)


@lru_cache(maxsize=8192)
def script_of(character: str) -> str:
    """The script of one letter; ``Zyyy`` for anything that is not a letter."""
    if not character.isalpha():
        return UNDETERMINED
    if ord(character) in _ROHINGYA:
        return "Rohg"
    words = unicodedata.name(character, "").replace("FULLWIDTH ", "").replace("HALFWIDTH ", "")
    return _BY_NAME.get(words.partition(" ")[0], UNDETERMINED)


def detect_script(text: str) -> str:
    """The script of most letters of a text; ``Zyyy`` if it has none that is known."""
    if text.isascii():
        return "Latn" if any(map(str.isalpha, text)) else UNDETERMINED
    counts = Counter(map(script_of, text))
    del counts[UNDETERMINED]
    return counts.most_common(1)[0][0] if counts else UNDETERMINED


def mixed_scripts(text: str) -> tuple[str, ...]:
    """The words of a text that mix letters of two scripts, such as a Cyrillic letter in a Latin name."""
    found = []
    for word in text.split():
        scripts = {script_of(character) for character in word} - {UNDETERMINED}
        if len(scripts - {"Hira", "Kana"}) > 1:  # Japanese mixes its scripts by nature
            found.append(word)
    return tuple(found)
