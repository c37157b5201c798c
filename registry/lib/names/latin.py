"""One word of any script in lower-case Latin letters, close to how it is commonly spelled.

anyascii does most scripts. Our own tables: the Arabic script with its Persian, Pashto, Urdu and Kurdish letters (vowel
letters read by their neighbours), Burmese (rhymes are spelled nothing like their letters), and small corrections.
"""

import re
import unicodedata
from typing import Final

from anyascii import anyascii

_CONSONANTS: Final = {
    "ب": "b", "پ": "p", "ت": "t", "ټ": "t", "ٹ": "t", "ث": "th", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh", "څ": "ts",
    "ځ": "dz", "د": "d", "ډ": "d", "ڈ": "d", "ذ": "dh", "ر": "r", "ړ": "r", "ڑ": "r", "ڕ": "r", "ز": "z", "ژ": "zh",
    "ږ": "zh", "س": "s", "ش": "sh", "ښ": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "gh", "ف": "f", "ڤ": "v",
    "ق": "q", "ک": "k", "ك": "k", "ګ": "g", "گ": "g", "ڭ": "ng", "ل": "l", "ڵ": "l", "م": "m", "ن": "n", "ڼ": "n",
    "ں": "n", "ه": "h", "ھ": "h", "ہ": "h", "ۀ": "h", "ۂ": "h", "ء": "",
}  # fmt: skip
_VOWELS: Final = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ع": "a", "ة": "a", "ۃ": "a", "ى": "a", "ئ": "i", "ؤ": "u",
    "ۆ": "o", "ۇ": "u", "ۋ": "v", "ې": "e", "ێ": "e", "ے": "e", "ۓ": "e", "ە": "e", "ۍ": "ay", "ۅ": "o",
}  # fmt: skip
_YEHS: Final = frozenset("يی")
_PERSIAN_LETTERS: Final = frozenset("پچژگکیټډړږښڼېۍ")
# Words that begin like the article but do not have it: Ilyas, Ilham, Alexander, Albert, Alfred, Alphonse, Elena, Ellen,
# Alice, Elizabeth, Alvaro, Alvin, Elton, Alma, Elvira, Alan, Alina.
_NO_ARTICLE: Final = re.compile(
    "ال(?:ياس|هام$|كس|كز|كيس|بير$|برت|بيرت|فريد|فرد|فون|ينا|ين$|ينور|نور$|يس|يز|فار|فين|تون|ما$|فير|ان$|ونسو|سندر|يساندرو)"
)

# Frequent names whose unwritten vowels no rule supplies; keys with bare alef, Arabic yeh and kaf.
_USUAL: Final = {
    "محمد": "muhammad", "احمد": "ahmad", "محمود": "mahmud", "حسن": "hasan", "حسين": "husayn", "حمزه": "hamza",
    "حمزة": "hamza", "مصطفى": "mustafa", "مصطفي": "mustafa", "عمر": "umar", "عثمان": "uthman", "خالد": "khalid",
    "يوسف": "yusuf", "مريم": "maryam", "فاطمة": "fatima", "فاطمه": "fatima", "زينب": "zaynab", "خديجة": "khadija",
    "خديجه": "khadija", "عبد": "abd", "الله": "allah", "عبدالله": "abdullah", "رحمن": "rahman", "رحيم": "rahim",
    "كريم": "karim", "قادر": "qadir", "عزيز": "aziz", "حميد": "hamid", "مجيد": "majid", "رشيد": "rashid",
    "سليمان": "sulayman", "سلمان": "salman", "مهدي": "mahdi", "جعفر": "jafar", "جمال": "jamal", "كمال": "kamal",
    "بلال": "bilal", "طارق": "tariq", "سعد": "saad", "بكر": "bakr", "ابو": "abu", "بن": "bin", "ابن": "ibn",
    "بنت": "bint", "ام": "umm", "اسماعيل": "ismail", "اسحاق": "ishaq", "يحيى": "yahya", "يحيي": "yahya",
    "موسى": "musa", "موسي": "musa", "عيسى": "isa", "عيسي": "isa", "ليلى": "layla", "ليلي": "layla", "نور": "nur",
    "منير": "munir", "نصر": "nasr", "ناصر": "nasir", "صالح": "salih", "قاسم": "qasim", "هاشم": "hashim",
    "غلام": "ghulam", "گل": "gul", "خان": "khan", "شير": "shir", "ملك": "malik", "ادم": "adam", "حاج": "haj",
    "شيخ": "shaykh", "سيد": "sayyid", "مسعود": "masud", "داود": "dawud", "داوود": "dawud", "رضا": "rida",
}  # fmt: skip
_TO_USUAL: Final = str.maketrans("أإآٱیک", "اااايك")
_ARABIC_MARKS: Final = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff]")
_HEBREW_MARKS: Final = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]")
_ARABIC: Final = re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee-\u06ff\u0750-\u077f\u08a0-\u08c9]+")
_BURMESE: Final = re.compile("[\u1000-\u109f]+")

# A whispered consonant (hla, hmway) is written behind it; ra with it is sh. Bare consonants are read with a.
_BURMESE_SH: Final = re.compile("ရ([ျြွ]*)ှ")
_BURMESE_WHISPERED: Final = re.compile("((?!ရ)[က-ဠ][ျြွ]*)ှ")
_BURMESE_BARE: Final = re.compile("([က-ဠ][ျြွှ]*)(?![ါ-\u1032\u1036\u1039-\u103e]|[က-အ]\u103a)")
_BURMESE_ADDRESS: Final = re.compile("^(ဦး|ဒေါ်)(?=..)")
_BURMESE_CONSONANTS: Final = {
    "က": "k", "ခ": "kh", "ဂ": "g", "ဃ": "g", "င": "ng", "စ": "s", "ဆ": "s", "ဇ": "z", "ဈ": "z", "ဉ": "ny", "ည": "ny",
    "ဋ": "t", "ဌ": "ht", "ဍ": "d", "ဎ": "d", "ဏ": "n", "တ": "t", "ထ": "ht", "ဒ": "d", "ဓ": "d", "န": "n", "ပ": "p",
    "ဖ": "ph", "ဗ": "b", "ဘ": "b", "မ": "m", "ယ": "y", "ရ": "y", "လ": "l", "ဝ": "w", "သ": "th", "ဿ": "th", "ဟ": "h",
    "ဠ": "l", "အ": "", "ဣ": "i", "ဤ": "i", "ဥ": "u", "ဦ": "u", "ဧ": "e", "ဩ": "aw", "ဪ": "aw",
}  # fmt: skip
_BURMESE_RHYMES: Final = {
    "ောင်": "aung", "ောက်": "auk", "ိုင်": "aing", "ိုက်": "aik", "ိုယ်": "o", "ို": "o", "ော်": "aw", "ော": "aw",
    "ုန်": "on", "ုမ်": "on", "ုံ": "on", "ုတ်": "ok", "ုပ်": "ok", "ွန်": "un", "ွမ်": "un", "ွတ်": "ut",
    "ွပ်": "ut", "ွံ": "un", "ိန်": "ein", "ိမ်": "ein", "ိံ": "ein", "ိတ်": "eik", "ိပ်": "eik", "င်": "in",
    "ဉ်": "in", "က်": "et", "စ်": "it", "တ်": "at", "ပ်": "at", "န်": "an", "မ်": "an", "ံ": "an", "ည်": "i",
    "ယ်": "e", "ာ": "a", "ါ": "a", "ိ": "i", "ီ": "i", "ု": "u", "ူ": "u", "ေ": "e", "ဲ": "e",
}  # fmt: skip
_BURMESE_MEDIALS: Final = {
    "ချ": "ch", "ခြ": "ch", "ဂျ": "gy", "ဂြ": "gy", "ကျ": "ky", "ကြ": "ky", "ရှ": "sh", "ျ": "y", "ြ": "y", "ွ": "w",
    "ှ": "h",
}  # fmt: skip
# Longest first, so that a rhyme is never read as its parts.
_BURMESE_TABLE: Final = _BURMESE_RHYMES | _BURMESE_MEDIALS | _BURMESE_CONSONANTS
_BURMESE_UNIT: Final = re.compile("|".join(sorted(_BURMESE_TABLE, key=len, reverse=True)) + "|.", re.DOTALL)

_CORRECTIONS: Final = str.maketrans(
    {
        "श": "sh", "ष": "sh", "শ": "sh", "ষ": "sh", "फ": "f", "ফ": "f",
        "כ": "k", "ך": "k", "ח": "h", "ש": "sh", "ו": "v",
        "х": "kh", "ҳ": "h", "җ": "j", "ҷ": "j", "һ": "h", "ў": "o", "ё": "yo", "э": "e", "ъ": "", "ь": "",
    }
)  # fmt: skip


def latin(word: str) -> str:
    """One word in lower-case Latin letters and digits; may give several words, set apart by blanks."""
    if word.isascii():
        return _plain(word)
    word = unicodedata.normalize("NFKC", word.casefold())
    word = _HEBREW_MARKS.sub("", _ARABIC_MARKS.sub("", word))
    word = _ARABIC.sub(_arabic, word)
    word = _BURMESE.sub(_burmese, word)
    if not word.isascii():
        word = "".join(_letter(character) for character in word.translate(_CORRECTIONS)).replace("dzh", "j")
    return _plain(word)


def _letter(character: str) -> str:
    written: str = anyascii(character)
    # A Chinese character is a word by itself: "WangXiaoMing" is three.
    return f" {written}" if written[:1].isupper() else written


_SEPARATORS: Final = re.compile(r"[^a-z0-9]+")
_SILENT: Final = re.compile("['`\u2018\u2019\u02bb-\u02bf]")


def _plain(word: str) -> str:
    """Lower case; apostrophes vanish (O'Neil, Ba'ath), anything else that is no letter or digit parts words."""
    return _SEPARATORS.sub(" ", _SILENT.sub("", word.lower())).strip()


def _arabic(found: re.Match[str]) -> str:
    word, usual = found[0], found[0].translate(_TO_USUAL)
    if usual in _USUAL:
        return _USUAL[usual]
    if usual.startswith("عبدال") and len(word) > 6:
        return "abd al " + _arabic_letters(word[5:])
    # The article is never written with a hamza: Alcott and Elgar are.
    if word[0] in "اٱ" and usual.startswith("ال") and len(word) > 4 and not _NO_ARTICLE.match(usual):
        return "al " + _arabic_letters(word[2:])
    return _arabic_letters(word)


def _arabic_letters(word: str) -> str:
    """Waw and yeh are consonants at the beginning and before a vowel letter, vowels elsewhere."""
    usual = _USUAL.get(word.translate(_TO_USUAL))
    if usual:
        return usual
    persian = not _PERSIAN_LETTERS.isdisjoint(word)
    written: list[str] = []
    last = len(word) - 1
    for place, letter in enumerate(word):
        before_vowel = place < last and (
            word[place + 1] in _VOWELS or word[place + 1] in _YEHS or word[place + 1] == "و"
        )
        if letter == "و":
            consonant = place == 0 or before_vowel
            sound = ("v" if persian else "w") if consonant else "u"
        elif letter in _YEHS:
            sound = "y" if place == 0 or before_vowel else "i"
        else:
            sound = _CONSONANTS.get(letter, _VOWELS.get(letter, letter))
        if sound and (sound not in "aeiou" or not written or written[-1] != sound):
            written.append(sound)
    return "".join(written)


def _burmese(found: re.Match[str]) -> str:
    # Burmese puts no blank between a form of address and the name.
    word = _BURMESE_ADDRESS.sub(r"\1 ", found[0]).replace("\u1037", "").replace("\u1038", "")
    word = _BURMESE_WHISPERED.sub(r"ှ\1", _BURMESE_SH.sub(r"ရှ\1", word))
    word = _BURMESE_BARE.sub(r"\1ာ", word)
    return "".join(_BURMESE_TABLE.get(unit) or _burmese_rest(unit) for unit in _BURMESE_UNIT.findall(word))


def _burmese_rest(unit: str) -> str:
    return anyascii(unit) if unit.isdigit() else " " if unit == " " else ""
