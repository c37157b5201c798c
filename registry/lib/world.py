"""Countries, languages and scripts: their codes, their names in the reader's language, and who lives next to whom.

Codes are ISO 3166-1 alpha-3 (with XKX for Kosovo, XXA stateless, XXX unspecified), ISO 639-3 and ISO 15924; names come
from the Unicode locale data. Neighbours, shared languages and rough circles serve comparison only (``data/README.md``).
Nothing here says which state somebody belongs to, or where a border runs.
"""

import csv
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from registry.lib.errors import BadInput
from registry.lib.speech import locale, translated
from registry.lib.speech import mark as _

STATELESS: Final = "XXA"
UNSPECIFIED: Final = "XXX"
_SPECIAL: Final = {STATELESS: _("Stateless"), UNSPECIFIED: _("Nationality not specified")}
# Travel documents of refugees (Convention of 1951, and others). SECURITY: stored, they would reveal protection status.
_REVEALING: Final = frozenset({"XXB", "XXC"})
UI_LANGUAGES: Final = ("en", "fr", "es", "ar", "ru")

# Languages whose speakers mostly understand each other although their codes differ.
_UNDERSTOOD: Final = (
    frozenset({"pes", "prs", "tgk"}),
    frozenset({"bos", "hrv", "srp"}),
    frozenset({"ind", "msa"}),
    frozenset({"hin", "urd"}),
    frozenset({"bam", "dyu", "man"}),
    frozenset({"kin", "run"}),
    frozenset({"kur", "ckb"}),
)
# Names that the locale data lack in some of our languages.
_OWN_LANGUAGE_NAMES: Final = {
    "kek": _("Q'eqchi'"),
    "kri": _("Krio"),
    "luo": _("Luo"),
    "mam": _("Mam"),
    "nhe": _("Nahuatl"),
    "quc": _("K'iche'"),
    "rhg": _("Rohingya"),
    "syl": _("Sylheti"),
    "yua": _("Yucatec Maya"),
    "zdj": _("Comorian"),
}
SCRIPTS: Final = (
    "Adlm", "Arab", "Armn", "Beng", "Cyrl", "Deva", "Ethi", "Geor", "Grek", "Gujr", "Guru", "Hang", "Hani", "Hans",
    "Hant", "Hebr", "Jpan", "Khmr", "Laoo", "Latn", "Mymr", "Nkoo", "Osma", "Rohg", "Sinh", "Syrc", "Taml", "Telu",
    "Tfng", "Thaa", "Thai", "Tibt", "Vaii", "Zyyy",
)  # fmt: skip


class UnknownCountry(BadInput):
    code = "country_unknown"
    template = _("“%(country)s” is not a country code. Choose a country from the list.")


class RevealingCountry(BadInput):
    code = "country_reveals_protection"
    template = _(
        "The code %(country)s stands for a refugee's travel document and would reveal that the person has protection. "
        "Choose the country of nationality, “Stateless”, or “Nationality not specified”."
    )


@dataclass(frozen=True, slots=True)
class Country:
    """One country; the circle (degrees, kilometres) holds most of its land."""

    code: str
    alpha2: str
    lat: float
    lon: float
    radius_km: int
    neighbours: frozenset[str]
    languages: frozenset[str]


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("registry.lib") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


COUNTRIES: Final = {
    row["alpha3"]: Country(
        code=row["alpha3"],
        alpha2=row["alpha2"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        radius_km=int(row["radius_km"]),
        neighbours=frozenset(row["neighbours"].split()),
        languages=frozenset(row["languages"].split()),
    )
    for row in _rows("countries.csv")
}
_LANGUAGES: Final = {row["iso639_3"]: row["locale_data"] for row in _rows("languages.csv")}
LANGUAGES: Final = tuple(_LANGUAGES)
_BY_ALPHA2: Final = {country.alpha2: code for code, country in COUNTRIES.items()}


def check_country(code: str, *, part: str = "") -> str:
    """The code in capitals if it may be stored. Raises: UnknownCountry, RevealingCountry."""
    upper = code.strip().upper()
    if upper in _REVEALING:
        raise RevealingCountry(part=part, country=upper)
    if upper not in COUNTRIES and upper not in _SPECIAL:
        raise UnknownCountry(part=part, country=code)
    return upper


def is_country(code: str) -> bool:
    """Whether :func:`check_country` accepts the code."""
    try:
        check_country(code)
    except BadInput:
        return False
    return True


def find_country(text: str) -> str | None:
    """The code for a name in any language of the interface, or for an alpha-2 or alpha-3 code; None if unknown."""
    upper = text.strip().upper()
    if upper in COUNTRIES or upper in _SPECIAL:
        return upper
    return _BY_ALPHA2.get(upper) or _by_name().get(_sort_key(text))


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    return {
        _sort_key(locale(language).territories[country.alpha2]): code
        for language in UI_LANGUAGES
        for code, country in COUNTRIES.items()
    }


def country_name(code: str, language: str | None = None) -> str:
    """Name of a country in the given or the reader's language; a code that is none is its own name."""
    if code in _SPECIAL:
        return translated(_SPECIAL[code])
    country = COUNTRIES.get(code)
    return str(locale(language).territories.get(country.alpha2, code)) if country else code


def country_choices(language: str | None = None) -> list[tuple[str, str]]:
    """Every country as (code, name) in the order of its names, then stateless and unspecified."""
    special = [(code, translated(name)) for code, name in _SPECIAL.items()]
    return [*_sorted_countries(str(locale(language))), *special]


@lru_cache(maxsize=16)
def _sorted_countries(language: str) -> tuple[tuple[str, str], ...]:
    return _in_order((code, country_name(code, language)) for code in COUNTRIES)


def language_name(code: str, language: str | None = None) -> str:
    """Name of a language in the given or the reader's language; a code that is none is its own name."""
    found = locale(language).languages.get(_LANGUAGES.get(code, code))
    return str(found or translated(_OWN_LANGUAGE_NAMES.get(code, code)))


def language_choices(language: str | None = None) -> list[tuple[str, str]]:
    """The languages spoken along migration routes as (ISO 639-3 code, name), in the order of their names."""
    return list(_in_order((code, language_name(code, language)) for code in LANGUAGES))


def script_name(code: str, language: str | None = None) -> str:
    """Name of a script in the given or the reader's language; a code that is none is its own name."""
    return str(locale(language).scripts.get(code, code))


def script_choices(language: str | None = None) -> list[tuple[str, str]]:
    """The scripts as (ISO 15924 code, name), in the order of their names."""
    return list(_in_order((code, script_name(code, language)) for code in SCRIPTS))


def _in_order(choices: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(choices, key=lambda choice: _sort_key(choice[1])))


def _sort_key(name: str) -> str:
    """Accents and case aside: Åland beside Albania, and a name typed without its accents is found."""
    decomposed = unicodedata.normalize("NFKD", name.strip()).casefold()
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def neighbours(code: str) -> frozenset[str]:
    """Countries with a common land border; none for a code that is no country."""
    country = COUNTRIES.get(code)
    return country.neighbours if country else frozenset()


def spoken_in(code: str) -> frozenset[str]:
    """Languages that many people of a country share, with those that their speakers understand as well."""
    country = COUNTRIES.get(code)
    if not country:
        return frozenset()
    understood = (group for group in _UNDERSTOOD if group & country.languages)
    return country.languages.union(*understood)


@lru_cache(maxsize=8192)
def share_language(one: str, other: str) -> bool:
    """Whether people of both countries share or understand a language."""
    return bool(spoken_in(one) & spoken_in(other))


def same_language(one: str, other: str) -> bool:
    """Whether two language codes are the same language, or ones whose speakers understand each other."""
    return one == other or any(one in group and other in group for group in _UNDERSTOOD)


@lru_cache(maxsize=8192)
def are_close(one: str, other: str) -> bool:
    """Whether one country may be taken for the other on the road: neighbours, or a shared language."""
    return other in neighbours(one) or share_language(one, other)


def circle(code: str) -> tuple[float, float, int] | None:
    """Latitude, longitude and radius in kilometres of a circle holding most of a country; None if it is none."""
    country = COUNTRIES.get(code)
    return (country.lat, country.lon, country.radius_km) if country else None
