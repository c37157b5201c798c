"""Names of any script as comparable Latin words: folded text, tokens without particles, consonant skeletons.

What two names have to do with each other is for the matching engine; here is only one name at a time. The original is
always kept by whoever calls. A skeleton helps where a script leaves vowels out (Arabic, Hebrew) and hurts where it
writes them (Russian), so :func:`skeleton_helps` says when to use it.

SECURITY: the caches hold words of names in the memory of the process, bounded, and are never written anywhere.
"""

import re
from functools import lru_cache
from typing import Final

from registry.lib.names.latin import latin
from registry.lib.names.scripts import detect_script

VOWELLESS_SCRIPTS: Final = frozenset({"Arab", "Hebr", "Syrc"})
# Indic and Ethiopic spellings drop or add the inherent vowel.
_VOWEL_POOR_SCRIPTS: Final = VOWELLESS_SCRIPTS | {"Ethi", "Beng", "Deva"}

# Words around a name that do not tell people apart. Where they may stand matters: "An", "Le", "Do", "Ma" are names too.
_ANYWHERE: Final = frozenset(
    [
        "abou", "abu", "umm", "oum", "oumm", "haji", "hajj", "haj", "hadji", "hadj", "hadja", "alhaji", "elhadj",
        "hajja",
        "sheikh", "shaykh", "cheikh", "sheik", "imam", "mullah", "mulla", "mawlawi", "maulvi", "ustad",
        "ustaz", "sayyid", "sayed", "sayyed", "syed", "sidi", "moulay", "hajia", "alhaja", "md", "mohd",
        "mst", "mosammat", "hon", "mr", "mrs", "ms", "mme", "dr", "bibi", "begum",
        "khanum", "khanom",
    ]
)  # fmt: skip
_NOT_LAST: Final = frozenset(
    [
        "al", "el", "ul", "de", "del", "las", "los", "dos", "das", "bin", "ben", "ibn", "ibnu", "bint",
        "binti", "binte", "ould", "weld", "wuld", "mint", "ag", "ait", "bou", "der", "den", "von",
    ]
)  # fmt: skip
_INNER: Final = frozenset(
    [
        "l", "la", "le", "da", "di", "do", "du", "e", "i", "y", "van",
    ]
)  # fmt: skip
_FIRST: Final = frozenset(
    [
        "ato", "weyzero", "woyzero", "weizero", "weizerit", "u", "daw", "ko", "ma", "mg", "maung", "nai",
        "sai", "saw", "naw", "sri", "shri", "smt",
    ]
)  # fmt: skip
# The article as it sounds before these letters: ash-Shami, ar-Rahman.
_ASSIMILATED: Final = frozenset(
    [
        "as", "ash", "ad", "an", "ar", "az", "at", "ath",
    ]
)  # fmt: skip
PARTICLES: Final = _ANYWHERE | _NOT_LAST | _INNER | _FIRST | _ASSIMILATED
_ABD: Final = re.compile(r"abd(?:[aeiou]|ou|oul|[aeiou]l|[aeiou]r|[aeiou]s|[aeiou]n|[aeiou]z)?")
_ABD_JOINED: Final = re.compile(r"abd(?:[aeiou]|ou)(?:l|(?=(?P<sun>[rsnztd])(?P=sun)))")
_ALLAH: Final = re.compile(r"abd(?:[aeiou]|ou)?l+ah?|abdlh")


@lru_cache(maxsize=65_536)
def _word(word: str) -> str:
    return latin(word)


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """A text of any script in lower-case Latin words, one blank between: ``Дмитрий`` gives ``dmitriy``."""
    return " ".join(filter(None, map(_word, text.split())))


# Names run together by a form or a machine: RamiMakhlouf, but not McDonald, DeLeon or MacArthur.
_JOINED: Final = re.compile(r"(?<=[^\W\d_A-Z]{3})(?=[A-Z][a-z]{2})")


@lru_cache(maxsize=65_536)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a name that tell people apart, folded, in their order.

    Particles and titles are left out, unless nothing else remains. All spellings of "servant of" become one word:
    ``Abd al-Rahman``, ``Abdul Rahman``, ``Abdurrahman`` become ``abdrahman``.
    """
    words = fold(_JOINED.sub(" ", text)).split()
    kept = [word for place, word in enumerate(words) if not _is_particle(words, place)]
    return tuple(_one_word_names(_servants(kept or words)))


def _is_particle(words: list[str], place: int) -> bool:
    word, is_first, is_last = words[place], place == 0, place == len(words) - 1
    if word not in PARTICLES:
        return False
    if word in _ASSIMILATED:
        return not is_last and words[place + 1].startswith(word[1:])
    if place >= 2 and words[place - 1] in ("al", "el"):
        return False  # behind a given name it is a family's: Rami al-Sayed, Mona el Hajj
    return (
        word in _ANYWHERE
        or (word in _NOT_LAST and not is_last)
        or (word in _INNER and not is_first and not is_last)
        or (word in _FIRST and is_first)
    )


def _servants(words: list[str]) -> list[str]:
    joined: list[str] = []
    for word in words:
        if joined and _ABD.fullmatch(joined[-1]) and joined[-1] not in ("abdi", "abda"):
            joined[-1] = "abdullah" if word == "allah" else _one_servant("abd" + word)
        else:
            joined.append(_one_servant(word))
    return joined


def _one_servant(word: str) -> str:
    if not word.startswith("abd"):
        return word
    if _ALLAH.fullmatch(word):
        return "abdullah"
    found = _ABD_JOINED.match(word)
    rest = word[found.end() :] if found else ""
    if found and len(rest) >= 4:
        return "abd" + (rest[1:] if found["sun"] else rest)
    return word


# Names of two words that are one name, and are written as one as often: Nur al-Din, Hamid Allah, Gebre Mariam.
_FAITH: Final = frozenset({"din", "deen", "dine", "eddin", "eddine", "uddin", "aldin", "aldeen"})
_GOD: Final = frozenset({"allah", "ullah", "ollah", "ellah"})
_GEEZ: Final = re.compile("g[ae]b+re?[ae]?|w[aeo]ld[ae]?|haile|hayle|t[ae]kl[ae]|habt[ae]|fi[kq]re|amde|laeke|zer[ae]")
_HOLY: Final = re.compile(
    "m[ae]r[iy]?[ay]+m|m[ae]dh[ei]?n|kidane?|[ei]gz[a-z]+er|amlak|s[ei]l+as+[ie]+|[iy]?[ey]+sus|kr[ie]stos|hiwot|mi[ck]h?a[iey]*l"
    "|g[ie]y?or[gh]+[ie]s|gabr[iey]+l|ha[iy]manot|ts?adi[kq]|meskel|amanu[ea]l"
)


def _one_word_names(words: list[str]) -> list[str]:
    joined: list[str] = []
    for word in words:
        before = joined[-1] if joined else ""
        if before and word in _FAITH:
            joined[-1] = f"{before}eddin"
        elif before and word in _GOD:
            joined[-1] = f"{before}ullah"
        elif _GEEZ.fullmatch(before) and _HOLY.fullmatch(word):
            joined[-1] = before + word
        else:
            joined.append(word)
    return joined


# In order; the sound of sh and ch is written x from the first line on.
_DIGRAPHS: Final = (
    (re.compile("(?<=.)x"), "ks"),
    (re.compile("tsch|tch|sch|shch|sh|ch|cz|sz"), "x"),
    (re.compile("dzh|dj|zh"), "j"),
    (re.compile("ph"), "f"),
    (re.compile("gh"), "g"),
    (re.compile("kh"), "h"),
    (re.compile("th"), "t"),
    (re.compile("dh"), "d"),
    (re.compile("ck|cq|q|c"), "k"),
    (re.compile("p"), "b"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_AYN: Final = re.compile("c(?![hkq])")
_SOMALI: Final = re.compile("x|c(?![hkq])")
_INITIAL_VOWEL: Final = re.compile("^[aeiou]+")
_INNER_VOWELS: Final = re.compile("(?<=.)[aeiouwy]+")


@lru_cache(maxsize=65_536)
def skeleton(token: str) -> str:
    """The consonants of a word, with those that transliterations confuse made equal.

    Mohammed, Muhammad, Mehmed and ``محمد`` all give ``mhmd``. A vowel at the beginning is
    kept as ``a``; a final h is not (Fatima, Fatimah).
    """
    word = "".join(tokens(token)) if not token.isascii() else re.sub("[^a-z]", "", token.lower())
    for pattern, sound in _DIGRAPHS:
        word = pattern.sub(sound, word)
    word = _INNER_VOWELS.sub("", _INITIAL_VOWEL.sub("a", word))
    return word[:-1] if len(word) > 2 and word.endswith("h") else word


@lru_cache(maxsize=65_536)
def skeletons(token: str) -> frozenset[str]:
    """The skeleton under each reading of a word: the general one, and the Somali one (x is h, c is ayn)."""
    readings = {skeleton(token)}
    word = token.lower()
    if word.isascii() and _SOMALI.search(word):
        word = _AYN.sub("", f"a{word}" if _AYN.match(word) else word)
        readings.add(skeleton(word.replace("x", "h")))
    return frozenset(readings)


def skeleton_helps(one: str, other: str) -> bool:
    """Whether skeletons compare two names better than their folded spelling does, by the scripts they are in."""
    scripts = {detect_script(one), detect_script(other)}
    return bool(scripts & VOWELLESS_SCRIPTS) or (len(scripts) > 1 and bool(scripts & _VOWEL_POOR_SCRIPTS))
