"""Names in their own script: a list of usual writings, and letter tables for the rest.

Arabic script for the Arabic and Persian traditions, Ge'ez for Tigrinya and Amharic, Bengali and Burmese where the words
are listed.  A name of which a word cannot be written is not written at all: half a name would be an invention.
"""

from __future__ import annotations

from registry.site.invented.traditions import SCRIPT, Tradition, tradition

_ARABIC = (
    ("eddine", " الدين"), ("allah", " الله"), ("elislam", " الإسلام"), ("kh", "خ"), ("sh", "ش"), ("ch", "ش"),
    ("gh", "غ"), ("th", "ث"), ("dh", "ذ"), ("dj", "ج"), ("ou", "و"), ("oo", "و"), ("ee", "ي"), ("aa", "ا"),
    ("ai", "ي"), ("ei", "ي"), ("ia", "ية"), ("a", "ا"), ("b", "ب"), ("c", "ك"), ("d", "د"), ("e", ""), ("f", "ف"),
    ("g", "غ"), ("h", "ه"), ("i", "ي"), ("j", "ج"), ("k", "ك"), ("l", "ل"), ("m", "م"), ("n", "ن"), ("o", "و"),
    ("q", "ق"), ("r", "ر"), ("s", "س"), ("t", "ت"), ("u", "و"), ("v", "ف"), ("w", "و"), ("y", "ي"), ("z", "ز"),
    ("-", " "), (" ", " "),
)  # fmt: skip
_TO_PERSIAN = str.maketrans({"ي": "ی", "ك": "ک", "إ": "ا", "أ": "ا"})
_PERSIAN = (("zh", "ژ"), ("ch", "چ"), ("g", "گ"), ("p", "پ"), ("v", "و"), ("k", "ک"), ("y", "ی"), ("i", "ی"))

# First of the seven (eight) syllables of each consonant row of the Ethiopic block.
_GEEZ = {
    "h": 0x1200, "l": 0x1208, "m": 0x1218, "r": 0x1228, "s": 0x1230, "sh": 0x1238, "q": 0x1240, "b": 0x1260,
    "v": 0x1268, "t": 0x1270, "ch": 0x1278, "n": 0x1290, "gn": 0x1298, "k": 0x12A8, "w": 0x12C8, "z": 0x12D8,
    "zh": 0x12E0, "y": 0x12E8, "d": 0x12F0, "j": 0x1300, "g": 0x1308, "ts": 0x1338, "f": 0x1348, "p": 0x1350,
}  # fmt: skip
_GEEZ_VOWEL = {"e": 0, "u": 1, "i": 2, "a": 3, "ie": 4, "": 5, "o": 6}
_GEEZ_BARE = {"e": "እ", "u": "ኡ", "i": "ኢ", "a": "አ", "o": "ኦ"}


def _latin_to_arabic(word: str, table: tuple[tuple[str, str], ...], last: str) -> str:
    """Letter by letter: the first "a" inside a word is taken as short (not written), later ones as long."""
    text, out, k, open_vowel = word.lower(), "", 0, False
    while k < len(text):
        latin, letter = next(((a, b) for a, b in table if text.startswith(a, k)), (text[k], ""))
        if k == 0 and text[0] in "aeiou":
            letter = "إ" if text[0] == "i" else "أ"
        elif latin == "a" and k == len(text) - 1:
            letter = last
        elif latin == "a" and not open_vowel:
            letter, open_vowel = "", True
        elif k and latin == text[k - 1] and latin not in "aeiou":
            letter = ""  # doubling is not written
        out += letter
        k += len(latin)
    return out.strip()


def _latin_to_geez(word: str) -> str:
    text, out, k = word.lower(), "", 0
    while k < len(text):
        consonant = next((c for c in (text[k : k + 2], text[k]) if c in _GEEZ), "")
        if not consonant:
            out += _GEEZ_BARE.get(text[k], "")
            k += 1
            continue
        k += len(consonant)
        if text[k : k + len(consonant)] == consonant:  # doubling is not written
            k += len(consonant)
        vowel = next((v for v in (text[k : k + 2], text[k : k + 1]) if v in _GEEZ_VOWEL), "")
        k += len(vowel)
        out += chr(_GEEZ[consonant] + _GEEZ_VOWEL[vowel])
    return out


def _listed(names: Tradition, token: str) -> str | None:
    if token in names.script:
        return names.script[token]
    first, second = names.parts.get(token, ("", ""))
    if first in names.script and second in names.script:
        joint = "" if names.script[first].endswith("ال") else " "
        return names.script[first] + joint + names.script[second]
    return None


def _word(names: Tradition, token: str, script: str) -> str | None:
    """One token in its script, or None: as listed, else part by part, else letter by letter."""
    listed = _listed(names, token)
    if listed is not None:
        return listed
    if script == "Ethi":
        return _latin_to_geez(token)
    if script != "Arab":
        return None
    if token in names.parts and names.parts[token][0] in names.script:
        first, second = names.parts[token]
        return names.script[first] + " " + (_word(names, second, script) or "")
    if names.code == "persian":
        return _latin_to_arabic(token, (*_PERSIAN, *_ARABIC), "ه").translate(_TO_PERSIAN)
    return _latin_to_arabic(token, _ARABIC, "ة")


def in_own_script(code: str, tokens: list[str]) -> tuple[str, str] | None:
    """The tokens in the tradition's own script, with its code, or None where there is none or a word is not known."""
    script = SCRIPT.get(code)
    if script is None:
        return None
    names = tradition(code)
    words = [_word(names, token, script) for token in tokens]
    if not all(words):
        return None
    text = " ".join(word for word in words if word)
    if script == "Beng" and any("\u1000" <= c <= "\u109f" for c in text):
        script = "Mymr"
    return text, script
